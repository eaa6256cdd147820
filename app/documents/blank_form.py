"""Phiếu trắng: a form to be filled by hand, where there is no phone; A4, in the official layout, in Vietnamese."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from app.documents.rendering import pdf
from form_engine.definition import Field, FieldType, FormDefinition, Group, Labels, MediaKind, Node, Repeat

PAPER = "vi"
_REFERENCE = re.compile(r"<output[^>]*>|\$\{[^}]*\}")
_MARKS = re.compile(r"^#+\s*|[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,2}|<[^>]+>")
_IS = re.compile(r"^\s*(?P<path>/[\w/.-]+)\s*=\s*'(?P<value>[^']*)'\s*$")
_SELECTED = re.compile(r"^\s*selected\(\s*(?P<path>/[\w/.-]+)\s*,\s*'(?P<value>[^']*)'\s*\)\s*$")
_DOTS = "……"
_LONGEST_LIST = 40
"""A list of more choices is written out by hand."""
_ASKED_BY_PHONE = frozenset({FieldType.GEOPOINT, FieldType.GEOTRACE, FieldType.GEOSHAPE, FieldType.BARCODE})
_SHAPES = {
    FieldType.INT: "number",
    FieldType.DECIMAL: "number",
    FieldType.DATE: "date",
    FieldType.DATE_TIME: "date",
    FieldType.TIME: "number",
}


def blank_form(definition: FormDefinition) -> bytes:
    """A PDF. Questions are numbered through; a repeat is a table with a column for each round."""
    with force_locale(PAPER):
        return pdf("blank_form.typ", _Paper(definition).facts())


class _Paper:
    def __init__(self, definition: FormDefinition) -> None:
        self._definition = definition
        self._numbers: dict[str, int] = {}
        self._signatures: list[str] = []

    def facts(self) -> dict[str, Any]:
        parts = list(self._parts(self._definition.root))
        return {
            "title": self._definition.title,
            "form": self._definition.form_id,
            "version": self._definition.version,
            "parts": parts,
            "signatures": self._signatures,
            "words": _words(),
        }

    def _parts(self, group: Group) -> Iterator[dict[str, Any]]:
        for node in group.children:
            if isinstance(node, Field):
                if row := self._question(node):
                    yield {"kind": "question", **row}
            elif isinstance(node, Repeat):
                rows = [row for field in _fields(node) if (row := self._question(field))]
                yield {"kind": "repeat", "title": self._text(node.labels) or node.name, "rows": rows}
            else:
                inside = list(self._parts(node))
                if inside:
                    yield {"kind": "group", "title": self._text(node.labels), "when": self._when(node)}
                    yield from inside

    def _question(self, field: Field) -> dict[str, Any] | None:
        text = self._text(field.labels)
        if not field.asked or not text:
            return None
        if field.media is MediaKind.SIGNATURE:
            self._signatures.append(text)
            return None
        if field.readonly and not field.calculate and field.type is FieldType.STRING:
            return None if field.relevant or _DOTS in text else {"shape": "note", "text": text}
        if field.type is FieldType.BINARY or field.type in _ASKED_BY_PHONE:
            return None
        number = self._numbers.setdefault(field.path, len(self._numbers) + 1)
        choices = [self._text(one.labels) or one.name for one in field.choices or ()]
        return {
            "shape": self._shape(field, choices),
            "number": number,
            "text": text,
            "hint": self._text(field.hints),
            "required": field.required,
            "several": field.type in (FieldType.SELECT, FieldType.RANK),
            "choices": choices if len(choices) <= _LONGEST_LIST else [],
            "codes": [one.name for one in field.choices or ()][: len(choices)],
            "when": self._when(field),
        }

    def _shape(self, field: Field, choices: list[str]) -> str:
        if 0 < len(choices) <= _LONGEST_LIST:
            return "choices"
        return _SHAPES.get(field.type, "line")

    def _text(self, labels: Labels) -> str:
        """In Vietnamese, else in the form's first language; answers that a phone would fill in are dots."""
        told = labels.get(PAPER) or next(iter(labels.values()), "")
        return " ".join(_MARKS.sub("", _REFERENCE.sub(_DOTS, told)).split())

    def _when(self, node: Node) -> str:
        """Only a plain condition is told in words."""
        if not node.relevant:
            return ""
        found = _IS.match(node.relevant) or _SELECTED.match(node.relevant)
        asked = self._definition.nodes.get(found["path"]) if found else None
        if found is None or not isinstance(asked, Field) or asked.path not in self._numbers:
            return str(_("if it applies"))
        choice = asked.choice(found["value"])
        answer = self._text(choice.labels) if choice else found["value"]
        return str(_("only if question %(number)s: %(answer)s", number=self._numbers[asked.path], answer=answer))


def _fields(group: Group) -> Iterator[Field]:
    for child in group.children:
        if isinstance(child, Field):
            yield child
        else:
            yield from _fields(child)


def _words() -> Mapping[str, str]:
    return {
        "country": str(_("SOCIALIST REPUBLIC OF VIET NAM")),
        "motto": str(_("Independence - Freedom - Happiness")),
        "committee": str(_("PEOPLE'S COMMITTEE OF COMMUNE …………")),
        "village": str(_("Village: …………………")),
        "date": str(_("………………, day …… month …… year 20……")),
        "version": str(_("version")),
        "several": str(_("several answers")),
        "rounds": str(_("One column for each; take another sheet if there are more.")),
        "sign": str(_("(signature, full name)")),
        "page": str(_("Page")),
    }
