"""People of the register: found by any part of a name, one person, whole numbers for those with the duty."""

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint

from app.api.person_schemas import (
    BearersSchema,
    CitizenSchema,
    FoundPeopleSchema,
    IdentityNumberSchema,
    IdentityPaperSeenSchema,
    RegisterSearchSchema,
    WholeIdentityPapersSchema,
)
from app.api.submissions import village_path
from app.persons import numbers_for, person_for, with_number
from app.wiring import current_actor, deps, requires
from registry import papers, persons, search
from registry.rules.person import Person

bp = Blueprint("api_persons", __name__, url_prefix="/persons", description="People of the register")


@bp.route("/search")
class SearchPeople(MethodView):
    decorators = [requires("household.read")]  # noqa: RUF012

    @bp.arguments(RegisterSearchSchema)
    @bp.response(200, FoundPeopleSchema)
    def post(self, given: dict[str, Any]) -> dict[str, Any]:
        """People of the caller's area by any part of a name, the closest first; at most 50."""
        actor = current_actor()
        place = village_path(given["village"], actor.area_path)
        found, is_all = search.persons(given["text"], seen_by=actor, within=place)
        return {"items": found, "is_all": is_all}


@bp.route("/by-number")
class ByNumber(MethodView):
    decorators = [requires("person.identify")]  # noqa: RUF012

    @bp.arguments(IdentityNumberSchema)
    @bp.response(200, BearersSchema)
    def post(self, given: dict[str, Any]) -> dict[str, Any]:
        """Who has or had exactly this number; of those beyond the caller's area, which office to ask. It is written
        down that he sought."""
        found, units = with_number(given["number"], current_actor())
        return {"items": found, "other_units": units}


@bp.route("/<person_id>")
class OnePerson(MethodView):
    decorators = [requires("household.read")]  # noqa: RUF012

    @bp.response(200, CitizenSchema)
    def get(self, person_id: str) -> Person:
        """One person with papers (last digits), households and what was told otherwise before."""
        return person_for(person_id, current_actor())


@bp.route("/<person_id>/numbers")
class Numbers(MethodView):
    decorators = [requires("person.identify")]  # noqa: RUF012

    @bp.response(200, WholeIdentityPapersSchema)
    def get(self, person_id: str) -> dict[str, Any]:
        """His whole numbers. It is written down who asked."""
        actor = current_actor()
        return {"items": numbers_for(persons.get_person(person_id, seen_by=actor), actor)}

    @bp.arguments(IdentityPaperSeenSchema)
    @bp.response(200, CitizenSchema)
    def post(self, given: dict[str, Any], person_id: str) -> Person:
        """Enter a number that was seen on the paper."""
        actor = current_actor()
        found = persons.get_person(person_id, seen_by=actor)
        return papers.enter(found, given["number"], issued_on=given["issued_on"], by=actor.id, clock=deps().clock)
