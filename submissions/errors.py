"""Refusals about submissions."""

from core.errors import Conflict, InvalidInput, NotFound, RuleBroken


class SubmissionNotFound(NotFound):
    code = "submissions.not_found"


class AttachmentNotFound(NotFound):
    code = "submissions.attachment_not_found"


class OtherContent(Conflict):
    """This instance id is stored with another content. What came is kept aside."""

    code = "submissions.other_content"


class StaleSubmission(Conflict):
    """It was changed since it was read. Facts: by, at, review_state."""

    code = "submissions.changed"


class InstanceIdMissing(InvalidInput):
    """An encrypted instance without an id: nothing tells it from another."""

    code = "submissions.instance_id_missing"


class ReviewMoveNotAllowed(RuleBroken):
    code = "submissions.review_move_not_allowed"


class OwnForm(RuleBroken):
    """Four eyes: who filled a form does not accept or return it."""

    code = "submissions.own_form"


class ReasonMissing(RuleBroken):
    code = "submissions.reason_missing"


class NotYetRead(RuleBroken):
    """It waits for its reading and scoring; nobody can judge it yet."""

    code = "submissions.not_yet_read"


class NotScored(RuleBroken):
    """An assessment without a score can't be approved: answers are missing."""

    code = "submissions.not_scored"


class FilesMissing(RuleBroken):
    """Files that the form names have not come: its photograph or a signature. Facts: count."""

    code = "submissions.files_missing"


class Superseded(RuleBroken):
    """A later version replaced it: that one is to be judged."""

    code = "submissions.superseded"
