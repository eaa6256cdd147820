"""Every query and write of reminders. `seen_by` on each that serves a person."""

from collections.abc import Collection, Iterable
from datetime import datetime

from core.actor import Actor
from core.mongo import Document, collection
from core.portions import portions
from review.reminder_models import Reminder


def ensure_indexes() -> None:
    Reminder.ensure_indexes()


def for_person(seen_by: Actor, *, most: int = 500) -> list[Reminder]:
    """Open ones of the actor's area that one of his roles is told of, what is due first first."""
    mine = Reminder.objects(within=seen_by.area_path, is_open=True, roles__in=list(seen_by.roles))
    return sorted(mine.order_by("due_on").limit(most), key=lambda one: (one.due_on, one.subject, one.since))


def of_subject(subject: str) -> list[Reminder]:
    """Every step that was told about something, in order. For the system."""
    return sorted(Reminder.objects(subject=subject), key=lambda one: one.since)


def raise_missing(reminders: Iterable[Reminder]) -> int:
    """Write those that are not there yet; how many. Two workers at once write each once."""
    by_id = {one.id: one for one in reminders}
    place = collection("reminders")
    found = (place.find({"_id": {"$in": some}}, {"_id": 1}) for some in portions(by_id))
    known = {row["_id"] for several in found for row in several}
    written = 0
    for id_, one in by_id.items():
        if id_ not in known:
            document: Document = one.to_mongo().to_dict()
            written += place.update_one({"_id": id_}, {"$setOnInsert": document}, upsert=True).upserted_id is not None
    return written


def end_all_but(open_subjects: Collection[str], at: datetime) -> int:
    """Settle the reminders of matters that wait no more; how many."""
    place = collection("reminders")
    over = [row["_id"] for row in place.find({"is_open": True}, {"subject": 1}) if row["subject"] not in open_subjects]
    for some in portions(over):
        place.update_many({"_id": {"$in": some}}, {"$set": {"is_open": False, "ended_at": at}})
    return len(over)
