"""An instance as the tree that expressions walk over: what is known to the form, each value by its type."""

from collections.abc import Mapping
from typing import Any

from lxml import etree

from form_engine.answer_types import WrongType, typed
from form_engine.definition import Field, FieldType, Group, Repeat
from form_engine.instance import Instance
from form_engine.safe_xml import local_name
from form_engine.xpath.errors import Unknown
from form_engine.xpath.nodes import UNREADABLE, Node
from form_engine.xpath.values import read_moment

_TEMPLATE = "{http://openrosa.org/javarosa}template"
_NUMBERS = frozenset({FieldType.INT, FieldType.DECIMAL})
_DATES = frozenset({FieldType.DATE, FieldType.DATE_TIME})


def grow(instance: Instance, root: Group) -> tuple[Node, Mapping[str, list[Node]]]:
    """The root, and the nodes of each field by its path. What came twice is taken once, as in answers.py."""
    fields: dict[str, list[Node]] = {}
    top = Node(root.name, None)
    _fill(top, instance.root, root, fields)
    return top, fields


def _fill(node: Node, element: etree._Element, group: Group, fields: dict[str, list[Node]]) -> None:
    for child in element:
        name = local_name(child)
        known = group.by_name.get(name)
        if isinstance(known, Field):
            if name not in node.kids:
                fields.setdefault(known.path, []).append(_leaf(node, child, known))
        elif known is not None:
            is_round = isinstance(known, Repeat)
            if (is_round and _TEMPLATE not in child.attrib) or (not is_round and name not in node.kids):
                _fill(node.add(name), child, known, fields)
        elif name == "meta" and name not in node.kids:
            meta = node.add(name)
            for entry in child:
                meta.add(local_name(entry), entry.text or "", entry.text or "")


def _leaf(up: Node, element: etree._Element, field: Field) -> Node:
    text = element.text or ""
    if len(element) or not text or text.isspace():
        return up.add(field.name, UNREADABLE if len(element) else "")
    return up.add(field.name, value_of(text, field.type), text)


def value_of(text: str, type_: FieldType) -> Any:
    """What an expression sees: a number, a date, a bool or the text. UNREADABLE when it is not of the type."""
    try:
        if type_ in _NUMBERS:
            value = typed(text, type_)
            return "" if value is None else float(value)
        if type_ in _DATES:
            return read_moment(text.strip())
        if type_ is FieldType.BOOLEAN:
            return typed(text, type_)
    except (WrongType, Unknown, OverflowError):
        return UNREADABLE
    return UNREADABLE if type_ is FieldType.TIME else text
