"""Village meetings: called, their minutes recorded and corrected."""

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from app.api.submissions import village_path
from app.wiring import current_actor, deps, requires
from registry import repository as registry
from review import meetings, repository
from review.actions import meeting as acts
from review.models import Meeting
from review.rules.meeting import LARGEST_COUNT, Body, Delegation, Minutes, Opinion, Person, Vote

bp = Blueprint("api_meetings", __name__, url_prefix="/meetings", description="Village meetings")

_COUNT = validate.Range(0, LARGEST_COUNT)


class MeetingQuerySchema(Schema):
    round_id = fields.Str(required=True)
    village = fields.Str(required=True, metadata={"description": "Code or path of the village."})


class CallSchema(MeetingQuerySchema):
    meets_at = fields.AwareDateTime(required=True)
    place = fields.Str(required=True)


class AttendantSchema(Schema):
    name = fields.Str(required=True)
    title = fields.Str(load_default="")


class VoteSchema(Schema):
    case_id = fields.Str(required=True)
    agree = fields.Int(required=True, validate=_COUNT)
    disagree = fields.Int(load_default=0, validate=_COUNT)
    opinion = fields.Str(
        load_default="",
        validate=validate.OneOf(["", *Opinion]),
        metadata={"description": "agreed or not_agreed, where the period requires no majority"},
    )
    words = fields.Str(load_default="", metadata={"description": "Needed when the meeting does not agree."})


class DelegationSchema(Schema):
    body = fields.Str(required=True, validate=validate.OneOf(list(Body)))
    count = fields.Int(required=True, validate=_COUNT)
    names = fields.Str(load_default="", metadata={"description": "With office and unit."})


class MinutesInSchema(Schema):
    key = fields.Str(
        required=True,
        validate=validate.Length(8, 64),
        metadata={"description": "Made by the sender for these minutes: sent again, they are recorded once."},
    )
    held_on = fields.Date(required=True)
    place = fields.Str(required=True)
    chair = fields.Nested(AttendantSchema, required=True)
    secretary = fields.Nested(AttendantSchema, required=True)
    witness = fields.Str(required=True)
    present = fields.Int(required=True, validate=_COUNT)
    households = fields.Int(required=True, validate=_COUNT)
    ended_at = fields.Str(load_default="", metadata={"description": "Hour and minute, as 21:05; may be left out."})
    guests = fields.Str(load_default="")
    delegations = fields.List(
        fields.Nested(DelegationSchema),
        load_default=list,
        metadata={"description": "Who came for which body; among those present."},
    )
    votes = fields.List(fields.Nested(VoteSchema), required=True)
    reason = fields.Str(load_default="", metadata={"description": "Why recorded minutes are corrected."})


class VoteToldSchema(Schema):
    case_id = fields.Str()
    household_code = fields.Str()
    standing_before = fields.Str()
    standing = fields.Str(data_key="class")
    change = fields.Str(data_key="change_class", allow_none=True)
    b1 = fields.Int()
    b2 = fields.Int()
    agree = fields.Int()
    disagree = fields.Int()
    opinion = fields.Str()
    words = fields.Str()


class MinutesToldSchema(Schema):
    held_on = fields.Date()
    place = fields.Str()
    chair = fields.Str()
    chair_title = fields.Str()
    secretary = fields.Str()
    secretary_title = fields.Str()
    witness = fields.Str()
    present = fields.Int()
    households = fields.Int()
    ended_at = fields.Str()
    guests = fields.Str()
    delegations = fields.List(fields.Nested(DelegationSchema))
    votes = fields.List(fields.Nested(VoteToldSchema))
    reason = fields.Str()
    recorded_by = fields.Str()
    recorded_at = fields.AwareDateTime()


class MeetingSchema(Schema):
    id = fields.Str()
    round_id = fields.Str()
    village = fields.Str(attribute="village_path")
    number = fields.Int()
    state = fields.Str(metadata={"description": "called or held"})
    meets_at = fields.AwareDateTime()
    place = fields.Str()
    agenda = fields.List(fields.Str(), metadata={"description": "Cases, in the order in which they are talked about."})
    minutes = fields.List(
        fields.Nested(MinutesToldSchema), metadata={"description": "Every version; the last is in force."}
    )


@bp.route("")
class Meetings(MethodView):
    decorators = [requires("case.read")]  # noqa: RUF012

    @bp.arguments(MeetingQuerySchema, location="query")
    @bp.response(200, MeetingSchema(many=True))
    def get(self, query: dict[str, Any]) -> list[Meeting]:
        """The meetings of a village in a round, the first one first."""
        actor = current_actor()
        opened = repository.get_round(query["round_id"])
        village = village_path(query["village"], actor.area_path)
        return meetings.meetings_of_village(opened.id, village) if actor.covers(village) else []


@bp.route("")
class Call(MethodView):
    decorators = [requires("meeting.hold")]  # noqa: RUF012

    @bp.arguments(CallSchema)
    @bp.response(201, MeetingSchema)
    def post(self, given: dict[str, Any]) -> Meeting:
        """Call a village to its meeting; its scored households stand on the agenda."""
        actor = current_actor()
        opened = repository.get_round(given["round_id"])
        village = registry.find_area(village_path(given["village"], actor.area_path)).id
        return acts.call_meeting(
            opened, village, meets_at=given["meets_at"], place=given["place"], by=actor, clock=deps().clock
        )


@bp.route("/<meeting_id>")
class OneMeeting(MethodView):
    decorators = [requires("case.read")]  # noqa: RUF012

    @bp.response(200, MeetingSchema)
    def get(self, meeting_id: str) -> Meeting:
        """A meeting with every version of its minutes."""
        return meetings.get_meeting(meeting_id, seen_by=current_actor())


@bp.route("/<meeting_id>/minutes")
class MinutesOfMeeting(MethodView):
    decorators = [requires("meeting.hold")]  # noqa: RUF012

    @bp.arguments(MinutesInSchema)
    @bp.response(200, MeetingSchema)
    def post(self, given: dict[str, Any], meeting_id: str) -> Meeting:
        """Record the minutes; with a reason, a corrected version of those that are recorded."""
        actor = current_actor()
        found = meetings.get_meeting(meeting_id, seen_by=actor)
        minutes = Minutes(
            held_on=given["held_on"],
            place=given["place"],
            chair=Person(**given["chair"]),
            secretary=Person(**given["secretary"]),
            witness=given["witness"],
            present=given["present"],
            households=given["households"],
            ended_at=given["ended_at"],
            guests=given["guests"],
            delegations=tuple(Delegation(**one) for one in given["delegations"]),
            votes=tuple(Vote(**one) for one in given["votes"]),
        )
        if given["reason"]:
            return acts.correct_minutes(
                found, minutes, reason=given["reason"], key=given["key"], by=actor, clock=deps().clock
            )
        return acts.record_minutes(found, minutes, key=given["key"], by=actor, clock=deps().clock)
