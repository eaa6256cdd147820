"""Forms, drafts and differences as JSON."""

from dataclasses import asdict
from typing import Any

from marshmallow import Schema, fields

from app.form_life import Comparison
from app.form_trials import Trial
from app.i18n import lines_of
from app.i18n.differences import change_sentence, waiting_sentence
from app.i18n.findings import finding_sentence
from app.i18n.workbook_faults import fault_lines
from app.openrosa.testing import test_address
from form_engine.publishing.drafts import told_of
from form_engine.publishing.models import FormDraft
from submissions.impact import Weighed


class FormSchema(Schema):
    form_id = fields.Str(attribute="id")
    role = fields.Str()
    state = fields.Str()
    current_version = fields.Str()
    versions = fields.List(fields.Str())
    next_version = fields.Str(allow_none=True, metadata={"description": "Becomes current at `next_at`."})
    next_at = fields.AwareDateTime(allow_none=True)


class FormVersionSchema(Schema):
    form_id = fields.Str()
    version = fields.Str()
    title = fields.Str()
    xform_md5 = fields.Str()
    published_at = fields.AwareDateTime()
    published_by = fields.Str()
    effective_at = fields.AwareDateTime(allow_none=True)
    published_over = fields.List(fields.Str(), metadata={"description": "What it broke of stored data or rule set."})
    published_over_reason = fields.Str(allow_none=True)


class FaultSchema(Schema):
    sheet = fields.Str()
    row = fields.Int(metadata={"description": "As the spreadsheet counts; 0 where it is not known."})
    column = fields.Str()
    message = fields.Str()
    detail = fields.Str(metadata={"description": "What compiler or ODK Validate said, in English; often empty."})


class DraftSchema(Schema):
    form_id = fields.Str()
    version = fields.Str()
    title = fields.Str()
    made_at = fields.AwareDateTime()
    test_url = fields.Str(metadata={"description": "Server URL for ODK Collect; no other credential."})
    warnings = fields.List(fields.Nested(FaultSchema))


class TrialFindingSchema(Schema):
    path = fields.Str()
    kind = fields.Str()
    message = fields.Str()


class TrialSchema(Schema):
    instance_id = fields.Str()
    version = fields.Str()
    received_at = fields.AwareDateTime(attribute="at")
    is_older = fields.Bool(metadata={"description": "Sent before the draft was last uploaded; read as it is now."})
    files = fields.List(fields.Str(), metadata={"description": "Names; the files of trial forms are not kept."})
    answers = fields.Dict()
    findings = fields.List(fields.Nested(TrialFindingSchema))


class ChangeSchema(Schema):
    kind = fields.Str()
    path = fields.Str()
    before = fields.Str()
    after = fields.Str()
    submissions = fields.Int(allow_none=True, metadata={"description": "Stored forms that it concerns."})
    breaks = fields.Bool()
    message = fields.Str()


class WaitingChangeSchema(Schema):
    kind = fields.Str()
    path = fields.Str()
    before = fields.Str()
    after = fields.Str()
    message = fields.Str()


class WaitingSchema(Schema):
    """A version with a later day, which publishing the draft would displace."""

    version = fields.Str()
    effective_at = fields.AwareDateTime()
    message = fields.Str()
    changes = fields.List(fields.Nested(WaitingChangeSchema), metadata={"description": "The draft against it."})


class DifferencesSchema(Schema):
    form_id = fields.Str()
    version = fields.Str()
    against = fields.Str(allow_none=True)
    looked_at = fields.Int(metadata={"description": "So many stored forms, the newest."})
    is_whole = fields.Bool()
    changes = fields.List(fields.Nested(ChangeSchema))
    ruleset_faults = fields.List(fields.Str())
    waiting = fields.Nested(WaitingSchema, allow_none=True)


def draft_told(draft: FormDraft) -> dict[str, Any]:
    return {
        "form_id": draft.id,
        "version": draft.version,
        "title": draft.title,
        "made_at": draft.made_at,
        "test_url": test_address(draft),
        "warnings": [asdict(line) for line in fault_lines(told_of(draft))],
    }


def trial_told(one: Trial) -> dict[str, Any]:
    """In the language of the request."""
    findings = [
        {"path": found["path"], "kind": found["kind"], "message": finding_sentence(found["kind"], found["facts"])}
        for found in one.findings
    ]
    told = {name: getattr(one, name) for name in ("instance_id", "version", "at", "is_older", "answers")}
    return {**told, "files": list(one.files), "findings": findings}


def what_breaks(compared: Comparison) -> list[str]:
    """Why publishing is refused, a sentence each, in the language of the request."""
    stored = compared.impact.breaking() if compared.impact else ()
    sheet = [f"{one.place}: {one.message}" for one in lines_of(compared.sheet_faults)]
    return [*(f"{one.difference.path}: {change_sentence(one)}" for one in stored), *sheet]


def differences_told(form_id: str, version: str, compared: Comparison) -> dict[str, Any]:
    """In the language of the request."""
    impact = compared.impact
    breaking = set(impact.breaking()) if impact else set()
    changes = [
        _change(one) | {"submissions": one.submissions, "breaks": one in breaking}
        for one in (impact.weighed if impact else ())
    ]
    return {
        "form_id": form_id,
        "version": version,
        "against": compared.against,
        "looked_at": impact.looked_at if impact else 0,
        "is_whole": impact.is_whole if impact else True,
        "changes": changes,
        "ruleset_faults": [f"{one.place}: {one.message}" for one in lines_of(compared.sheet_faults)],
        "waiting": _waiting(compared),
    }


def _waiting(compared: Comparison) -> dict[str, Any] | None:
    if compared.waiting is None:
        return None
    return {
        "version": compared.waiting.version,
        "effective_at": compared.waiting.at,
        "message": waiting_sentence(compared.waiting.version, compared.waiting.at),
        "changes": [_change(Weighed(one, None)) for one in compared.waiting.changes],
    }


def _change(one: Weighed) -> dict[str, Any]:
    return {
        "kind": one.difference.kind.value,
        "path": one.difference.path,
        "before": one.difference.before,
        "after": one.difference.after,
        "message": change_sentence(one),
    }
