"""Is this the same person? Within a household by number or name; across the register only ever as a question.

Source: assistance, section 2.4. Nobody is made one with another automatically, save the lines of a household's roster
with the people known of that household.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from registry.rules.birth import agree, is_day
from registry.rules.identity import PaperKind, read_number
from registry.rules.person import Person
from registry.rules.search_terms import words_of


@dataclass(frozen=True, slots=True)
class Told:
    """A line of a roster. id: as the phone's list had him, or made of form and line; "" when there is none."""

    id: str
    name: str
    relation: str
    sex: str = ""
    birth: str = ""
    number: str = ""
    ethnic_group: str = ""


class Reason(StrEnum):
    """Why two entries may be one."""

    NUMBER = "number"
    """The same identity number."""
    NAME = "name"
    """The same name without marks, sex and birth."""
    PLACE = "place"
    """Two households whose forms were filled at one spot."""


def name_key(name: str) -> str:
    return " ".join(words_of(name))


def likeness(person: Person) -> str:
    """Equal for people whom `alike` may ask about by name; "" when too little is known of him."""
    return f"{name_key(person.name)}|{person.sex}|{person.born}" if person.name and person.sex and person.born else ""


def numbers_of(person: Person) -> list[str]:
    """All that he has or had of a known shape."""
    return list(dict.fromkeys(one.number for one in person.papers if one.kind is not PaperKind.OTHER))


def alike(one: Person, other: Person, *, near: bool) -> tuple[Reason, ...]:
    """Why the two may be one person. near: both live in one commune; further off a year of birth is too little."""
    found = []
    if set(numbers_of(one)) & set(numbers_of(other)):
        found.append(Reason.NUMBER)
    known = near or (is_day(one.birth) and is_day(other.birth))
    by_name = bool(likeness(one)) and likeness(one) == likeness(other) and agree(one.birth, other.birth)
    if by_name and known and (Reason.NUMBER in found or not _told_apart(one, other)):
        found.append(Reason.NAME)
    return tuple(found)


def _told_apart(one: Person, other: Person) -> bool:
    """Each has a number of twelve digits, and they differ."""
    held = [{paper.number for paper in each.current_papers if paper.kind is PaperKind.CCCD} for each in (one, other)]
    return bool(held[0] and held[1] and not held[0] & held[1])


def matched(told: Sequence[Told], known: Sequence[Person]) -> list[Person | None]:
    """For each line of a household's roster the person known of that household; None for one who is new.

    The surest sign first; each person is one line only, and a sign that fits two lines or two people is none.
    """
    found: list[Person | None] = [None] * len(told)
    for sign in (_by_id, _by_number, _by_birth, _by_relation, _by_corrected_name):
        left = [place for place, one in enumerate(found) if one is None]
        free = [one for one in known if one not in found]
        fits = {place: [one for one in free if sign(told[place], one)] for place in left}
        for place, people in fits.items():
            rivals = sum(people[0] in others for others in fits.values()) if len(people) == 1 else 0
            if rivals == 1:
                found[place] = people[0]
    return found


def _by_id(told: Told, person: Person) -> bool:
    return told.id == person.id and (_same_name(told, person) or agree(told.birth, person.birth))


def _by_number(told: Told, person: Person) -> bool:
    number = read_number(told.number)
    held = number is not None and number.digits in numbers_of(person)
    return held and (_same_name(told, person) or agree(told.birth, person.birth))


def _by_birth(told: Told, person: Person) -> bool:
    return _same_name(told, person) and agree(told.birth, person.birth) and _sex_fits(told, person)


def _by_relation(told: Told, person: Person) -> bool:
    """The same name and place in the household: his birth was corrected, or was not known."""
    return _same_name(told, person) and _sex_fits(told, person) and told.relation in _relations(person)


def _by_corrected_name(told: Told, person: Person) -> bool:
    """The same day of birth, sex, place in the household and given name: another part of his name was corrected."""
    given: Callable[[str], list[str]] = lambda name: words_of(name)[-1:]  # noqa: E731
    same_given = given(told.name) == given(person.name)
    born = is_day(told.birth) and told.birth == person.birth
    return same_given and born and told.sex == person.sex and told.relation in _relations(person)


def _same_name(told: Told, person: Person) -> bool:
    return name_key(told.name) == name_key(person.name)


def _sex_fits(told: Told, person: Person) -> bool:
    return not told.sex or not person.sex or told.sex == person.sex


def _relations(person: Person) -> set[str]:
    return {one.relation for one in person.memberships}
