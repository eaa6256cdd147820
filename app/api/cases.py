"""Cases: one household in one round."""

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields

from app.api import paging
from app.api.submissions import village_path
from app.auth.permissions import may
from app.wiring import current_actor, deps, requires
from review import complaints, meetings, postings, repository
from review.models import Case

bp = Blueprint("api_cases", __name__, url_prefix="/cases", description="Households in a round")


class CaseQuerySchema(paging.PageQuerySchema):
    round_id = fields.Str(load_default="")
    village = fields.Str(load_default="")
    stage = fields.Str(load_default="")


class StepSchema(Schema):
    stage = fields.Str()
    at = fields.AwareDateTime()
    by = fields.Str()
    submission = fields.Str(attribute="submission_key", allow_none=True)


class CaseRowSchema(Schema):
    id = fields.Str()
    round_id = fields.Str()
    household_id = fields.Str()
    household_code = fields.Str()
    village = fields.Str(attribute="village_path")
    stage = fields.Str()
    standing_before = fields.Str()
    standing = fields.Str(attribute="assessment.standing", data_key="class", dump_default=None, allow_none=True)
    change = fields.Str(attribute="assessment.change", data_key="change_class", dump_default=None, allow_none=True)
    b1 = fields.Int(attribute="assessment.b1", dump_default=None, allow_none=True)
    b2 = fields.Int(attribute="assessment.b2", dump_default=None, allow_none=True)
    remark = fields.Str()


class FormLinkSchema(Schema):
    instance_id = fields.Str()
    form_id = fields.Str()
    received_at = fields.AwareDateTime()


class CaseSchema(CaseRowSchema):
    history = fields.List(fields.Nested(StepSchema))
    submissions = fields.List(fields.Nested(FormLinkSchema), attribute="forms")
    meetings = fields.Function(lambda case: _meetings_of(case), metadata={"type": "array", "items": {"type": "string"}})
    postings = fields.Function(lambda case: _postings_of(case), metadata={"type": "array", "items": {"type": "string"}})
    complaints = fields.Function(
        lambda case: _complaints_of(case), metadata={"type": "array", "items": {"type": "string"}}
    )


class CasePageSchema(Schema):
    items = fields.List(fields.Nested(CaseRowSchema))
    next_cursor = fields.Str(allow_none=True)


def _meetings_of(case: Case) -> list[str]:
    held = meetings.meetings_of_case(case.round_id, case.village_path, case.id)
    return [str(one.id) for one in held]


def _postings_of(case: Case) -> list[str]:
    made = postings.postings_of_village(case.round_id, case.village_path)
    return [str(one.id) for one in made if any(row.case_id == case.id for row in one.rows)]


def _complaints_of(case: Case) -> list[str]:
    """For those who read the register; a village head hears from the stage that there is one."""
    made = complaints.of_case(case.id) if may(current_actor(), "complaint.read") else []
    return [str(one.id) for one in made]


@bp.route("")
class Cases(MethodView):
    decorators = [requires("case.read")]  # noqa: RUF012

    @bp.arguments(CaseQuerySchema, location="query")
    @bp.response(200, CasePageSchema)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """List the cases of the caller's area, newest first."""
        actor, limit = current_actor(), query["limit"]
        village = village_path(query["village"], actor.area_path)
        wanted = repository.WantedCases(round_id=query["round_id"], village=village, stage=query["stage"])
        now, before = deps().clock(), paging.before(query["cursor"])
        found = repository.page(wanted, seen_by=actor, now=now, before=before, limit=limit)
        return {"items": found, "next_cursor": paging.cursor_after([one.seq for one in found], limit)}


@bp.route("/<case_id>")
class OneCase(MethodView):
    decorators = [requires("case.read")]  # noqa: RUF012

    @bp.response(200, CaseSchema)
    def get(self, case_id: str) -> Case:
        """One case with its history, the submissions about it and the meetings that talked about it."""
        return repository.get_case(case_id, seen_by=current_actor())
