"""The dated tree of areas: what an area was on a day, what lay in it, what took its place; writing it.

Areas are never removed: one that ends keeps its path, its name and its households' past.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from pymongo import UpdateOne

from core.actor import Actor, paths_down_to
from core.mongo import Document, collection
from registry.errors import AreaNotFound
from registry.models import Area, AreaStretch, Household
from registry.repository import mark_changed
from registry.rules.areas import KINDS, PARENTS, code_of, parent_of
from registry.rules.names import folded, tidy

_MOST_FOUND = 50


@dataclass(frozen=True, slots=True)
class AreaFacts:
    """What an area is called and counted as on a day."""

    name: str
    area_kind: str | None = None
    score_area: str | None = None
    document: str = ""


def facts_on(area: Area, day: date) -> AreaFacts:
    """As on a day; before its first day as on that."""
    told = sorted(area.stretches, key=lambda one: one.since)
    begun = [one for one in told if one.since <= day] or told[:1]
    if not begun:
        return AreaFacts(area.name, area.area_kind, area.score_area)
    last = begun[-1]
    return AreaFacts(last.name, last.area_kind, last.score_area, last.document)


def existed(area: Area, day: date) -> bool:
    return bool(area.valid_from <= day and (area.valid_to is None or day <= area.valid_to))


def children_on(path: str, day: date) -> list[Area]:
    """The areas right below one ("" for the country) that existed on a day, by code."""
    above = find(path) if path else None
    kinds = [kind for kind, parents in PARENTS.items() if (above.kind in parents if above else not parents)]
    found = [one for kind in kinds for one in Area.objects(within=path, kind=kind) if parent_of(one.id) == path]
    return sorted((one for one in found if existed(one, day)), key=lambda one: str(one.code))


def inside(path: str) -> list[Area]:
    """An area and all that ever lay in it, from the top down."""
    return sorted(Area.objects(within=path), key=lambda one: (one.id.count("/"), str(one.id)))


def find(path: str) -> Area | None:
    found: Area | None = Area.objects(id=path).first()
    return found


def search(words: str, *, seen_by: Actor) -> list[Area]:
    """Areas of any time in the actor's area by code or by a part of a name they bore; the first 50."""
    told = folded(words)
    if not told:
        return []
    by_code = [one for one in Area.objects(code=words.strip()) if seen_by.covers(one.id)]
    where = {"within": seen_by.area_path, "sought": {"$regex": re.escape(told)}}
    by_name = list(Area.objects(__raw__=where).limit(_MOST_FOUND))
    found = {one.id: one for one in [*by_code, *by_name]}
    return sorted(found.values(), key=lambda one: (KINDS.index(one.kind), str(one.id)))[:_MOST_FOUND]


def predecessors_of(path: str) -> list[Area]:
    """The areas that this one took the place of, wholly or in part."""
    return sorted(Area.objects(successors=path), key=lambda one: str(one.id))


def taken_over_by(path: str) -> list[str]:
    """Paths of areas that ended and whose place is now all in this one: who answers for it answers for their past.

    None that lies in another of them, or in the area itself.
    """
    held = {str(one.id) for one in Area.objects(within=path).only("id")} if path else set[str]()
    found, new = set[str](), held
    while new:
        told = Area.objects(successors__in=sorted(new)).only("id", "successors", "valid_to")
        ended = [one for one in told if one.valid_to is not None]
        new = {str(one.id) for one in ended if set(one.successors) <= held | found} - held - found
        found |= new
    return [one for one in sorted(found) if not any(one != other and one.startswith(other) for other in found)]


def heirs_of(path: str) -> list[str]:
    """What stands today in the place of an area: itself when it did not end, else its successors' heirs."""
    area = find(path)
    if area is None or area.valid_to is None or not area.successors:
        return [path]
    return sorted({last for one in area.successors if one != path for last in heirs_of(one)})


