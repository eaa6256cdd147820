"""Every query and write of submissions. Queries that serve a person take `seen_by`.

Shapes are those that any index serves at any size: equality on a prefix, then one range (`within`, `seq`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pymongo import ReturnDocument, UpdateOne
from pymongo.collection import Collection

from core import mongo
from core.actor import Actor
from core.ids import new_id
from core.mongo import Document, ensure_index, newest
from submissions.errors import StaleSubmission, SubmissionNotFound
from submissions.models import AttachmentRecord, HistoryRecord, ProcessingState, submission_key
from submissions.rules.review_state import ReviewState

LIST_FIELDS = {"xml": 0, "answers": 0, "history": 0, "score.trace": 0}
"""What a list does not need."""

_SENT_BACK = frozenset({ReviewState.HAS_ISSUES, ReviewState.REJECTED})

LEASE = timedelta(seconds=15)

MOST_CONFLICTS = 20
"""Refused documents kept of one instance; further ones are counted."""
MOST_CONFLICTS_OF_SENDER = 200
MOST_FILES = 2_000
MOST_ALTERNATIVES = 50
"""Other bytes kept of one submission's files; further ones are counted."""


def collection() -> Collection[Document]:
    return mongo.collection("submissions")


def conflicts() -> Collection[Document]:
    """Documents that came under a known instance id with another content: kept aside for a person to look at."""
    return mongo.collection("submission_conflicts")


def ensure_indexes() -> None:
    ensure_index(collection(), "within", "seq")
    ensure_index(conflicts(), "key")
    ensure_index(collection(), "household_id", "seq")
    ensure_index(collection(), "work.state", "work.due")
    ensure_index(conflicts(), "key", "content_hash", unique=True)
    ensure_index(conflicts(), "received_by")


def insert(document: Document) -> None:
    """Durable when it returns; shares the write with whoever inserts at the same moment. Raises DuplicateKeyError."""
    mongo.shared_insert("submissions").insert(document)


def review_states(keys: Iterable[str]) -> dict[str, str]:
    """The review state of each of these submissions, by key. For the system."""
    found = collection().find({"_id": {"$in": list(keys)}}, {"review.state": 1})
    return {one["_id"]: one["review"]["state"] for one in found}


def find(form_id: str, instance_id: str) -> Document | None:
    return collection().find_one({"_id": submission_key(form_id, instance_id)})


def find_by_key(key: str) -> Document | None:
    return collection().find_one({"_id": key})


def head(key: str) -> Document | None:
    """A submission without what is large in it: XML, answers, score."""
    return collection().find_one({"_id": key}, {"xml": 0, "answers": 0, "score": 0})


def heads(keys: Iterable[str]) -> list[Document]:
    """Submissions without what is large in them: XML, answers, score."""
    return list(collection().find({"_id": {"$in": list(keys)}}, {"xml": 0, "answers": 0, "score": 0}))


def get_by_instance_id(instance_id: str, form_ids: Iterable[str], *, seen_by: Actor) -> Document:
    """Raises SubmissionNotFound, also when it lies outside the actor's area."""
    keys = [submission_key(form_id, instance_id) for form_id in form_ids]
    for found in collection().find({"_id": {"$in": keys}}):
        if seen_by.area_path in found["within"]:
            return found
    raise SubmissionNotFound(instance_id=instance_id)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters of a list; empty means any. village: an area path."""

    form_id: str = ""
    village: str = ""
    review_states: tuple[str, ...] = ()
    household_id: str = ""
    received_by: str = ""
    finding: str = ""
    standing: str = ""
    processing_state: str = ""


def page(wanted: Wanted, *, seen_by: Actor, now: datetime, before: int | None, limit: int) -> list[Document]:
    """Newest first, current versions only, all with `seq` below `before`."""
    where = _where(wanted, seen_by)
    if where is None:
        return []
    return newest(collection(), where, now=now, before=before, limit=limit, fields=LIST_FIELDS)


def count(wanted: Wanted, *, seen_by: Actor, most: int = 10_000) -> int:
    """How many a list of `wanted` would show, counted up to `most`."""
    where = _where(wanted, seen_by)
    return 0 if where is None else collection().count_documents({**where, "seq": {"$gte": 0}}, limit=most)


def _where(wanted: Wanted, seen_by: Actor) -> dict[str, Any] | None:
    """None when it asks for a place outside the actor's area."""
    if wanted.village and not seen_by.covers(wanted.village):
        return None
    where: dict[str, Any] = {"within": wanted.village or seen_by.area_path, "is_current": True}
    if wanted.household_id:
        where["household_id"] = wanted.household_id
    exact = {
        "form_id": wanted.form_id,
        "received_by": wanted.received_by,
        "findings.kind": wanted.finding,
        "score.class": wanted.standing,
        "processing_state": wanted.processing_state,
    }
    where.update({field: value for field, value in exact.items() if value})
    if wanted.review_states:
        where["review.state"] = {"$in": list(wanted.review_states)}
    return where


