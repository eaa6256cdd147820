"""Photographs that prove an act: the signed page of the minutes, the list where it hangs. Kept as they came, with hash.

A photo is never changed and never taken away; the same file brought twice is there once.
"""

from contextlib import suppress

from mongoengine import DateTimeField, Document, IntField, ListField, StringField
from mongoengine.errors import NotUniqueError

from core.actor import Actor, paths_down_to
from core.blobs import Blobs, key_of, put_bytes
from core.clock import Clock
from core.errors import NotAllowed
from core.ids import id_from
from registry.rules.names import tidy
from review.models import Meeting, Posting
from review.photo_errors import (
    NotAPhoto,
    NothingToPhotograph,
    PhotoMissing,
    PhotoNotFound,
    PhotoTooLarge,
    TooManyPhotos,
)

MOST_BYTES = 8_000_000
MOST_PHOTOS = 30
_LONGEST_WORDS = 200
_KINDS = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"))


class Photo(Document):
    """about: meeting or posting. version: of the minutes that the page is signed of; 0 for a posting."""

    id = StringField(primary_key=True)
    about = StringField(required=True, choices=("meeting", "posting"))
    subject = StringField(required=True)
    round_id = StringField(required=True)
    place = StringField(required=True)
    within = ListField(StringField(), required=True)
    version = IntField(default=0)
    words = StringField(default="")
    key = StringField(required=True)
    sha256 = StringField(required=True)
    size = IntField(required=True)
    content_type = StringField(required=True)
    added_by = StringField(required=True)
    added_at = DateTimeField(required=True)

    meta = {"collection": "photos", "auto_create_index": False, "indexes": ["subject"]}  # noqa: RUF012


def ensure_indexes() -> None:
    Photo.ensure_indexes()


def photos_of(subject: str) -> list[Photo]:
    """Of a meeting or a posting, the first one first. For who was let see it."""
    return sorted(Photo.objects(subject=subject), key=lambda one: (one.added_at, one.id))


def get_photo(photo_id: str, *, seen_by: Actor) -> Photo:
    """Raises PhotoNotFound, also when it lies outside the actor's area."""
    found: Photo | None = Photo.objects(id=photo_id).first()
    if found is None or not seen_by.covers(found.place):
        raise PhotoNotFound(photo_id=photo_id)
    return found


def of_signed_page(meeting: Meeting, content: bytes, words: str, *, by: Actor, blobs: Blobs, clock: Clock) -> Photo:
    """Keep a photo of the signed page of the minutes in force. Raises NothingToPhotograph, and as `_add`."""
    if not meeting.minutes:
        raise NothingToPhotograph()
    return _add("meeting", meeting, len(meeting.minutes), content, words, by=by, blobs=blobs, clock=clock)


def of_posted_list(posting: Posting, content: bytes, words: str, *, by: Actor, blobs: Blobs, clock: Clock) -> Photo:
    """Keep a photo of the list where it hangs. Raises NotAllowed, NothingToPhotograph, and as `_add`."""
    if not posting.places:
        raise NothingToPhotograph()
    return _add("posting", posting, 0, content, words, by=by, blobs=blobs, clock=clock)


def _add(
    about: str,
    subject: Meeting | Posting,
    version: int,
    content: bytes,
    words: str,
    *,
    by: Actor,
    blobs: Blobs,
    clock: Clock,
) -> Photo:
    """Raises NotAllowed, PhotoMissing, NotAPhoto, PhotoTooLarge, TooManyPhotos, StoreUnreachable."""
    if not by.covers(subject.village_path):
        raise NotAllowed(village=subject.village_path)
    if not content:
        raise PhotoMissing()
    if len(content) > MOST_BYTES:
        raise PhotoTooLarge(megabytes=MOST_BYTES // 1_000_000)
    kind = kind_of(content)
    photo_id = id_from("photo", subject.id, key_of(content))
    there: Photo | None = Photo.objects(id=photo_id).first()
    if there is not None:
        return there
    if Photo.objects(subject=subject.id).count() >= MOST_PHOTOS:
        raise TooManyPhotos(most=MOST_PHOTOS)
    stored = put_bytes(blobs, content, content_type=kind)
    made = Photo(
        id=photo_id,
        about=about,
        subject=subject.id,
        round_id=subject.round_id,
        place=subject.village_path,
        within=paths_down_to(subject.village_path),
        version=version,
        words=tidy(words)[:_LONGEST_WORDS],
        key=stored.key,
        sha256=stored.sha256,
        size=stored.size,
        content_type=kind,
        added_by=by.id,
        added_at=clock(),
    )
    with suppress(NotUniqueError):  # the same file came twice at one moment
        made.save(force_insert=True)
    return made


def kind_of(content: bytes) -> str:
    """By its first bytes, whatever it is called. Raises NotAPhoto."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    for begins, kind in _KINDS:
        if content.startswith(begins):
            return kind
    raise NotAPhoto()
