"""Ảnh chụp: the signed page of the minutes, the list where it hangs; brought, shown, never taken away."""

from collections.abc import Callable

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.console.blueprint import bp
from app.console.submissions import sandboxed
from app.i18n import sentence
from app.wiring import current_actor, deps, requires
from core.errors import DomainError, NotAllowed, NotFound
from review import meetings, photos, postings
from review.photo_errors import PhotoMissing
from review.photos import Photo

_FIELD, _WORDS = "anh", "ghi-chu"


@bp.post("/hop/<meeting_id>/anh")
@requires("meeting.hold")
def photograph_minutes(meeting_id: str) -> ResponseReturnValue:
    """Photos of the signed page. The same file brought twice is there once."""
    actor = current_actor()
    found = meetings.get_meeting(meeting_id, seen_by=actor)
    blobs, clock = deps().blobs, deps().clock
    _bring(lambda content, words: photos.of_signed_page(found, content, words, by=actor, blobs=blobs, clock=clock))
    return redirect(f"{url_for('console.meeting', meeting_id=meeting_id)}#anh", 303)


@bp.post("/niem-yet/<posting_id>/anh")
@requires("list.post")
def photograph_posting(posting_id: str) -> ResponseReturnValue:
    """Photos of the list where it hangs."""
    actor = current_actor()
    found = postings.get_posting(posting_id, seen_by=actor)
    blobs, clock = deps().blobs, deps().clock
    _bring(lambda content, words: photos.of_posted_list(found, content, words, by=actor, blobs=blobs, clock=clock))
    return redirect(f"{url_for('console.posting', posting_id=posting_id)}#anh", 303)


@bp.get("/anh/<photo_id>")
@requires("case.read")
def photo(photo_id: str) -> Response:
    """A photo as it came. Raises PhotoNotFound."""
    found = photos.get_photo(photo_id, seen_by=current_actor())
    response = Response(deps().blobs.open(found.key), content_type=found.content_type)
    response.headers["Cache-Control"] = "private, max-age=86400, immutable"
    return sandboxed(response, f"{found.sha256[:12]}.{found.content_type.partition('/')[2]}", inline=True)


def _bring(keep: Callable[[bytes, str], Photo]) -> None:
    """Keep each file that came; a refusal is told on the page, those before it stay."""
    try:
        brought = [one for one in request.files.getlist(_FIELD) if one.filename]
        if not brought:
            raise PhotoMissing()
        for one in brought:
            keep(one.stream.read(photos.MOST_BYTES + 1), request.form.get(_WORDS, ""))
    except (NotAllowed, NotFound):
        raise
    except DomainError as refusal:
        flash(sentence(refusal), "error")
