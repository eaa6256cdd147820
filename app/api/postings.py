"""Lists of villages in public: posted place by place; their days."""

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields

from app.api.meetings import MeetingQuerySchema
from app.api.submissions import village_path
from app.holidays import working_calendar
from app.wiring import current_actor, deps, requires
from registry import repository as registry
from review import postings, repository
from review.actions import posting as acts
from review.models import Posting

bp = Blueprint("api_postings", __name__, url_prefix="/postings", description="Posted lists of villages")


class PostAtSchema(MeetingQuerySchema):
    place = fields.Str(
        required=True, metadata={"description": "village_house, commune_office or loudspeaker (as the period fixes)"}
    )
    on = fields.Date(required=True, metadata={"description": "Since when the list hangs there."})
    words = fields.Str(load_default="")


class PostedPlaceSchema(Schema):
    kind = fields.Str()
    on = fields.Date()
    words = fields.Str()
    by = fields.Str()


class PostedRowSchema(Schema):
    case_id = fields.Str()
    head_name = fields.Str()
    members_count = fields.Int(allow_none=True)
    standing_before = fields.Str()
    standing = fields.Str(data_key="class")
    b1 = fields.Int()
    b2 = fields.Int()


class PostingSchema(Schema):
    id = fields.Str()
    round_id = fields.Str()
    village = fields.Str(attribute="village_path")
    number = fields.Int()
    state = fields.Str(metadata={"description": "preparing, posted or closed"})
    code = fields.Str(metadata={"description": "Of the public page /cong-khai/<code>."})
    places = fields.List(fields.Nested(PostedPlaceSchema))
    since = fields.Date(allow_none=True, metadata={"description": "The day of the last place; it does not count."})
    until = fields.Date(allow_none=True, metadata={"description": "The last working day; it belongs to the posting."})
    rows = fields.List(fields.Nested(PostedRowSchema))


@bp.route("")
class Postings(MethodView):
    decorators = [requires("case.read")]  # noqa: RUF012

    @bp.arguments(MeetingQuerySchema, location="query")
    @bp.response(200, PostingSchema(many=True))
    def get(self, query: dict[str, Any]) -> list[Posting]:
        """The lists of a village in a round, the first one first."""
        actor = current_actor()
        opened = repository.get_round(query["round_id"])
        village = village_path(query["village"], actor.area_path)
        return postings.postings_of_village(opened.id, village) if actor.covers(village) else []


@bp.route("")
class Post(MethodView):
    decorators = [requires("list.post")]  # noqa: RUF012

    @bp.arguments(PostAtSchema)
    @bp.response(200, PostingSchema)
    def post(self, given: dict[str, Any]) -> Posting:
        """Say that a village's list hangs at a place; the last place starts the clock."""
        actor = current_actor()
        return acts.post_at(
            repository.get_round(given["round_id"]),
            registry.find_area(village_path(given["village"], actor.area_path)).id,
            given["place"],
            on=given["on"],
            words=given["words"],
            by=actor,
            calendar=working_calendar(),
            clock=deps().clock,
        )


@bp.route("/<posting_id>")
class OnePosting(MethodView):
    decorators = [requires("case.read")]  # noqa: RUF012

    @bp.response(200, PostingSchema)
    def get(self, posting_id: str) -> Posting:
        """One list, with where it hangs and until when."""
        return postings.get_posting(posting_id, seen_by=current_actor())
