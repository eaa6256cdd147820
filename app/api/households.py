"""Households of the register: found by head or code, one household with its members."""

from dataclasses import replace
from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields

from app.api.person_schemas import CitizenSchema, FoundHouseholdsSchema, RegisterSearchSchema
from app.api.submissions import village_path
from app.console.household import LOOKED
from app.wiring import current_actor, deps, requires
from core import audit
from registry import persons, search
from registry import repository as registry
from registry.models import Household
from registry.rules.person import Person

bp = Blueprint("api_households", __name__, url_prefix="/households", description="Households of the register")


class StandingYearSchema(Schema):
    year = fields.Int()
    standing = fields.Str()
    ruleset_id = fields.Str()
    decision = fields.Str(allow_none=True)


class RegisteredHouseholdSchema(Schema):
    id = fields.Str()
    code = fields.Str()
    head_name = fields.Str()
    address = fields.Str()
    village = fields.Str(attribute="village_path")
    members_count = fields.Int(allow_none=True)
    is_managed = fields.Bool()
    source = fields.Str()
    standings = fields.List(fields.Nested(StandingYearSchema))
    members = fields.List(fields.Nested(CitizenSchema))
    former_members = fields.List(
        fields.Nested(CitizenSchema),
        metadata={"description": "As they were of this household: its village, and what they were in it."},
    )


@bp.route("/search")
class SearchHouseholds(MethodView):
    decorators = [requires("household.read")]  # noqa: RUF012

    @bp.arguments(RegisterSearchSchema)
    @bp.response(200, FoundHouseholdsSchema)
    def post(self, given: dict[str, Any]) -> dict[str, Any]:
        """Households of the caller's area by any part of the head's name, or by code; at most 50."""
        actor = current_actor()
        place = village_path(given["village"], actor.area_path)
        found, is_all = search.households(given["text"], seen_by=actor, within=place)
        return {"items": found, "is_all": is_all}


@bp.route("/<household_id>")
class OneHousehold(MethodView):
    decorators = [requires("household.read")]  # noqa: RUF012

    @bp.response(200, RegisteredHouseholdSchema)
    def get(self, household_id: str) -> dict[str, Any]:
        """One household with its standings by year, its members and who was of it before. The look is written down."""
        actor = current_actor()
        found = registry.get_household(household_id, seen_by=actor)
        audit.record(LOOKED, by=actor.id, subject=household_id, at=deps().clock())
        members, former = persons.roll_of(household_id)
        names = ("id", "code", "head_name", "address", "village_path", "members_count", "is_managed", "source")
        told = {name: getattr(found, name) for name in names}
        return {
            **told,
            "standings": found.standings,
            "members": members,
            "former_members": [_while_here(one, found) for one in former],
        }


def _while_here(person: Person, household: Household) -> Person:
    """Who left is told of as long as he was here: where he went since is not the business of who sees the household."""
    lines = tuple(one for one in person.memberships if one.household_id == household.id)
    left_on = max((one.until for one in lines if one.until), default=None)
    place = household.place_on(left_on) if left_on else household.village_path
    return replace(person, village_path=place, memberships=lines)
