"""Totals and answers that no rule can be asked about."""

from core.errors import InvalidInput


class SheetDoesNotFitArea(InvalidInput):
    """A town scored on a rural sheet, or the other way round. Facts: `sheet`, `area_kind`."""

    code = "review.sheet_does_not_fit_area"


class TotalNegative(InvalidInput):
    """No answer has a negative score. Facts: `total` (b1 or b2), `points`."""

    code = "review.total_negative"


class B1TooHigh(InvalidInput):
    """No answers give so many points on the sheet. Facts: `points`, `max`."""

    code = "review.b1_too_high"


class AreaMissing(InvalidInput):
    """Neither the kind of area nor the score sheet was told. Facts: `sheets`."""

    code = "review.area_missing"


class B2NotAStep(InvalidInput):
    """B2 counts whole indicators: 29 is an error, not "under 30". Facts: `points`, `step`."""

    code = "review.b2_not_a_step"


class B2TooHigh(InvalidInput):
    """More deprivations than there are indicators. Facts: `points`, `max`."""

    code = "review.b2_too_high"


class YesCountImpossible(InvalidInput):
    """Phiếu A has no such number of yes answers. Facts: `yes`, `items`."""

    code = "review.yes_count_impossible"


class OverrideWithoutReason(InvalidInput):
    """A household was taken in against Phiếu A, and nobody wrote why."""

    code = "review.override_without_reason"


class NoScreening(InvalidInput):
    """The rule set has no Phiếu A. Facts: `ruleset`."""

    code = "review.no_screening"


class AreaKindUnknown(InvalidInput):
    """Areas are rural or urban. Facts: `area_kind`."""

    code = "review.area_kind_unknown"


class StandingUnknown(InvalidInput):
    """No household is recognised as that. Facts: `standing`."""

    code = "review.standing_unknown"


class AnswersUnreadable(InvalidInput):
    """Answers are a JSON object: names to values, groups and members nested. Facts: `deepest`."""

    code = "review.answers_unreadable"
