"""Every query and write of postings. `seen_by` on each that serves a person."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from mongoengine.errors import NotUniqueError

from core.actor import Actor
from review import as_read
from review.models import Posting
from review.posting_errors import PostingChanged, PostingNotFound


def get_posting(posting_id: str, *, seen_by: Actor) -> Posting:
    """Raises PostingNotFound, also when it lies outside the actor's area."""
    found: Posting | None = Posting.objects(id=posting_id).first()
    if found is None or not seen_by.covers(found.village_path):
        raise PostingNotFound(posting_id=posting_id)
    return found


def in_public(code: str) -> Posting:
    """The list that hangs now under this code, for anybody. Raises PostingNotFound before and after its days."""
    found: Posting | None = Posting.objects(code=code, state="posted").first()
    if found is None:
        raise PostingNotFound(code=code)
    return found


def postings_of_village(round_id: str, village: str) -> list[Posting]:
    """The first one first. For the system, and for who was let see the village."""
    return sorted(Posting.objects(round_id=round_id, village_path=village), key=lambda one: int(one.number))


def running(*, seen_by: Actor, most: int = 50) -> list[Posting]:
    """Lists of the actor's area that hang now, the one that ends first first."""
    found = Posting.objects(within=seen_by.area_path, state="posted").limit(most)
    return sorted(found, key=lambda one: (one.until, one.id))


def ended_before(day: date) -> Iterable[Posting]:
    """Lists whose last day is over. For the system."""
    return list(Posting.objects(state="posted", until__lt=day))


def unsettled() -> Iterable[Posting]:
    """Lists whose cases may not stand yet where they belong. For the system."""
    return list(Posting.objects(is_settled=False))


def add(posting: Posting) -> Posting:
    """The list as it is kept; when two made it at once, the one that was first."""
    try:
        saved: Posting = posting.save(force_insert=True)
    except NotUniqueError:
        saved = Posting.objects(id=posting.id).get()
    return saved


def note_complaint(posting_id: str, complaint_id: str) -> bool:
    """Whether the list still hangs; then it is not closed by anybody who read it before. Doing it again is the same."""
    found = Posting.objects(id=posting_id, state="posted")
    return bool(found.update_one(add_to_set__complaints=complaint_id, inc__revision=1))


def is_as_read(posting: Posting) -> bool:
    """Whether nobody changed the list since it was read."""
    return bool(Posting.objects(id=posting.id, revision=posting.revision).count())


def change(posting: Posting, changes: Mapping[str, Any], **more: Any) -> Posting:
    """Write changes in one update if it is still as it was read. Raises PostingChanged."""
    return as_read.change(posting, changes, PostingChanged(posting_id=posting.id), **more)
