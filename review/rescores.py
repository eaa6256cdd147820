"""Every query and write of scorings under another rule set: a run, its parts (one for each round), a version a case.

A version stands beside the result in force and changes nothing: no case, no decision. Its id says of which rule set,
which case and which answers it is, so that a run over the same answers finds it there. When a case has other answers,
the version of the earlier ones stays, no longer current.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from pymongo.collection import Collection
from pymongo.errors import BulkWriteError

from core import mongo
from core.mongo import Document, ensure_index
from core.portions import portions

_DUPLICATE = 11000


def runs() -> Collection[Document]:
    return mongo.collection("rescore_runs")


def parts() -> Collection[Document]:
    return mongo.collection("rescore_parts")


def versions() -> Collection[Document]:
    return mongo.collection("score_versions")


def ensure_indexes() -> None:
    ensure_index(runs(), "ruleset_hash", "scope")
    ensure_index(parts(), "run_id")
    ensure_index(versions(), "ruleset_hash", "round_id")
    ensure_index(versions(), "case_id")


def unfinished_run(ruleset_hash: str, scope: str) -> Document | None:
    """The latest run of this rule set over this scope, if it did not come to its end."""
    found = list(runs().find({"ruleset_hash": ruleset_hash, "scope": scope}))
    latest = max(found, key=lambda one: one["started_at"], default=None)
    return latest if latest and latest.get("finished_at") is None else None


def add_run(run: Mapping[str, Any]) -> None:
    runs().insert_one(dict(run))


def finish_run(run_id: str, at: datetime) -> None:
    runs().update_one({"_id": run_id}, {"$set": {"finished_at": at}})


def parts_of(run_id: str) -> list[Document]:
    return list(parts().find({"run_id": run_id}))


def known_versions(ruleset_hash: str, round_id: str) -> dict[str, tuple[str, bool]]:
    """Of a round under a rule set: village and whether it is current, by id."""
    wanted = {"village_path": 1, "is_current": 1}
    found = versions().find({"ruleset_hash": ruleset_hash, "round_id": round_id}, wanted)
    return {one["_id"]: (one["village_path"], one.get("is_current", True)) for one in found}


def add_versions(found: Sequence[Document]) -> None:
    """Of two runs at one time the first writes them."""
    if not found:
        return
    try:
        versions().insert_many(found, ordered=False)
    except BulkWriteError as error:
        if any(one.get("code") != _DUPLICATE for one in error.details.get("writeErrors", [])):
            raise


def mark_current(ids: Sequence[str], *, is_current: bool) -> None:
    for several in portions(ids):
        versions().update_many({"_id": {"$in": several}}, {"$set": {"is_current": is_current}})


def finish_part(part: Mapping[str, Any]) -> None:
    """Written last: a part that stands is whole."""
    parts().replace_one({"_id": part["_id"]}, dict(part), upsert=True)


def changed_of(ruleset_hash: str, round_id: str) -> Iterator[Document]:
    """Current versions of a round whose class is another one than that in force; not those without any."""
    found = versions().find({"ruleset_hash": ruleset_hash, "round_id": round_id})
    return (one for one in found if one["differs"] and one.get("is_current", True))


def versions_of_case(case_id: str) -> list[Document]:
    """The latest first."""
    return sorted(versions().find({"case_id": case_id}), key=lambda one: one["at"], reverse=True)
