"""Something happened to a household: it is written down, then the register, its people, its case and the phones follow.

Source: review procedure, 11, points 21 to 23; templates, R2 and R3, columns 4 and 8. Each step may be done again.
"""

from datetime import date
from typing import Any

from core.actor import Actor, paths_down_to
from core.clock import Clock, local_day
from core.errors import NotAllowed
from core.ids import id_from
from registry import area_numbers, areas, household_events, persons
from registry import repository as registry
from registry.household_event_errors import EventNotPossible
from registry.household_event_models import HouseholdEvent
from registry.models import Household
from registry.rules.areas import parent_of
from registry.rules.household_events import Kind
from registry.rules.names import tidy
from registry.rules.person import HEAD
from review.actions import follow_events
from review.rules.household_events import Asked, Known, birth_told, faults, is_the_last
from review.rulesets import all_rulesets

_LONGEST = 500


def record(household: Household, asked: Asked, *, key: str, by: Actor, clock: Clock) -> HouseholdEvent:
    """Record an event of a household of the actor's area; the same post again - same key - is one event.

    Raises NotAllowed outside the area and for one that comes from elsewhere (`take_in`), EventNotPossible.
    """
    if not by.covers(household.village_path) or asked.kind is Kind.MOVED_IN:
        raise NotAllowed(village=household.village_path)
    event_id = id_from("household event", household.id, asked.kind, key)
    if known := household_events.find(event_id):
        return follow_events.settle(known, clock=clock)
    facts = what_is_known(household, asked, clock=clock)
    if wrong := faults(asked, facts):
        raise EventNotPossible(faults=wrong)
    return _kept(event_id, household, asked, facts, by=by, clock=clock)


def take_in(left: HouseholdEvent, asked: Asked, *, key: str, by: Actor, clock: Clock) -> HouseholdEvent:
    """A household that moved out elsewhere and comes to a village of the actor's, with its id, people and years.

    Raises NotAllowed outside the area, EventNotPossible.
    """
    if not by.covers(asked.village):
        raise NotAllowed(village=asked.village)
    household = registry.find_household(left.household_id)
    if household is None:
        raise EventNotPossible(faults={"": "events.household_left"})
    event_id = id_from("household event", household.id, asked.kind, key)
    if known := household_events.find(event_id):
        return follow_events.settle(known, clock=clock)
    facts = _known_of_arrival(asked, left, clock=clock)
    if wrong := faults(asked, facts):
        raise EventNotPossible(faults=wrong)
    if not household_events.note_taken_in(left.id, event_id):
        raise EventNotPossible(faults={"": "events.taken_in"})
    return _kept(event_id, household, asked, facts, by=by, clock=clock)


def register_arrival(asked: Asked, *, key: str, by: Actor, clock: Clock) -> HouseholdEvent:
    """A household that comes from a commune that this system does not know: new on the register, with what its
    certificate tells. Raises NotAllowed outside the area, EventNotPossible."""
    if not by.covers(asked.village):
        raise NotAllowed(village=asked.village)
    household_id = id_from("household moved in", asked.village, key)
    event_id = id_from("household event", household_id, asked.kind, key)
    if known := household_events.find(event_id):
        return follow_events.settle(known, clock=clock)
    facts = _known_of_arrival(asked, None, clock=clock)
    if wrong := faults(asked, facts):
        raise EventNotPossible(faults=wrong)
    household = Household(id=household_id, village_path=asked.village, code=asked.code.strip())
    return _kept(event_id, household, asked, facts, by=by, clock=clock)


def what_is_known(household: Household, asked: Asked, *, clock: Clock) -> Known:
    today = local_day(clock())
    commune = parent_of(household.village_path)
    members = persons.members_of(household.id)
    heads = [one.id for one in members if one.home and one.home.relation == HEAD]
    back = household_events.find(asked.event) if asked.event else None
    is_its = bool(back and back.household_id == household.id and not back.undone_by)
    neighbours = registry.households_of(household.village_path, seen_by=_NOBODY)
    return Known(
        today=today,
        members=[one.id for one in members],
        head=heads[0] if heads else "",
        members_count=household.members_count,
        is_here=household.left_on is None,
        codes={one.code.lower() for one in neighbours if one.id != household.id},
        places={str(one.id) for one in areas.children_on(commune, today)} - {household.village_path},
        others={
            one.id
            for one in area_numbers.households_on(commune, today)
            if one.id != household.id and one.left_on is None
        }
        if asked.kind is Kind.MERGED
        else (),
        communes={asked.to_commune} if _is_commune(asked.to_commune, today) and asked.to_commune != commune else (),
        event_kind=str(back.kind) if back and is_its else "",
        is_taken_in=bool(back and back.taken_in),
        has_later=bool(back and is_its and _stands_under_another(back)),
        first_day=household.came_on,
    )


