"""What can be downloaded of a form version: its definition in every shape that others read."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from app.documents.blank_form import blank_form
from app.form_life import content_of
from core.blobs import Blobs
from form_engine.codebook import REQUIRED, as_markdown, as_xlsx, codebook_of
from form_engine.definition import FormDefinition
from form_engine.json_schema import schema_of
from form_engine.kobo_content import content_of_sheets
from form_engine.publishing.errors import FormFileNotFound
from form_engine.publishing.models import FormDraft, FormVersion
from form_engine.workbook_rows import sheets_of
from form_engine.xform_reader import read_definition

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_JSON = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class FormFile:
    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class _Source:
    """A version or a draft, with its definition read when it is needed."""

    version: FormVersion | FormDraft
    blobs: Blobs

    def xform(self) -> bytes:
        return content_of(self.version.xform_key, self.blobs)

    def workbook(self) -> bytes:
        return content_of(self.version.workbook_key, self.blobs)

    def definition(self) -> FormDefinition:
        return read_definition(self.xform())


def file_of(version: FormVersion | FormDraft, kind: str, blobs: Blobs) -> FormFile:
    """kind: one of KINDS. Words are in the language of the request. Raises FormFileNotFound, StoreUnreachable."""
    form_id = version.id if isinstance(version, FormDraft) else version.form_id
    if kind not in KINDS or (kind in ("workbook", "kobo.json") and not version.workbook_key):
        raise FormFileNotFound(form_id=form_id, filename=kind)
    content_type, make = KINDS[kind]
    end = {"xml": ".xml", "workbook": f".{(version.workbook_name or '').rpartition('.')[2]}"}.get(kind, f"-{kind}")
    return FormFile(f"{form_id}-{version.version}{end}", content_type, make(_Source(version, blobs)))


def _kobo(source: _Source) -> bytes:
    content = content_of_sheets(sheets_of(source.workbook(), source.version.workbook_name))
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def _schema(source: _Source) -> bytes:
    return json.dumps(schema_of(source.definition()), ensure_ascii=False, indent=1).encode()


def _codebook_xlsx(source: _Source) -> bytes:
    titles = _titles()
    return as_xlsx(codebook_of(source.definition(), titles, _kinds()), titles)


def _codebook_md(source: _Source) -> bytes:
    titles, definition = _titles(), source.definition()
    heading = f"{definition.title} ({definition.form_id} {definition.version})"
    return as_markdown(codebook_of(definition, titles, _kinds()), titles, heading).encode()


KINDS: Mapping[str, tuple[str, Callable[[_Source], bytes]]] = {
    "xml": ("application/xml; charset=utf-8", _Source.xform),
    "workbook": ("application/octet-stream", _Source.workbook),
    "kobo.json": (_JSON, _kobo),
    "schema.json": (_JSON, _schema),
    "codebook.xlsx": (_XLSX, _codebook_xlsx),
    "codebook.md": ("text/markdown; charset=utf-8", _codebook_md),
    "blank.pdf": ("application/pdf", lambda source: blank_form(source.definition())),
}


def kind_names() -> dict[str, str]:
    """For people, in the language of the request."""
    return {
        "blank.pdf": str(_("Blank form (PDF)")),
        "workbook": str(_("Workbook")),
        "codebook.xlsx": str(_("Codebook (XLSX)")),
        "codebook.md": str(_("Codebook (Markdown)")),
        "schema.json": str(_("JSON Schema")),
        "kobo.json": str(_("KoboToolbox (JSON)")),
        "xml": str(_("XForm (XML)")),
    }


def _titles() -> dict[str, str]:
    return {
        "questions": str(_("Questions")),
        "choices": str(_("Choices")),
        "path": str(_("Path")),
        "name": str(_("Name in the data")),
        "kind": str(_("Kind")),
        "label": str(_("Text")),
        "hint": str(_("Hint")),
        "relevant": str(_("Asked when")),
        "count": str(_("Rounds")),
        "required": str(_("Required")),
        "constraint": str(_("Constraint")),
        "calculation": str(_("Calculation")),
        "list": str(_("List from file")),
        "code": str(_("Code")),
    }


def _kinds() -> dict[str, str]:
    """Of questions; what a workbook's author calls them stands in the workbook itself."""
    return {
        "string": str(_("text, typed")),
        "int": str(_("whole number")),
        "decimal": str(_("decimal number")),
        "boolean": str(_("true or false")),
        "date": str(_("date")),
        "time": str(_("time of day")),
        "dateTime": str(_("date and time")),
        "geopoint": str(_("position")),
        "geotrace": str(_("line on the map")),
        "geoshape": str(_("area on the map")),
        "select1": str(_("one choice")),
        "select": str(_("several choices")),
        "rank": str(_("choices in order")),
        "barcode": str(_("barcode")),
        "binary": str(_("file")),
        "image": str(_("photograph")),
        "signature": str(_("signature")),
        "audio": str(_("sound")),
        "video": str(_("film")),
        "file": str(_("file")),
        "group": str(_("group")),
        "repeat": str(_("repeated group")),
        "calculated": str(_("worked out")),
        "hidden": str(_("filled by the phone")),
        "note": str(_("note")),
        REQUIRED: str(_("yes")),
    }
