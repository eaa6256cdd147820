"""Entity lists as phones carry them: a person's entities with version and all properties (rules N4, N13)."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.openrosa.lists.kept import PersonalList, table
from app.openrosa.lists.review_households import LAST_ANSWERS
from core.actor import Actor
from form_engine.publishing import entity_lists
from registry import entities
from registry.rules import household_list
from registry.rules.names import by_given_name, folded

_ALWAYS = ("name", "label", "__version")


def make(list_name: str, properties: tuple[str, ...], actor: Actor) -> PersonalList:
    """Every property of the list in every row, empty where it is not set; by label, people by given name."""
    order = by_given_name if list_name == household_list.NAME else folded
    found = sorted(entities.in_list(list_name, seen_by=actor), key=lambda one: (order(_name(one)), one["entity_id"]))
    return table((*_ALWAYS, *properties), _rows(found, properties))


def _name(one: Mapping[str, Any]) -> str:
    return str(one["data"].get("head_name") or one["label"])


def properties_of(list_name: str) -> tuple[str, ...]:
    """Those of the server first; then those that forms declared, in the order in which they came."""
    kept = entity_lists.find_list(list_name)
    declared = tuple(kept.properties) if kept else ()
    if list_name != household_list.NAME:
        return declared
    return tuple(dict.fromkeys((*household_list.OF_THE_REGISTER, *LAST_ANSWERS, *declared)))


def type_of(list_name: str) -> str:
    """What the manifest calls it: a phone adds nothing by itself to a list whose entries wait for approval."""
    kept = entity_lists.find_list(list_name)
    return "approvalEntityList" if kept is not None and kept.needs_approval else "entityList"


def _rows(found: Iterable[Mapping[str, Any]], properties: Iterable[str]) -> Iterable[tuple[str, ...]]:
    names = tuple(properties)
    for one in found:
        data = one["data"]
        yield one["entity_id"], one["label"], str(one["version"]), *(data.get(name, "") for name in names)
