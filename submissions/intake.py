"""Receiving: keep what a phone sends as it came, once, durably, and say so. Judging comes later.

OpenRosa rules S4-S20. Refused is only what cannot be kept: no XML, no right, another content under a known id.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from pymongo.errors import DuplicateKeyError

from core.actor import Actor, paths_down_to
from core.blobs import Blobs
from core.clock import Clock
from core.mongo import Document
from core.sequence import sequence_at
from form_engine.instance import Instance, read_instance
from submissions import repository
from submissions.errors import InstanceIdMissing, OtherContent
from submissions.models import AttachmentRecord, ProcessingState, Sender, submission_key
from submissions.rules.review_state import ReviewState

_LONGEST_NOTE = 255
_ASIDE = ("xml", "received_at", "received_by", "attachments", "alternatives")
"""What is kept of a document that is refused because its id is taken."""


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A file part as it came off the wire: counted and hashed on the way, its bytes wherever the reader put them."""

    name: str
    content_type: str
    body: IO[bytes]
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Receipt:
    instance_id: str
    form_id: str
    form_version: str
    created: bool
    added: bool = False
    """A file came that was not here: a further part of a form in several posts."""


def read(xml: bytes) -> Instance:
    """Parse what was sent completely, before anything is kept. Raises NotXml, NoFormId, InstanceIdMissing."""
    instance = read_instance(xml)
    if instance.encrypted and not instance.instance_id:
        raise InstanceIdMissing(form_id=instance.form_id)
    return instance


def receive(
    xml: bytes,
    instance: Instance,
    files: Sequence[IncomingFile],
    *,
    by: Actor,
    device_id: str,
    user_agent: str,
    blobs: Blobs,
    clock: Clock,
) -> Receipt:
    """Return when XML and files are durable. The same submission again is a success, and adds files not yet here.

    Raises OtherContent (409; the document is kept aside), StoreUnreachable (files could not be kept: nothing is).
    """
    now = clock()
    roles = tuple(sorted(by.roles))
    sender = Sender(by.id, by.area_path, device_id[:_LONGEST_NOTE], user_agent[:_LONGEST_NOTE], roles)
    kept = [_keep(file, blobs, now) for file in files]
    document = _document(xml, instance, kept, sender, now)
    try:
        repository.insert(document)
    except DuplicateKeyError:
        added = _receive_again(document, instance, kept, now)
        return _receipt(document, created=False, added=added)
    return _receipt(document, created=True)


def _receipt(document: Document, *, created: bool, added: bool = False) -> Receipt:
    return Receipt(document["instance_id"], document["form_id"], document["form_version"], created, added)


def _keep(file: IncomingFile, blobs: Blobs, now: datetime) -> AttachmentRecord:
    stored = blobs.put(file.body, sha256=file.sha256, size=file.size, content_type=file.content_type)
    return {
        "name": file.name,
        "key": stored.key,
        "sha256": stored.sha256,
        "size": stored.size,
        "content_type": file.content_type,
        "received_at": now,
    }


def _first_and_others(kept: list[AttachmentRecord]) -> tuple[list[AttachmentRecord], list[AttachmentRecord]]:
    """The first file of each name, and other bytes that came under the same one (rule S14)."""
    first: dict[str, AttachmentRecord] = {}
    others: dict[tuple[str, str], AttachmentRecord] = {}
    for one in kept:
        if first.setdefault(one["name"], one)["sha256"] != one["sha256"]:
            others[one["name"], one["sha256"]] = one
    return list(first.values()), list(others.values())


def _document(xml: bytes, instance: Instance, kept: list[AttachmentRecord], sender: Sender, now: datetime) -> Document:
    instance_id = instance.instance_id or derived_instance_id(instance)
    attachments, alternatives = _first_and_others(kept)
    return {
        "_id": submission_key(instance.form_id, instance_id),
        "instance_id": instance_id,
        "form_id": instance.form_id,
        "form_version": instance.version,
        "instance_name": instance.instance_name[:_LONGEST_NOTE],
        "deprecated_id": instance.deprecated_id,
        "is_encrypted": instance.encrypted,
        "seq": sequence_at(now),
        "received_at": now,
        "received_by": sender.person_id,
        "sender_area": sender.area_path,
        "sender_roles": list(sender.roles),
        "device_id": sender.device_id,
        "user_agent": sender.user_agent,
        "xml": xml,
        "attachments": [dict(one) for one in attachments],
        "alternatives": [dict(one) for one in alternatives],
        "within": paths_down_to(sender.area_path),
        "household_id": None,
        "is_current": True,
        "processing_state": ProcessingState.WAITING,
        "review": {"state": ReviewState.RECEIVED, "by": "", "at": now, "reason": "", "questions": []},
        "history": [{"act": "received", "by": sender.person_id, "at": now, "facts": {}}],
        "revision": 0,
        "work": {"state": "ready", "due": now, "attempt": 0, "failures": 0, "error": ""},
    }


def derived_instance_id(instance: Instance) -> str:
    """The id of an instance that has none, made of its content, so that a retry meets its first try (rule S13)."""
    return f"uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{instance.form_id}/{instance.content_hash}')}"


def _receive_again(document: Document, instance: Instance, attachments: list[AttachmentRecord], now: datetime) -> bool:
    """Add files that have not come yet; a phone that is handed on, or another in its place, may bring what is missing.

    Beside, flagged, stands: other bytes under a name that is here, what comes after the approval, and what the form
    does not name when another person sends it. True when a file came that was not here.
    """
    key = document["_id"]
    known = repository.find_by_key(key)
    if known is None or not _holds(known["xml"], document["xml"], instance):
        aside = {name: document[name] for name in _ASIDE}
        repository.keep_conflict(key, {"key": key, "content_hash": instance.content_hash, **aside})
        raise OtherContent(instance_id=document["instance_id"])
    is_open = known["review"]["state"] != ReviewState.APPROVED
    is_the_sender = known["received_by"] == document["received_by"]
    named = set() if is_the_sender else _values(instance)
    here = {one["name"]: one["sha256"] for one in known["attachments"]}
    new = [one for one in attachments if here.get(one["name"]) != one["sha256"]]
    for attachment in new:
        may_fill = is_open and (is_the_sender or attachment["name"] in named)
        if not may_fill or not repository.add_attachment(key, attachment, now=now):
            _add_beside(key, attachment, now)
    return bool(new)


def _values(instance: Instance) -> set[str]:
    """All that is written in the form. The names of its files are among it."""
    return {text.strip() for text in instance.root.itertext()}


def _holds(known: bytes, sent: bytes, instance: Instance) -> bool:
    """What is kept says the same as what was sent, though perhaps in other bytes."""
    return known == sent or read_instance(known).content_hash == instance.content_hash


def _add_beside(key: str, attachment: AttachmentRecord, now: datetime) -> None:
    latest = repository.find_by_key(key) or {"attachments": []}
    same = any(
        one["name"] == attachment["name"] and one["sha256"] == attachment["sha256"] for one in latest["attachments"]
    )
    if not same:
        repository.add_alternative(key, attachment, now=now)
