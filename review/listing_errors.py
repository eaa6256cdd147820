"""Refusals about opening a round, its list to review, and applications."""

from core.errors import InvalidInput, NotFound, RuleBroken


class RoundDaysNotPossible(InvalidInput):
    """A round ends after it begins, in its own year. Facts: `year`."""

    code = "review.round_days_not_possible"


class OutsideWindow(RuleBroken):
    """The text sets other days; a reason is needed. Facts: `first`, `last` (yearly), or `from_day` (monthly)."""

    code = "review.outside_window"


class NotACommune(InvalidInput):
    """A round belongs to a commune."""

    code = "review.not_a_commune"


class RoundThere(RuleBroken):
    """A yearly round of the commune, year and standard is there already. Facts: `round_id`."""

    code = "review.round_there"


class ListDecided(RuleBroken):
    """The round is decided: whoever comes now is reviewed in the next one."""

    code = "review.list_decided"


class ApplicationNotFound(NotFound):
    code = "review.application_not_found"


class ApplicationIncomplete(InvalidInput):
    """Facts: `faults`, code by field."""

    code = "review.application_incomplete"
