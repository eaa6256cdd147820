"""Submissions: lists, one with answers and score, the XML as received, the verdict."""

from typing import Any

from flask import Response, request
from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import RAISE, Schema, fields, validate

from app import verdicts
from app.api import paging
from app.i18n import language_of_request
from app.i18n.findings import finding_sentence
from app.wiring import current_actor, deps, requires
from core import audit
from core.clock import local_day
from core.errors import Conflict
from core.mongo import Document
from registry import repository as registry
from review.actions.rulesets import ruleset_of
from review.rules.articles import with_articles
from submissions import repository

bp = Blueprint("api_submissions", __name__, url_prefix="/submissions", description="What phones sent")


class SubmissionQuerySchema(paging.PageQuerySchema):
    """village: an area path ("46/482/20128/2012801/") or the code of a village."""

    form_id = fields.Str(load_default="")
    village = fields.Str(load_default="")
    review_state = fields.Str(load_default="")
    processing_state = fields.Str(load_default="")
    household_id = fields.Str(load_default="")


class AttachmentSchema(Schema):
    name = fields.Str()
    size = fields.Int(allow_none=True)
    sha256 = fields.Str(allow_none=True)
    present = fields.Bool()


class FindingSchema(Schema):
    path = fields.Str()
    kind = fields.Str()
    message = fields.Str()


class LineSchema(Schema):
    item = fields.Str()
    question = fields.Str()
    answer = fields.Raw()
    answer_text = fields.Str()
    points = fields.Int(allow_none=True)
    source = fields.Str()
    article = fields.Str(allow_none=True, metadata={"description": "Text, annex and number where the item stands."})


class ScoreSchema(Schema):
    ruleset_id = fields.Str()
    ruleset_hash = fields.Str()
    input_hash = fields.Str()
    sheet = fields.Str()
    b1 = fields.Int()
    b2 = fields.Int()
    standing = fields.Str(data_key="class")
    subclass = fields.Str(allow_none=True)
    change = fields.Str(allow_none=True)
    reason = fields.Str()
    trace = fields.List(fields.Nested(LineSchema))


class VersionSchema(Schema):
    instance_id = fields.Str()
    received_at = fields.AwareDateTime()


class SubmissionRowSchema(Schema):
    instance_id = fields.Str()
    form_id = fields.Str()
    form_version = fields.Str()
    received_at = fields.AwareDateTime()
    received_by = fields.Str()
    household_id = fields.Str(allow_none=True)
    case_id = fields.Str(allow_none=True)
    review_state = fields.Str()
    processing_state = fields.Str()
    findings = fields.List(fields.Nested(FindingSchema))
    attachments = fields.List(fields.Nested(AttachmentSchema))
    is_complete = fields.Bool()


class OtherFileSchema(Schema):
    name = fields.Str()
    size = fields.Int()
    sha256 = fields.Str()
    received_at = fields.AwareDateTime()


class ConflictSchema(Schema):
    content_hash = fields.Str()
    received_at = fields.AwareDateTime()
    received_by = fields.Str()


class EntityDoneSchema(Schema):
    """What the form did to an entry of a shared list. action: created, updated, held, awaiting, refused."""

    list_name = fields.Str(attribute="list", data_key="list")
    entity_id = fields.Str()
    label = fields.Str()
    action = fields.Str()
    version = fields.Int(allow_none=True)
    base = fields.Int(allow_none=True)
    conflict = fields.Str(allow_none=True)
    reason = fields.Str()


class SubmissionSchema(SubmissionRowSchema):
    answers = fields.Dict(
        metadata={
            "description": "Nested as the form is. JSON Schema: GET /forms/{form_id}/versions/{version}/schema.json."
        }
    )
    score = fields.Nested(ScoreSchema, allow_none=True)
    review_reason = fields.Str()
    versions = fields.List(fields.Nested(VersionSchema))
    alternatives = fields.List(fields.Nested(OtherFileSchema))
    conflicts = fields.List(fields.Nested(ConflictSchema))
    entities = fields.List(fields.Nested(EntityDoneSchema))


class SubmissionPageSchema(Schema):
    items = fields.List(fields.Nested(SubmissionRowSchema))
    next_cursor = fields.Str(allow_none=True)


class VerdictSchema(Schema):
    verdict = fields.Str(required=True, validate=validate.OneOf(["approve", "return"]))
    reason = fields.Str(load_default="", validate=validate.Length(max=2000))
    questions = fields.List(fields.Str(), load_default=list)


@bp.route("")
class Submissions(MethodView):
    decorators = [requires("submission.read")]  # noqa: RUF012

    @bp.arguments(SubmissionQuerySchema, location="query", unknown=RAISE)
    @bp.response(200, SubmissionPageSchema)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """List submissions of the caller's area, newest first, current versions only."""
        actor, limit = current_actor(), query["limit"]
        wanted = repository.Wanted(
            form_id=query["form_id"],
            village=village_path(query["village"], actor.area_path),
            review_states=(query["review_state"],) if query["review_state"] else (),
            processing_state=query["processing_state"],
            household_id=query["household_id"],
        )
        now, before = deps().clock(), paging.before(query["cursor"])
        found = repository.page(wanted, seen_by=actor, now=now, before=before, limit=limit)
        cursor = paging.cursor_after([one["seq"] for one in found], limit)
        return {"items": [row_of(one) for one in found], "next_cursor": cursor}


