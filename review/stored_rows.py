"""Every query and write of stored rows: beside each case that was scored, what the scorer reads of it.

One small document for each case (1 KB, where its form takes 25): the answers that rule sets look at, packed
(`form_engine/batch/packed.py`), the row of bytes that the batch scorer makes of them (`form_engine/batch/layout.py`),
and the result in force. It can be made anew from
the form at any time. Shapes are those that any index serves: equality, then one range (`changed`).
"""

from collections.abc import Iterable, Iterator
from typing import Any

from pymongo import ReplaceOne
from pymongo.collection import Collection
from pymongo.errors import BulkWriteError

from core import mongo
from core.actor import paths_down_to
from core.mongo import Document, ensure_index

_DUPLICATE = 11000
_FETCHED_AT_ONCE = 2_000


def collection() -> Collection[Document]:
    return mongo.collection("scored_rows")


def ensure_indexes() -> None:
    ensure_index(collection(), "round_id", "changed")
    ensure_index(collection(), "within", "changed")


def keep(rows: Iterable[Document]) -> None:
    """Write rows, each over the one of the same case unless that one is of a later revision of the case."""
    writes = [ReplaceOne({"_id": one["_id"], "revision": {"$lte": one["revision"]}}, one, upsert=True) for one in rows]
    if not writes:
        return
    try:
        collection().bulk_write(writes, ordered=False)
    except BulkWriteError as error:
        failed = error.details.get("writeErrors", [])
        if error.details.get("writeConcernErrors") or any(one.get("code") != _DUPLICATE for one in failed):
            raise  # a duplicate is the later row, which stays


def follow_village(case_id: str, village: str) -> None:
    """The row of a case whose household went to another village of its commune."""
    told = {"village_path": village, "within": paths_down_to(village)}
    collection().update_one({"_id": case_id}, {"$set": told})


def of_round(round_id: str) -> Iterator[Document]:
    """Whole, for the system: to leave a part of so small a document out costs the database more than to send it."""
    found = collection().find({"round_id": round_id, "changed": {"$gte": 0}})
    return iter(found.batch_size(_FETCHED_AT_ONCE))


def rounds_changed(area_path: str, since: int) -> set[str]:
    """Rounds of which a row within the area was written since a sequence number."""
    where: dict[str, Any] = {"within": area_path, "changed": {"$gte": since}}
    return {one["round_id"] for one in collection().find(where, {"round_id": 1, "_id": 0})}


def made_of(round_id: str) -> dict[str, tuple[str, str, str]]:
    """By case, of which submission and of which answers (input hash) its row was made, and in which shape it is."""
    wanted = {"submission_key": 1, "input_hash": 1, "fields": 1}
    found = collection().find({"round_id": round_id, "changed": {"$gte": 0}}, wanted)
    return {one["_id"]: (one["submission_key"], one["input_hash"], one.get("fields", "")) for one in found}
