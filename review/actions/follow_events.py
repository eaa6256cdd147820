"""What follows from an event of a household: register, people, its case in a running round, the lists on phones.

Each step may be done again: people change by pure functions, a household keeps the ids of the events written to it.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from core.clock import Clock
from core.sweeping import each
from registry import areas, duplicates, household_events, persons, words_seen
from registry import repository as registry
from registry.household_event_models import HouseholdEvent
from registry.household_events import at_midnight, change_household, gone, head_fields
from registry.models import FormerPlace, Household
from registry.place_fields import place_fields
from registry.rules.household_events import CHANGES_PEOPLE, ENDS, Kind
from registry.rules.person import HEAD, Began, Ended, Person, died, joined
from registry.rules.standing import ON_THE_LIST, Standing
from review.actions import cases_of_events as cases

_OTHER_RELATION = "99"


def settle(event: HouseholdEvent, *, clock: Clock) -> HouseholdEvent:
    """Every step of an event. Doing it again changes nothing."""
    if event.is_settled:
        return event
    _STEPS[Kind(event.kind)](event, clock)
    if Kind(event.kind) in ENDS and _ended(event):
        cases.withdraw_from_rounds(event, ENDS[Kind(event.kind)], clock=clock)
    for one in (event.household_id, event.other) if Kind(event.kind) in CHANGES_PEOPLE else ():
        cases.note_people(event, one)
    duplicates.follow_places([event.household_id, event.other, *event.persons])
    household = registry.find_household(event.household_id)
    places = {event.village_path, event.facts.get("village") or "", household.village_path if household else ""}
    registry.mark_changed(
        {*places, *(former.village_path for former in household.former_places)} - {""} if household else places - {""}
    )
    household_events.note_settled(event)
    event.is_settled = True
    return event


def settle_all(clock: Clock) -> int:
    """Go on with every event that was cut off; how many."""
    return each(household_events.unsettled(), lambda one: settle(one, clock=clock))


def _ended(event: HouseholdEvent) -> bool:
    return event.kind != Kind.DIED or bool(event.facts.get("is_last"))


def _source(event: HouseholdEvent) -> str:
    return f"event:{event.id}"


def _split(event: HouseholdEvent, clock: Clock) -> None:
    facts, count = event.facts, len(event.persons) or int(event.facts.get("people") or 0)
    home = _household(event)
    head = persons.find_person(facts["head"]) if facts.get("head") else None
    if registry.find_household(event.other) is None:
        registry.register_household(
            event.other,
            code=facts["code"],
            head_name=head.name if head else facts["head_name"],
            address=facts.get("address") or home.address,
            village_path=home.village_path,
            source="found",
            at=clock(),
            members_count=count,
        )
    came = {"came_on": at_midnight(event.on), "came_how": "split", "split_from": home.id}
    change_household(event.other, event.id, fields=came)
    for one in event.persons:
        relation = HEAD if one == facts.get("head") else _OTHER_RELATION
        _join(one, event.other, relation, event, Began.SPLIT)
    change_household(home.id, event.id, people=-count)


def _merged(event: HouseholdEvent, _clock: Clock) -> None:
    home = _household(event)
    count = home.members_count if home.members_count is not None else len(event.persons)
    for one in event.persons:
        _join(one, event.other, _OTHER_RELATION, event, Began.MERGED)
    change_household(event.other, event.id, people=count)
    change_household(home.id, event.id, fields=gone(event.on, "merged"))
    target = registry.find_household(event.other)
    if target is not None:
        persons.follow_place({target.id: target.village_path})


def _moved(event: HouseholdEvent, _clock: Clock) -> None:
    home, village = _household(event), str(event.facts["village"])
    fields = dict(place_fields(village))
    if event.facts.get("address"):
        fields["address"] = event.facts["address"]
    persons.follow_place({home.id: village})
    change_household(home.id, event.id, fields=fields, former=_former(event, event.facts["before"]["village"]))
    cases.follow_village(event, village)


def _moved_out(event: HouseholdEvent, _clock: Clock) -> None:
    change_household(event.household_id, event.id, fields=gone(event.on, "moved"))


def _moved_in(event: HouseholdEvent, clock: Clock) -> None:
    village, facts = event.village_path, event.facts
    came = {"came_on": at_midnight(event.on), "came_how": "moved_in"}
    if not facts.get("event"):
        if registry.find_household(event.household_id) is None:
            told = [(facts["year"], facts["standing"], facts["ruleset_id"])] if facts.get("standing") else []
            registry.register_household(
                event.household_id,
                code=facts["code"],
                head_name=facts["head_name"],
                address=facts.get("address", ""),
                village_path=village,
                source="found",
                at=clock(),
                members_count=facts.get("people"),
                standings=told,
            )
        change_household(event.household_id, event.id, fields=came)
    else:
        _take_in(event, village, came)
    cases.list_in_running_rounds(event, clock=clock)


def _take_in(event: HouseholdEvent, village: str, came: Mapping[str, Any]) -> None:
    """With its id, its people and its years. That it was not in the old commune any more is not a standing of it."""
    home = _household(event)
    out = household_events.find(event.facts["event"])
    until = out.on if out is not None else event.on
    years = [one for one in home.standings if not (one.standing == Standing.NOT_IN_AREA and one.year >= until.year)]
    latest = max(years, key=lambda one: one.year, default=None)
    fields = dict(place_fields(village)) | dict(came) | {"code": event.facts["code"], "left_on": None, "left_why": None}
    fields["standings"] = [one.to_mongo() for one in years]
    fields["is_managed"] = latest is not None and latest.standing in ON_THE_LIST
    if event.facts.get("address"):
        fields["address"] = event.facts["address"]
    persons.follow_place({home.id: village})
    former = FormerPlace(village_path=event.facts["before"]["village"], until=until, why="moved", act=event.id)
    change_household(home.id, event.id, fields=fields, former=former)


def _member_in(event: HouseholdEvent, clock: Clock) -> None:
    home, facts = _household(event), event.facts
    began = Began.BORN if facts.get("birth") == event.on.isoformat() else Began.MOVED_IN
    person = Person(
        id=event.id,
        name=facts["name"],
        village_path=home.village_path,
        registered_at=clock(),
        source=_source(event),
        sex=facts.get("sex", ""),
        birth=facts.get("birth", ""),
    )
    words_seen.learn([person.name])
    persons.add_persons([joined(person, home.id, facts["relation"], on=event.on, began=began, source=_source(event))])
    duplicates.look_for([person.id], at=clock())
    change_household(home.id, event.id, people=1)


def _member_out(event: HouseholdEvent, _clock: Clock) -> None:
    for one in event.persons:
        persons.end_membership(one, event.household_id, on=event.on, ended=Ended.MOVED_OUT, source=_source(event))
    _one_fewer(event)


def _died(event: HouseholdEvent, _clock: Clock) -> None:
    for one in event.persons:
        persons.change_person(one, lambda person: died(person, on=event.on, source=_source(event)))
    _one_fewer(event)


def _one_fewer(event: HouseholdEvent) -> None:
    """Who is left goes on with a new head, if the head went; a household of one ends."""
    fields: dict[str, Any] = {}
    if event.facts.get("is_last"):
        fields = gone(event.on, "died" if event.kind == Kind.DIED else "moved")
    elif head := event.facts.get("head"):
        person = _join(head, event.household_id, HEAD, event, Began.RELATION)
        fields = head_fields(person.name)
        cases.follow_head(event, person.name)
    change_household(event.household_id, event.id, fields=fields, people=_fewer(event))


def _fewer(event: HouseholdEvent) -> int:
    """One; a household that ended keeps the number that it left with."""
    return 0 if event.facts.get("is_last") else -1


def _corrected(event: HouseholdEvent, _clock: Clock) -> None:
    facts = event.facts
    fields: dict[str, Any] = {name: facts[name] for name in ("address", "code") if facts.get(name)}
    name = facts.get("head_name", "")
    if facts.get("head"):
        name = _join(facts["head"], event.household_id, HEAD, event, Began.RELATION).name
        before = facts["before"].get("head")
        if before and before != facts["head"]:
            _join(before, event.household_id, _OTHER_RELATION, event, Began.RELATION)
    if name:
        words_seen.learn([name])
        fields |= head_fields(name)
    change_household(event.household_id, event.id, fields=fields)
    cases.follow_head(event, name, facts.get("code", ""))


def _undone(event: HouseholdEvent, _clock: Clock) -> None:
    back = household_events.find(event.facts["event"])
    if back is None or not household_events.note_undone(back.id, event.id):
        return  # somebody else took it back, or another commune took the household in meanwhile
    _BACK[Kind(back.kind)](event, back)
    if Kind(back.kind) in ENDS and _ended(back):
        cases.take_back_withdrawal(event, ENDS[Kind(back.kind)], back.reason)


def _out_undone(event: HouseholdEvent, _back: HouseholdEvent) -> None:
    change_household(event.household_id, event.id, fields=_here_again(_household(event)))


def _move_undone(event: HouseholdEvent, back: HouseholdEvent) -> None:
    village = str(back.facts["before"]["village"])
    persons.follow_place({event.household_id: village})
    former = _former(event, str(back.facts["village"]))
    fields = dict(place_fields(village))
    if back.facts.get("address"):
        fields["address"] = back.facts["before"]["address"]
    change_household(event.household_id, event.id, fields=fields, former=former)
    cases.follow_village(event, village)


def _death_undone(event: HouseholdEvent, back: HouseholdEvent) -> None:
    for one in back.persons:
        persons.change_person(one, lambda person: _alive_again(person, _source(back)))
    fields = _here_again(_household(event)) if back.facts.get("is_last") else _head_again(event, back)
    change_household(event.household_id, event.id, fields=fields, people=-_fewer(back))


def _out_of_member_undone(event: HouseholdEvent, back: HouseholdEvent) -> None:
    for one in back.persons:
        persons.change_person(one, lambda person: _reopened(person, _source(back)))
    fields = _here_again(_household(event)) if back.facts.get("is_last") else _head_again(event, back)
    change_household(event.household_id, event.id, fields=fields, people=-_fewer(back))


def _correction_undone(event: HouseholdEvent, back: HouseholdEvent) -> None:
    before = back.facts["before"]
    fields: dict[str, Any] = {"address": before["address"], "code": before["code"], **head_fields(before["head_name"])}
    if before.get("head") and back.facts.get("head"):
        _join_as_before(event, back)
        _join(before["head"], event.household_id, HEAD, event, Began.RELATION)
    change_household(event.household_id, event.id, fields=fields)
    cases.follow_head(event, before["head_name"], before["code"])


def _head_again(event: HouseholdEvent, back: HouseholdEvent) -> dict[str, Any]:
    """Who took the place of the head that is back is what he was before; the register has the head's name again."""
    before = back.facts["before"]
    if not back.facts.get("head"):
        return {}
    _join_as_before(event, back)
    cases.follow_head(event, before["head_name"])
    return head_fields(before["head_name"])


