"""The verdict bar: what may be done with a form, and when nothing may, the sentence that says why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import force_locale
from flask_babel import gettext as _

from app.auth.permissions import may
from app.console.words import REASONS, word
from app.i18n import sentence_of
from core.actor import Actor
from core.mongo import Document
from submissions.models import ProcessingState
from submissions.rules.review_state import ReviewState, may_move


@dataclass(frozen=True, slots=True)
class VerdictInput:
    """What a reviewer typed and ticked; kept when the page is shown again."""

    reason_kind: str = ""
    reason: str = ""
    questions: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.reason_kind or self.reason.strip() or self.questions)

    def told_to_phone(self) -> str:
        """The reason as one sentence in Vietnamese: the enumerator reads it on his phone."""
        with force_locale("vi"):
            kind = word(REASONS, self.reason_kind) if self.reason_kind in REASONS else ""
            fallback = _("See the ticked questions") if self.questions else ""
        parts = [part for part in (kind, self.reason.strip()) if part]
        return ": ".join(parts) or fallback


@dataclass(frozen=True, slots=True)
class VerdictBar:
    """why_not: shown instead of buttons; why_no_approval: instead of the button to approve.

    None is set for those who only read.
    """

    may_approve: bool = False
    may_return: bool = False
    why_not: str = ""
    why_no_approval: str = ""
    filled: VerdictInput = field(default_factory=VerdictInput)
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_shown(self) -> bool:
        return self.may_approve or self.may_return or bool(self.why_not)


def verdict_bar(
    submission: Document,
    actor: Actor,
    *,
    filled: VerdictInput | None = None,
    errors: Mapping[str, str] | None = None,
) -> VerdictBar:
    if not may(actor, "submission.review"):
        return VerdictBar()
    why_not = _why_not(submission, actor)
    state = ReviewState(submission["review"]["state"])
    score = submission.get("score") or {}
    unscored = "class" in score and not score["class"]
    return VerdictBar(
        may_approve=not why_not and not unscored and may_move(state, ReviewState.APPROVED),
        may_return=not why_not and may_move(state, ReviewState.HAS_ISSUES),
        why_not=why_not,
        why_no_approval=sentence_of("submissions.not_scored", {}) if unscored and not why_not else "",
        filled=filled or VerdictInput(),
        errors=errors or {},
    )


def _why_not(submission: Document, actor: Actor) -> str:
    codes: Sequence[tuple[bool, str]] = (
        (submission["received_by"] == actor.id, "submissions.own_form"),
        (not submission["is_current"], "submissions.superseded"),
        (submission["processing_state"] != ProcessingState.PROCESSED, "submissions.not_yet_read"),
        (not actor.covers(submission.get("village_path") or submission["sender_area"]), "not_allowed"),
    )
    return next((sentence_of(code, {}) for holds, code in codes if holds), "")
