"""Refusals about reporting a round to the level above."""

from core.errors import Conflict, RuleBroken


class NothingToReport(RuleBroken):
    """No decision was signed yet."""

    code = "review.nothing_to_report"


class ReportDiffers(RuleBroken):
    """Households stand otherwise than decided, or are on their way again. Facts: `count`, `households`."""

    code = "review.report_differs"


class ReportNumberTaken(Conflict):
    """Facts: `number`."""

    code = "review.report_number_taken"