def last_forms(village: str, form_ids: Iterable[str], *, seen_by: Actor) -> dict[tuple[str, str], str]:
    """The keys of the latest current form of each kind about the households of a village, by household and form.

    A form counts for nothing that was sent back, or came from somebody of another area. Empty for a village outside the
    actor's area.
    """
    if not seen_by.covers(village):
        return {}
    where = {"within": village, "seq": {"$gte": 0}, "is_current": True, "form_id": {"$in": list(form_ids)}}
    fields = {"household_id": 1, "form_id": 1, "village_path": 1, "sender_area": 1, "review.state": 1}
    found: dict[tuple[str, str], str] = {}
    for one in collection().find(where, fields).sort("seq", 1):
        is_ours = one.get("village_path") == village and village.startswith(one["sender_area"])
        if is_ours and one["review"]["state"] not in _SENT_BACK:
            found[one["household_id"], one["form_id"]] = one["_id"]
    return found


def sent_back(village: str, form_ids: Iterable[str], *, seen_by: Actor) -> list[Document]:
    """Forms about a village that wait for their next version, with their answers, the earliest first.

    Empty for a village outside the actor's area.
    """
    if not seen_by.covers(village):
        return []
    where = {"within": village, "seq": {"$gte": 0}, "is_current": True, "form_id": {"$in": list(form_ids)}}
    fields = dict.fromkeys(("household_id", "form_id", "instance_id", "root_key", "answers", "village_path"), 1)
    fields["review.reason"] = 1
    found = collection().find({**where, "review.state": ReviewState.HAS_ISSUES}, fields).sort("seq", 1)
    return [one for one in found if one.get("village_path") == village]


def answers_of(keys: Iterable[str]) -> list[Document]:
    """Some submissions with answers, whose version they are and when they came, the earliest first. For the system."""
    wanted = ("household_id", "form_id", "form_version", "root_key", "received_at", "answers", "seq")
    fields = dict.fromkeys(wanted, 1)
    return sorted(collection().find({"_id": {"$in": list(keys)}}, fields), key=lambda one: int(one["seq"]))


def of_household(household_id: str) -> list[Document]:
    """Current submissions about a household, newest first, without answers. For the system."""
    where = {"household_id": household_id, "seq": {"$gte": 0}, "is_current": True}
    return list(collection().find(where, LIST_FIELDS).sort("seq", -1).limit(200))


def add_attachment(key: str, attachment: AttachmentRecord, *, now: datetime) -> bool:
    """Add a file under a name that has none yet. False when the name is taken, or there are more than any form has."""
    free = {"attachments.name": {"$ne": attachment["name"]}, f"attachments.{MOST_FILES - 1}": {"$exists": False}}
    done = collection().update_one(
        {"_id": key, **free},
        {"$push": {"attachments": dict(attachment)}, **_wake(now)},
    )
    return done.modified_count == 1


def carry_over(key: str, attachments: Iterable[AttachmentRecord]) -> None:
    """Take files over from the version before, under names that have none. No new reason for the worker."""
    for one in attachments:
        collection().update_one(
            {"_id": key, "attachments.name": {"$ne": one["name"]}}, {"$push": {"attachments": dict(one)}}
        )


