"""Forms, drafts and differences as JSON."""

from dataclasses import asdict
from typing import Any

from marshmallow import Schema, fields

from app.form_life import Comparison
from app.i18n.differences import difference_sentence, impact_sentence
from app.i18n.workbook_faults import fault_lines
from app.openrosa.testing import test_address
from form_engine.publishing.models import FormDraft
from form_engine.workbook_faults import faults_of


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


class DraftSchema(Schema):
    form_id = fields.Str()
    version = fields.Str()
    title = fields.Str()
    made_at = fields.AwareDateTime()
    test_url = fields.Str(metadata={"description": "Server URL for ODK Collect; no other credential."})
    warnings = fields.List(fields.Nested(FaultSchema))


class ChangeSchema(Schema):
    kind = fields.Str()
    path = fields.Str()
    before = fields.Str()
    after = fields.Str()
    submissions = fields.Int(allow_none=True, metadata={"description": "Stored forms that it concerns."})
    breaks = fields.Bool()
    message = fields.Str()


class DifferencesSchema(Schema):
    form_id = fields.Str()
    version = fields.Str()
    against = fields.Str(allow_none=True)
    looked_at = fields.Int(metadata={"description": "So many stored forms, the newest."})
    is_whole = fields.Bool()
    changes = fields.List(fields.Nested(ChangeSchema))
    ruleset_faults = fields.List(fields.Str())


def draft_told(draft: FormDraft) -> dict[str, Any]:
    return {
        "form_id": draft.id,
        "version": draft.version,
        "title": draft.title,
        "made_at": draft.made_at,
        "test_url": test_address(draft),
        "warnings": [asdict(line) for line in fault_lines(faults_of(draft.warnings))],
    }


def told_of(draft: FormDraft, compared: Comparison) -> dict[str, Any]:
    """In the language of the request."""
    impact = compared.impact
    breaking = set(impact.breaking()) if impact else set()
    changes = [
        {
            "kind": one.difference.kind.value,
            "path": one.difference.path,
            "before": one.difference.before,
            "after": one.difference.after,
            "submissions": one.submissions,
            "breaks": one in breaking,
            "message": f"{difference_sentence(one)} {impact_sentence(one)}".strip(),
        }
        for one in (impact.weighed if impact else ())
    ]
    return {
        "form_id": draft.id,
        "version": draft.version,
        "against": compared.against,
        "looked_at": impact.looked_at if impact else 0,
        "is_whole": impact.is_whole if impact else True,
        "changes": changes,
        "ruleset_faults": list(compared.sheet_faults),
    }
