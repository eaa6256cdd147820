"""Forms through their life: upload a draft, compare it, publish it with a date, close, retire."""

from datetime import datetime
from typing import Any

from flask import Response, request
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from app import form_life, form_trials
from app.api.form_schemas import (
    DifferencesSchema,
    DraftSchema,
    FormSchema,
    FormVersionSchema,
    TrialSchema,
    differences_told,
    draft_told,
    trial_told,
    what_breaks,
)
from app.auth.permissions import SIGNED_IN, Role, may
from app.form_files import KINDS, file_of
from app.form_upload import upload_of
from app.openrosa.form_list import NO_VERSION
from app.wiring import current_actor, deps, requires
from core.clock import start_of_day
from form_engine.publishing import drafts, repository
from form_engine.publishing.errors import ChangeBreaksData
from form_engine.publishing.models import STATES, Form, FormDraft, FormVersion

bp = Blueprint("api_forms", __name__, url_prefix="/forms", description="Forms and their versions")


class UploadQuerySchema(Schema):
    filename = fields.Str(
        load_default="", metadata={"description": "Name of the file, when the workbook is the body itself."}
    )


class PublishSchema(Schema):
    effective_on = fields.Date(
        load_default=None, allow_none=True, metadata={"description": "Day in Viet Nam; at once when it is left out."}
    )
    may_fill = fields.List(
        fields.Str(validate=validate.OneOf([str(role) for role in Role])),
        load_default=list,
        metadata={"description": "Roles; those of the form, or of the draft, when it is left out."},
    )
    reason = fields.Str(
        load_default="", metadata={"description": "Why it is published although it breaks what is stored."}
    )
    replace_waiting = fields.Bool(
        load_default=False,
        metadata={
            "description": "Take the place of the version that waits for its day; 409 when one does, without this."
        },
    )


class StateSchema(Schema):
    state = fields.Str(required=True, validate=validate.OneOf(STATES))


@bp.get("")
@requires(SIGNED_IN)
@bp.response(200, FormSchema(many=True))
def all_forms() -> list[Form]:
    """List all forms with their versions."""
    return repository.all_forms()


@bp.post("")
@requires("form.publish")
@bp.arguments(UploadQuerySchema, location="query")
@bp.response(201, DraftSchema)
def upload(query: dict[str, Any]) -> dict[str, Any]:
    """Upload a form as a draft: XLSForm (.xlsx, .xls, .csv, .md) or KoboToolbox content (.json).

    As `file` of a multipart form, with the files that it names as `media`; or as the body, with `filename`.
    400 with sheet, row, column and what to do in `details`.
    """
    given = upload_of(request, "file", "media", named=query["filename"])
    return draft_told(form_life.upload(given, by=current_actor(), blobs=deps().blobs, clock=deps().clock))


@bp.get("/<path:form_id>/draft")
@requires("form.publish")
@bp.response(200, DraftSchema)
def draft(form_id: str) -> dict[str, Any]:
    """The draft of a form, with its test address and the warnings of the compiler."""
    return draft_told(drafts.get_draft(form_id))


@bp.delete("/<path:form_id>/draft")
@requires("form.publish")
@bp.response(204)
def discard(form_id: str) -> None:
    """End the test address of the draft; what was sent to it goes."""
    form_life.discard(drafts.get_draft(form_id).id, by=current_actor(), clock=deps().clock)


@bp.get("/<path:form_id>/draft/trials")
@requires("form.publish")
@bp.response(200, TrialSchema(many=True))
def trials(form_id: str) -> list[dict[str, Any]]:
    """What was sent to the draft's test address, the latest 50, held against the draft's rules. Kept nowhere else."""
    return [trial_told(one) for one in form_trials.trials(drafts.get_draft(form_id), deps().blobs).told]


@bp.get("/<path:form_id>/draft/differences")
@requires("form.publish")
@bp.response(200, DifferencesSchema)
def differences(form_id: str) -> dict[str, Any]:
    """What the draft changes against the version that is out, with how many stored forms each change concerns."""
    found = drafts.get_draft(form_id)
    compared = form_life.compare(found, definitions=deps().definitions, blobs=deps().blobs, clock=deps().clock)
    return differences_told(found.id, found.version, compared)


@bp.get("/<path:form_id>/versions/<version>/differences/<other>")
@requires("form.publish")
@bp.response(200, DifferencesSchema)
def version_differences(form_id: str, version: str, other: str) -> dict[str, Any]:
    """What the version `other` changes against `version`, both published; stored forms are held against `other`.

    An empty version is written `___`.
    """
    before, after = ("" if one == NO_VERSION else one for one in (version, other))
    compared = form_life.compare_versions(form_id, before, after, definitions=deps().definitions, clock=deps().clock)
    return differences_told(form_id, after, compared)


@bp.get("/<path:form_id>/versions")
@requires(SIGNED_IN)
@bp.response(200, FormVersionSchema(many=True))
def versions(form_id: str) -> list[FormVersion]:
    """Every published version, the latest first."""
    return repository.versions_of(repository.get_form(form_id).id)


_KINDS = ", ".join(f"'{kind}'" for kind in KINDS)


@bp.get(f"/<path:form_id>/versions/<version>/<any({_KINDS}):kind>")
@requires(SIGNED_IN)
def file(form_id: str, version: str, kind: str) -> Response:
    """A version as XForm, workbook, KoboToolbox content, JSON Schema of its answers, codebook, paper.

    An empty version is written `___`.
    """
    found = repository.get_version(form_id, "" if version == NO_VERSION else version)
    made = file_of(found, kind, deps().blobs)
    response = Response(made.content, content_type=made.content_type)
    response.headers.set("Content-Disposition", "attachment", filename=made.name)
    return response


@bp.post("/<path:form_id>/versions/<version>/publish")
@requires("form.publish")
@bp.arguments(PublishSchema)
@bp.response(200, FormVersionSchema)
def publish(given: dict[str, Any], form_id: str, version: str) -> FormVersion:
    """Publish the draft that has this version. 422 with `details` when it would break what is stored or scored.

    409 when another version waits for its day: this one would take its place.
    """
    draft, day = drafts.get_draft(form_id, version), given["effective_on"]
    try:
        return _published(draft, given, start_of_day(day) if day else None)
    except ChangeBreaksData as refusal:
        compared = form_life.compare(draft, definitions=deps().definitions, blobs=deps().blobs, clock=deps().clock)
        raise ChangeBreaksData(**{**refusal.facts, "details": what_breaks(compared)}) from refusal


def _published(draft: FormDraft, given: dict[str, Any], effective_at: datetime | None) -> FormVersion:
    return form_life.publish(
        draft,
        may_override=may(current_actor(), form_life.OVERRIDES),
        effective_at=effective_at,
        may_fill=given["may_fill"],
        reason=given["reason"],
        replace_waiting=given["replace_waiting"],
        by=current_actor(),
        definitions=deps().definitions,
        blobs=deps().blobs,
        clock=deps().clock,
    )


@bp.post("/<path:form_id>/state")
@requires("form.publish")
@bp.arguments(StateSchema)
@bp.response(200, FormSchema)
def set_state(given: dict[str, Any], form_id: str) -> Form:
    """open: offered and taken. closing: only taken. closed: refused. retired: closed, for ever."""
    return form_life.set_state(
        form_id, given["state"], by=current_actor(), definitions=deps().definitions, clock=deps().clock
    )
