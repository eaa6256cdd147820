"""MongoDB: one client for mongoengine and pymongo, durable writes, shared inserts, pages that cost the same.

Bulk and hot paths use pymongo, small documents mongoengine, on the same connection (docs/adr/0004-database.md).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import mongoengine
from pymongo import ASCENDING
from pymongo.collection import Collection
from pymongo.database import Database
from pymongo.errors import (
    AutoReconnect,
    BulkWriteError,
    ConnectionFailure,
    DuplicateKeyError,
    ExecutionTimeout,
    NetworkTimeout,
    OperationFailure,
    ServerSelectionTimeoutError,
    WaitQueueTimeoutError,
    WriteConcernError,
)

from core.sequence import first_of
from core.sharing import Sharing

Document = dict[str, Any]

# What a caller may answer with "come again later": the stores are away, nothing is known to be wrong with the data.
UNREACHABLE = (
    AutoReconnect,
    ConnectionFailure,
    ExecutionTimeout,
    NetworkTimeout,
    ServerSelectionTimeoutError,
    WaitQueueTimeoutError,
)

SERVER_SELECTION_MS = 3_000
SOCKET_MS = 30_000


def connect(uri: str, database: str) -> Database[Document]:
    """Connect mongoengine and pymongo to one database through one client; every write majority and journaled.

    Does not wait for the server: the first operation does, for at most 3 seconds.
    """
    mongoengine.disconnect()
    _places.clear()  # a client compares equal to any other of the same address, also to one that was closed
    _inserts.clear()
    _lookups.clear()
    mongoengine.connect(
        db=database,
        host=uri,
        tz_aware=True,
        uuidRepresentation="standard",
        w="majority",
        journal=True,
        retryWrites=True,
        serverSelectionTimeoutMS=SERVER_SELECTION_MS,
        connectTimeoutMS=SERVER_SELECTION_MS,
        socketTimeoutMS=SOCKET_MS,
        maxPoolSize=200,
    )
    found: Database[Document] = mongoengine.get_db()
    return found


def database() -> Database[Document]:
    """The database of this process. Raises mongoengine.ConnectionFailure before `connect`."""
    found: Database[Document] = mongoengine.get_db()
    return found


_places: dict[str, Collection[Document]] = {}


def collection(name: str) -> Collection[Document]:
    """A collection of this process's database; made once, since the driver makes it anew at every look-up."""
    found = _places.get(name)
    if found is None:
        found = _places.setdefault(name, database()[name])
    return found


def is_reachable(db: Database[Document]) -> bool:
    try:
        return bool(db.command("ping").get("ok"))
    except (*UNREACHABLE, OperationFailure):
        return False


class SharedInsert:
    """Inserts of concurrent threads that share one durable write: a crowd pays one journal flush a batch.

    Each caller gets the result of its own document; a failure of one (a duplicate key) touches no other.
    """

    def __init__(self, collection: Collection[Document], *, largest: int = 64) -> None:
        self._collection = collection
        self._sharing: Sharing[Document, None] = Sharing(self._write, largest=largest)

    def insert(self, document: Document) -> None:
        """Return when the document is durable. Raises DuplicateKeyError, or what the database raised."""
        self._sharing.call(document)

    def _write(self, documents: Sequence[Document]) -> list[Exception | None]:
        outcomes: list[Exception | None] = [None] * len(documents)
        try:
            self._collection.insert_many(documents, ordered=False)
        except BulkWriteError as error:
            details: Mapping[str, Any] = error.details
            for failed in details.get("writeErrors", []):
                kind = DuplicateKeyError if failed.get("code") == 11000 else OperationFailure
                outcomes[failed["index"]] = kind(failed.get("errmsg", ""), failed.get("code"), failed)
            if details.get("writeConcernErrors"):
                undecided = WriteConcernError("not yet durable", None, dict(details))
                outcomes = [one or undecided for one in outcomes]
        return outcomes


class SharedLookup:
    """Look-ups of concurrent threads by one indexed field (a value or a list of values) that share one query."""

    def __init__(self, collection: Collection[Document], field: str, fields: Mapping[str, int]) -> None:
        self._collection, self._field, self._fields = collection, field, {**fields, field: 1}
        self._sharing: Sharing[str, Document | None] = Sharing(self._read)

    def find(self, value: str) -> Document | None:
        """The document that has this value now: the query starts after the call, whoever shares it."""
        return self._sharing.call(value)

    def _read(self, values: Sequence[str]) -> list[Document | None]:
        where = {self._field: values[0] if len(values) == 1 else {"$in": list(set(values))}}
        by_value: dict[str, Document] = {}
        for found in self._collection.find(where, self._fields):
            held = found[self._field]
            by_value.update(dict.fromkeys(held if isinstance(held, list) else [held], found))
        return [by_value.get(value) for value in values]


_inserts: dict[str, SharedInsert] = {}


def shared_insert(name: str) -> SharedInsert:
    """Through this one all threads of the process insert into a collection."""
    found = _inserts.get(name)
    return found if found is not None else _inserts.setdefault(name, SharedInsert(collection(name)))


_lookups: dict[tuple[str, str], SharedLookup] = {}


def shared_lookup(name: str, field: str, fields: Mapping[str, int]) -> SharedLookup:
    """Through this one all threads of the process look into a collection by a field; always with the same `fields`."""
    found = _lookups.get((name, field))
    if found is None:
        found = _lookups.setdefault((name, field), SharedLookup(collection(name), field, fields))
    return found


def newest(
    collection: Collection[Document],
    where: Mapping[str, Any],
    *,
    now: datetime,
    before: int | None,
    limit: int,
    fields: Mapping[str, int] | None = None,
) -> list[Document]:
    """The newest documents by `seq` that match, newest first, at most `limit`, all with `seq` below `before`.

    Reads windows of time that grow by four until there is enough: an equality and one bounded range each, which any
    index (…, seq) serves at the same cost whatever is stored.
    """
    found: list[Document] = []
    upper = before if before is not None else first_of(now) + (1 << 32)
    width = 60_000 << 20
    while len(found) < limit and upper > 0:
        lower = max(0, upper - width)
        window = collection.find({**where, "seq": {"$gte": lower, "$lt": upper}}, dict(fields) if fields else None)
        found += window.sort("seq", -1).limit(limit - len(found))
        upper, width = lower, width * 4
    return found


def ensure_index(collection: Collection[Document], *keys: str, unique: bool = False) -> None:
    collection.create_index([(key, ASCENDING) for key in keys], unique=unique)
