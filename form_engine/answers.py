"""Instance and definition to typed answers. Whatever the text is, it is kept; what doesn't fit becomes a finding."""

from typing import Any, TypeAlias

from lxml import etree

from form_engine.answer_types import WrongType, typed
from form_engine.definition import Field, FieldType, FormDefinition, Group, Repeat
from form_engine.findings import Finding, FindingKind
from form_engine.instance import Instance
from form_engine.safe_xml import local_name

Answers: TypeAlias = dict[str, Any]
"""Nests groups (dict) and repeats (list of dict) as the form does, by field name; fit for JSON.

A field that was not relevant is absent; one that was asked and left empty is None.
int, float (decimal), bool, str (text, dates in ISO 8601, one choice, file name), list[str] (several choices, rank),
dict or list of dict (places; see answer_types.py). What has the wrong type stays text.
"""

_MAX_FINDINGS = 500
_JR_TEMPLATE = "{http://openrosa.org/javarosa}template"


def read_answers(instance: Instance, definition: FormDefinition) -> tuple[Answers, list[Finding]]:
    """Never raises on content. Of an encrypted instance nothing is known: no answers, no findings."""
    if instance.encrypted:
        return {}, []
    reader = _Reader()
    answers = reader.read_group(instance.root, definition.root, f"/{definition.root_name}")
    return answers, reader.findings()


class _Reader:
    def __init__(self) -> None:
        self._found: list[Finding] = []
        self._left_out = 0

    def findings(self) -> list[Finding]:
        if not self._left_out:
            return self._found
        return [*self._found, Finding("", FindingKind.TOO_MANY_FINDINGS, {"count": self._left_out})]

    def read_group(self, element: etree._Element, group: Group, path: str) -> Answers:
        answers: Answers = {}
        loose = element.text
        for child in element:
            name = local_name(child)
            node = group.by_name.get(name)
            if child.tail and (not loose or loose.isspace()):
                loose = child.tail
            if node is None:
                if name != "meta":
                    self._find(f"{path}/{name}", FindingKind.UNKNOWN_FIELD)
            elif isinstance(node, Repeat):
                if _JR_TEMPLATE not in child.attrib:
                    rounds = answers.setdefault(name, [])
                    rounds.append(self.read_group(child, node, f"{path}/{name}[{len(rounds) + 1}]"))
            elif name in answers:
                self._find(f"{path}/{name}", FindingKind.ANSWERED_TWICE)
            elif isinstance(node, Group):
                answers[name] = self.read_group(child, node, f"{path}/{name}")
            else:
                answers[name] = self._read_field(child, node, f"{path}/{name}")
        if loose and not loose.isspace():
            self._find(path if "/" in path[1:] else "", FindingKind.LOOSE_TEXT)
        return answers

    def _read_field(self, element: etree._Element, field: Field, path: str) -> Any:
        text = "".join(element.itertext()) if len(element) else element.text
        if text is None or text.isspace() or not text:
            if field.required:
                self._find(path, FindingKind.MISSING)
            return None
        if len(element):
            self._find(path, FindingKind.WRONG_TYPE, expected=field.type.value)
            return text
        try:
            value = typed(text, field.type)
        except WrongType:
            self._find(path, FindingKind.WRONG_TYPE, expected=field.type.value)
            return text
        self._check_choices(value, field, path)
        return value

    def _check_choices(self, value: Any, field: Field, path: str) -> None:
        known = field.choice_names
        if known is None:
            return
        chosen = [value] if field.type is FieldType.SELECT_ONE else value
        for name in chosen:
            if name not in known:
                self._find(path, FindingKind.UNKNOWN_CHOICE, value=name[:100])

    def _find(self, path: str, kind: FindingKind, **facts: Any) -> None:
        if len(self._found) < _MAX_FINDINGS:
            self._found.append(Finding(path, kind, facts))
        else:
            self._left_out += 1
