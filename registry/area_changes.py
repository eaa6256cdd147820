"""Every query and write of mergers and divisions, and their part in the register: areas and households.

Each step may be done again: households still at the old path are moved, areas that still live are ended.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from mongoengine.errors import NotUniqueError

from core.actor import Actor, paths_down_to
from core.ids import id_from
from core.mongo import Document, collection
from registry import areas, entities, persons
from registry.area_models import AreaChange, Heirs, MadeArea, VillageMove
from registry.models import FormerPlace
from registry.place_fields import place_fields
from registry.repository import mark_changed
from registry.rules.area_changes import Change


def ensure_indexes() -> None:
    AreaChange.ensure_indexes()


def add(change: Change, *, by: Actor, at: datetime) -> AreaChange:
    """Keep a change; the same one twice is kept once."""
    moves = [
        VillageMove(old=o.old, new=o.new, is_whole=o.households is None, households=o.households or [])
        for o in change.moves
    ]
    touched = [one.path for one in change.left] + [one.path for one in change.made]
    told = [f"{one.old}>{one.new}" for one in change.moves] + touched
    kept = AreaChange(
        id=id_from("area change", change.kind, str(change.on), *sorted(told)),
        kind=change.kind,
        on=change.on,
        document=change.document,
        made=[
            MadeArea(path=o.path, kind=o.kind, name=o.name, area_kind=o.area_kind, score_area=o.score_area)
            for o in change.made
        ],
        moves=moves,
        heirs=[Heirs(path=one.path, successors=list(one.successors), ends=one.ends) for one in change.left],
        within=sorted({path for one in touched for path in paths_down_to(one)}),
        by=by.id,
        at=at,
    )
    try:
        saved: AreaChange = kept.save(force_insert=True)
    except NotUniqueError:
        saved = AreaChange.objects(id=kept.id).get()
    return saved


def unsettled() -> list[AreaChange]:
    return list(AreaChange.objects(is_settled=False))


def note_settled(change: AreaChange) -> None:
    AreaChange.objects(id=change.id).update_one(set__is_settled=True)


def changes_within(path: str, *, seen_by: Actor) -> list[AreaChange]:
    """Mergers and divisions that touched an area, the latest first."""
    found = [one for one in AreaChange.objects(within=path) if seen_by.covers(path)]
    return sorted(found, key=lambda one: (one.on, one.at), reverse=True)


def counts_of(moves: Iterable[tuple[str, Iterable[str] | None]]) -> dict[str, tuple[int, int]]:
    """Households and people that go, by the old village; of one that is divided those named."""
    found: dict[str, tuple[int, int]] = {}
    for old, named in moves:
        told = list(collection("households").find(_at(old, named), {"members_count": 1}))
        households, people = found.get(old, (0, 0))
        found[old] = (households + len(told), people + sum(one.get("members_count") or 0 for one in told))
    return found


def codes_twice(villages: Iterable[str]) -> list[str]:
    """Household codes that several households of these villages bear; they meet when the villages become one."""
    told: Counter[str] = Counter()
    for path in villages:
        told.update(
            str(one["code"]).lower() for one in collection("households").find({"village_path": path}, {"code": 1})
        )
    return sorted(code for code, count in told.items() if count > 1)


def settle(change: AreaChange, *, today: date) -> None:
    """Areas, households and entity rows as the change says."""
    for one in change.made:
        if areas.find(one.path) is None:
            areas.write_area(
                one.path,
                kind=one.kind,
                name=one.name,
                since=change.on,
                today=today,
                area_kind=one.area_kind,
                score_area=one.score_area,
                document=change.document,
            )
    last_day = areas.day_before(change.on)
    for move in change.moves:
        named = None if move.is_whole else list(move.households)
        move_households(move.old, move.new, named, until=last_day, why="borders", act=change.id)
    entities.follow_places({one.old: one.new for one in change.moves if one.is_whole})
    for one in change.heirs:
        if one.ends:
            areas.end_area(one.path, until=last_day, successors=one.successors, begun_by=last_day)
        else:
            areas.note_successors(one.path, one.successors)
    touched = [*(one.path for one in change.heirs), *(one.new for one in change.moves)]
    mark_changed({path for one in touched for path in paths_down_to(one)})


def move_households(old: str, new: str, named: Iterable[str] | None, *, until: date, why: str, act: str) -> int:
    """Those of a village that are still there go to another; how many. Their ids, years and papers stay."""
    former = FormerPlace(village_path=old, until=until, why=why, act=act).to_mongo()
    going = [str(one["_id"]) for one in collection("households").find(_at(old, named), {"_id": 1})]
    persons.follow_place(dict.fromkeys(going, new))  # first: households that are still here bring them again
    changed = collection("households").update_many(
        _at(old, named),
        {
            "$set": place_fields(new),
            "$push": {"former_places": former},
            "$addToSet": {"was_within": {"$each": paths_down_to(old)[1:]}},
            "$inc": {"revision": 1},
        },
    )
    return int(changed.modified_count)


def _at(village: str, named: Iterable[str] | None) -> Document:
    return {"village_path": village} if named is None else {"_id": {"$in": list(named)}, "village_path": village}
