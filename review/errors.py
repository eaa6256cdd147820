"""Refusals of the review procedure."""

from core.errors import Conflict, NotFound, RuleBroken


class RoundNotFound(NotFound):
    code = "review.round_not_found"


class CaseNotFound(NotFound):
    code = "review.case_not_found"


class OtherFormInForce(RuleBroken):
    """The household's result does not come from this form; approving it would decide nothing. Facts: other."""

    code = "review.other_form_in_force"


class StaleCase(Conflict):
    code = "review.case_changed"


class MoveNotAllowed(RuleBroken):
    code = "review.move_not_allowed"
