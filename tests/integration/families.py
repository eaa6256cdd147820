"""A household of three on the register, and what happens to it."""

from datetime import date
from typing import Any

from core.actor import Actor
from core.clock import Clock
from registry import persons
from registry import repository as registry
from registry.household_event_models import HouseholdEvent
from registry.rules.person import HEAD, Began, Person, joined
from review.actions.household_events import record
from review.rules.household_events import Asked
from tests.integration.places import COMMUNE, VILLAGE_1

OFFICER = Actor("officer", frozenset({"commune_officer"}), COMMUNE)
ON = date(2026, 11, 20)


def settle_family(clock: Clock) -> None:
    """h1 with three people: an, the head, ba and con."""
    for number, (id_, name, relation) in enumerate(
        (("an", "Trần Văn Ân", HEAD), ("ba", "Hồ Thị Ba", "02"), ("con", "Trần Con", "03"))
    ):
        person = Person(id_, name, VILLAGE_1, clock(), "test", birth=f"19{number + 50}")
        persons.add_persons([joined(person, "h1", relation, on=None, began=Began.LISTED, source="test")])


def happened(
    kind: str, clock: Clock, of: str = "h1", by: Actor = OFFICER, key: str = "1", **more: Any
) -> HouseholdEvent:
    asked = Asked(**{"kind": kind, "on": ON, "reason": "theo đơn"} | more)
    return record(registry.find_household(of), asked, key=key, by=by, clock=clock)