def village_path(given: str, area_path: str) -> str:
    """A village as callers name it: its path, or its code within their area. "" stays "" (any)."""
    if not given or given.endswith("/"):
        return given
    on = local_day(deps().clock())
    found = [one.id for one in registry.villages_within(area_path, on=on) if one.code == given]
    return str(found[0]) if found else "none/"


@bp.route("/<instance_id>")
class OneSubmission(MethodView):
    decorators = [requires("submission.read")]  # noqa: RUF012

    @bp.response(200, SubmissionSchema)
    def get(self, instance_id: str) -> tuple[dict[str, Any], int, dict[str, str]]:
        """One submission with answers, findings, score and versions. `ETag` names the state that a verdict is about."""
        found = _opened(instance_id)
        return whole_of(found), 200, {"ETag": etag_of(found)}


@bp.route("/<instance_id>/xml")
class SubmissionXml(MethodView):
    decorators = [requires("submission.read")]  # noqa: RUF012

    def get(self, instance_id: str) -> Response:
        """The bytes as received."""
        found = _opened(instance_id)
        return Response(found["xml"], content_type="application/xml")


@bp.route("/<instance_id>/review")
class Review(MethodView):
    decorators = [requires("submission.review")]  # noqa: RUF012

    @bp.arguments(VerdictSchema)
    @bp.response(200, SubmissionSchema)
    def post(self, given: dict[str, Any], instance_id: str) -> tuple[dict[str, Any], int, dict[str, str]]:
        """Approve, or return with a reason.

        Send `If-Match` with the ETag that was read: 409 when somebody changed it since. 422 when a rule forbids it.
        """
        actor = current_actor()
        revision = _revision_asked_for(verdicts.find(instance_id, seen_by=actor))
        if given["verdict"] == "approve":
            judged = verdicts.approve(instance_id, revision=revision, by=actor)
        else:
            judged = verdicts.send_back(
                instance_id, reason=given["reason"], questions=given["questions"], revision=revision, by=actor
            )
        return whole_of(judged), 200, {"ETag": etag_of(judged)}


def _opened(instance_id: str) -> Document:
    """Find a submission, and write down who looked at it: it holds a household's personal data."""
    actor = current_actor()
    found = verdicts.find(instance_id, seen_by=actor)
    audit.record("submission.viewed", by=actor.id, subject=found["_id"], at=deps().clock(), over="api")
    return found


def etag_of(submission: Document) -> str:
    return f'"{submission["revision"]}"'


class EtagUnknown(Conflict):
    code = "submissions.changed"


def _revision_asked_for(found: Document) -> int:
    """The revision of `If-Match`; the present one when the caller sent none."""
    if "If-Match" not in request.headers:
        return int(found["revision"])
    tags = [tag for tag in request.if_match.as_set() if tag.isdecimal()]
    if len(tags) != 1:
        raise EtagUnknown(instance_id=found["instance_id"])
    return int(tags[0])


def row_of(submission: Document) -> dict[str, Any]:
    present = {one["name"]: one for one in submission["attachments"]}
    missing = repository.missing_files(submission)
    files = [
        {"name": one["name"], "size": one["size"], "sha256": one["sha256"], "present": True} for one in present.values()
    ]
    return {
        **{name: submission[name] for name in ("instance_id", "form_id", "form_version", "received_at", "received_by")},
        **{name: submission.get(name) for name in ("household_id", "case_id", "processing_state")},
        "review_state": submission["review"]["state"],
        "is_complete": not missing,
        "findings": [_finding(one) for one in submission.get("findings", [])],
        "attachments": [*files, *({"name": name, "size": None, "sha256": None, "present": False} for name in missing)],
    }


def whole_of(submission: Document) -> dict[str, Any]:
    own = {"instance_id": submission["instance_id"], "received_at": submission["received_at"]}
    return {
        **row_of(submission),
        "answers": submission.get("answers", {}),
        "score": _score(submission.get("score")),
        "review_reason": submission["review"]["reason"],
        "versions": submission.get("versions", [own]),
        "alternatives": submission["alternatives"],
        "conflicts": repository.conflicts_of(submission["_id"]),
        "entities": submission.get("entities", []),
    }


def _finding(found: Document) -> dict[str, str]:
    message = finding_sentence(found["kind"], found["facts"])
    return {"path": found["path"], "kind": found["kind"], "message": message}


def _score(score: Document | None) -> dict[str, Any] | None:
    """None while answers are missing: there is no class then, and half a total would be taken for one."""
    if not score or not score["class"]:
        return None
    language = language_of_request()
    told = with_articles(score, ruleset_of(score["ruleset_id"], score["ruleset_hash"]))
    lines = [
        {
            **{name: line[name] for name in ("item", "answer", "points", "source")},
            "article": line["article"][language] if line["article"] else None,
            "question": line["question"][language],
            "answer_text": line["answer_text"][language],
        }
        for line in told["trace"]
    ]
    return {**score, "standing": score["class"], "reason": score["reason"][language], "trace": lines}
