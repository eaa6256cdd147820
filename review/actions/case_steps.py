"""A case goes step by step to where its forms put it, each step one that is allowed and written down."""

from collections.abc import Mapping
from typing import Any

from core.clock import Clock
from core.mongo import Document
from review import repository
from review.models import Case, HistoryEntry
from review.rules.stages import NEXT, OPEN_TO_FORMS, Stage


def move_case(case: Case, target: Stage | None, submission: Document, changes: dict[str, Any], clock: Clock) -> Case:
    """Write the changes and each step of the way; nothing when all is as it should be already."""
    now = Stage(case.stage)
    steps = [] if target is None or target is now else _way(now, target)
    if not steps and stands_so(case, changes):
        return case
    for step in steps[:-1]:
        case = repository.change_case(case, {"stage": step}, _entry(step, submission, clock))
    last = steps[-1] if steps else None
    entry = _entry(last, submission, clock) if last else None
    return repository.change_case(case, {**changes, **({"stage": last} if last else {})}, entry)


def _way(now: Stage, to: Stage) -> list[Stage]:
    """The shortest allowed way between two stages that are open to forms; empty when there is none."""
    ways: list[list[Stage]] = [[now]]
    seen = {now}
    for way in ways:
        for step in sorted(NEXT[way[-1]] & OPEN_TO_FORMS - seen):
            if step is to:
                return [*way[1:], step]
            seen.add(step)
            ways.append([*way, step])
    return []


def _entry(stage: Stage, submission: Document, clock: Clock) -> HistoryEntry:
    by = submission["review"]["by"] or submission["received_by"]
    return HistoryEntry(stage=stage, at=clock(), by=by, submission_key=submission["_id"])


def stands_so(case: Case, changes: Mapping[str, Any]) -> bool:
    return all(getattr(case, name) == value for name, value in changes.items())