def _join_as_before(event: HouseholdEvent, back: HouseholdEvent) -> None:
    """Who became the head by an event, in the relation that he had."""
    head = persons.find_person(back.facts["head"])
    lines = [one for one in head.memberships if one.ended_by == _source(back)] if head else []
    relation = lines[-1].relation if lines else _OTHER_RELATION
    _join(back.facts["head"], event.household_id, relation, event, Began.RELATION)


def _alive_again(person: Person, source: str) -> Person:
    return replace(_reopened(person, source), died_on=None)


def _reopened(person: Person, source: str) -> Person:
    """The membership that this event ended goes on; not when he is of another household by now."""
    if person.home is not None:
        return person
    lines = tuple(
        replace(one, until=None, ended="", ended_by="") if one.ended_by == source else one for one in person.memberships
    )
    return replace(person, memberships=lines)


def _here_again(household: Household) -> dict[str, Any]:
    return {"left_on": None, "left_why": None, "is_managed": household.standing in ON_THE_LIST}


def _join(person_id: str, household_id: str, relation: str, event: HouseholdEvent, began: str) -> Person:
    source = _source(event)

    def change(person: Person) -> Person:
        if any(
            one.source == source and one.household_id == household_id and one.relation == relation
            for one in person.memberships
        ):
            return person
        return joined(person, household_id, relation, on=event.on, began=began, source=source)

    return persons.change_person(person_id, change)


def _former(event: HouseholdEvent, village: str) -> FormerPlace:
    return FormerPlace(village_path=village, until=areas.day_before(event.on), why="moved", act=event.id)


def _household(event: HouseholdEvent) -> Household:
    """Of an event that was recorded there is one."""
    found = registry.find_household(event.household_id)
    if found is None:
        raise LookupError(event.household_id)
    return found


_STEPS: Mapping[Kind, Callable[[HouseholdEvent, Clock], None]] = {
    Kind.SPLIT: _split,
    Kind.MERGED: _merged,
    Kind.MOVED: _moved,
    Kind.MOVED_OUT: _moved_out,
    Kind.MOVED_IN: _moved_in,
    Kind.MEMBER_IN: _member_in,
    Kind.MEMBER_OUT: _member_out,
    Kind.DIED: _died,
    Kind.CORRECTED: _corrected,
    Kind.UNDONE: _undone,
}
_BACK: Mapping[Kind, Callable[[HouseholdEvent, HouseholdEvent], None]] = {
    Kind.MOVED_OUT: _out_undone,
    Kind.MOVED: _move_undone,
    Kind.DIED: _death_undone,
    Kind.MEMBER_OUT: _out_of_member_undone,
    Kind.CORRECTED: _correction_undone,
}
