"""The whole database as it is, to go back to; and what two states of it have in common."""

import json
from collections.abc import Mapping
from typing import Any

from core import mongo
from registry import words_seen

Snapshot = Mapping[str, list[dict[str, Any]]]

DRAWN = frozenset({"seq", "revision", "code", "mark", "changed", "written"})
"""Fields that differ from run to run: numbers and codes that are drawn, how often a document was written."""


def take() -> Snapshot:
    return {name: list(mongo.database()[name].find()) for name in mongo.database().list_collection_names()}


def go_back_to(kept: Snapshot) -> None:
    words_seen._written.clear()  # what this process remembers to have written
    for name in mongo.database().list_collection_names():
        mongo.database()[name].delete_many({})
        if kept.get(name):
            mongo.database()[name].insert_many(kept[name])


def as_told(kept: Snapshot) -> dict[str, list[str]]:
    """What the documents say, in an order of its own. An entry of the trail has no lasting id."""
    return {
        name: sorted(_told(one, without_id=name == "audit") for one in documents)
        for name, documents in kept.items()
        if documents
    }


def differences(before: Snapshot, after: Snapshot) -> dict[str, tuple[list[str], list[str]]]:
    """By collection what only the one says, and what only the other."""
    told = as_told(before), as_told(after)
    names = {name for one in told for name in one if told[0].get(name) != told[1].get(name)}
    both = {name: (told[0].get(name, []), told[1].get(name, [])) for name in sorted(names)}
    return {
        name: ([x for x in ones if x not in others], [x for x in others if x not in ones])
        for name, (ones, others) in both.items()
    }


def _told(document: Mapping[str, Any], *, without_id: bool) -> str:
    plain = json.loads(json.dumps(document, default=str))
    return json.dumps(_plain(plain, {"_id"} if without_id else set()), sort_keys=True, ensure_ascii=False)


def _plain(value: Any, left_out: set[str]) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one, set()) for name, one in value.items() if name not in DRAWN | left_out}
    return [_plain(one, set()) for one in value] if isinstance(value, list) else value