def add_alternative(key: str, attachment: AttachmentRecord, *, now: datetime) -> None:
    """Keep other bytes that came under a taken name; the first stays the current one (OpenRosa rule S14).

    Of a submission the first so many are kept, and the rest counted: a phone that goes mad fills nothing.
    """
    known = {"$elemMatch": {"name": attachment["name"], "sha256": attachment["sha256"]}}
    kept = collection().update_one(
        {"_id": key, "alternatives": {"$not": known}, f"alternatives.{MOST_ALTERNATIVES - 1}": {"$exists": False}},
        {"$push": {"alternatives": dict(attachment)}, **_wake(now)},
    )
    if kept.matched_count == 0:
        collection().update_one({"_id": key, "alternatives": {"$not": known}}, {"$inc": {"alternatives_left_out": 1}})


def keep_conflict(key: str, document: Document) -> None:
    """Keep a rejected document aside, once. Of an instance and of a sender the first so many; the rest is counted."""
    where = {"key": key, "content_hash": document["content_hash"]}
    if conflicts().find_one(where, {"_id": 1}) is not None:
        return
    of_instance = conflicts().count_documents({"key": key}, limit=MOST_CONFLICTS)
    sender = {"received_by": document["received_by"]}
    if of_instance >= MOST_CONFLICTS or _has_many_conflicts(sender):
        collection().update_one({"_id": key}, {"$inc": {"conflicts_left_out": 1}})
        return
    conflicts().update_one(where, {"$setOnInsert": document}, upsert=True)


def _has_many_conflicts(sender: Mapping[str, str]) -> bool:
    return conflicts().count_documents(sender, limit=MOST_CONFLICTS_OF_SENDER) >= MOST_CONFLICTS_OF_SENDER


def conflicts_of(key: str) -> list[Document]:
    """Documents that were refused because their id holds another content, the latest first, without their XML."""
    found = conflicts().find({"key": key}, {"xml": 0})
    return sorted(found, key=lambda one: one["received_at"], reverse=True)


def find_conflict(key: str, content_hash: str) -> Document | None:
    return conflicts().find_one({"key": key, "content_hash": content_hash})


def missing_files(submission: Document) -> list[str]:
    """Names of files that the form names and that have not come; empty: it is complete, whatever was announced."""
    here = {one["name"] for one in submission["attachments"]}
    return [name for name in submission.get("expected", []) if name not in here]


def _wake(now: datetime) -> dict[str, Any]:
    """The part of an update that gives the worker a new reason; what it has in hand is thereby out of date."""
    return {"$set": {"work.state": "ready", "work.due": now}, "$inc": {"work.attempt": 1}}


# --- the worker -------------------------------------------------------------------------------------------------


def take_due(*, now: datetime, limit: int) -> list[Document]:
    """Lease submissions whose work is due: nobody else gets them until the lease ends.

    In the order of the index, which is that of `due`: a sort would fetch all that is due, however long the queue.
    """
    due = collection().find({"work.state": "ready", "work.due": {"$lte": now}}, {"work.attempt": 1}).limit(limit)
    seen = {one["_id"]: one["work"]["attempt"] for one in due}
    if not seen:
        return []
    lease, until = new_id(), now + LEASE
    collection().bulk_write(
        [
            UpdateOne(
                {"_id": key, "work.state": "ready", "work.attempt": attempt},
                {"$set": {"work.due": until, "work.lease": lease}, "$inc": {"work.attempt": 1}},
            )
            for key, attempt in seen.items()
        ],
        ordered=False,
    )
    found = collection().find({"_id": {"$in": list(seen)}})
    return [one for one in found if one["work"].get("lease") == lease and one["work"]["due"] == until]


@dataclass(frozen=True, slots=True)
class Finished:
    """Work done on a leased submission: what was found out, under the attempt that the lease gave."""

    key: str
    attempt: int
    changes: Mapping[str, Any]


def finish(done: Iterable[Finished]) -> int:
    """Write what was found out, and that the work is done, of several submissions in one durable write.

    Nothing is written into one whose lease was lost meanwhile. Returns how many were written.
    """
    ends = {"processing_state": ProcessingState.PROCESSED, "work.state": "done", "work.failures": 0, "work.error": ""}
    updates = [
        UpdateOne(
            {"_id": one.key, "work.attempt": one.attempt}, {"$set": {**one.changes, **ends}, "$inc": {"revision": 1}}
        )
        for one in done
    ]
    return collection().bulk_write(updates, ordered=False).matched_count if updates else 0


