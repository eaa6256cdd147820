"""Who did or looked at what: an append-only trail. Domain acts also stand in the history of what they changed."""

from datetime import datetime
from typing import Any

from core.ids import id_from, new_id
from core.mongo import Document, database, ensure_index
from core.sequence import sequence_at


def ensure_indexes() -> None:
    ensure_index(database()["audit"], "subject", "seq")
    ensure_index(database()["audit"], "by", "seq")


def record(act: str, *, by: str, subject: str, at: datetime, once: str = "", **facts: Any) -> None:
    """Add one entry. Facts hold ids, codes and counts; never names or answers.

    once: id of the act, where it may be gone on with after a crash; told again, it stands as it was told first.
    """
    entry = {"act": act, "by": by, "subject": subject, "at": at, "facts": facts, "seq": sequence_at(at)}
    if once:
        id_ = id_from("audit", act, subject, once)
        database()["audit"].update_one({"_id": id_}, {"$setOnInsert": entry}, upsert=True)
    else:
        database()["audit"].insert_one({"_id": new_id(), **entry})


def about(subject: str, *, most: int = 100) -> list[Document]:
    """The latest entries about a subject, newest first."""
    where = {"subject": subject, "seq": {"$gte": 0}}
    return list(database()["audit"].find(where).sort("seq", -1).limit(most))
