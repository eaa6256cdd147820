"""Households and people by any part of a name without marks, in somebody's area (registry/rules/search_terms.py).

The index is asked in windows of rank that are made as wide as what was found lets expect little more than a page, so
that a name that a third of the country bears costs no more than a rare one. Bounded: what is left over is told.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core import mongo
from core.actor import Actor, paths_down_to
from core.mongo import Document
from registry import words_seen
from registry.models import Area
from registry.rules.names import by_given_name
from registry.rules.search_plan import MOST_TERMS, ways
from registry.rules.search_terms import MOST_RANK, closeness, is_part, words_of

MOST_FOUND = 50
_MOST_QUERIES = 90
_MOST_READ = 1_500
_FIRST_WINDOW = MOST_RANK >> 12
_EXPECTED = 120
"""Documents that a window shall hold, by what the ones before held."""


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """household_id: where he belongs now; "" when he belongs to none."""

    id: str
    name: str
    sex: str
    birth: str
    village_path: str
    household_id: str
    has_died: bool


@dataclass(frozen=True, slots=True)
class FoundHousehold:
    id: str
    code: str
    head_name: str
    address: str
    village_path: str
    has_left: bool


@dataclass(frozen=True, slots=True)
class Scope:
    """Where the index is asked: equalities on one field; `within` is what of that counts."""

    field: str
    paths: tuple[str, ...]
    within: str


def persons(typed: str, *, seen_by: Actor, within: str = "") -> tuple[list[FoundPerson], bool]:
    """People of the actor's area, or of a place within it, the closest first; and whether those are all.

    Nothing for a place outside the actor's area, or when nothing was typed that a name could hold.
    """
    fields = dict.fromkeys(("name", "sex", "birth", "village_path", "memberships", "died_on"), 1)
    found, is_all = _found("persons", "name", fields, typed, seen_by, within)
    return [_person(one) for one in found], is_all


def households(typed: str, *, seen_by: Actor, within: str = "") -> tuple[list[FoundHousehold], bool]:
    """Households by the name of the head, as `persons`; one whose code was typed comes first."""
    fields = dict.fromkeys(("head_name", "code", "address", "village_path", "left_on"), 1)
    found, is_all = _found("households", "head_name", fields, typed, seen_by, within)
    coded = _of_code(typed, fields, within or seen_by.area_path) if seen_by.covers(within or seen_by.area_path) else []
    ids = {one["_id"] for one in coded}
    return [_household(one) for one in [*coded, *(one for one in found if one["_id"] not in ids)]], is_all


def _person(one: Mapping[str, Any]) -> FoundPerson:
    home = next((line["household_id"] for line in one["memberships"] if line["until"] is None), "")
    told = {name: one[name] for name in ("name", "sex", "birth", "village_path")}
    return FoundPerson(id=one["_id"], household_id=home, has_died=one["died_on"] is not None, **told)


def _household(one: Mapping[str, Any]) -> FoundHousehold:
    told = {name: one.get(name) or "" for name in ("code", "head_name", "address", "village_path")}
    return FoundHousehold(id=one["_id"], has_left=one.get("left_on") is not None, **told)


def _of_code(typed: str, fields: Mapping[str, int], within: str) -> list[Document]:
    codes = dict.fromkeys((typed.strip(), typed.strip().upper()))
    place = mongo.collection("households")
    return [one for code in codes if code for one in place.find({"within": within, "code": code}, fields).limit(20)]


def scope_of(path: str) -> Scope:
    """A country is asked by its provinces, a district by its province, a village by its commune."""
    area = Area.objects(id=path).first() if path else None
    if not path:
        provinces = Area.objects(within="", kind="province").only("id")
        return Scope("province_path", tuple(str(one.id) for one in provinces), "")
    above = paths_down_to(path)
    if area is None or area.kind == "commune":
        return Scope("commune_path", (path,), path)
    if area.kind == "village":
        return Scope("commune_path", (above[-2],), path)
    return Scope("province_path", (above[1],), path)


@dataclass(slots=True)
class _Search:
    """One search on its way: what it found and what it may still ask."""

    collection: str
    name: str
    fields: Mapping[str, int]
    sought: Sequence[str]
    scope: Scope
    found: dict[str, Document] = field(default_factory=dict)
    queries: int = 0
    read: int = 0

    @property
    def is_over(self) -> bool:
        return len(self.found) > MOST_FOUND or self.queries >= _MOST_QUERIES or self.read >= _MOST_READ

    def ask(self, path: str, term: str, lower: int, upper: int) -> int:
        """Read a window; how many documents it held."""
        self.queries += 1
        where = {self.scope.field: path, "terms": term, "rank": {"$gte": lower, "$lt": upper}}
        count = 0
        for one in mongo.collection(self.collection).find(where, self.fields).limit(_MOST_READ):
            count += 1
            if one["village_path"].startswith(self.scope.within) and is_part(self.sought, one[self.name]):
                self.found[one["_id"]] = one
        self.read += count
        return count

    def read_all(self, path: str, term: str, lower: int, count: int) -> None:
        """The rest of a term from a rank on, of which the part before held `count`."""
        while lower < MOST_RANK and not self.is_over:
            width = max(_FIRST_WINDOW, lower * _EXPECTED // (count + 1))
            upper = min(MOST_RANK, lower + width)
            count += self.ask(path, term, lower, upper)
            lower = upper


def _found(
    collection: str, name: str, fields: Mapping[str, int], typed: str, seen_by: Actor, within: str
) -> tuple[list[Document], bool]:
    sought, place = words_of(typed), within or seen_by.area_path
    if not sought or not seen_by.covers(place) or len("".join(sought)) < 2:
        return [], True
    search = _Search(collection, name, fields, sought, scope_of(place))
    for step in ways(sought, words_seen.all_words()):
        _take(search, step)
        if search.is_over:
            break
    rows = sorted(search.found.values(), key=lambda one: (closeness(sought, one[name]), by_given_name(one[name])))
    return rows[:MOST_FOUND], not search.is_over


def _take(search: _Search, step: Iterable[Sequence[str]]) -> None:
    """Go the narrowest way of a step: each is begun, the one that begins with the fewest is gone to its end."""
    begun = []
    options = [one for one in step if one]
    for terms in options:
        starts = [(path, term) for term in terms[:MOST_TERMS] for path in search.scope.paths]
        counts = {}
        for start in starts:
            if search.is_over:
                return
            counts[start] = search.ask(*start, 0, _FIRST_WINDOW)
        begun.append(counts)
    if begun:
        for (path, term), count in min(begun, key=lambda counts: sum(counts.values())).items():
            search.read_all(path, term, _FIRST_WINDOW, count)
