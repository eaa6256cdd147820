"""Complaints about posted lists: the register, what the commune does about one, and what anybody may send."""

from typing import Any

from flask import request
from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from app.api import paging
from app.api.submissions import village_path
from app.auth.permissions import PUBLIC
from app.auth.throttle import take_turn
from app.complaints import complainant_for, due_of_returned, find_enumerator
from app.console.public import LARGEST_POST, MOST_COMPLAINTS, MOST_LOOKS
from app.holidays import working_calendar
from app.wiring import current_actor, deps, requires
from review import complaints, postings, repository, reverifications
from review.actions import complaint as acts
from review.actions import reverification
from review.complaint_models import Complainant, Complaint, Reverification
from review.rules.complaint import UNRESOLVED, ComplaintState, Ground, Outcome, Told
from review.rules.reverification import Conclusion

bp = Blueprint("api_complaints", __name__, url_prefix="/complaints", description="Complaints and re-verifications")
public_bp = Blueprint("api_public", __name__, url_prefix="/public", description="What anybody may ask and send")

_KEY = fields.Str(
    required=True,
    validate=validate.Length(8, 64),
    metadata={"description": "Made by the sender for this act: sent again, it has one effect."},
)


@public_bp.before_request
def _little() -> None:
    """Whoever is not signed in sends little. Before the body is read."""
    request.max_content_length = LARGEST_POST


class ComplaintToldSchema(Schema):
    key = _KEY
    case_id = fields.Str(load_default="", metadata={"description": "Of a row of the list; empty for a missing one."})
    household = fields.Str(load_default="", metadata={"description": "A household that is not on the list, in words."})
    ground = fields.Str(required=True, validate=validate.OneOf(list(Ground)))
    words = fields.Str(required=True)
    documents = fields.Str(load_default="", metadata={"description": "What papers came with it, in words."})
    name = fields.Str(load_default="", metadata={"description": "Of who complains; sealed."})
    contact = fields.Str(load_default="")


class PaperComplaintSchema(ComplaintToldSchema):
    posting_id = fields.Str(required=True)
    received_on = fields.Date(load_default=None, metadata={"description": "The day it was handed in; today."})


class ComplaintQuerySchema(paging.PageQuerySchema):
    village = fields.Str(load_default="")
    state = fields.Str(load_default="", validate=validate.OneOf(["", "unresolved", *ComplaintState]))


class ReceiptSchema(Schema):
    code = fields.Str(metadata={"description": "Of the receipt: opens /cong-khai/<code>."})
    household = fields.Str()
    ground = fields.Str()
    received_on = fields.Date()
    due_on = fields.Date()
    state = fields.Str()
    outcome = fields.Str()
    answer = fields.Str()


class ComplaintActSchema(Schema):
    act = fields.Str()
    at = fields.AwareDateTime()
    by = fields.Str()


class ComplaintSchema(Schema):
    id = fields.Str()
    posting_id = fields.Str()
    round_id = fields.Str()
    village = fields.Str(attribute="village_path")
    case_id = fields.Str()
    household = fields.Str()
    is_missing = fields.Bool()
    ground = fields.Str()
    words = fields.Str()
    documents = fields.Str()
    channel = fields.Str()
    is_anonymous = fields.Bool()
    received_on = fields.Date()
    due_on = fields.Date()
    state = fields.Str()
    reverification_id = fields.Str()
    outcome = fields.Str()
    answer = fields.Str()
    history = fields.List(fields.Nested(ComplaintActSchema))


class EnteredSchema(ComplaintSchema):
    code = fields.Str(metadata={"description": "To be handed to who complained; told this once."})


class ComplaintPageSchema(Schema):
    items = fields.List(fields.Nested(ComplaintSchema))
    next_cursor = fields.Str(allow_none=True)


class ComplaintAnswerSchema(Schema):
    key = _KEY
    outcome = fields.Str(required=True, validate=validate.OneOf(["explained", "dismissed"]))
    words = fields.Str(required=True)


class ReverificationOrderSchema(Schema):
    enumerator = fields.Str(required=True, metadata={"description": "Id or user name; not who filled Phiếu B before."})
    instruction = fields.Str(load_default="", metadata={"description": "Shown on his phone."})


