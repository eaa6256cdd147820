"""Refusals about rounds and cases; those of each further step stand in a file of its own beside this one."""

from core.errors import Conflict, InvalidInput, NotFound, RuleBroken


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


class WithdrawalReasonMissing(InvalidInput):
    """Why a household leaves the round is chosen and written down."""

    code = "review.withdrawal_reason_missing"


class ReopeningNotConfirmed(InvalidInput):
    """Who reopens a decided household on a page says that he knows what it sets going."""

    code = "review.reopening_not_confirmed"


class ReopeningReasonMissing(InvalidInput):
    """A household that was decided upon is reopened for a reason."""

    code = "review.reopening_reason_missing"
