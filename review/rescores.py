"""Every query and write of scorings under another rule set: a run, its parts (one for each round), a version a case.

A version stands beside the result in force and changes nothing: no case, no decision.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from pymongo.collection import Collection

from core import mongo
from core.mongo import Document, ensure_index


def runs() -> Collection[Document]:
    return mongo.collection("rescore_runs")


def parts() -> Collection[Document]:
    return mongo.collection("rescore_parts")


def versions() -> Collection[Document]:
    return mongo.collection("score_versions")


def ensure_indexes() -> None:
    ensure_index(runs(), "ruleset_hash", "scope")
    ensure_index(parts(), "run_id")
    ensure_index(versions(), "run_id", "round_id")
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


def forget_versions(run_id: str, round_id: str) -> None:
    """What an earlier try left of a round that it did not finish."""
    versions().delete_many({"run_id": run_id, "round_id": round_id})


def add_versions(found: Iterable[Document]) -> None:
    several = list(found)
    if several:
        versions().insert_many(several, ordered=False)


def finish_part(part: Mapping[str, Any]) -> None:
    """Written last: a part that stands is whole."""
    parts().replace_one({"_id": part["_id"]}, dict(part), upsert=True)


def changed_of(run_id: str, round_id: str) -> Iterator[Document]:
    """Versions of a round whose class is another one than that in force; not those without any."""
    return iter(versions().find({"run_id": run_id, "round_id": round_id, "differs": True}))


def versions_of_case(case_id: str) -> list[Document]:
    """The latest first."""
    return sorted(versions().find({"case_id": case_id}), key=lambda one: one["at"], reverse=True)
