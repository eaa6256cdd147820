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
from form_engine.scoring import score
from form_engine.scoring_sheet import ScoringSheet
from registry.models import Household
from registry.rules.standing import Standing, change_of
from review import repository
from review.actions.household_of_form import doubts, found_household, is_senders, known_household, round_of
from review.actions.keep_rows import row_of
from review.actions.rounds import case_id, frozen_ruleset, list_household
from review.errors import StaleCase
from review.hearings import hearing_of, was_not_agreed_on
from review.models import Assessment, Case, FormLink, HistoryEntry, Round, Screening
from review.rules import form_fields as fields
from review.rules.classification import classify
from review.rules.meeting import Opinion
from review.rules.records import score_record
from review.rules.screening import Screened, screen
from review.rules.stages import NEXT, OPEN_TO_FORMS, Stage
from submissions import repository as submissions
from submissions.processing import may_replace
from submissions.rules.quality import FindingRecord, Flag, finding
from submissions.rules.review_state import ReviewState

IDENTIFY, ASSESS = "identify", "assess"
"""Roles of Phiếu A and Phiếu B in the catalogue of forms."""

_TRIES = 5
_KEPT_LINKS = 99
_LATEST = 20
"""So many forms of a household are looked at: a phone that goes mad must not make all others wait."""


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
        outcome.score = _scored(sheet, opened, answers, outcome)
        outcome.findings += _phone_differs(outcome.score, answers, told, root)
    known = list(outcome.findings)
    for _ in range(_TRIES):
        try:
            outcome.case = _set_case(submission, role, told, opened, outcome, clock)
        except StaleCase:  # somebody else changed it: look at it again
            outcome.case, outcome.findings = None, list(known)
            continue
        if outcome.score and _holds_result(outcome.case, submission, outcome.score):
            outcome.row = row_of(outcome.case, opened, answers, clock=clock)
        return outcome
    raise StaleCase(case_id=case_id(opened.id, outcome.household.id))


# --- points and class -------------------------------------------------------------------------------------------


def _scored(sheet: ScoringSheet, opened: Round, answers: Mapping[str, Any], outcome: Outcome) -> dict[str, Any]:
    result = score(sheet, answers, opened.score_area)
    if result.b1 is None or result.b2 is None or outcome.household is None:
        outcome.findings.append(finding(Flag.NOT_SCORED, items=list(result.missing)))
        return score_record(result, None, None)
    verdict = classify(sheet, result.area_kind, opened.score_area, result.b1, result.b2)
    before = _standing_before(outcome.household, outcome.case)
    change = change_of(before[0], before[1], verdict.standing)
    return score_record(result, verdict, change)


def _standing_before(household: Household, case: Case | None) -> tuple[Standing, list[Standing]]:
    if case is not None:
        return Standing(case.standing_before), [Standing(one) for one in case.history_before]
    return Standing(household.standing), [Standing(one) for one in household.earlier_standings]


def _phone_differs(
    record: Mapping[str, Any], answers: Mapping[str, Any], told: Mapping[str, Any], root: str
) -> list[FindingRecord]:
    """The phone and the server score from one table: where they differ, something is wrong and a person must look."""
    pairs = ((fields.PHONE_B1, "b1"), (fields.PHONE_B2, "b2"), (fields.PHONE_CLASS, "class"))
    found = []
    for name, key in pairs:
        phone, server = told.get(name), record[key]
        if name in told and server is not None and str(phone) != str(server):
            place = fields.path_of(answers, name, root=root)
            found.append(finding(Flag.CALCULATION_DIFFERS, place, phone=phone, server=server))
    return found


# --- the case ---------------------------------------------------------------------------------------------------


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
    return _moved(case, target, submission, changes, clock)


