"""The verdict on a submission (ODK's review states): one table, one check."""

from enum import StrEnum

from submissions.errors import ReviewMoveNotAllowed


class ReviewState(StrEnum):
    RECEIVED = "received"
    """Chưa xem: as it came."""
    EDITED = "edited"
    """Gửi lại: a later version of one that was returned or changed."""
    HAS_ISSUES = "has_issues"
    """Trả lại: returned to the enumerator with a reason."""
    REJECTED = "rejected"
    """Không dùng: sent by mistake; nothing follows from it."""
    APPROVED = "approved"
    """Đã duyệt."""


NEXT: dict[ReviewState, frozenset[ReviewState]] = {
    ReviewState.RECEIVED: frozenset({ReviewState.APPROVED, ReviewState.HAS_ISSUES}),
    ReviewState.EDITED: frozenset({ReviewState.APPROVED, ReviewState.HAS_ISSUES}),
    ReviewState.HAS_ISSUES: frozenset({ReviewState.APPROVED}),
    ReviewState.APPROVED: frozenset({ReviewState.HAS_ISSUES}),
    ReviewState.REJECTED: frozenset(),
}


def may_move(now: ReviewState, to: ReviewState) -> bool:
    return to in NEXT[now]


def require_move(now: ReviewState, to: ReviewState) -> None:
    """Raises ReviewMoveNotAllowed unless `to` may follow `now`."""
    if not may_move(now, to):
        raise ReviewMoveNotAllowed(now=now, to=to)
