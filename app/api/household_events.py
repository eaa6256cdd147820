"""What happened to households: recorded, listed, taken back; households that come from another commune."""

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from app.wiring import current_actor, deps, requires
from registry import household_events
from registry import repository as registry
from registry.household_event_models import HouseholdEvent
from registry.rules.household_events import Kind
from review.actions.household_events import record, register_arrival, take_in
from review.rules.household_events import Asked

bp = Blueprint("api_household_events", __name__, url_prefix="", description="Changes of households")


class ChangeSchema(Schema):
    """key: of the caller, so that the same post again is one event. Which fields are read depends on the kind."""

    key = fields.Str(required=True, validate=validate.Length(min=1, max=100))
    on = fields.Date(required=True)
    reason = fields.Str(required=True)
    head = fields.Str(load_default="", metadata={"description": "Id of the member who is the head afterwards."})
    head_name = fields.Str(load_default="")
    code = fields.Str(load_default="")
    address = fields.Str(load_default="")
    village = fields.Str(load_default="", metadata={"description": "Path of a village."})
    people = fields.Int(load_default=None, allow_none=True)
    certificate = fields.Str(load_default="")


class EventInSchema(ChangeSchema):
    kind = fields.Str(required=True, validate=validate.OneOf([str(one) for one in Kind if one is not Kind.MOVED_IN]))
    persons = fields.List(fields.Str(), load_default=list)
    other = fields.Str(load_default="", metadata={"description": "Id of the household that takes the members over."})
    to_commune = fields.Str(load_default="", metadata={"description": "Path of the commune it moves to."})
    destination = fields.Str(load_default="")
    name = fields.Str(load_default="")
    sex = fields.Str(load_default="", validate=validate.OneOf(["", "male", "female"]))
    birth = fields.Str(load_default="")
    relation = fields.Str(load_default="")
    event = fields.Str(load_default="", metadata={"description": "Id of the event that is taken back."})


class ArrivalInSchema(ChangeSchema):
    """event: by which another commune let the household go; left out for one that the system does not know."""

    event = fields.Str(load_default="")
    standing = fields.Str(load_default="", validate=validate.OneOf(["", "poor", "near_poor"]))
    year = fields.Int(load_default=None, allow_none=True)


class EventSchema(Schema):
    id = fields.Str()
    kind = fields.Str()
    household_id = fields.Str()
    village = fields.Str(attribute="village_path")
    on = fields.Date()
    reason = fields.Str()
    persons = fields.List(fields.Str())
    other = fields.Str()
    to_commune = fields.Str()
    taken_in = fields.Str()
    undone_by = fields.Str()
    by = fields.Str()
    at = fields.DateTime()


class EventsSchema(Schema):
    items = fields.List(fields.Nested(EventSchema))


@bp.route("/households/<household_id>/events")
class Events(MethodView):
    decorators = [requires("household.read")]  # noqa: RUF012

    @bp.response(200, EventsSchema)
    def get(self, household_id: str) -> dict[str, list[HouseholdEvent]]:
        """What happened to a household, the latest first."""
        found = registry.get_household(household_id, seen_by=current_actor())
        return {"items": household_events.of_household(found.id)}


@bp.route("/households/<household_id>/events")
class NewEvents(MethodView):
    decorators = [requires("household.change")]  # noqa: RUF012

    @bp.arguments(EventInSchema)
    @bp.response(201, EventSchema)
    def post(self, body: dict[str, Any], household_id: str) -> HouseholdEvent:
        """Record what happened: divided, joined, moved, somebody came, went or died, something was put right or is
        taken back. 400 names by field what is missing."""
        actor = current_actor()
        found = registry.get_household(household_id, seen_by=actor)
        return record(found, _asked(body), key=body["key"], by=actor, clock=deps().clock)


@bp.route("/households/arrivals")
class Arrivals(MethodView):
    decorators = [requires("household.change")]  # noqa: RUF012

    @bp.response(200, EventsSchema)
    def get(self) -> dict[str, list[HouseholdEvent]]:
        """Households that moved out towards the caller's commune and were not taken in yet."""
        return {"items": household_events.coming_to(current_actor().area_path)}

    @bp.arguments(ArrivalInSchema)
    @bp.response(201, EventSchema)
    def post(self, body: dict[str, Any]) -> HouseholdEvent:
        """Take a household in: with its id, people and years, when the system knows it; it counts as other increase."""
        actor, asked = current_actor(), _asked({**body, "kind": Kind.MOVED_IN})
        if asked.event:
            left = household_events.get(asked.event, seen_by=actor)
            return take_in(left, asked, key=body["key"], by=actor, clock=deps().clock)
        return register_arrival(asked, key=body["key"], by=actor, clock=deps().clock)


def _asked(body: dict[str, Any]) -> Asked:
    told = {name: value for name, value in body.items() if name != "key"}
    return Asked(**told | {"kind": Kind(told["kind"]), "persons": tuple(told.get("persons", ()))})
