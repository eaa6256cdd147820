"""Refusals about complaints and re-verification."""

from core.errors import Conflict, InvalidInput, NotFound, RuleBroken


class ComplaintNotFound(NotFound):
    code = "review.complaint_not_found"


class ComplaintChanged(Conflict):
    code = "review.complaint_changed"


class ComplaintTooEarly(RuleBroken):
    """The list does not hang everywhere yet."""

    code = "review.complaint_too_early"


class ComplaintLate(RuleBroken):
    """The days of the list are over. Facts: `until`."""

    code = "review.complaint_late"


class ComplaintIncomplete(InvalidInput):
    """Facts: `faults`, code by field."""

    code = "review.complaint_incomplete"


class ComplaintResolved(RuleBroken):
    """It was answered, dismissed, or entered as a note."""

    code = "review.complaint_resolved"


class ComplaintWaits(RuleBroken):
    """Its household is being visited again or reviewed: it is answered with the result. Facts: `reverification_id` or
    `case_id`."""

    code = "review.complaint_waits"


class AnswerMissing(InvalidInput):
    """Facts: `most` letters."""

    code = "review.answer_missing"


class NotAMissingOne(RuleBroken):
    """Only a household that is on no list is taken up; one that is on it is re-verified."""

    code = "review.not_a_missing_one"


class HouseholdOnTheList(RuleBroken):
    """Facts: `household` (its code)."""

    code = "review.household_on_the_list"


class MissingIsTakenUp(RuleBroken):
    """The complaint is about a household that is on no list: it is taken up, not re-verified."""

    code = "review.missing_is_taken_up"


class ReverificationNotFound(NotFound):
    code = "review.reverification_not_found"


class ReverificationChanged(Conflict):
    code = "review.reverification_changed"


class ReverificationRuns(RuleBroken):
    """Somebody else has been sent already. Facts: `name`."""

    code = "review.reverification_runs"


class FirstEnumerator(RuleBroken):
    """Four eyes: who filled Phiếu B of a household does not re-verify it. Facts: `name`, `day`."""

    code = "review.first_enumerator"


class EnumeratorOutside(RuleBroken):
    """The village does not lie in his area, so it is not on his phone. Facts: `name`."""

    code = "review.enumerator_outside"


class SendsHimself(RuleBroken):
    """Four eyes: who orders a second visit does not make it himself."""

    code = "review.sends_himself"


class EnumeratorUnknown(InvalidInput):
    """Nobody was chosen, or nobody of this name fills Phiếu B."""

    code = "review.enumerator_unknown"


class NoNewForm(RuleBroken):
    """The new Phiếu B has not come, or lacks answers. Facts: `name`."""

    code = "review.no_new_form"


class NewFormNotApproved(RuleBroken):
    """Facts: `instance_id`."""

    code = "review.new_form_not_approved"


class NotHeardAgain(RuleBroken):
    """The result changed, and the village has not talked about it."""

    code = "review.not_heard_again"


class HeardAndRefused(RuleBroken):
    """The meeting did not agree to the changed result: the enumerator visits the household once more. Facts: `name`."""

    code = "review.heard_and_refused"


class OwnReverification(RuleBroken):
    """Who visited the household does not write the conclusion."""

    code = "review.own_reverification"


class ReverificationIncomplete(InvalidInput):
    """Facts: `faults`, code by field."""

    code = "review.reverification_incomplete"


class ReverificationDone(RuleBroken):
    code = "review.reverification_done"
