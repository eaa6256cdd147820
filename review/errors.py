"""Refusals of the review procedure."""

from core.errors import Conflict, NotFound, RuleBroken


class RoundNotFound(NotFound):
    code = "review.round_not_found"


class CaseNotFound(NotFound):
    code = "review.case_not_found"


class StaleCase(Conflict):
    code = "review.case_changed"


class MoveNotAllowed(RuleBroken):
    code = "review.move_not_allowed"
