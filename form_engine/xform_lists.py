"""The choices of an XForm's questions: written in place, in a secondary instance, or in a file beside the form."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from form_engine.definition import Choice, Labels
from form_engine.safe_xml import local_name
from form_engine.xform_body import Control
from form_engine.xform_texts import Texts

_INSTANCE = re.compile(r"""instance\(\s*['"]([^'"]+)['"]\s*\)""")
_SEARCH = re.compile(r"""search\s*\(\s*['"]([^'"]+)['"]""")


@dataclass(frozen=True, slots=True)
class Lists:
    texts: Texts
    instances: Mapping[str, etree._Element]

    def choices_of(self, control: Control) -> tuple[tuple[Choice, ...] | None, str | None]:
        """All the choices, before any filter, or the name of the file that holds them."""
        if found := _SEARCH.search(control.appearance):
            return None, f"{found.group(1)}.csv"
        itemset = control.child("itemset")
        if itemset is not None:
            return self._itemset(itemset)
        items = [item for item in control.element if local_name(item) == "item"]
        if not items:
            return None, None
        return tuple(Choice(_text(item, "value"), self.texts.of(_child(item, "label"))) for item in items), None

    def files(self) -> dict[str, str]:
        """Names of files by the id of their list."""
        return {list_id: file for list_id, instance in self.instances.items() if (file := _file(instance))}

    def rows(self) -> dict[str, tuple[Mapping[str, str], ...]]:
        """The rows that stand in the form, by the id of their list."""
        return {
            list_id: tuple({local_name(cell): cell.text or "" for cell in item} for root in instance for item in root)
            for list_id, instance in self.instances.items()
            if not instance.get("src")
        }

    def _itemset(self, itemset: etree._Element) -> tuple[tuple[Choice, ...] | None, str | None]:
        found = _INSTANCE.search(itemset.get("nodeset", ""))
        instance = self.instances.get(found.group(1)) if found else None
        if instance is None:  # choices made from answers, such as the names in a repeat
            return None, None
        if file := _file(instance):
            return None, file
        value, label = _ref(itemset, "value", "name"), _ref(itemset, "label", "label")
        items = [item for root in instance for item in root]
        return tuple(Choice(_text(item, value), self._item_labels(item, label)) for item in items), None

    def _item_labels(self, item: etree._Element, label: str) -> Labels:
        if label.startswith("jr:itext("):
            text_id = _text(item, label.removeprefix("jr:itext(").rstrip(") "))
            return self.texts.by_id.get((text_id, ""), {})
        text = _text(item, label)
        return {"": text} if text else {}


def itemset_of(control: Control) -> tuple[str, str, str]:
    """The expression that gives the rows of a question's choices, and which parts of a row are answer and label."""
    itemset = control.child("itemset")
    if itemset is None:
        return "", "name", "label"
    return itemset.get("nodeset", ""), _ref(itemset, "value", "name"), _ref(itemset, "label", "label")


def read_lists(model: etree._Element, texts: Texts) -> Lists:
    instances = [element for element in model if local_name(element) == "instance"]
    return Lists(texts, {instance.get("id", ""): instance for instance in instances[1:]})


def _file(instance: etree._Element) -> str | None:
    source: str = instance.get("src", "")
    if not source.startswith(("jr://file/", "jr://file-csv/")):
        return None
    return source.rpartition("/")[2]


def _ref(itemset: etree._Element, part: str, default: str) -> str:
    element = _child(itemset, part)
    return default if element is None else str(element.get("ref", default)).strip()


def _child(element: etree._Element, name: str) -> etree._Element | None:
    return next((child for child in element if local_name(child) == name), None)


def _text(item: etree._Element, name: str) -> str:
    child = _child(item, name)
    return "" if child is None else (child.text or "").strip()
