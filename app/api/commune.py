"""The steps at the commune: what a round lacks, requests for appraisal, decisions, certificates, withdrawal."""

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from app.holidays import working_calendar
from app.wiring import current_actor, deps, requires
from review import appraisals, commune_reports, decisions, repository
from review.actions import appraisal as asking
from review.actions import certificates, withdraw
from review.actions import decision as deciding
from review.actions import report as reporting
from review.actions.appraisal import Answer, Document
from review.actions.commune_list import (
    balance_of,
    cases_of_commune,
    lists_of,
    reopened_of,
    those_that_go_up,
    what_blocks_the_list,
)
from review.actions.meet_again import meet_again
from review.commune_models import Appraisal, Certificate, CommuneReport, Decision
from review.models import Case, Round

bp = Blueprint("api_commune", __name__, url_prefix="", description="Appraisal, decision, certificates")


class DocumentSchema(Schema):
    number = fields.Str(required=True, metadata={"description": "As written: 15/BC-UBND."})
    on = fields.Date(required=True)
    words = fields.Str(load_default="")


class OpinionInSchema(DocumentSchema):
    agrees = fields.Bool(required=True)
    signer = fields.Str(required=True)
    villages = fields.Dict(
        keys=fields.Str(), values=fields.Str(), load_default=dict, metadata={"description": "Reason by village path."}
    )
    cases = fields.Dict(
        keys=fields.Str(), values=fields.Str(), load_default=dict, metadata={"description": "Reason by case."}
    )


class DecisionInSchema(DocumentSchema):
    signer = fields.Str(required=True)
    title = fields.Str(required=True)


class WithdrawalSchema(Schema):
    reason = fields.Str(required=True, validate=validate.OneOf(withdraw.REASONS))
    words = fields.Str(required=True)


class ResultSchema(Schema):
    case_id = fields.Str()
    household_id = fields.Str()
    household_code = fields.Str()
    head_name = fields.Str()
    village = fields.Str(attribute="village_path")
    members_count = fields.Int(allow_none=True)
    standing_before = fields.Str()
    standing = fields.Str(data_key="class")
    change = fields.Str()
    b1 = fields.Int()
    b2 = fields.Int()
    submission_key = fields.Str()
    input_hash = fields.Str()
    ruleset_hash = fields.Str()


class OpinionSchema(Schema):
    agrees = fields.Bool()
    number = fields.Str()
    on = fields.Date()
    words = fields.Str()
    signer = fields.Str()
    returned = fields.Dict(keys=fields.Str(), values=fields.Str())
    by = fields.Str()
    at = fields.DateTime()


class AppraisalSchema(Schema):
    id = fields.Str()
    round_id = fields.Str()
    number = fields.Int()
    state = fields.Str(metadata={"description": "submitted, agreed or returned"})
    level = fields.Str(metadata={"description": "district or province, by the day of the report"})
    report_number = fields.Str()
    report_on = fields.Date()
    words = fields.Str()
    due_on = fields.Date()
    submitted_by = fields.Str()
    submitted_at = fields.DateTime()
    opinion = fields.Nested(OpinionSchema, allow_none=True)
    rows = fields.List(fields.Nested(ResultSchema))


class DecisionSchema(Schema):
    id = fields.Str()
    round_id = fields.Str()
    number = fields.Int()
    document_number = fields.Str()
    signed_on = fields.Date()
    signer = fields.Str()
    signer_title = fields.Str()
    appraisal_id = fields.Str()
    signed_by = fields.Str()
    signed_at = fields.DateTime()
    certified_at = fields.DateTime(allow_none=True)
    rows = fields.List(fields.Nested(ResultSchema))
    lists = fields.Function(
        lambda one: {name: [row.case_id for row in rows] for name, rows in lists_of(one.rows).items()}
    )


class ReportedCountSchema(Schema):
    standing = fields.Str(data_key="class")
    households = fields.Int()
    people = fields.Int()


class CommuneReportSchema(Schema):
    id = fields.Str()
    number = fields.Int()
    document_number = fields.Str()
    reported_on = fields.Date()
    level = fields.Str(metadata={"description": "district or province, by the day of the report"})
    words = fields.Str()
    decision_ids = fields.List(fields.Str())
    counts = fields.List(fields.Nested(ReportedCountSchema))
    reported_by = fields.Str()
    reported_at = fields.DateTime()


class CertificateLineSchema(Schema):
    year = fields.Int()
    standing = fields.Str(data_key="class")
    decision_id = fields.Str()
    document_number = fields.Str()
    signed_on = fields.Date()


