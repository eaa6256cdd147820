"""What follows when somebody comes into a household, leaves it or dies, or when it was entered wrongly."""

from typing import Any

from core.clock import Clock
from registry import duplicates, persons, words_seen
from registry.household_event_models import HouseholdEvent
from registry.household_events import change_household, gone, head_fields
from registry.rules.household_events import Kind
from registry.rules.person import HEAD, Began, Ended, Person, died, joined
from review.actions import cases_of_events as cases
from review.actions.event_parts import OTHER_RELATION, fewer, household_of, join, source_of


def member_in(event: HouseholdEvent, clock: Clock) -> None:
    home, facts = household_of(event), event.facts
    began = Began.BORN if facts.get("birth") == event.on.isoformat() else Began.MOVED_IN
    person = Person(
        id=event.id,
        name=facts["name"],
        village_path=home.village_path,
        registered_at=clock(),
        source=source_of(event),
        sex=facts.get("sex", ""),
        birth=facts.get("birth", ""),
    )
    words_seen.learn([person.name])
    persons.add_persons([joined(person, home.id, facts["relation"], on=event.on, began=began, source=source_of(event))])
    duplicates.look_for([person.id], at=clock())
    change_household(home.id, event.id, people=1)


def member_out(event: HouseholdEvent, _clock: Clock) -> None:
    for one in event.persons:
        persons.end_membership(one, event.household_id, on=event.on, ended=Ended.MOVED_OUT, source=source_of(event))
    _one_fewer(event)


def member_died(event: HouseholdEvent, _clock: Clock) -> None:
    for one in event.persons:
        persons.change_person(one, lambda person: died(person, on=event.on, source=source_of(event)))
    _one_fewer(event)


def _one_fewer(event: HouseholdEvent) -> None:
    """Who is left goes on with a new head, if the head went; a household of one ends."""
    fields: dict[str, Any] = {}
    if event.facts.get("is_last"):
        fields = gone(event.on, "died" if event.kind == Kind.DIED else "moved")
    elif head := event.facts.get("head"):
        person = join(head, event.household_id, HEAD, event, Began.RELATION)
        fields = head_fields(person.name)
        cases.follow_head(event, person.name)
    change_household(event.household_id, event.id, fields=fields, people=fewer(event))


def corrected(event: HouseholdEvent, _clock: Clock) -> None:
    facts = event.facts
    fields: dict[str, Any] = {name: facts[name] for name in ("address", "code") if facts.get(name)}
    name = facts.get("head_name", "")
    if facts.get("head"):
        name = join(facts["head"], event.household_id, HEAD, event, Began.RELATION).name
        before = facts["before"].get("head")
        if before and before != facts["head"]:
            join(before, event.household_id, OTHER_RELATION, event, Began.RELATION)
    if name:
        words_seen.learn([name])
        fields |= head_fields(name)
    change_household(event.household_id, event.id, fields=fields)
    cases.follow_head(event, name, facts.get("code", ""))
