"""Signing in for programs: a token for the header of every further call."""

from typing import Any

from flask import request
from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from app.auth import sessions
from app.auth.permissions import PUBLIC
from app.wiring import deps, requires

bp = Blueprint("api_sessions", __name__, url_prefix="/sessions", description="Sign in")


class SignInSchema(Schema):
    username = fields.Str(required=True, validate=validate.Length(1, 200))
    password = fields.Str(required=True, load_only=True, validate=validate.Length(1, 1000))
    totp = fields.Str(load_default=None, allow_none=True)


class PersonSchema(Schema):
    id = fields.Str()
    username = fields.Str()
    name = fields.Str()
    roles = fields.List(fields.Str())
    area_code = fields.Str()


class SignedInSchema(Schema):
    token = fields.Str()
    expires_at = fields.AwareDateTime()
    person = fields.Nested(PersonSchema)


@bp.route("")
class Sessions(MethodView):
    decorators = [requires(PUBLIC)]  # noqa: RUF012

    @bp.arguments(SignInSchema)
    @bp.response(201, SignedInSchema)
    def post(self, given: dict[str, Any]) -> dict[str, Any]:
        """Sign in.

        401 for a wrong name or password, 403 for a locked account, 429 after too many failures.
        """
        now, address = deps().clock(), request.remote_addr or ""
        signed_in = sessions.sign_in(given["username"], given["password"], address=address, now=now)
        person = signed_in.person
        told = {"id": person.id, "username": person.username, "name": person.name, "roles": list(person.roles)}
        area_code = person.area_path.rstrip("/").rsplit("/", 1)[-1]
        return {
            "token": signed_in.token,
            "expires_at": signed_in.expires_at,
            "person": {**told, "area_code": area_code},
        }
