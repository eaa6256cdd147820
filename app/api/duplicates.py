"""Duplicate candidates: pairs of people or households with the reason, decided by a person, taken back."""

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from app.api import paging
from app.persons import unit_of
from app.wiring import current_actor, deps, requires
from core.actor import Actor
from core.mongo import Document
from registry import deciding, duplicates

bp = Blueprint("api_duplicates", __name__, url_prefix="/duplicates", description="Two entries that may be one")


class DuplicateQuerySchema(paging.PageQuerySchema):
    state = fields.Str(
        load_default=duplicates.OPEN,
        validate=validate.OneOf([duplicates.OPEN, duplicates.SAME, duplicates.DIFFERENT, duplicates.LAPSED]),
    )


class DuplicateEntrySchema(Schema):
    """Of another unit's entry the unit alone is told."""

    id = fields.Str(allow_none=True)
    village = fields.Str(allow_none=True)
    unit = fields.Str(allow_none=True)


class DuplicateSaidSchema(Schema):
    act = fields.Str()
    at = fields.AwareDateTime()
    by = fields.Str()
    words = fields.Str()


class DuplicateSchema(Schema):
    id = fields.Str()
    kind = fields.Str(metadata={"description": "person or household"})
    state = fields.Str()
    reasons = fields.List(fields.Str())
    entries = fields.List(fields.Nested(DuplicateEntrySchema))
    kept = fields.Str()
    history = fields.List(fields.Nested(DuplicateSaidSchema))


class DuplicatePageSchema(Schema):
    items = fields.List(fields.Nested(DuplicateSchema))
    next_cursor = fields.Str(allow_none=True)


class DuplicateAnswerSchema(Schema):
    answer = fields.Str(required=True, validate=validate.OneOf([duplicates.SAME, duplicates.DIFFERENT]))
    words = fields.Str(required=True, metadata={"description": "How you know."})
    kept = fields.Str(load_default="", metadata={"description": "Of the same: id of the entry that stays."})
    lives_in = fields.Str(load_default="", metadata={"description": "Of the same person: id of his household."})


class DuplicateWordsSchema(Schema):
    words = fields.Str(load_default="")


@bp.route("")
class Duplicates(MethodView):
    decorators = [requires("household.read")]  # noqa: RUF012

    @bp.arguments(DuplicateQuerySchema, location="query")
    @bp.response(200, DuplicatePageSchema)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Pairs of which at least one entry lies in the caller's area, the newest first."""
        actor, limit = current_actor(), query["limit"]
        found = duplicates.page(
            seen_by=actor,
            state=query["state"],
            now=deps().clock(),
            before=paging.before(query["cursor"]),
            limit=limit,
        )
        rows = [_row(one, actor) for one in found]
        return {"items": rows, "next_cursor": paging.cursor_after([one["seq"] for one in found], limit)}


@bp.route("/<duplicate_id>")
class OneDuplicate(MethodView):
    decorators = [requires("household.read")]  # noqa: RUF012

    @bp.response(200, DuplicateSchema)
    def get(self, duplicate_id: str) -> dict[str, Any]:
        """One pair with what was said of it."""
        return _row(_find(duplicate_id), current_actor())


@bp.route("/<duplicate_id>/answer")
class Answers(MethodView):
    decorators = [requires("duplicate.decide")]  # noqa: RUF012

    @bp.arguments(DuplicateAnswerSchema)
    @bp.response(200, DuplicateSchema)
    def post(self, given: dict[str, Any], duplicate_id: str) -> dict[str, Any]:
        """Say that they are one, or two. The same said again has one effect."""
        actor, clock, found = current_actor(), deps().clock, _find(duplicate_id)
        if given["answer"] == duplicates.DIFFERENT:
            return _row(deciding.say_different(found, given["words"], by=actor, clock=clock), actor)
        done = deciding.say_same(
            found, given["words"], kept=given["kept"], lives_in=given["lives_in"], by=actor, clock=clock
        )
        return _row(done, actor)


@bp.route("/<duplicate_id>/take-back")
class TakeBack(MethodView):
    decorators = [requires("duplicate.decide")]  # noqa: RUF012

    @bp.arguments(DuplicateWordsSchema)
    @bp.response(200, DuplicateSchema)
    def post(self, given: dict[str, Any], duplicate_id: str) -> dict[str, Any]:
        """Take the answer back: the question is open again."""
        actor = current_actor()
        done = deciding.take_back(_find(duplicate_id), given["words"], by=actor, clock=deps().clock)
        return _row(done, actor)


def _find(duplicate_id: str) -> Document:
    return deciding.settle(duplicates.get(duplicate_id, seen_by=current_actor()), clock=deps().clock)


def _row(found: Document, actor: Actor) -> dict[str, Any]:
    entries = [
        {"id": entry, "village": place, "unit": None}
        if actor.covers(place)
        else {"id": None, "village": None, "unit": unit_of(place)}
        for entry, place in zip(found["entries"], found["places"], strict=True)
    ]
    names = ("kind", "state", "reasons", "kept", "history")
    return {"id": found["_id"], "entries": entries, **{name: found[name] for name in names}}
