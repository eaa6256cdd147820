"""A form as a JSON Schema of its answers, as answers.py reads them."""

from typing import Any

from jsonschema import Draft202012Validator

from form_engine.answers import Answers
from form_engine.definition import Field, FieldType, FormDefinition, Group, Node, Repeat

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_MOST_FAULTS = 100
_NUMBER = {"type": ["number", "null"]}
_PLACE = {
    "type": "object",
    "properties": {
        "latitude": {"type": "number", "minimum": -90, "maximum": 90},
        "longitude": {"type": "number", "minimum": -180, "maximum": 180},
        "altitude": _NUMBER,
        "accuracy": _NUMBER,
    },
    "required": ["latitude", "longitude", "altitude", "accuracy"],
    "additionalProperties": False,
}
_TYPES: dict[FieldType, dict[str, Any]] = {
    FieldType.STRING: {"type": "string"},
    FieldType.BARCODE: {"type": "string"},
    FieldType.INT: {"type": "integer"},
    FieldType.DECIMAL: {"type": "number"},
    FieldType.BOOLEAN: {"type": "boolean"},
    FieldType.DATE: {"type": "string", "format": "date"},
    FieldType.TIME: {"type": "string", "format": "time"},
    FieldType.DATE_TIME: {"type": "string", "format": "date-time"},
    FieldType.GEOPOINT: _PLACE,
    FieldType.GEOTRACE: {"type": "array", "items": _PLACE},
    FieldType.GEOSHAPE: {"type": "array", "items": _PLACE},
    FieldType.SELECT_ONE: {"type": "string"},
    FieldType.SELECT: {"type": "array", "items": {"type": "string"}},
    FieldType.RANK: {"type": "array", "items": {"type": "string"}},
    FieldType.BINARY: {"type": "string", "contentEncoding": "binary"},
}


def schema_of(definition: FormDefinition) -> dict[str, Any]:
    """Fields that were not asked are absent, those left empty are null; so nothing but their shape is demanded."""
    return {
        "$schema": DIALECT,
        "$id": f"urn:xform:{definition.form_id}:{definition.version}",
        "title": definition.title,
        **_group(definition.root),
    }


def schema_faults(answers: Answers, schema: dict[str, Any]) -> list[str]:
    """Where answers are not what the schema says, each as "path: what", at most a hundred. Tells no answer."""
    found = []
    for error in Draft202012Validator(schema).iter_errors(answers):
        place = "/".join(str(part) for part in error.absolute_path)
        found.append(f"{place}: {error.validator}")
        if len(found) == _MOST_FAULTS:
            break
    return found


def _node(node: Node) -> dict[str, Any]:
    if isinstance(node, Repeat):
        return {**_words(node), "type": "array", "items": _group(node)}
    return {**_words(node), **(_group(node) if isinstance(node, Group) else _field(node))}


def _group(group: Group) -> dict[str, Any]:
    properties = {child.name: _node(child) for child in group.children}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _field(field: Field) -> dict[str, Any]:
    shape = dict(_TYPES[field.type])
    if field.choices is not None:
        names = list(dict.fromkeys(choice.name for choice in field.choices))
        if shape["type"] == "array":
            shape["items"] = {"type": "string", "enum": names}
        else:
            shape["enum"] = [*names, None]
    shape["type"] = [shape["type"], "null"]
    if field.calculate or field.readonly:
        shape["readOnly"] = True
    return shape


def _words(node: Node) -> dict[str, Any]:
    """The title in the form's first language, all of them in `x-labels`."""
    if not node.labels:
        return {}
    return {"title": next(iter(node.labels.values())), "x-labels": dict(node.labels)}
