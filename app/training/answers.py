"""Answers to a finalised instance, as a phone writes it: the XForm's own tree, without what was not relevant."""

from collections.abc import Mapping
from random import Random
from typing import Any
from uuid import UUID

from lxml import etree

from form_engine.definition import Field, FieldType, FormDefinition, Group, Repeat

_PREFIXES = {
    "h": "http://www.w3.org/1999/xhtml",
    "jr": "http://openrosa.org/javarosa",
    "orx": "http://openrosa.org/xforms",
}


def new_instance_id(chance: Random) -> str:
    return f"uuid:{UUID(int=chance.getrandbits(128), version=4)}"


def write_instance(
    definition: FormDefinition,
    answers: Mapping[str, Any],
    *,
    instance_id: str,
    instance_name: str = "",
    deprecated_id: str = "",
    audit_file: str = "",
) -> bytes:
    """The inverse of `form_engine.answers.read_answers`: what is absent there is left out here, None stays empty.

    Raises KeyError for an answer that the form has no field for.
    """
    root = etree.Element(definition.root_name, nsmap=_PREFIXES)
    root.set("id", definition.form_id)
    if definition.version:
        root.set("version", definition.version)
    _write_group(root, definition.root, answers)
    meta = etree.SubElement(root, "meta")
    envelope = {
        "audit": audit_file,
        "instanceID": instance_id,
        "deprecatedID": deprecated_id,
        "instanceName": instance_name,
    }
    for name, value in envelope.items():
        if value:
            etree.SubElement(meta, name).text = value
    content: bytes = etree.tostring(root, encoding="utf-8")
    return b"<?xml version='1.0' ?>" + content


def nested(group: Group, flat: Mapping[str, Any]) -> dict[str, Any]:
    """Put answers given by field name into the groups of the form. Notes that are always shown add themselves.

    A repeat is a list of such answers under its name. Raises KeyError for a name that the form lacks.
    """
    placed, used = _nest(group, flat)
    if unknown := flat.keys() - used:
        raise KeyError(f"{group.path} has no {sorted(unknown)}")
    return placed


def _nest(group: Group, flat: Mapping[str, Any]) -> tuple[dict[str, Any], set[str]]:
    placed: dict[str, Any] = {}
    used: set[str] = set()
    for node in group.children:
        if isinstance(node, Repeat):
            if node.name in flat:
                placed[node.name] = [nested(node, each) for each in flat[node.name]]
                used.add(node.name)
        elif isinstance(node, Group):
            placed[node.name], below = _nest(node, flat)
            used |= below
        elif node.name in flat:
            placed[node.name] = flat[node.name]
            used.add(node.name)
        elif node.readonly and node.asked and not node.relevant:
            placed[node.name] = None
    return placed, used


def _write_group(element: etree._Element, group: Group, answers: Mapping[str, Any]) -> None:
    unknown = answers.keys() - group.by_name.keys()
    if unknown:
        raise KeyError(f"{group.path} has no {sorted(unknown)}")
    for node in group.children:
        if node.name not in answers:
            continue
        answer = answers[node.name]
        if isinstance(node, Field):
            etree.SubElement(element, node.name).text = _text(answer, node.type)
        else:
            for answers_of_round in answer if isinstance(node, Repeat) else [answer]:
                _write_group(etree.SubElement(element, node.name), node, answers_of_round)


def _text(answer: Any, type_: FieldType) -> str:
    match answer:
        case None:
            return ""
        case bool():
            return str(answer).lower()
        case dict():
            return _place(answer)
        case list() if type_ in (FieldType.GEOTRACE, FieldType.GEOSHAPE):
            return "; ".join(map(_place, answer))
        case list():
            return " ".join(answer)
        case _:
            return str(answer)


def _place(point: Mapping[str, float | None]) -> str:
    numbers = (point["latitude"], point["longitude"], point.get("altitude"), point.get("accuracy"))
    return " ".join(str(number if number is not None else 0.0) for number in numbers)
