"""The stages of a household's case and which may follow which: the procedure on one screen.

Source: review procedure, section 4. One reading of the project: the totals are computed by the system seconds after a
form arrives, so the supervisor who returns a form (4a) finds the case already scored; `scored` may therefore go back.
"""

from collections.abc import Mapping
from enum import StrEnum

from review.errors import MoveNotAllowed
from review.rules.transitions import TRANSITIONS


class Stage(StrEnum):
    LISTED = "listed"
    """trong danh sách rà soát"""
    SCREENED_OUT = "screened_out"
    """Phiếu A: không rà soát"""
    TO_SURVEY = "to_survey"
    """chờ rà soát Phiếu B"""
    SURVEYED = "surveyed"
    """đã có Phiếu B, chưa đủ để tính điểm"""
    RETURNED_FOR_CORRECTION = "returned_for_correction"
    """trả lại để sửa"""
    SCORED = "scored"
    """đã tính điểm"""
    IN_MEETING = "in_meeting"
    MEETING_AGREED = "meeting_agreed"
    MEETING_REJECTED = "meeting_rejected"
    POSTED = "posted"
    COMPLAINED = "complained"
    REVERIFYING = "reverifying"
    REVERIFIED = "reverified"
    POSTING_CLOSED = "posting_closed"
    SUBMITTED = "submitted"
    APPRAISAL_RETURNED = "appraisal_returned"
    APPRAISED = "appraised"
    RECOGNISED = "recognised"
    CERTIFIED = "certified"
    PROFILED = "profiled"
    REPORTED = "reported"
    REJECTED_FINAL = "rejected_final"
    WITHDRAWN = "withdrawn"


NEXT: Mapping[Stage, frozenset[Stage]] = {
    stage: frozenset(Stage(one.to) for one in TRANSITIONS if stage in one.froms) for stage in Stage
}
"""Read off the table of transitions (review/procedure/transitions.toml)."""

OPEN_TO_FORMS = frozenset(
    {Stage.LISTED, Stage.SCREENED_OUT, Stage.TO_SURVEY, Stage.SURVEYED, Stage.RETURNED_FOR_CORRECTION, Stage.SCORED}
)
"""Stages in which a Phiếu A or B that arrives may still move the case; later it is kept and shown, no more."""


def may_move(now: Stage, to: Stage) -> bool:
    return now is to or to in NEXT[now]


def require_move(now: Stage, to: Stage) -> None:
    """Raises MoveNotAllowed unless `to` may follow `now`."""
    if not may_move(now, to):
        raise MoveNotAllowed(now=now, to=to)