def write_area(
    path: str,
    *,
    kind: str,
    name: str,
    since: date,
    today: date,
    until: date | None = None,
    area_kind: str | None = None,
    score_area: str | None = None,
    successors: Iterable[str] = (),
    document: str = "",
) -> Area:
    """Write what an area is since a day. A day that is there already is written anew, another one is added.

    What a commune becomes, its villages become on the same day. Writing the same twice changes nothing.
    """
    known = find(path)
    area = known or Area(
        id=path,
        code=path.rstrip("/").rsplit("/", 1)[-1],
        kind=kind,
        name=tidy(name),
        within=paths_down_to(path),
        valid_from=since,
        area_kind=area_kind,
        score_area=score_area,
    )
    if known is not None and not known.stretches:
        began = AreaStretch(
            since=known.valid_from, name=known.name, area_kind=known.area_kind, score_area=known.score_area
        )
        area.stretches = [began]
    stretch = AreaStretch(
        since=since, name=tidy(name), area_kind=area_kind, score_area=score_area, document=document.strip()
    )
    area.stretches = sorted([*(one for one in area.stretches if one.since != since), stretch], key=lambda o: o.since)
    area.valid_from = min(area.valid_from, since)
    if until is not None:
        area.valid_to = until
    area.successors = sorted(set(area.successors) | set(successors))
    area.sought = " ".join(sorted({folded(one.name) for one in area.stretches}))
    now = facts_on(area, today)
    area.name, area.area_kind, area.score_area = now.name, now.area_kind, now.score_area
    saved: Area = area.save()
    if kind == "commune" and known is not None:
        _pass_on(saved, stretch, today)
    mark_changed(paths_down_to(path))
    return saved


@dataclass(frozen=True, slots=True)
class NewArea:
    """An area that is not in the register yet, as it is since a day."""

    path: str
    kind: str
    name: str
    since: date
    until: date | None = None
    area_kind: str | None = None
    score_area: str | None = None
    successors: tuple[str, ...] = ()
    document: str = ""


def add_areas(new: Iterable[NewArea]) -> None:
    """Write many new areas at once; one that is there already stays as it is."""
    told = [_new(one) for one in new]
    writes = [UpdateOne({"_id": one["_id"]}, {"$setOnInsert": one}, upsert=True) for one in told]
    if writes:
        collection("areas").bulk_write(writes, ordered=False)
        mark_changed({path for one in told for path in one["within"][:-1]})


def _new(one: NewArea) -> Document:
    stretch = AreaStretch(
        since=one.since, name=one.name, area_kind=one.area_kind, score_area=one.score_area, document=one.document
    )
    made: Document = Area(
        id=one.path,
        code=code_of(one.path),
        kind=one.kind,
        name=one.name,
        within=paths_down_to(one.path),
        area_kind=one.area_kind,
        score_area=one.score_area,
        valid_from=one.since,
        valid_to=one.until,
        successors=sorted(one.successors),
        stretches=[stretch],
        sought=folded(one.name),
    ).to_mongo()
    return made


def _pass_on(commune: Area, stretch: AreaStretch, today: date) -> None:
    """What a commune counts as since a day, its villages count as since then."""
    for village in Area.objects(within=commune.id, kind="village"):
        then = facts_on(village, stretch.since)
        if existed(village, max(stretch.since, village.valid_from)) and village.valid_to is None:
            since = max(stretch.since, village.valid_from)
            if (then.area_kind, then.score_area) != (stretch.area_kind, stretch.score_area):
                write_area(
                    village.id,
                    kind="village",
                    name=then.name,
                    since=since,
                    today=today,
                    area_kind=stretch.area_kind,
                    score_area=stretch.score_area,
                    document=stretch.document,
                )


def end_area(path: str, *, until: date, successors: Iterable[str] = (), begun_by: date | None = None) -> None:
    """Let an area end with a day, and all that lies in it. Ending it twice leaves it as it was.

    begun_by: leave those inside alone that begin later. Raises AreaNotFound.
    """
    if find(path) is None:
        raise AreaNotFound(path=path)
    live = Area.objects(within=path, valid_to=None)
    if begun_by is not None:
        live = live.filter(valid_from__lte=begun_by)
    live.update(set__valid_to=until)
    note_successors(path, successors)
    mark_changed(paths_down_to(path))


def note_successors(path: str, successors: Iterable[str]) -> None:
    """A part of an area that goes on became others."""
    heirs = [one for one in successors if one != path]
    if heirs:
        Area.objects(id=path).update_one(add_to_set__successors=heirs)


def holds_households(path: str) -> bool:
    return Household.objects(within=path).only("id").first() is not None


def household_ids(village: str) -> list[str]:
    return [str(one.id) for one in Household.objects(village_path=village).only("id")]


def by_codes(codes: Iterable[str]) -> list[Area]:
    """Areas of any time that bear one of these codes, and those of these paths."""
    told = list(set(codes))
    return [*Area.objects(code__in=told), *Area.objects(id__in=[one for one in told if one.endswith("/")])]


def day_before(day: date) -> date:
    return day - timedelta(days=1)


def day_after(day: date) -> date:
    return day + timedelta(days=1)


def ensure_indexes() -> None:
    """The indexes are the model's; areas that were written before the search looked into the database get their key."""
    for one in Area.objects(sought=None):
        Area.objects(id=one.id).update_one(set__sought=folded(one.name))
