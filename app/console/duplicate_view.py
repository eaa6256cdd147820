"""How a duplicate candidate looks to somebody: both sides, or of one in another unit only which office to ask."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _

from app.console import places
from app.console.person_words import RELATIONS, SEXES, birth_told
from app.console.words import word
from app.persons import unit_of
from core.actor import Actor
from core.mongo import Document
from registry import persons
from registry import repository as registry
from registry.duplicates import PERSON
from registry.models import Household
from registry.rules.closeness import Position, metres_between
from registry.rules.ethnic_groups import NAMES
from registry.rules.identity import masked
from registry.rules.person import Person


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two. facts: what is compared, by its label; empty for another unit's."""

    id: str
    title: str
    is_ours: bool
    unit: str = ""
    home: str = ""
    """Id of the household that a person belongs to now."""
    home_name: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    id: str
    kind: str
    reasons: Sequence[str]
    state: str
    sides: Sequence[Side]


def rows_of(found: Iterable[Document], actor: Actor) -> list[Row]:
    """For lists: who, why and how it stands."""
    wanted = list(found)
    people = persons.persons_by_id(one for each in wanted if each["kind"] == PERSON for one in each["entries"])
    households = registry.households_by_id(one for each in wanted if each["kind"] != PERSON for one in each["entries"])
    titles = {key: title_of_person(one) for key, one in people.items()}
    titles |= {key: f"{one.head_name} ({one.code})" for key, one in households.items()}
    return [
        Row(each["_id"], each["kind"], each["reasons"], each["state"], _titled(each, titles, actor)) for each in wanted
    ]


def _titled(found: Document, titles: Mapping[str, str], actor: Actor) -> list[Side]:
    sides = []
    for entry, place in zip(found["entries"], found["places"], strict=True):
        ours = actor.covers(place)
        title = titles.get(entry, entry) if ours else unit_of(place)
        sides.append(Side(entry, title, ours, "" if ours else title))
    return sides


def title_of_person(person: Person) -> str:
    return f"{person.name} ({person.born})" if person.born else person.name


def sides_of(found: Document, actor: Actor) -> list[Side]:
    """For the page that holds them side by side."""
    make = _sides_of_people if found["kind"] == PERSON else _sides_of_households
    return make(found, actor)


def _sides_of_people(found: Document, actor: Actor) -> list[Side]:
    people = persons.persons_by_id(found["entries"])
    homes = registry.households_by_id(one.home.household_id for one in people.values() if one.home)
    named = places.names_with_commune(found["places"])
    sides = []
    for entry, place in zip(found["entries"], found["places"], strict=True):
        person = people[entry]
        if not actor.covers(place):
            sides.append(Side(entry, unit_of(place), False, unit_of(place)))
            continue
        home = homes.get(person.home.household_id) if person.home else None
        sides.append(
            Side(
                entry,
                title_of_person(person),
                True,
                home=home.id if home else "",
                home_name=f"{home.head_name} ({home.code})" if home else "",
                facts=_facts_of(person, home, named.get(place, "")),
            )
        )
    return sides


def _facts_of(person: Person, home: Household | None, place: str) -> dict[str, str]:
    return {
        _("Name"): person.name,
        _("Sex"): word(SEXES, person.sex),
        _("Birth"): birth_told(person.birth),
        _("Ethnic group"): NAMES.get(person.ethnic_group, ""),
        _("Identity number"): ", ".join(masked(one.number) for one in person.current_papers),
        _("Household"): f"{home.head_name} ({home.code})" if home else "",
        _("Relation to the head"): word(RELATIONS, person.home.relation) if person.home else "",
        _("Village"): place,
        _("Died"): f"{person.died_on:%d/%m/%Y}" if person.died_on else "",
    }


def _sides_of_households(found: Document, actor: Actor) -> list[Side]:
    households = registry.households_by_id(found["entries"])
    members = persons.members_of_many(found["entries"])
    named = places.names_with_commune(found["places"])
    here, there = (households[entry] for entry in found["entries"])
    apart = _apart(here, there)
    sides = []
    for entry, place in zip(found["entries"], found["places"], strict=True):
        one = households[entry]
        if not actor.covers(place):
            sides.append(Side(entry, unit_of(place), False, unit_of(place)))
            continue
        facts = {
            _("Head of household"): one.head_name,
            _("Code"): one.code,
            _("Village"): named.get(place, ""),
            _("Address"): one.address,
            _("Members of the household"): ", ".join(title_of_person(person) for person in members.get(entry, []))
            or str(one.members_count or ""),
            _("Between the two"): apart,
        }
        sides.append(Side(entry, f"{one.head_name} ({one.code})", True, facts=facts))
    return sides


def _apart(one: Household, other: Household) -> str:
    if not one.position or not other.position:
        return ""
    metres = metres_between(Position(**one.position), Position(**other.position))
    return str(_("%(metres)s metres", metres=round(metres)))
