"""Every query and write of village meetings. `seen_by` on each that serves a person."""

from collections.abc import Iterable, Mapping
from typing import Any

from mongoengine.errors import NotUniqueError

from core.actor import Actor
from review import as_read
from review.meeting_errors import MeetingChanged, MeetingNotFound, MeetingOpen
from review.models import Meeting


def get_meeting(meeting_id: str, *, seen_by: Actor) -> Meeting:
    """Raises MeetingNotFound, also when it lies outside the actor's area."""
    found: Meeting | None = Meeting.objects(id=meeting_id).first()
    if found is None or not seen_by.covers(found.village_path):
        raise MeetingNotFound(meeting_id=meeting_id)
    return found


def meetings_of_village(round_id: str, village: str) -> list[Meeting]:
    """In the order in which they were held. For the system, and for who was let see the village."""
    return sorted(Meeting.objects(round_id=round_id, village_path=village), key=lambda one: int(one.number))


def meetings_of_case(round_id: str, village: str, case_id: str) -> list[Meeting]:
    """Those whose agenda held the case."""
    return [one for one in meetings_of_village(round_id, village) if case_id in one.agenda]


def open_meetings(*, seen_by: Actor, most: int = 50) -> list[Meeting]:
    """Meetings of the actor's area whose minutes are waited for, the next one first."""
    found = Meeting.objects(within=seen_by.area_path, state="called").limit(most)
    return sorted(found, key=lambda one: (one.meets_at, one.id))


def unsettled() -> Iterable[Meeting]:
    """Meetings whose cases may not stand yet where they belong. For the system."""
    return list(Meeting.objects(is_settled=False))


def add(meeting: Meeting) -> Meeting:
    """Raises MeetingOpen when the village was called under the same number already: two pressed at once."""
    try:
        saved: Meeting = meeting.save(force_insert=True)
    except NotUniqueError:
        raise MeetingOpen(meeting=meeting.id) from None
    return saved


def change(meeting: Meeting, changes: Mapping[str, Any], **more: Any) -> Meeting:
    """Write changes in one update if it is still as it was read. Raises MeetingChanged."""
    return as_read.change(meeting, changes, MeetingChanged(meeting_id=meeting.id), **more)
