"""Every query about areas and households. `seen_by` on each that serves a person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pymongo import UpdateOne

from core.actor import Actor, paths_down_to
from core.errors import NotAllowed
from core.ids import new_id
from core.mongo import collection
from core.portions import portions
from core.read_many import read_many
from registry import words_seen
from registry.errors import AreaNotFound, HouseholdNotFound, StaleHousehold
from registry.models import Area, Household, ReplacedStanding, StandingYear
from registry.place_fields import place_fields
from registry.rules.areas import code_of
from registry.rules.names import folded, tidy
from registry.rules.search_terms import rank_of, terms_of
from registry.rules.standing import ON_THE_LIST

_TRIES = 20
_AT_ONCE = 1_000


def ensure_indexes() -> None:
    Area.ensure_indexes()
    Household.ensure_indexes()
    _make_searchable()


def _make_searchable() -> None:
    """Households of before the search know no words yet."""
    fields = {"head_name": 1, "village_path": 1}
    while found := list(collection("households").find({"rank": None}, fields).limit(_AT_ONCE)):
        words_seen.learn(one["head_name"] for one in found)
        updates = [UpdateOne({"_id": one["_id"]}, {"$set": _for_search(one)}) for one in found]
        collection("households").bulk_write(updates, ordered=False)


def _for_search(household: Mapping[str, Any]) -> dict[str, Any]:
    name = household["head_name"]
    return {**place_fields(household["village_path"]), "terms": terms_of(name), "rank": rank_of(household["_id"])}


def get_area(path: str) -> Area:
    """Raises AreaNotFound."""
    area: Area | None = Area.objects(id=path).first()
    if area is None:
        raise AreaNotFound(path=path)
    return area


def find_area(code_or_path: str) -> Area:
    """By path, or by a code that one area alone has. Raises AreaNotFound."""
    if code_or_path.endswith("/"):
        return get_area(code_or_path)
    found = list(Area.objects(code=code_or_path))
    if len(found) != 1:
        raise AreaNotFound(path=code_or_path)
    only: Area = found[0]
    return only


def find_village(path: str) -> Area | None:
    found: Area | None = Area.objects(id=path, kind="village").first()
    return found


def paths_by_code(given: Iterable[str], *, on: date) -> dict[str, list[str]]:
    """Areas that exist on a day, by what was written for them: a path ("46/482/") or a code, which several may bear."""
    wanted = set(given)
    found: dict[str, list[str]] = {}
    for area in [*Area.objects(code__in=list(wanted)), *Area.objects(id__in=list(wanted))]:
        if _exists(area, on):
            found.setdefault(area.id if area.id in wanted else area.code, []).append(area.id)
    return found


def areas_within(path: str, *, on: date, kinds: Iterable[str], most: int = 1_000) -> list[Area]:
    """The areas of some kinds in an area, by path; the first `most`."""
    found = [one for kind in kinds for one in Area.objects(within=path, kind=kind).limit(most)]
    return sorted((one for one in found if _exists(one, on)), key=lambda one: str(one.id))[:most]


def areas_above(path: str) -> dict[str, Area]:
    """The area of a path and those that hold it, by kind."""
    return {area.kind: area for area in Area.objects(id__in=[one for one in paths_down_to(path) if one])}


def areas_by_path(paths: Iterable[str]) -> list[Area]:
    return list(Area.objects(id__in=list(paths)))


def villages_within(path: str, *, on: date) -> list[Area]:
    """The villages of an area that exist on a day, by code."""
    found = Area.objects(within=path, kind="village")
    return sorted((one for one in found if _exists(one, on)), key=lambda one: str(one.code))


def _exists(area: Area, on: date) -> bool:
    return bool(area.valid_from <= on and (area.valid_to is None or on <= area.valid_to))


def keep_area(
    path: str,
    *,
    kind: str,
    name: str,
    valid_from: date,
    area_kind: str | None = None,
    score_area: str | None = None,
) -> Area:
    """Write an area, or write it anew: its end, its successors and its later days stay. The code ends the path."""
    told: dict[str, Any] = {"code": code_of(path), "kind": kind, "name": tidy(name), "sought": folded(name)}
    told |= {"within": paths_down_to(path), "valid_from": valid_from, "area_kind": area_kind, "score_area": score_area}
    Area.objects(id=path).update_one(upsert=True, **{f"set__{field}": value for field, value in told.items()})
    mark_changed(paths_down_to(path))
    return get_area(path)


def get_household(household_id: str, *, seen_by: Actor) -> Household:
    """Raises HouseholdNotFound, also when it lies outside the actor's area."""
    household: Household | None = Household.objects(id=household_id).first()
    if household is None or not seen_by.covers(household.village_path):
        raise HouseholdNotFound(household_id=household_id)
    return household


def find_household(household_id: str) -> Household | None:
    """For the system, which matches submissions of any place."""
    found: Household | None = Household.objects(id=household_id).first()
    return found