class OrderReturnedSchema(ReverificationOrderSchema):
    case_id = fields.Str(required=True, metadata={"description": "A household that the appraisal sent back."})


class TakeUpSchema(Schema):
    case_id = fields.Str(load_default="", metadata={"description": "A household of the village that is on no list."})
    head_name = fields.Str(load_default="", metadata={"description": "Of a new household."})
    address = fields.Str(load_default="")


class ConclusionSchema(Schema):
    key = _KEY
    visited_on = fields.Date(required=True)
    team = fields.Str(required=True)
    words = fields.Str(required=True)
    answer = fields.Str(required=True, metadata={"description": "What all who complained are told."})


class WeighedSchema(Schema):
    submission = fields.Str(attribute="submission_key")
    standing = fields.Str(data_key="class")
    b1 = fields.Int()
    b2 = fields.Int()


class ReverificationSchema(Schema):
    id = fields.Str()
    case_id = fields.Str()
    number = fields.Int()
    state = fields.Str(metadata={"description": "ordered or done"})
    enumerator = fields.Str()
    instruction = fields.Str()
    ordered_by = fields.Str()
    ordered_at = fields.AwareDateTime()
    due_on = fields.Date()
    outcome = fields.Str(metadata={"description": "confirmed or changed; follows from the two results"})
    visited_on = fields.Date(allow_none=True)
    team = fields.Str()
    words = fields.Str()
    before = fields.Nested(WeighedSchema, allow_none=True)
    after = fields.Nested(WeighedSchema, allow_none=True)
    meeting_id = fields.Str()
    approved_by = fields.Str()


class ComplainantSchema(Schema):
    name = fields.Str()
    contact = fields.Str()


def _told(given: dict[str, Any]) -> Told:
    names = ("case_id", "household", "ground", "words", "documents", "name", "contact")
    return Told(**{name: given[name] for name in names})


@public_bp.route("/postings/<code>/complaints")
class PublicComplaints(MethodView):
    decorators = [requires(PUBLIC)]  # noqa: RUF012

    @public_bp.arguments(ComplaintToldSchema)
    @public_bp.response(201, ReceiptSchema)
    def post(self, given: dict[str, Any], code: str) -> Complaint:
        """Complain about a list that hangs; keep the code of the answer. No sign-in."""
        take_turn("complaint", request.remote_addr or "", most=MOST_COMPLAINTS, now=deps().clock())
        return acts.file_complaint(
            postings.in_public(code),
            _told(given),
            key=given["key"],
            by=None,
            calendar=working_calendar(),
            clock=deps().clock,
        )


@public_bp.route("/complaints/<code>")
class Receipt(MethodView):
    decorators = [requires(PUBLIC)]  # noqa: RUF012

    @public_bp.response(200, ReceiptSchema)
    def get(self, code: str) -> Complaint:
        """How a complaint stands, by the code of its receipt. No sign-in."""
        take_turn("receipt", request.remote_addr or "", most=MOST_LOOKS, now=deps().clock())
        return complaints.by_receipt(code)


@bp.route("")
class Register(MethodView):
    decorators = [requires("complaint.read")]  # noqa: RUF012

    @bp.arguments(ComplaintQuerySchema, location="query")
    @bp.response(200, ComplaintPageSchema)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """The register of the caller's area, the newest first; names nobody who complained."""
        actor, limit, state = current_actor(), query["limit"], query["state"]
        found = complaints.page(
            seen_by=actor,
            now=deps().clock(),
            village=village_path(query["village"], actor.area_path),
            states=UNRESOLVED if state == "unresolved" else [state] if state else [],
            before=paging.before(query["cursor"]),
            limit=limit,
        )
        return {"items": found, "next_cursor": paging.cursor_after([one.seq for one in found], limit)}


@bp.route("")
class Enter(MethodView):
    decorators = [requires("complaint.handle")]  # noqa: RUF012

    @bp.arguments(PaperComplaintSchema)
    @bp.response(201, EnteredSchema)
    def post(self, given: dict[str, Any]) -> Complaint:
        """Enter a complaint that came on paper."""
        actor = current_actor()
        return acts.file_complaint(
            postings.get_posting(given["posting_id"], seen_by=actor),
            _told(given),
            key=given["key"],
            on=given["received_on"],
            by=actor,
            calendar=working_calendar(),
            clock=deps().clock,
        )