def in_place_of_returned(case: Case, submission: Document, clock: Clock) -> Document:
    """A form that comes for a household whose last one was returned is the next version of that one.

    Collect sends the repeated visit as a new instance; only the case knows that it answers a return.
    """
    if not submission["is_current"] or submission.get("root_key"):
        return submission
    links = [link for link in case.forms[-_LATEST:] if link.form_id == submission["form_id"]]
    for old in submissions.heads([link.key for link in links if link.key != submission["_id"]]):
        if not old["is_current"] or old["review"]["state"] != ReviewState.HAS_ISSUES:
            continue
        later = old["received_at"] <= submission["received_at"]
        if later and may_replace(old, submission) and submissions.supersede(old, submission, now=clock()):
            return submissions.find_by_key(submission["_id"]) or submission
    return submission


def with_form_linked(case: Case, submission: Document, role: str) -> dict[str, Any]:
    """The change that hangs a form on a case; none when it hangs there already."""
    if any(link.key == submission["_id"] for link in case.forms):
        return {}
    link = FormLink(
        key=submission["_id"],
        instance_id=submission["instance_id"],
        form_id=submission["form_id"],
        role=role,
        received_at=submission["received_at"],
    )
    return {"forms": [*case.forms[-_KEPT_LINKS:], link]}


def _let_others_follow(case: Case, returned: Document, clock: Clock) -> None:
    """Another form of the household that waited behind the returned one may now take its place."""
    for link in case.forms[-_LATEST:]:
        if link.form_id == returned["form_id"] and link.received_at > returned["received_at"]:
            submissions.wake(link.key, now=clock())


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
    if other and not _replaces(submission, case.assessment.submission_key) and not was_not_agreed_on(case):
        outcome.findings.append(finding(Flag.FILLED_TWICE, other=case.assessment.submission_key))
        return None
    if case.origin != "managed_list" and (case.screening is None or case.screening.result != Screened.TO_REVIEW):
        outcome.findings.append(finding(Flag.NO_SCREENING))
    changes["assessment"] = _as_result(submission, told, record)
    if submission["review"]["state"] == ReviewState.HAS_ISSUES:
        changes["remark"] = submission["review"]["reason"]
        _let_others_follow(case, submission, clock)
        return Stage.RETURNED_FOR_CORRECTION
    changes["remark"] = ""
    return Stage.SCORED if record["class"] else Stage.SURVEYED


def _as_result(submission: Document, told: Mapping[str, Any], record: Mapping[str, Any]) -> Assessment:
    return Assessment(
        submission_key=submission["_id"],
        ruleset_hash=record["ruleset_hash"],
        input_hash=record["input_hash"],
        b1=record["b1"],
        b2=record["b2"],
        standing=record["class"],
        subclass=record["subclass"],
        rule_order=record["rule_order"],
        reason=record["reason"] or {},
        change=record["change"],
        people=len(told.get(fields.MEMBERS) or []) or None,
    )


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
            changes["reassessment"] = _as_result(submission, told, record)
    return case if _same(case, changes) else repository.change_case(case, changes, None)


def _may_follow(case: Case, submission: Document) -> bool:
    heard = hearing_of(case)
    return _replaces(submission, case.reassessment.submission_key) or (heard is not None and heard[1] != Opinion.AGREED)


def _holds_result(case: Case, submission: Document, record: Mapping[str, Any]) -> bool:
    result = case.assessment
    return bool(result and (result.submission_key, result.input_hash) == (submission["_id"], record["input_hash"]))


def _replaces(submission: Document, key: str) -> bool:
    """Whether this submission is a later version of the one that holds the place."""
    return any(version["key"] == key for version in submission.get("versions", []))


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


def _moved(case: Case, target: Stage | None, submission: Document, changes: dict[str, Any], clock: Clock) -> Case:
    """Write the changes and each step of the way; nothing when all is as it should be already."""
    now = Stage(case.stage)
    steps = [] if target is None or target is now else _way(now, target)
    if not steps and _same(case, changes):
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


def _same(case: Case, changes: Mapping[str, Any]) -> bool:
    return all(getattr(case, name) == value for name, value in changes.items())