def wake_overtaken(done: Iterable[Finished], *, now: datetime) -> None:
    """Have those looked at again whose lease was lost: what their work did to others may be out of date."""
    for one in done:
        collection().update_one({"_id": one.key, "work.attempt": {"$ne": one.attempt}}, _wake(now))


def put_off(key: str, attempt: int, *, until: datetime, error: str) -> None:
    """The work failed: try again later. An administrator sees it from now on."""
    collection().update_one(
        {"_id": key, "work.attempt": attempt},
        {
            "$set": {"work.due": until, "work.error": error, "processing_state": ProcessingState.FAILED},
            "$inc": {"work.failures": 1},
        },
    )


def wake(key: str, *, now: datetime) -> None:
    """Give the worker a reason to look again."""
    collection().update_one({"_id": key}, _wake(now))


def failing(*, most: int = 200) -> list[Document]:
    """Submissions whose processing failed last time, for administrators, the longest waiting first."""
    where = {"work.state": "ready", "work.due": {"$gte": datetime(2000, 1, 1)}, "work.failures": {"$gt": 0}}  # noqa: DTZ001
    return list(collection().find(where, LIST_FIELDS).sort("work.due", 1).limit(most))


def waiting_count(*, most: int = 100_000) -> int:
    return collection().count_documents({"work.state": "ready", "work.due": {"$gte": datetime(2000, 1, 1)}}, limit=most)  # noqa: DTZ001


# --- versions and verdicts --------------------------------------------------------------------------------------


def supersede(old: Document, new: Document, *, now: datetime) -> bool:
    """Make `new` the current version of what `old` was. False when another version already replaced `old`.

    Safe to run again after a crash: the old one remembers which document replaced it.
    """
    root = old.get("root_key") or old["_id"]
    entry: HistoryRecord = {"act": "superseded", "by": new["received_by"], "at": now, "facts": {"by_key": new["_id"]}}
    done = collection().update_one(
        {"_id": old["_id"], "is_current": True},
        {
            "$set": {"is_current": False, "superseded_by": new["_id"]},
            "$push": {"history": dict(entry)},
            "$inc": {"revision": 1},
        },
    )
    if done.matched_count == 0 and old.get("superseded_by") != new["_id"]:
        return False
    versions = [*old.get("versions", [_as_version(old)]), _as_version(new)]
    collection().update_one({"_id": new["_id"]}, {"$set": {"root_key": root, "versions": versions}})
    collection().update_one(
        {"_id": new["_id"], "review.state": ReviewState.RECEIVED}, {"$set": {"review.state": ReviewState.EDITED}}
    )
    return True


def wait_for(original_key: str, edit_key: str) -> None:
    """Note that an edit came before what it replaces."""
    mongo.collection("awaited_originals").update_one(
        {"_id": original_key}, {"$addToSet": {"edits": edit_key}}, upsert=True
    )


def wake_edits_waiting_for(key: str, *, now: datetime) -> None:
    """Have the worker look again at edits that came before this submission. The note goes last, so none is lost."""
    found = mongo.collection("awaited_originals").find_one({"_id": key})
    for edit_key in found["edits"] if found else ():
        wake(edit_key, now=now)
    if found:
        mongo.collection("awaited_originals").delete_one({"_id": key, "edits": found["edits"]})


def _as_version(document: Document) -> Document:
    return {"key": document["_id"], "instance_id": document["instance_id"], "received_at": document["received_at"]}


def set_verdict(
    submission: Document, review: Mapping[str, Any], entry: HistoryRecord, *, revision: int, now: datetime
) -> Document:
    """Write verdict, history and the worker's reason in one update, if it is still as it was read.

    Raises StaleSubmission, and writes nothing, if someone changed it since.
    """
    changed = collection().find_one_and_update(
        {"_id": submission["_id"], "revision": revision, "is_current": True},
        {
            "$set": {"review": dict(review), "work.state": "ready", "work.due": now},
            "$push": {"history": dict(entry)},
            "$inc": {"revision": 1, "work.attempt": 1},
        },
        return_document=ReturnDocument.AFTER,
    )
    if changed is None:
        latest = find_by_key(submission["_id"]) or submission
        raise StaleSubmission(
            instance_id=submission["instance_id"],
            review_state=latest["review"]["state"],
            by=latest["review"].get("by", ""),
            at=latest["review"].get("at"),
        )
    return changed
