"""Published forms. Uploading and drafts come with the life of forms."""

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields

from app.auth.permissions import SIGNED_IN
from app.wiring import requires
from form_engine.publishing import repository

bp = Blueprint("api_forms", __name__, url_prefix="/forms", description="Forms and their versions")


class FormSchema(Schema):
    form_id = fields.Str(attribute="id")
    role = fields.Str()
    state = fields.Str()
    current_version = fields.Str()
    versions = fields.List(fields.Str())


@bp.route("")
class Forms(MethodView):
    decorators = [requires(SIGNED_IN)]  # noqa: RUF012

    @bp.response(200, FormSchema(many=True))
    def get(self) -> list[Any]:
        """List all forms with their versions."""
        return repository.all_forms()
