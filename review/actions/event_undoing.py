"""What follows when an event that was entered by mistake is taken back: all is as if it had not been entered."""

from dataclasses import replace
from typing import Any

from registry import persons
from registry.household_event_models import HouseholdEvent
from registry.household_events import change_household, head_fields
from registry.models import Household
from registry.place_fields import place_fields
from registry.rules.person import HEAD, Began, Person
from registry.rules.standing import ON_THE_LIST
from review.actions import cases_of_events as cases
from review.actions.event_parts import OTHER_RELATION, fewer, former_place, household_of, join, source_of


def out_undone(event: HouseholdEvent, _back: HouseholdEvent) -> None:
    change_household(event.household_id, event.id, fields=_here_again(household_of(event)))


def move_undone(event: HouseholdEvent, back: HouseholdEvent) -> None:
    village = str(back.facts["before"]["village"])
    persons.follow_place({event.household_id: village})
    former = former_place(event, str(back.facts["village"]))
    fields = dict(place_fields(village))
    if back.facts.get("address"):
        fields["address"] = back.facts["before"]["address"]
    change_household(event.household_id, event.id, fields=fields, former=former)
    cases.follow_village(event, village)


def death_undone(event: HouseholdEvent, back: HouseholdEvent) -> None:
    for one in back.persons:
        persons.change_person(one, lambda person: _alive_again(person, source_of(back)))
    fields = _here_again(household_of(event)) if back.facts.get("is_last") else _head_again(event, back)
    change_household(event.household_id, event.id, fields=fields, people=-fewer(back))


def out_of_member_undone(event: HouseholdEvent, back: HouseholdEvent) -> None:
    for one in back.persons:
        persons.change_person(one, lambda person: _reopened(person, source_of(back)))
    fields = _here_again(household_of(event)) if back.facts.get("is_last") else _head_again(event, back)
    change_household(event.household_id, event.id, fields=fields, people=-fewer(back))


def correction_undone(event: HouseholdEvent, back: HouseholdEvent) -> None:
    before = back.facts["before"]
    fields: dict[str, Any] = {"address": before["address"], "code": before["code"], **head_fields(before["head_name"])}
    if before.get("head") and back.facts.get("head"):
        _join_as_before(event, back)
        join(before["head"], event.household_id, HEAD, event, Began.RELATION)
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
    lines = [one for one in head.memberships if one.ended_by == source_of(back)] if head else []
    relation = lines[-1].relation if lines else OTHER_RELATION
    join(back.facts["head"], event.household_id, relation, event, Began.RELATION)


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
