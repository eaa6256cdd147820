"""Refusals about photographs of papers and places."""

from core.errors import InvalidInput, NotFound, RuleBroken


class PhotoNotFound(NotFound):
    code = "review.photo_not_found"


class PhotoMissing(InvalidInput):
    code = "review.photo_missing"


class NotAPhoto(InvalidInput):
    """Neither JPEG nor PNG nor WebP."""

    code = "review.not_a_photo"


class PhotoTooLarge(InvalidInput):
    """Facts: `megabytes`."""

    code = "review.photo_too_large"


class TooManyPhotos(RuleBroken):
    """Facts: `most`."""

    code = "review.too_many_photos"


class NothingToPhotograph(RuleBroken):
    """The minutes are not recorded, the list hangs nowhere yet."""

    code = "review.nothing_to_photograph"
