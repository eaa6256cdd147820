"""Where a case stands for its complaints and re-verifications: their documents are the truth, the case follows.

Worked out anew from the documents at each look, so that it may be done at any time, by anybody, any number of times.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from core.actor import SYSTEM
from core.clock import Clock
from registry import repository as registry
from review import complaints, postings, repository, reverifications
from review.complaint_models import Reverification
from review.models import Case, HistoryEntry
from review.rules.stages import Stage
from review.rules.transitions import froms

_TRIES = 5
CITIZEN = "citizen"


def follow(case_id: str, *, clock: Clock) -> None:
    """Set a case where its complaints and its open re-verification put it, and look again after each move: what was
    written meanwhile counts, too."""
    for _ in range(_TRIES):
        case = repository.find_case(case_id) if case_id else None
        if case is None or not _step(case, clock):
            return
        registry.mark_changed([case.village_path])


def _step(case: Case, clock: Clock) -> bool:
    ordered, waiting = reverifications.open_of_case(case.id), complaints.open_on_case(case.id)
    if ordered is not None and case.stage == Stage.POSTED and not waiting:
        reverifications.drop(case.id)  # its complaint was answered at the moment of the order
        return False
    if ordered is not None and case.stage != Stage.POSTED:
        given = {"reverifier": ordered.enumerator, "reassessment": None}
        return _move(case, "order_reverification", [Stage.REVERIFYING], ordered.ordered_by, clock, given)
    if waiting:
        return _move(case, "file_complaint", [Stage.COMPLAINED], waiting[0].received_by or CITIZEN, clock)
    told = [one for one in complaints.of_case(case.id) if one.answered_by]
    return _move(case, "answer_complaint", [Stage.POSTED], told[-1].answered_by if told else SYSTEM.id, clock)


def conclude(done: Reverification, case_id: str, *, clock: Clock) -> bool:
    """Take a concluded re-verification over into its case. False when the case was moved already.

    A confirmed result goes back to its list, a changed one waits to be posted again.
    """
    case = repository.find_case(case_id)
    if case is None:
        return False
    ended: dict[str, Any] = {"reverifier": "", "reassessment": None}
    steps = [Stage.REVERIFIED, Stage.POSTED]
    made = postings.postings_of_village(case.round_id, case.village_path)
    mine = [one for one in made if one.state != "preparing" and any(row.case_id == case.id for row in one.rows)]
    if mine and mine[-1].state == "closed":  # the appraisal sent it back: its list was over long since
        steps.append(Stage.POSTING_CLOSED)
    if done.outcome == "changed":
        steps, ended["assessment"] = [Stage.REVERIFIED], done.after
    return _move(case, "record_reverification", steps, done.concluded_by, clock, ended)


def _move(
    case: Case, act: str, steps: Iterable[Stage], by: str, clock: Clock, changes: Mapping[str, Any] | None = None
) -> bool:
    entries = [HistoryEntry(stage=step, at=clock(), by=by) for step in steps]
    allowed = froms(act, entries[0].stage)
    return repository.move_cases([case.id], entry=entries, froms=allowed, changes=changes or {}) > 0