class CertificateSchema(Schema):
    id = fields.Str()
    number = fields.Int()
    scope = fields.Str()
    household_id = fields.Str()
    household_code = fields.Str()
    head_name = fields.Str()
    lines = fields.List(fields.Nested(CertificateLineSchema))
    issued_by = fields.Str()
    issued_at = fields.DateTime()


class FlowSchema(Schema):
    opening = fields.Int()
    leaves = fields.Dict(keys=fields.Str(), values=fields.Int())
    comes = fields.Dict(keys=fields.Str(), values=fields.Int())
    closing = fields.Int()
    closes = fields.Bool()


class BalanceSchema(Schema):
    closes = fields.Bool()
    breaking = fields.List(fields.Str(), metadata={"description": "Households that break it."})
    not_in_round = fields.List(fields.Str())
    other_standing = fields.List(fields.Str())
    without_result = fields.List(fields.Str(), metadata={"description": "On the list, and not reviewed to the end."})
    misnamed = fields.List(fields.Str())
    households = fields.Dict(keys=fields.Str(), values=fields.Nested(FlowSchema))
    people = fields.Dict(keys=fields.Str(), values=fields.Nested(FlowSchema))


class RoundStateSchema(Schema):
    id = fields.Str()
    name = fields.Str()
    stages = fields.Dict(keys=fields.Str(), values=fields.Int())
    blocking = fields.List(fields.Str(), metadata={"description": "Cases that keep the list from going up."})
    to_submit = fields.Int()
    reopened = fields.List(fields.Str(), metadata={"description": "Cases reopened after a decision."})
    balance = fields.Nested(BalanceSchema)


@bp.route("/rounds/<round_id>")
class OneRound(MethodView):
    decorators = [requires("case.read")]  # noqa: RUF012

    @bp.response(200, RoundStateSchema)
    def get(self, round_id: str) -> dict[str, Any]:
        """How far a commune is, what keeps its list from going up, and whether the year closes."""
        opened = _round(round_id)
        cases = cases_of_commune(opened)
        stages: dict[str, int] = {}
        for one in cases:
            stages[one.stage] = stages.get(one.stage, 0) + 1
        return {
            "id": opened.id,
            "name": opened.name,
            "stages": stages,
            "blocking": [one.id for one in what_blocks_the_list(cases)],
            "to_submit": len(those_that_go_up(cases)),
            "reopened": sorted(
                {case.id for one in decisions.decisions_of(opened.id) for case in reopened_of(one, cases)}
            ),
            "balance": balance_of(opened, cases),
        }


@bp.route("/rounds/<round_id>/appraisals")
class Appraisals(MethodView):
    decorators = [requires("case.read")]  # noqa: RUF012

    @bp.response(200, AppraisalSchema(many=True))
    def get(self, round_id: str) -> list[Appraisal]:
        """Requests for appraisal of a round, the first one first."""
        return appraisals.appraisals_of(_round(round_id).id)


@bp.route("/rounds/<round_id>/appraisals")
class Submit(MethodView):
    decorators = [requires("list.submit")]  # noqa: RUF012

    @bp.arguments(DocumentSchema)
    @bp.response(200, AppraisalSchema)
    def post(self, given: dict[str, Any], round_id: str) -> Appraisal:
        """Send the commune's list up; the same report number told again changes nothing."""
        return asking.submit(
            _round(round_id), Document(**given), by=current_actor(), calendar=working_calendar(), clock=deps().clock
        )


@bp.route("/appraisals/<appraisal_id>")
class OneAppraisal(MethodView):
    decorators = [requires("case.read")]  # noqa: RUF012

    @bp.response(200, AppraisalSchema)
    def get(self, appraisal_id: str) -> Appraisal:
        """One request with its list and, when it was given, the opinion."""
        return appraisals.get_appraisal(appraisal_id, seen_by=current_actor())


@bp.route("/appraisals/<appraisal_id>/opinion")
class GiveOpinion(MethodView):
    decorators = [requires("appraisal.give")]  # noqa: RUF012

    @bp.arguments(OpinionInSchema)
    @bp.response(200, AppraisalSchema)
    def post(self, given: dict[str, Any], appraisal_id: str) -> Appraisal:
        """Agree, or send named villages or households back, each with a reason."""
        found = appraisals.get_appraisal(appraisal_id, seen_by=current_actor())
        letter = Document(given["number"], given["on"], given["signer"], given["words"])
        said = Answer(given["agrees"], given["villages"], given["cases"])
        return asking.give_opinion(found, letter, said, by=current_actor(), clock=deps().clock)


