"""What a Phiếu A or B that was read does to the household's case: screening, points, class, stage.

Run by the worker after every change of a submission, and safe to run any number of times: it looks at the submission
as it is now and sets the case accordingly.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from core.actor import SYSTEM
from core.clock import Clock
from core.mongo import Document
from registry.models import Household
from review import repository
from review.actions.case_steps import move_case, stands_so
from review.actions.form_links import in_place_of_returned, is_later_version, let_others_follow, with_form_linked
from review.actions.form_scores import as_result, holds_result, phone_differs, scored
from review.actions.household_of_form import doubts, found_household, is_senders, known_household, round_of
from review.actions.keep_rows import row_of
from review.actions.rounds import case_id, frozen_ruleset, list_household
from review.errors import StaleCase
from review.hearings import hearing_of, was_not_agreed_on
from review.models import Case, Round, Screening
from review.rules import form_fields as fields
from review.rules.meeting import Opinion
from review.rules.screening import Screened, screen
from review.rules.stages import OPEN_TO_FORMS, Stage
from submissions import repository as submissions
from submissions.rules.quality import FindingRecord, Flag, finding
from submissions.rules.review_state import ReviewState

IDENTIFY, ASSESS = "identify", "assess"
"""Roles of Phiếu A and Phiếu B in the catalogue of forms."""

_TRIES = 5


@dataclass(slots=True)
class Outcome:
    """What follows from a form, for the submission to keep."""

    household: Household | None = None
    case: Case | None = None
    score: dict[str, Any] | None = None
    row: dict[str, Any] | None = None
    """To be kept beside the case, when this form holds its result."""
    findings: list[FindingRecord] = field(default_factory=list)


def follow_form(
    submission: Document, role: str, answers: Mapping[str, Any], root: str, *, clock: Clock, ruleset: str = ""
) -> Outcome:
    """Find the household, score or screen, and set its case. Raises StaleCase when others keep changing the case.

    root: path of the form's root, for findings. ruleset: id of the form's rule set, empty when it has none.
    """
    told = fields.flat(answers)
    outcome = Outcome()
    outcome.household = known_household(told) or found_household(submission, told, outcome.findings, clock)
    outcome.findings += doubts(outcome.household, submission, answers, told, root)
    if outcome.household is None:
        return outcome
    opened = round_of(outcome.household, submission, ruleset)
    if opened is None:
        outcome.findings.append(finding(Flag.NO_ROUND))
        return outcome
    if role == ASSESS:
        sheet = frozen_ruleset(opened)
        outcome.case = repository.find_case(case_id(opened.id, outcome.household.id))
        outcome.score, odd = scored(sheet, opened, answers, outcome.household, outcome.case)
        outcome.findings += odd + phone_differs(outcome.score, answers, told, root)
    known = list(outcome.findings)
    for _ in range(_TRIES):
        try:
            outcome.case = _set_case(submission, role, told, opened, outcome, clock)
        except StaleCase:  # somebody else changed it: look at it again
            outcome.case, outcome.findings = None, list(known)
            continue
        if outcome.score and holds_result(outcome.case, submission, outcome.score):
            outcome.row = row_of(outcome.case, opened, answers, clock=clock)
        return outcome
    raise StaleCase(case_id=case_id(opened.id, outcome.household.id))


def _set_case(
    submission: Document, role: str, told: Mapping[str, Any], opened: Round, outcome: Outcome, clock: Clock
) -> Case:
    household = outcome.household
    if household is None:
        raise AssertionError("a case belongs to a household")
    case = outcome.case or repository.find_case(case_id(opened.id, household.id))
    if case is None:
        case = list_household(opened, household, by=SYSTEM, clock=clock)
    submission = in_place_of_returned(case, submission, clock)
    changes = with_form_linked(case, submission, role)
    outside = not is_senders(household.village_path, submission)
    if case.stage == Stage.REVERIFYING and role == ASSESS and submission["is_current"] and not outside:
        return _reassess(case, submission, told, outcome, changes)
    if outside or not submission["is_current"] or Stage(case.stage) not in OPEN_TO_FORMS:
        if submission["is_current"] and changes and not outside:
            outcome.findings.append(finding(Flag.CASE_CLOSED_TO_FORMS, stage=case.stage))
        return repository.change_case(case, changes, None) if changes else case
    target = None
    if role == ASSESS:
        target = _assess(case, submission, told, outcome, changes, clock)
    elif role == IDENTIFY:
        target = _identify(case, submission, told, opened, changes, clock)
    return move_case(case, target, submission, changes, clock)


def _assess(
    case: Case,
    submission: Document,
    told: Mapping[str, Any],
    outcome: Outcome,
    changes: dict[str, Any],
    clock: Clock,
) -> Stage | None:
    """Take the score as the result in force, unless another form of this household holds that place.

    A form that the village did not agree on gives it up to the next visit's.
    """
    record = outcome.score or {}
    other = case.assessment and case.assessment.submission_key != submission["_id"]
    if other and not is_later_version(submission, case.assessment.submission_key) and not was_not_agreed_on(case):
        outcome.findings.append(finding(Flag.FILLED_TWICE, other=case.assessment.submission_key))
        return None
    if case.origin != "managed_list" and (case.screening is None or case.screening.result != Screened.TO_REVIEW):
        outcome.findings.append(finding(Flag.NO_SCREENING))
    changes["assessment"] = as_result(submission, told, record)
    if submission["review"]["state"] == ReviewState.HAS_ISSUES:
        changes["remark"] = submission["review"]["reason"]
        let_others_follow(case, submission, clock)
        return Stage.RETURNED_FOR_CORRECTION
    changes["remark"] = ""
    return Stage.SCORED if record["class"] else Stage.SURVEYED


def _reassess(
    case: Case, submission: Document, told: Mapping[str, Any], outcome: Outcome, changes: dict[str, Any]
) -> Case:
    """Keep the result of the re-verification beside the one in force: of the enumerator who was sent, and of no other.

    The first form that scores counts; later its next versions, and a new one when the village did not agree to it.
    """
    ordered_at = max(entry.at for entry in case.history if entry.stage == Stage.REVERIFYING)
    held = case.reassessment
    if submission["received_at"] >= ordered_at:
        record = outcome.score or {}
        if submission["received_by"] != case.reverifier:
            outcome.findings.append(finding(Flag.NOT_THE_REVERIFIER))
        elif held and held.submission_key != submission["_id"] and not _may_follow(case, submission):
            outcome.findings.append(finding(Flag.FILLED_TWICE, other=held.submission_key))
        elif record.get("class"):
            changes["reassessment"] = as_result(submission, told, record)
    return case if stands_so(case, changes) else repository.change_case(case, changes, None)


def _may_follow(case: Case, submission: Document) -> bool:
    heard = hearing_of(case)
    return is_later_version(submission, case.reassessment.submission_key) or (
        heard is not None and heard[1] != Opinion.AGREED
    )


def _identify(
    case: Case,
    submission: Document,
    told: Mapping[str, Any],
    opened: Round,
    changes: dict[str, Any],
    clock: Clock,
) -> Stage | None:
    sheet = frozen_ruleset(opened)
    items = sheet.screening.items if sheet.screening else ()
    if not items or any(told.get(item) is None for item in items):
        return None
    reason = str(told.get(fields.OVERRIDE_REASON) or "")
    verdict = screen(
        sheet,
        yes=sum(told[item] == "yes" for item in items),
        on_managed_list=case.origin == "managed_list",
        override=told.get(fields.OVERRIDE) == "yes" and bool(reason.strip()),
        override_reason=reason,
    )
    if case.assessment and (case.screening is None or case.screening.result != verdict.result):
        submissions.wake(case.assessment.submission_key, now=clock())  # its finding may be out of date
    changes["screening"] = Screening(
        submission_key=submission["_id"],
        yes=sum(told[item] == "yes" for item in items),
        result=verdict.result,
        reason=asdict(verdict.reason),
    )
    if Stage(case.stage) not in {Stage.LISTED, Stage.SCREENED_OUT, Stage.TO_SURVEY}:
        return None
    return Stage.TO_SURVEY if verdict.result is Screened.TO_REVIEW else Stage.SCREENED_OUT