def households_by_id(ids: Iterable[str]) -> dict[str, Household]:
    found = (read_many(Household, {"_id": {"$in": some}}) for some in portions(set(ids)))
    return {one.id: one for several in found for one in several}


def households_of(village_path: str, *, seen_by: Actor) -> list[Household]:
    """The households of a village, by code. Raises NotAllowed outside the actor's area."""
    if not seen_by.covers(village_path):
        raise NotAllowed(path=village_path)
    return sorted(read_many(Household, {"village_path": village_path}), key=lambda one: str(one.code))


def households_within(path: str, *, seen_by: Actor) -> list[Household]:
    """The households of an area, by code. Raises NotAllowed outside the actor's area."""
    if not seen_by.covers(path):
        raise NotAllowed(path=path)
    return sorted(read_many(Household, {"within": path}), key=lambda one: str(one.code))


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a decision says of a household. people: its members now, None when nobody told."""

    household_id: str
    standing: str
    people: int | None = None


def record_standings(decided: Iterable[Recognised], *, year: int, ruleset_id: str, decision: str) -> None:
    """Write what a decision recognised for a year. Writing it twice leaves one line a year; earlier years stay."""
    told = {one.household_id: one for one in decided}
    left = set(told)
    for _ in range(_TRIES):
        households = list(households_by_id(left).values())
        updates = {one.id: _with_year(one, told[one.id], year, ruleset_id, decision) for one in households}
        wanted = [one for one in updates.values() if one is not None]
        if wanted:
            collection("households").bulk_write(wanted, ordered=False)
        left = {one.id for one in households if updates[one.id] is not None}
        if not left:
            break
    else:
        raise StaleHousehold(count=len(left))
    mark_changed({one.village_path for one in households_by_id(told).values()})


def _with_year(
    household: Household, decided: Recognised, year: int, ruleset_id: str, decision: str
) -> UpdateOne | None:
    """The change that sets the year; None when it stands so already."""
    told = {"standing": decided.standing, "ruleset_id": ruleset_id, "decision": decision, "people": decided.people}
    known = next((one for one in household.standings if one.year == year), None)
    had = {name: getattr(known, name) for name in told} if known is not None else {}
    if had == told:
        return None
    # made anew: they were read with others (core/read_many.py)
    before = known.replaced if known is not None else ()
    replaced = [ReplacedStanding(**{name: getattr(one, name) for name in told}) for one in before]
    if known is not None and known.decision != decision:
        replaced.append(ReplacedStanding(**had))
    line = StandingYear(year=year, replaced=replaced, **told)
    lines = sorted([*(one for one in household.standings if one.year != year), line], key=lambda one: int(one.year))
    changes = {
        "standings": [one.to_mongo() for one in lines],
        "is_managed": lines[-1].standing in ON_THE_LIST,
    }
    if decided.people is not None:
        changes["members_count"] = decided.people
    return UpdateOne({"_id": household.id, "revision": household.revision}, {"$set": changes, "$inc": {"revision": 1}})


def register_household(
    household_id: str,
    *,
    code: str,
    head_name: str,
    address: str,
    village_path: str,
    source: str,
    at: datetime,
    members_count: int | None = None,
    standings: Iterable[tuple[int, str, str]] = (),
    found_by_submission: str | None = None,
) -> Household:
    """Write a household under the id given; writing it twice leaves one."""
    years = [StandingYear(year=year, standing=standing, ruleset_id=ruleset) for year, standing, ruleset in standings]
    latest = max(years, key=lambda one: one.year, default=None)
    household = Household(
        id=household_id,
        code=code,
        head_name=tidy(head_name),
        head_folded=folded(head_name),
        address=tidy(address),
        **place_fields(village_path),
        terms=terms_of(head_name),
        rank=rank_of(household_id),
        members_count=members_count,
        standings=years,
        is_managed=latest is not None and latest.standing in {"poor", "near_poor"},
        source=source,
        found_by_submission=found_by_submission,
        registered_at=at,
    )
    words_seen.learn([head_name])
    saved: Household = household.save()
    mark_changed([village_path])
    return saved


def mark_changed(paths: Iterable[str]) -> None:
    """Say that these areas changed, or households of these villages, their cases or their forms; after they did.

    A list made from them (as phones carry it) is made anew. One write for all.
    """
    mark = new_id()
    updates = [UpdateOne({"_id": path}, {"$set": {"mark": mark}}, upsert=True) for path in sorted(set(paths))]
    if updates:
        collection("area_marks").bulk_write(updates, ordered=False)


def marks_of(paths: Iterable[str]) -> dict[str, str]:
    """What marks the present state of these areas; one that never changed has none."""
    return {one["_id"]: one["mark"] for one in collection("area_marks").find({"_id": {"$in": list(paths)}})}
