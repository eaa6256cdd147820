"""Photos of the signed page of minutes and of posted lists."""

from typing import Any

from flask import Response, request
from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields

from app.console.submissions import sandboxed
from app.wiring import current_actor, deps, requires
from review import meetings, photos, postings
from review.photo_errors import PhotoMissing
from review.photos import Photo

bp = Blueprint("api_photos", __name__, url_prefix="", description="Photos of signed minutes and of posted lists")


class PhotoQuerySchema(Schema):
    words = fields.Str(load_default="", metadata={"description": "What it shows."})


class PhotoSchema(Schema):
    id = fields.Str()
    about = fields.Str(metadata={"description": "meeting or posting"})
    subject = fields.Str(metadata={"description": "Id of the meeting or the posting."})
    version = fields.Int(metadata={"description": "Of the minutes that the page is signed of; 0 for a posting."})
    words = fields.Str()
    sha256 = fields.Str()
    size = fields.Int()
    content_type = fields.Str()
    added_by = fields.Str()
    added_at = fields.AwareDateTime()


@bp.route("/meetings/<meeting_id>/photos")
class PhotosOfMeeting(MethodView):
    decorators = [requires("case.read")]  # noqa: RUF012

    @bp.response(200, PhotoSchema(many=True))
    def get(self, meeting_id: str) -> list[Photo]:
        """Photos of the signed page, the first one first."""
        return photos.photos_of(meetings.get_meeting(meeting_id, seen_by=current_actor()).id)


@bp.route("/meetings/<meeting_id>/photos")
class BringToMeeting(MethodView):
    decorators = [requires("meeting.hold")]  # noqa: RUF012

    @bp.arguments(PhotoQuerySchema, location="query")
    @bp.response(201, PhotoSchema)
    def post(self, query: dict[str, Any], meeting_id: str) -> Photo:
        """Keep a photo of the signed page: `file` of a multipart form, or the body. The same file is kept once."""
        actor = current_actor()
        found = meetings.get_meeting(meeting_id, seen_by=actor)
        return photos.of_signed_page(
            found, _content(), query["words"], by=actor, blobs=deps().blobs, clock=deps().clock
        )


@bp.route("/postings/<posting_id>/photos")
class PhotosOfPosting(MethodView):
    decorators = [requires("case.read")]  # noqa: RUF012

    @bp.response(200, PhotoSchema(many=True))
    def get(self, posting_id: str) -> list[Photo]:
        """Photos of the posted list, the first one first."""
        return photos.photos_of(postings.get_posting(posting_id, seen_by=current_actor()).id)


@bp.route("/postings/<posting_id>/photos")
class BringToPosting(MethodView):
    decorators = [requires("list.post")]  # noqa: RUF012

    @bp.arguments(PhotoQuerySchema, location="query")
    @bp.response(201, PhotoSchema)
    def post(self, query: dict[str, Any], posting_id: str) -> Photo:
        """Keep a photo of the list where it hangs: as `file` of a multipart form, or as the body."""
        actor = current_actor()
        found = postings.get_posting(posting_id, seen_by=actor)
        return photos.of_posted_list(
            found, _content(), query["words"], by=actor, blobs=deps().blobs, clock=deps().clock
        )


@bp.route("/photos/<photo_id>")
class OnePhoto(MethodView):
    decorators = [requires("case.read")]  # noqa: RUF012

    def get(self, photo_id: str) -> Response:
        """The bytes as they came."""
        found = photos.get_photo(photo_id, seen_by=current_actor())
        response = Response(deps().blobs.open(found.key), content_type=found.content_type)
        return sandboxed(response, f"{found.sha256[:12]}.{found.content_type.partition('/')[2]}", inline=True)


def _content() -> bytes:
    """Raises PhotoMissing."""
    brought = request.files.get("file")
    stream = brought.stream if brought else request.stream
    content = stream.read(photos.MOST_BYTES + 1)
    if not content:
        raise PhotoMissing()
    return content
