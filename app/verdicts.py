"""Approve or return: the verdict on a submission, and at once what follows for the household's case.

One way for the console and the API. The worker would do the second half seconds later anyway; doing it here shows the
person the result of his act on the next page.
"""

from collections.abc import Iterable, Sequence

from app.jobs.handlers import follow
from app.wiring import deps
from core.actor import Actor
from core.mongo import Document
from form_engine.publishing import repository as forms
from review import repository as review
from review.actions.forms import ASSESS
from review.errors import MoveNotAllowed, OtherFormInForce
from review.hearings import hearing_of, is_on_an_agenda
from review.rules.stages import OPEN_TO_FORMS, Stage
from submissions import actions, repository


def find(instance_id: str, *, seen_by: Actor) -> Document:
    """A submission by the id that the phone gave it. Raises SubmissionNotFound."""
    return repository.get_by_instance_id(instance_id, _form_ids(), seen_by=seen_by)


def _form_ids() -> Iterable[str]:
    return [form.id for form in forms.all_forms()]


def approve(instance_id: str, *, revision: int, by: Actor) -> Document:
    """Raises what submissions.actions.approve raises."""
    submission = find(instance_id, seen_by=by)
    actions.require_may_judge(submission, by)
    _require_in_force(submission)
    needs_score = forms.get_form(submission["form_id"]).role == ASSESS
    judged = actions.approve(submission, needs_score=needs_score, revision=revision, by=by, clock=deps().clock)
    return follow(judged, definitions=deps().definitions, clock=deps().clock)


def _require_in_force(submission: Document) -> None:
    """Of two assessments of one household only the one that gives the result can be approved, or that of who was sent
    again."""
    case = review.find_case(submission["case_id"]) if submission.get("case_id") else None
    if case is None or not (submission.get("score") or {}).get("class"):
        return
    holder = case.assessment.submission_key if case.assessment else ""
    again = case.reassessment.submission_key if case.reassessment else ""
    if submission["_id"] not in (holder, again):
        raise OtherFormInForce(instance_id=submission["instance_id"], other=holder.partition("@")[0])


def _require_open_to_forms(submission: Document) -> None:
    """What the village talks about, or has agreed to, is not returned behind its back."""
    case = review.find_case(submission["case_id"]) if submission.get("case_id") else None
    gives = case is not None and case.assessment and case.assessment.submission_key == submission["_id"]
    if case is not None and gives and Stage(case.stage) not in OPEN_TO_FORMS:
        raise MoveNotAllowed(now=case.stage, to=Stage.RETURNED_FOR_CORRECTION)
    again = case is not None and case.reassessment and case.reassessment.submission_key == submission["_id"]
    if case is not None and again and (is_on_an_agenda(case) or hearing_of(case)):
        raise MoveNotAllowed(now=case.stage, to=Stage.RETURNED_FOR_CORRECTION)


def send_back(instance_id: str, *, reason: str, questions: Sequence[str] = (), revision: int, by: Actor) -> Document:
    """Raises what submissions.actions.send_back raises, and MoveNotAllowed while the village's list is on its way."""
    submission = find(instance_id, seen_by=by)
    _require_open_to_forms(submission)
    judged = actions.send_back(
        submission, reason=reason, questions=questions, revision=revision, by=by, clock=deps().clock
    )
    return follow(judged, definitions=deps().definitions, clock=deps().clock)
