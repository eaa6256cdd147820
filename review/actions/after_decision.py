"""What follows a decision, household by household: Phiếu C accepted, and reported to the level above (steps 19 and 20).

Source: review procedure, section 4 steps 19 and 20, section 10.
"""

from collections.abc import Iterable

from core.clock import Clock
from registry import repository as registry
from review import commune_reports, repository
from review.models import Case, HistoryEntry
from review.rules.stages import Stage
from review.rules.transitions import froms
from submissions import repository as submissions
from submissions.rules.review_state import ReviewState

PROFILE = "profile"
"""Role of Phiếu C in the catalogue of forms."""


def move_profiled(cases: Iterable[Case], *, by: str, clock: Clock) -> int:
    """Move those on whose Phiếu C is accepted (transition 19), and on again when their round was reported; how many.

    cases: with their forms. Doing it again moves none.
    """
    waiting = [one for one in cases if Stage(one.stage) is Stage.CERTIFIED]
    keys = {one.id: [link.key for link in one.forms if link.role == PROFILE] for one in waiting}
    states = submissions.review_states(key for several in keys.values() for key in several)
    done = [one for one in waiting if any(states.get(key) == ReviewState.APPROVED for key in keys[one.id])]
    if not done:
        return 0
    entry = HistoryEntry(stage=Stage.PROFILED, at=clock(), by=by)
    moved = repository.move_cases([one.id for one in done], entry=entry, froms=froms("profile", Stage.PROFILED))
    for round_id in {one.round_id for one in done}:
        if sent := commune_reports.reports_of(round_id):
            move_reported([one.id for one in done if one.round_id == round_id], sent[-1].document_number, by, clock)
    registry.mark_changed({one.village_path for one in done})
    return moved


def move_reported(case_ids: Iterable[str], note: str, by: str, clock: Clock) -> int:
    """Move cases on that a report told of (transition 20); those whose Phiếu C is still to come follow it."""
    entry = HistoryEntry(stage=Stage.REPORTED, at=clock(), by=by, note=note)
    return repository.move_cases(case_ids, entry=entry, froms=froms("report", Stage.REPORTED))
