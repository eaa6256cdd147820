"""What follows when a household is divided, joined to another, moves within its commune, out of it or in."""

from collections.abc import Mapping
from typing import Any

from core.clock import Clock
from registry import household_events, persons
from registry import repository as registry
from registry.household_event_models import HouseholdEvent
from registry.household_events import at_midnight, change_household, gone
from registry.models import FormerPlace
from registry.place_fields import place_fields
from registry.rules.person import HEAD, Began
from registry.rules.standing import ON_THE_LIST, Standing
from review.actions import cases_of_events as cases
from review.actions.event_parts import OTHER_RELATION, former_place, household_of, join


def split(event: HouseholdEvent, clock: Clock) -> None:
    facts, count = event.facts, len(event.persons) or int(event.facts.get("people") or 0)
    home = household_of(event)
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
        relation = HEAD if one == facts.get("head") else OTHER_RELATION
        join(one, event.other, relation, event, Began.SPLIT)
    change_household(home.id, event.id, people=-count)


def merged(event: HouseholdEvent, _clock: Clock) -> None:
    home = household_of(event)
    count = home.members_count if home.members_count is not None else len(event.persons)
    for one in event.persons:
        join(one, event.other, OTHER_RELATION, event, Began.MERGED)
    change_household(event.other, event.id, people=count)
    change_household(home.id, event.id, fields=gone(event.on, "merged"))
    target = registry.find_household(event.other)
    if target is not None:
        persons.follow_place({target.id: target.village_path})


def moved(event: HouseholdEvent, _clock: Clock) -> None:
    home, village = household_of(event), str(event.facts["village"])
    fields = dict(place_fields(village))
    if event.facts.get("address"):
        fields["address"] = event.facts["address"]
    persons.follow_place({home.id: village})
    change_household(home.id, event.id, fields=fields, former=former_place(event, event.facts["before"]["village"]))
    cases.follow_village(event, village)


def moved_out(event: HouseholdEvent, _clock: Clock) -> None:
    change_household(event.household_id, event.id, fields=gone(event.on, "moved"))


def moved_in(event: HouseholdEvent, clock: Clock) -> None:
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
    home = household_of(event)
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
