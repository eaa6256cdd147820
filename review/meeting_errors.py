"""Refusals about village meetings and their minutes."""

from core.errors import Conflict, InvalidInput, NotFound, RuleBroken


class MeetingNotFound(NotFound):
    code = "review.meeting_not_found"


class MeetingNotReady(RuleBroken):
    """Households of the village are not ready: no Phiếu B, or one that nobody approved. Facts: `count`, `cases`."""

    code = "review.meeting_not_ready"


class NothingToMeetAbout(RuleBroken):
    """No household of the village waits for a meeting."""

    code = "review.nothing_to_meet_about"


class MeetingOpen(RuleBroken):
    """The village was called to a meeting whose minutes are not recorded yet. Facts: `meeting`."""

    code = "review.meeting_open"


class MeetingInThePast(InvalidInput):
    """A meeting is called before it takes place."""

    code = "review.meeting_in_the_past"


class MeetingTooFarAhead(InvalidInput):
    """A meeting lies within the round. Facts: `last` (day)."""

    code = "review.meeting_too_far_ahead"


class MeetingPlaceMissing(InvalidInput):
    code = "review.meeting_place_missing"


class MinutesIncomplete(InvalidInput):
    """Minutes lack something, or hold what can't be. Facts: `faults`, code by field."""

    code = "review.minutes_incomplete"


class MeetingChanged(Conflict):
    """Somebody else recorded these minutes since, or the agenda is another one now."""

    code = "review.meeting_changed"


class MeetingHeld(RuleBroken):
    """The minutes are recorded; a correction is a new version with a reason."""

    code = "review.meeting_held"


class OpinionChanged(RuleBroken):
    """A correction leaves what was said of a household; only another meeting changes it. Facts: `household`, `case`."""

    code = "review.opinion_changed"


class CorrectionTooLate(RuleBroken):
    """The list of these minutes was posted: they stay as they are."""

    code = "review.correction_too_late"


class MeetingAgainReasonMissing(InvalidInput):
    code = "review.meeting_again_reason_missing"


class MeetingAgainTooLate(RuleBroken):
    """Another meeting is asked for between the one that agreed and the posting only. Facts: `household`."""

    code = "review.meeting_again_too_late"