@bp.route("/rounds/<round_id>/decisions")
class Decisions(MethodView):
    decorators = [requires("case.read")]  # noqa: RUF012

    @bp.response(200, DecisionSchema(many=True))
    def get(self, round_id: str) -> list[Decision]:
        """Decisions of a round, the first one first."""
        return decisions.decisions_of(_round(round_id).id)


@bp.route("/rounds/<round_id>/decisions")
class Decide(MethodView):
    decorators = [requires("decision.sign")]  # noqa: RUF012

    @bp.arguments(DecisionInSchema)
    @bp.response(200, DecisionSchema)
    def post(self, given: dict[str, Any], round_id: str) -> Decision:
        """Recognise all appraised households; the same number and day told again change nothing."""
        paper = Document(given["number"], given["on"], given["signer"], given["words"])
        return deciding.decide(_round(round_id), paper, title=given["title"], by=current_actor(), clock=deps().clock)


@bp.route("/rounds/<round_id>/reports")
class Reports(MethodView):
    decorators = [requires("case.read")]  # noqa: RUF012

    @bp.response(200, CommuneReportSchema(many=True))
    def get(self, round_id: str) -> list[CommuneReport]:
        """Reports of a round to the level above, the first one first."""
        return commune_reports.reports_of(_round(round_id).id)


@bp.route("/rounds/<round_id>/reports")
class ReportRound(MethodView):
    decorators = [requires("list.submit")]  # noqa: RUF012

    @bp.arguments(DocumentSchema)
    @bp.response(201, CommuneReportSchema)
    def post(self, given: dict[str, Any], round_id: str) -> CommuneReport:
        """Report the decided lists to the level above; the same number and day told again change nothing."""
        return reporting.report(_round(round_id), Document(**given), by=current_actor(), clock=deps().clock)


@bp.route("/decisions/<decision_id>")
class OneDecision(MethodView):
    decorators = [requires("case.read")]  # noqa: RUF012

    @bp.response(200, DecisionSchema)
    def get(self, decision_id: str) -> Decision:
        """One decision with its households as they were, and its four lists."""
        return decisions.get_decision(decision_id, seen_by=current_actor())


@bp.route("/decisions/<decision_id>/certificates")
class Certificates(MethodView):
    decorators = [requires("household.read")]  # noqa: RUF012

    @bp.response(200, CertificateSchema(many=True))
    def get(self, decision_id: str) -> list[Certificate]:
        """Certificates of the households that a decision names."""
        found = decisions.get_decision(decision_id, seen_by=current_actor())
        return certificates.papers_of(found)


@bp.route("/decisions/<decision_id>/certificates")
class Certify(MethodView):
    decorators = [requires("decision.sign")]  # noqa: RUF012

    @bp.response(200, CertificateSchema(many=True))
    def post(self, decision_id: str) -> list[Certificate]:
        """Make out the certificates; told again, none is made twice."""
        found = decisions.get_decision(decision_id, seen_by=current_actor())
        return certificates.papers_of(certificates.certify(found, by=current_actor(), clock=deps().clock))


class WithdrawnSchema(Schema):
    id = fields.Str()
    stage = fields.Str()


@bp.route("/cases/<case_id>/withdrawal")
class Withdraw(MethodView):
    decorators = [requires("case.withdraw")]  # noqa: RUF012

    @bp.arguments(WithdrawalSchema)
    @bp.response(200, WithdrawnSchema)
    def post(self, given: dict[str, Any], case_id: str) -> Case:
        """Take a household off the list: it moved, died out, merged, was listed by mistake."""
        found = repository.get_case(case_id, seen_by=current_actor())
        return withdraw.withdraw(found, given["reason"], given["words"], by=current_actor(), clock=deps().clock)


class MeetAgainSchema(Schema):
    reason = fields.Str(required=True)


@bp.route("/cases/<case_id>/another-meeting")
class MeetAgain(MethodView):
    decorators = [requires("meeting.repeat")]  # noqa: RUF012

    @bp.arguments(MeetAgainSchema)
    @bp.response(200, WithdrawnSchema)
    def post(self, given: dict[str, Any], case_id: str) -> Case:
        """Put a household back for another meeting: what the minutes say of it was recorded by mistake."""
        found = repository.get_case(case_id, seen_by=current_actor())
        return meet_again(found, given["reason"], by=current_actor(), clock=deps().clock)


def _round(round_id: str) -> Round:
    return repository.get_round_of(round_id, seen_by=current_actor())
