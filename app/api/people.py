"""People who carry phones: the list, locks, places and keys, with the same rights as the page of phones."""

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, ValidationError, fields, validate

from app.api import paging
from app.api.submissions import village_path
from app.auth import people
from app.auth.models import Person
from app.console import places
from app.console.phone_view import PhoneRow, phone_rows, row_of
from app.enrolment import managing
from app.enrolment.cards import make_cards, project_name, settings_text
from app.enrolment.errors import PersonNotFound
from app.wiring import current_actor, deps, own_origin, requires

bp = Blueprint("api_people", __name__, url_prefix="/people", description="People who carry phones")


class PeopleQuerySchema(paging.PageQuerySchema):
    """search: a part of name, user name or telephone, with or without marks."""

    search = fields.Str(load_default="", validate=validate.Length(max=100))


class KnownWorkSchema(Schema):
    """to_visit: households of his villages, which all who work there share. returned, incomplete: of his own forms."""

    to_visit = fields.Int()
    shared_by = fields.Int()
    returned = fields.Int()
    incomplete = fields.Int()


class PhoneOwnerSchema(Schema):
    id = fields.Str(attribute="person.id")
    username = fields.Str(attribute="person.username")
    name = fields.Str(attribute="person.name")
    roles = fields.List(fields.Str(), attribute="person.roles")
    area = fields.Str(attribute="person.area_path")
    is_locked = fields.Bool(attribute="person.is_disabled")
    has_key = fields.Bool()
    card_made_at = fields.AwareDateTime(allow_none=True)
    last_seen_at = fields.AwareDateTime(attribute="person.phone_seen.at", dump_default=None, allow_none=True)
    program = fields.Str(attribute="person.phone_seen.program", dump_default=None, allow_none=True)
    known_work = fields.Nested(KnownWorkSchema, attribute="waiting", allow_none=True)
    may_manage = fields.Bool()


class PeoplePageSchema(Schema):
    items = fields.List(fields.Nested(PhoneOwnerSchema))
    next_cursor = fields.Str(allow_none=True)


class NewPlaceSchema(Schema):
    """area: a path ("46/482/20128/2012801/"), or the code of a village of the caller's area."""

    area = fields.Str(required=True)


class PhoneKeySchema(Schema):
    """Told once: the server keeps the hash of the key alone. settings: the text of the QR code for ODK Collect."""

    openrosa_url = fields.Str()
    settings = fields.Str()


@bp.route("")
class People(MethodView):
    decorators = [requires("people.manage")]  # noqa: RUF012

    @bp.arguments(PeopleQuerySchema, location="query")
    @bp.response(200, PeoplePageSchema)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """List those of the caller's area who send forms, by area and user name."""
        limit = query["limit"]
        after = people.find_person(query["cursor"]) if query["cursor"] else None
        if query["cursor"] and after is None:
            raise ValidationError({"cursor": ["not a cursor"]})
        rows = phone_rows(current_actor(), sought=query["search"], after=after, most=limit)
        return {"items": rows, "next_cursor": rows[-1].person.id if len(rows) == limit else None}


@bp.route("/<person_id>/lock")
class Lock(MethodView):
    decorators = [requires("people.manage")]  # noqa: RUF012

    @bp.response(200, PhoneOwnerSchema)
    def put(self, person_id: str) -> PhoneRow:
        """Lock the account: sessions and phone keys end now. A higher level's lock is left to that level (422)."""
        managing.lock(_managed(person_id), by=current_actor(), clock=deps().clock)
        return _row(person_id)

    @bp.response(200, PhoneOwnerSchema)
    def delete(self, person_id: str) -> PhoneRow:
        """Open the account again; the phone needs a new key. Not what a higher level locked (422)."""
        managing.unlock(_managed(person_id), by=current_actor(), clock=deps().clock)
        return _row(person_id)


@bp.route("/<person_id>/area")
class Place(MethodView):
    decorators = [requires("people.manage")]  # noqa: RUF012

    @bp.arguments(NewPlaceSchema)
    @bp.response(200, PhoneOwnerSchema)
    def put(self, body: dict[str, Any], person_id: str) -> PhoneRow:
        """Give another area: the phone carries its households at the next refresh."""
        to = village_path(body["area"], current_actor().area_path)
        managing.move(_managed(person_id), to, by=current_actor(), clock=deps().clock)
        return _row(person_id)


@bp.route("/<person_id>/phone-key")
class Key(MethodView):
    decorators = [requires("people.manage")]  # noqa: RUF012

    @bp.response(201, PhoneKeySchema)
    def post(self, person_id: str) -> tuple[dict[str, str], int, dict[str, str]]:
        """A new key in place of all the others, told once."""
        (one,) = _managed(person_id)
        names = places.names_of_places([one.area_path])
        (card,) = make_cards(
            [one], server=own_origin(), places=names, with_passwords=False, by=current_actor(), at=deps().clock()
        )
        settings = settings_text(card.address, project_name(one.username, names.get(one.area_path, "")))
        return {"openrosa_url": card.address, "settings": settings}, 201, {"Cache-Control": "no-store"}

    @bp.response(200, PhoneOwnerSchema)
    def delete(self, person_id: str) -> PhoneRow:
        """The phone is lost: its keys end now; the account stays open."""
        managing.revoke(_managed(person_id), by=current_actor(), clock=deps().clock)
        return _row(person_id)


def _managed(person_id: str) -> list[Person]:
    """Raises PersonNotFound for nobody and for somebody of another area, NotYours for who is not below the caller."""
    found = people.find_person(person_id)
    if found is None or not current_actor().covers(found.area_path):
        raise PersonNotFound(person_id=person_id)
    return managing.managed([person_id], by=current_actor())


def _row(person_id: str) -> PhoneRow:
    found = people.find_person(person_id)
    if found is None:
        raise PersonNotFound(person_id=person_id)
    return row_of(found, current_actor())
