"""MongoDB: one client for mongoengine and pymongo, durable writes, shared inserts, pages that cost the same.

Bulk and hot paths use pymongo, small documents mongoengine, on the same connection (docs/adr/0004-database.md).
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
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


@dataclass(slots=True)
class _Waiting:
    document: Document
    woken: threading.Event = field(default_factory=threading.Event)
    leads: bool = False
    done: bool = False
    error: Exception | None = None


class SharedInsert:
    """Inserts of concurrent threads that share one durable write.

    The first thread writes at once; those that come while it waits for the disk form the next batch, and one of them
    writes it. A lone caller therefore waits for nobody, and a crowd pays one journal flush a batch. Each caller gets
    the result of its own document; a failure of one (a duplicate key) touches no other.
    """

    def __init__(self, collection: Collection[Document], *, largest: int = 64) -> None:
        self._collection = collection
        self._largest = largest
        self._lock = threading.Lock()
        self._queue: list[_Waiting] = []
        self._writing = False

    def insert(self, document: Document) -> None:
        """Return when the document is durable. Raises DuplicateKeyError, or what the database raised."""
        mine = _Waiting(document)
        with self._lock:
            self._queue.append(mine)
            if not self._writing:
                self._writing = True
                mine.leads = True
        if not mine.leads:
            mine.woken.wait()
        if not mine.done:
            self._write_a_batch()
        if mine.error is not None:
            raise mine.error

    def _write_a_batch(self) -> None:
        with self._lock:
            batch, self._queue = self._queue[: self._largest], self._queue[self._largest :]
        reached_the_end = False
        try:
            self._write([one.document for one in batch], batch)
            reached_the_end = True
        finally:
            for one in batch:
                if not reached_the_end:  # this thread is being ended: nobody may take that for a success
                    one.error = AutoReconnect("the write was cut off")
                one.done = True
            with self._lock:
                successor = self._queue[0] if self._queue else None
                self._writing = successor is not None
            for one in batch:
                one.woken.set()
            if successor is not None:
                successor.woken.set()

    def _write(self, documents: list[Document], batch: list[_Waiting]) -> None:
        try:
            self._collection.insert_many(documents, ordered=False)
        except BulkWriteError as error:
            details: Mapping[str, Any] = error.details
            for failed in details.get("writeErrors", []):
                kind = DuplicateKeyError if failed.get("code") == 11000 else OperationFailure
                batch[failed["index"]].error = kind(failed.get("errmsg", ""), failed.get("code"), failed)
            if details.get("writeConcernErrors"):
                undecided = WriteConcernError("not yet durable", None, dict(details))
                for one in batch:
                    one.error = one.error or undecided
        except Exception as error:  # noqa: BLE001  each caller raises it in its own thread
            for one in batch:
                one.error = error


_inserts: dict[str, SharedInsert] = {}


def shared_insert(name: str) -> SharedInsert:
    """Through this one all threads of the process insert into a collection."""
    found = _inserts.get(name)
    return found if found is not None else _inserts.setdefault(name, SharedInsert(collection(name)))


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
