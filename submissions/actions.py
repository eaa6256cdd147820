"""What a supervisor does with a submission."""

from collections.abc import Sequence

from core.actor import Actor
from core.clock import Clock
from core.errors import NotAllowed
from core.mongo import Document
from submissions import repository
from submissions.errors import FilesMissing, NotScored, NotYetRead, OwnForm, ReasonMissing, Superseded
from submissions.models import HistoryRecord, ProcessingState
from submissions.rules.review_state import ReviewState, require_move

LONGEST_REASON = 2_000


def approve(submission: Document, *, needs_score: bool, revision: int, by: Actor, clock: Clock) -> Document:
    """Accept a form (duyệt). Raises RuleBroken kinds, StaleSubmission, NotAllowed outside the area.

    needs_score: it is an assessment, so without a score there is nothing to accept.
    """
    require_may_judge(submission, by)
    if needs_score and not (submission.get("score") or {}).get("class"):
        raise NotScored(instance_id=submission["instance_id"])
    missing = set(submission.get("expected", [])) - {one["name"] for one in submission["attachments"]}
    if missing:
        raise FilesMissing(instance_id=submission["instance_id"], count=len(missing))
    return _judge(submission, ReviewState.APPROVED, "", (), revision=revision, by=by, clock=clock)


def send_back(
    submission: Document, *, reason: str, questions: Sequence[str] = (), revision: int, by: Actor, clock: Clock
) -> Document:
    """Return a form to its enumerator with a reason (trả lại); `questions` are paths in the form."""
    require_may_judge(submission, by)
    reason = " ".join(reason.split())[:LONGEST_REASON]
    if not reason:
        raise ReasonMissing()
    return _judge(submission, ReviewState.HAS_ISSUES, reason, questions, revision=revision, by=by, clock=clock)


def require_may_judge(submission: Document, by: Actor) -> None:
    """Raises NotAllowed outside the area, OwnForm, Superseded, NotYetRead."""
    place = submission.get("village_path") or submission["sender_area"]
    if not by.covers(place):
        raise NotAllowed(instance_id=submission["instance_id"])
    if submission["received_by"] == by.id:
        raise OwnForm(instance_id=submission["instance_id"])
    if not submission["is_current"]:
        raise Superseded(instance_id=submission["instance_id"])
    if submission["processing_state"] != ProcessingState.PROCESSED:
        raise NotYetRead(instance_id=submission["instance_id"])


def _judge(
    submission: Document,
    to: ReviewState,
    reason: str,
    questions: Sequence[str],
    *,
    revision: int,
    by: Actor,
    clock: Clock,
) -> Document:
    """A stale revision is told before a forbidden move: it explains it."""
    now = clock()
    if submission["revision"] == revision:
        require_move(ReviewState(submission["review"]["state"]), to)
    review = {"state": to, "by": by.id, "at": now, "reason": reason, "questions": list(questions)}
    entry: HistoryRecord = {
        "act": to,
        "by": by.id,
        "at": now,
        "facts": {"reason": reason, "questions": list(questions)},
    }
    return repository.set_verdict(submission, review, entry, revision=revision, now=now)
