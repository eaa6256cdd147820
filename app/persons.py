"""What pages and API share about people of the register: whole numbers leave a trace, lists show the last digits.

Nobody without the duty (permission person.identify) is told a whole number, and village heads none at all.
"""

from app.wiring import deps
from core import audit
from core.actor import Actor
from core.mongo import Document
from registry import persons
from registry import repository as registry
from registry.rules.identity import PaperKind, read_number
from registry.rules.person import Paper, Person

LOOKED, NUMBERS_SEEN, NUMBER_SOUGHT = "person.looked", "person.numbers_seen", "person.number_sought"
_MOST_TRACED = 300


def person_for(person_id: str, by: Actor) -> Person:
    """A person of the actor's area. That somebody looked is written down. Raises PersonNotFound."""
    found = persons.get_person(person_id, seen_by=by)
    audit.record(LOOKED, by=by.id, subject=found.id, at=deps().clock())
    return found


def numbers_for(person: Person, by: Actor) -> list[Paper]:
    """All his papers whole, for somebody with the duty. Written down before they are told: who looked, and when."""
    audit.record(NUMBERS_SEEN, by=by.id, subject=person.id, at=deps().clock())
    return list(person.papers)


def who_looked(person: Person) -> list[Document]:
    """Who opened his numbers, the latest first."""
    return [one for one in audit.about(person.id, most=_MOST_TRACED) if one["act"] == NUMBERS_SEEN]


def with_number(typed: str, by: Actor) -> tuple[list[Person], list[str]]:
    """Who has or had exactly this number: in the actor's area, and beyond it the names of the units alone.

    For somebody with the duty; it is written down that he sought, not what.
    """
    number = read_number(typed)
    if number is None or number.kind is PaperKind.OTHER:
        return [], []
    audit.record(NUMBER_SOUGHT, by=by.id, subject=by.id, at=deps().clock())
    bearers = persons.with_number(number.digits)
    kept = persons.persons_by_id(one.merged_into for one in bearers if one.merged_into)
    found = {one.id: one for one in (kept.get(each.merged_into, each) for each in bearers)}
    ours = [one for one in found.values() if by.covers(one.village_path)]
    beyond = {one.village_path for one in found.values() if not by.covers(one.village_path)}
    return ours, sorted({unit_of(path) for path in beyond})


def is_number(typed: str) -> bool:
    """Whether somebody typed an identity number, and not a name or a code."""
    number = read_number(typed)
    return number is not None and number.kind is not PaperKind.OTHER


def unit_of(village_path: str) -> str:
    """Which office answers for a place: its commune, with what holds it."""
    above = registry.areas_above(village_path)
    return ", ".join(above[kind].name for kind in ("commune", "district", "province") if kind in above)