def _is_commune(path: str, today: date) -> bool:
    found = areas.find(path) if path else None
    return found is not None and found.kind == "commune" and areas.existed(found, today)


def _stands_under_another(event: HouseholdEvent) -> bool:
    """Whether a later entry that was not taken back put something else where this one wrote."""
    later = [one for one in household_events.of_household(event.household_id) if one.at > event.at]
    return any(
        one.household_id == event.household_id and not one.undone_by and _written(one) & _written(event)
        for one in later
    )


def _written(event: HouseholdEvent) -> set[str]:
    """What of the household an event writes, as far as a later one of another kind may write it, too."""
    kind, facts = Kind(event.kind), event.facts
    found = {"place"} if kind in (Kind.MOVED, Kind.MOVED_OUT, Kind.MOVED_IN) else set()
    if kind in (Kind.CORRECTED, Kind.MOVED_IN) or (kind is Kind.MOVED and facts.get("address")):
        found.add("words")
    if kind in (Kind.DIED, Kind.MEMBER_OUT) and facts.get("head"):
        found.add("words")
    return found


def _known_of_arrival(asked: Asked, left: HouseholdEvent | None, *, clock: Clock) -> Known:
    today = local_day(clock())
    village = registry.find_village(asked.village)
    there = registry.households_of(asked.village, seen_by=_NOBODY) if village else []
    return Known(
        today=today,
        codes={one.code.lower() for one in there},
        places={asked.village} if village is not None and areas.existed(village, today) else (),
        event_kind=str(left.kind) if left and not left.undone_by else "",
        is_taken_in=bool(left and left.taken_in),
        first_day=left.on if left else None,
    )


def _kept(
    event_id: str, household: Household, asked: Asked, known: Known, *, by: Actor, clock: Clock
) -> HouseholdEvent:
    place = asked.village if asked.kind is Kind.MOVED_IN else household.village_path
    other = asked.other
    if asked.kind is Kind.SPLIT:
        other = id_from("household split", event_id)
    moving = asked.persons or (tuple(known.members) if asked.kind in (Kind.MERGED, Kind.MOVED_OUT, Kind.MOVED) else ())
    kept = household_events.add(
        HouseholdEvent(
            id=event_id,
            kind=asked.kind,
            household_id=household.id,
            village_path=place,
            within=paths_down_to(place),
            on=asked.on,
            reason=asked.reason.strip()[:_LONGEST],
            persons=list(moving),
            other=other,
            to_commune=asked.to_commune,
            facts=_facts(household, asked, known),
            by=by.id,
            at=clock(),
        )
    )
    return follow_events.settle(kept, clock=clock)


def _facts(household: Household, asked: Asked, known: Known) -> dict[str, Any]:
    """What following the event needs, as it was asked for and as it was before."""
    told: dict[str, Any] = {
        "head": asked.head,
        "head_name": tidy(asked.head_name),
        "code": asked.code.strip(),
        "address": tidy(asked.address),
        "village": asked.village,
        "destination": tidy(asked.destination),
        "certificate": tidy(asked.certificate),
        "standing": asked.standing,
        "year": asked.year,
        "ruleset_id": _ruleset_of(asked.year) if asked.year and asked.standing else "",
        "name": tidy(asked.name),
        "sex": asked.sex,
        "birth": birth_told(asked) if asked.kind is Kind.MEMBER_IN else "",
        "relation": asked.relation,
        "people": asked.people,
        "event": asked.event,
    }
    facts = {name: value for name, value in told.items() if value not in ("", None)}
    if asked.kind in (Kind.DIED, Kind.MEMBER_OUT):
        facts["is_last"] = is_the_last(asked, known)
        if known.head and known.head not in asked.persons:
            facts.pop("head", None)  # the head is there: nobody takes his place
    before = {"head_name": household.head_name, "address": household.address, "code": household.code}
    return facts | {"before": before | {"village": household.village_path, "head": known.head}}


def _ruleset_of(year: int) -> str:
    """The standard that a standing of that year was recognised under."""
    sheets = all_rulesets().values()
    return next((one.id for one in sheets if one.valid_from.year <= year <= one.valid_to.year), "-")


_NOBODY = Actor(id="system", roles=frozenset(), area_path="")
