"""The stages of a household's case and which may follow which: the procedure on one screen.

Source: review procedure, section 4. One reading of the project: the totals are computed by the system seconds after a
form arrives, so the supervisor who returns a form (4a) finds the case already scored; `scored` may therefore go back.
"""

from enum import StrEnum

from review.errors import MoveNotAllowed


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


S = Stage

NEXT: dict[Stage, frozenset[Stage]] = {
    S.LISTED: frozenset({S.TO_SURVEY, S.SCREENED_OUT, S.WITHDRAWN}),
    S.SCREENED_OUT: frozenset({S.TO_SURVEY, S.REJECTED_FINAL, S.WITHDRAWN}),
    S.TO_SURVEY: frozenset({S.SURVEYED, S.SCORED, S.SCREENED_OUT, S.WITHDRAWN}),
    S.SURVEYED: frozenset({S.SCORED, S.RETURNED_FOR_CORRECTION, S.WITHDRAWN}),
    S.RETURNED_FOR_CORRECTION: frozenset({S.SURVEYED, S.SCORED, S.WITHDRAWN}),
    S.SCORED: frozenset({S.RETURNED_FOR_CORRECTION, S.SURVEYED, S.IN_MEETING, S.REJECTED_FINAL, S.WITHDRAWN}),
    S.IN_MEETING: frozenset({S.MEETING_AGREED, S.MEETING_REJECTED, S.WITHDRAWN}),
    S.MEETING_AGREED: frozenset({S.POSTED, S.WITHDRAWN}),
    S.MEETING_REJECTED: frozenset({S.TO_SURVEY, S.WITHDRAWN}),
    S.POSTED: frozenset({S.COMPLAINED, S.POSTING_CLOSED, S.WITHDRAWN}),
    S.COMPLAINED: frozenset({S.REVERIFYING, S.WITHDRAWN}),
    S.REVERIFYING: frozenset({S.REVERIFIED, S.WITHDRAWN}),
    S.REVERIFIED: frozenset({S.POSTED, S.WITHDRAWN}),
    S.POSTING_CLOSED: frozenset({S.SUBMITTED, S.WITHDRAWN}),
    S.SUBMITTED: frozenset({S.APPRAISED, S.APPRAISAL_RETURNED, S.WITHDRAWN}),
    S.APPRAISAL_RETURNED: frozenset({S.REVERIFYING, S.WITHDRAWN}),
    S.APPRAISED: frozenset({S.RECOGNISED, S.WITHDRAWN}),
    S.RECOGNISED: frozenset({S.CERTIFIED, S.REPORTED}),
    S.CERTIFIED: frozenset({S.PROFILED}),
    S.PROFILED: frozenset({S.REPORTED}),
    S.REPORTED: frozenset(),
    S.REJECTED_FINAL: frozenset(),
    S.WITHDRAWN: frozenset(),
}

OPEN_TO_FORMS = frozenset({S.LISTED, S.SCREENED_OUT, S.TO_SURVEY, S.SURVEYED, S.RETURNED_FOR_CORRECTION, S.SCORED})
"""Stages in which a Phiếu A or B that arrives may still move the case; later it is kept and shown, no more."""


def may_move(now: Stage, to: Stage) -> bool:
    return now is to or to in NEXT[now]


def require_move(now: Stage, to: Stage) -> None:
    """Raises MoveNotAllowed unless `to` may follow `now`."""
    if not may_move(now, to):
        raise MoveNotAllowed(now=now, to=to)
