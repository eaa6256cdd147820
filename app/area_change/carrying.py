"""A merger or a division is carried out: areas, households, accounts, and who may read what was before.

Rounds, decisions and papers of before keep their paths and names; who answers for the new area reads them, too. Each
step may be done again, so one that a crash cut off is gone on with.
"""

from app.area_change.errors import RoundsStandOpen
from app.area_change.preview import area_after, communes_of
from app.auth import people
from core import audit
from core.actor import Actor, paths_down_to
from core.clock import Clock, local_day
from core.mongo import collection
from core.sweeping import each
from registry import area_changes
from registry.area_models import AreaChange
from registry.rules.area_changes import Change, Left
from review.actions.open_rounds import rounds_that_stand_open

READ_BY_AREA = (
    *("rounds", "cases", "meetings", "postings", "appraisals", "decisions", "certificates"),
    *("complaints", "reverifications", "submissions", "scored_rows", "applications", "reminders"),
    "duplicates",
)
"""Collections whose documents of before are found by the areas in `within`."""


def carry_out(change: Change, *, by: Actor, clock: Clock) -> AreaChange:
    """Write it down, then do it. The same change told twice is done once. Raises RoundsStandOpen."""
    standing = rounds_that_stand_open(communes_of(change), clock=clock)
    if standing:
        raise RoundsStandOpen(count=len(standing), rounds=[one.opened.id for one in standing])
    return settle(area_changes.add(change, by=by, at=clock()), clock=clock)


def settle(kept: AreaChange, *, clock: Clock) -> AreaChange:
    """Every step of a change. Doing it again changes nothing."""
    if kept.is_settled:
        return kept
    now = clock()
    area_changes.settle(kept, today=local_day(now))
    for one in kept.heirs:
        if one.ends and len(one.successors) == 1:
            _let_heirs_read(one.path, one.successors[0])
    left = [Left(one.path, tuple(one.successors), one.ends) for one in kept.heirs]
    told = Change(kept.kind, kept.on, kept.document, [], [], left)
    ended = {one.path: area_after(told, one.path) for one in left if one.ends}
    people.follow(ended)
    heirs = {path for one in left for path in one.successors}
    people.refresh_also({path for heir in heirs for path in paths_down_to(heir)[1:]})
    audit.record(
        "areas.merged" if kept.kind == "merge" else "areas.divided",
        by=kept.by,
        subject=kept.id,
        at=now,
        once=kept.id,
        moves=len(kept.moves),
        made=len(kept.made),
    )
    area_changes.note_settled(kept)
    kept.is_settled = True
    return kept


def _let_heirs_read(old: str, new: str) -> None:
    """What lies in an area that ended is found from the one that took its place, and from those above that."""
    for name in READ_BY_AREA:
        collection(name).update_many({"within": old}, {"$addToSet": {"within": {"$each": paths_down_to(new)}}})


def settle_all(clock: Clock) -> int:
    """Go on with every change that was cut off; how many."""
    return each(area_changes.unsettled(), lambda one: settle(one, clock=clock))