@bp.route("/<complaint_id>")
class OneComplaint(MethodView):
    decorators = [requires("complaint.read")]  # noqa: RUF012

    @bp.response(200, ComplaintSchema)
    def get(self, complaint_id: str) -> Complaint:
        """One complaint with its history."""
        return _find(complaint_id)


@bp.route("/<complaint_id>/complainant")
class WhoComplained(MethodView):
    decorators = [requires("complaint.unseal")]  # noqa: RUF012

    @bp.response(200, ComplainantSchema)
    def get(self, complaint_id: str) -> Complainant:
        """Who complained. It is written down who asked."""
        return complainant_for(_find(complaint_id), current_actor())


@bp.route("/<complaint_id>/answer")
class AnswerOne(MethodView):
    decorators = [requires("complaint.handle")]  # noqa: RUF012

    @bp.arguments(ComplaintAnswerSchema)
    @bp.response(200, ComplaintSchema)
    def post(self, given: dict[str, Any], complaint_id: str) -> Complaint:
        """Answer in words, or dismiss with the reason."""
        outcome = Outcome(given["outcome"])
        return acts.answer(
            _find(complaint_id), outcome, given["words"], key=given["key"], by=current_actor(), clock=deps().clock
        )


@bp.route("/<complaint_id>/household")
class TakeUp(MethodView):
    decorators = [requires("complaint.handle")]  # noqa: RUF012

    @bp.arguments(TakeUpSchema)
    @bp.response(200, ComplaintSchema)
    def post(self, given: dict[str, Any], complaint_id: str) -> Complaint:
        """Have a household reviewed that is on no list."""
        return acts.take_up(_find(complaint_id), **given, by=current_actor(), clock=deps().clock)


@bp.route("/<complaint_id>/reverification")
class OrderOne(MethodView):
    decorators = [requires("complaint.handle")]  # noqa: RUF012

    @bp.arguments(ReverificationOrderSchema)
    @bp.response(201, ReverificationSchema)
    def post(self, given: dict[str, Any], complaint_id: str) -> Reverification:
        """Send another enumerator to the household; all its open complaints hang on this visit."""
        actor = current_actor()
        enumerator = find_enumerator(given["enumerator"], actor)
        return reverification.order(
            _find(complaint_id), enumerator, instruction=given["instruction"], by=actor, clock=deps().clock
        )


@bp.route("/reverifications")
class OrderReturned(MethodView):
    decorators = [requires("complaint.handle")]  # noqa: RUF012

    @bp.arguments(OrderReturnedSchema)
    @bp.response(201, ReverificationSchema)
    def post(self, given: dict[str, Any]) -> Reverification:
        """Send another enumerator to a household that the appraisal sent back."""
        actor = current_actor()
        case = repository.get_case(given["case_id"], seen_by=actor)
        return reverification.order_returned(
            case,
            find_enumerator(given["enumerator"], actor),
            instruction=given["instruction"],
            due_on=due_of_returned(case),
            by=actor,
            clock=deps().clock,
        )


@bp.route("/reverifications/<reverification_id>")
class OneReverification(MethodView):
    decorators = [requires("complaint.read")]  # noqa: RUF012

    @bp.response(200, ReverificationSchema)
    def get(self, reverification_id: str) -> Reverification:
        """A second visit, and what it came to."""
        return reverifications.get_reverification(reverification_id, seen_by=current_actor())


@bp.route("/reverifications/<reverification_id>/conclusion")
class Conclude(MethodView):
    decorators = [requires("complaint.handle")]  # noqa: RUF012

    @bp.arguments(ConclusionSchema)
    @bp.response(200, ReverificationSchema)
    def post(self, given: dict[str, Any], reverification_id: str) -> Reverification:
        """Write the minutes: confirmed or changed follows from the two results."""
        actor = current_actor()
        told = Conclusion(**{name: given[name] for name in ("visited_on", "team", "words", "answer")})
        found = reverifications.get_reverification(reverification_id, seen_by=actor)
        return reverification.conclude(found, told, key=given["key"], by=actor, clock=deps().clock)


def _find(complaint_id: str) -> Complaint:
    return acts.settle(complaints.get_complaint(complaint_id, seen_by=current_actor()), clock=deps().clock)
