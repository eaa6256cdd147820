"""Points and class of a Phiếu B by the rule set of its round, and what the phone worked out beside it."""

from collections.abc import Mapping
from typing import Any

from core.mongo import Document
from form_engine.scoring import score
from form_engine.scoring_sheet import ScoringSheet
from registry.models import Household
from registry.rules.standing import Standing, change_of
from review.models import Assessment, Case, Round
from review.rules import form_fields as fields
from review.rules.classification import classify
from review.rules.records import score_record
from submissions.rules.quality import FindingRecord, Flag, finding


def scored(
    sheet: ScoringSheet, opened: Round, answers: Mapping[str, Any], household: Household, case: Case | None
) -> tuple[dict[str, Any], list[FindingRecord]]:
    """The record of points, class and change, and what is odd about it: not everything that counts was answered."""
    result = score(sheet, answers, opened.score_area)
    if result.b1 is None or result.b2 is None:
        return score_record(result, None, None), [finding(Flag.NOT_SCORED, items=list(result.missing))]
    verdict = classify(sheet, result.area_kind, opened.score_area, result.b1, result.b2)
    before = _standing_before(household, case)
    return score_record(result, verdict, change_of(before[0], before[1], verdict.standing)), []


def _standing_before(household: Household, case: Case | None) -> tuple[Standing, list[Standing]]:
    if case is not None:
        return Standing(case.standing_before), [Standing(one) for one in case.history_before]
    return Standing(household.standing), [Standing(one) for one in household.earlier_standings]


def phone_differs(
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


def as_result(submission: Document, told: Mapping[str, Any], record: Mapping[str, Any]) -> Assessment:
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


def holds_result(case: Case, submission: Document, record: Mapping[str, Any]) -> bool:
    result = case.assessment
    return bool(result and (result.submission_key, result.input_hash) == (submission["_id"], record["input_hash"]))
