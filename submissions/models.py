"""What is kept about a submission.

Raw documents, not an ODM: this is the collection of 28 million households a year, written in the hot path and read in
lists. The names of the fields stand here once; `submissions/repository.py` is the only place that queries them.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypedDict


class ProcessingState(StrEnum):
    WAITING = "waiting"
    """Kept, not yet read."""
    PROCESSED = "processed"
    FAILED = "failed"
    """Reading it failed; it is tried again, and an administrator sees it."""


class AttachmentRecord(TypedDict):
    name: str
    key: str
    sha256: str
    size: int
    content_type: str
    received_at: datetime


class WorkRecord(TypedDict):
    """What the worker has to do with the document, written in the same update as the reason for it.

    state: ready, done. due: not before. attempt: fence; grows with every take and every new reason. failures, error:
    of the tries since the last success.
    """

    state: str
    due: datetime
    attempt: int
    failures: int
    error: str


class ReviewRecord(TypedDict):
    state: str
    by: str
    at: datetime
    reason: str
    questions: list[str]


class HistoryRecord(TypedDict):
    act: str
    by: str
    at: datetime
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent it, from where, as far as the phone says."""

    person_id: str
    area_path: str
    device_id: str = ""
    user_agent: str = ""
    roles: tuple[str, ...] = ()


def submission_key(form_id: str, instance_id: str) -> str:
    """The id of the document: an instance id is unique within its form (OpenRosa rule S11)."""
    return f"{instance_id}@{form_id}"
