"""Refusals about posted lists."""

from core.errors import Conflict, InvalidInput, NotFound, RuleBroken


class PostingNotFound(NotFound):
    code = "review.posting_not_found"


class PostingNotReady(RuleBroken):
    """Households of the village are not agreed on by its meeting yet. Facts: `count`, `cases`."""

    code = "review.posting_not_ready"


class NothingToPost(RuleBroken):
    """No household of the village waits to be posted."""

    code = "review.nothing_to_post"


class PlaceUnknown(InvalidInput):
    """Facts: `place`."""

    code = "review.place_unknown"


class PostedInTheFuture(InvalidInput):
    """A list hangs since today or an earlier day, and not from before its meeting."""

    code = "review.posted_in_the_future"


class PostingChanged(Conflict):
    code = "review.posting_changed"


class PostingRuns(RuleBroken):
    """The list hangs at all its places already: the clock runs and stays as it is."""

    code = "review.posting_runs"
