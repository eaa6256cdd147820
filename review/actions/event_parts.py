"""What the steps of every household event share: its household, its source, who joins which household."""

from registry import areas, persons
from registry import repository as registry
from registry.household_event_models import HouseholdEvent
from registry.models import FormerPlace, Household
from registry.rules.household_events import Kind
from registry.rules.person import Person, joined

OTHER_RELATION = "99"


def source_of(event: HouseholdEvent) -> str:
    return f"event:{event.id}"


def household_of(event: HouseholdEvent) -> Household:
    """Of an event that was recorded there is one."""
    found = registry.find_household(event.household_id)
    if found is None:
        raise LookupError(event.household_id)
    return found


def former_place(event: HouseholdEvent, village: str) -> FormerPlace:
    return FormerPlace(village_path=village, until=areas.day_before(event.on), why="moved", act=event.id)


def join(person_id: str, household_id: str, relation: str, event: HouseholdEvent, began: str) -> Person:
    source = source_of(event)

    def change(person: Person) -> Person:
        if any(
            one.source == source and one.household_id == household_id and one.relation == relation
            for one in person.memberships
        ):
            return person
        return joined(person, household_id, relation, on=event.on, began=began, source=source)

    return persons.change_person(person_id, change)


def fewer(event: HouseholdEvent) -> int:
    """One; a household that ended keeps the number that it left with."""
    return 0 if event.facts.get("is_last") else -1


def has_ended(event: HouseholdEvent) -> bool:
    return event.kind != Kind.DIED or bool(event.facts.get("is_last"))
