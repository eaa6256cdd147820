"""Refusals of the review procedure."""

from core.errors import Conflict, InvalidInput, NotAllowed, NotFound, RuleBroken
from form_engine.scoring_errors import RulesetFaulty


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


class CorrectionNotFound(NotFound):
    code = "review.correction_not_found"


class StaleCorrection(Conflict):
    code = "review.correction_changed"


class RulesetChanged(Conflict):
    """Another correction came into force since this one was made. Facts: `ruleset`."""

    code = "review.ruleset_changed"


class RulesetLost(RuleBroken):
    """The rule set that a round froze is kept nowhere any more. Facts: `round`, `ruleset`, `hash`."""

    code = "review.ruleset_lost"


class EffectTooEarly(InvalidInput):
    """A table takes effect today or later, and not before one that was adopted already. Facts: `first` (day)."""

    code = "review.effect_too_early"


class EffectUnreadable(InvalidInput):
    """No day was told."""

    code = "review.effect_unreadable"


class CorrectionInForce(RuleBroken):
    """Its day has come: rounds may go by it. Facts: `since` (day)."""

    code = "review.correction_in_force"


class CorrectionBuiltUpon(RuleBroken):
    """Another one was adopted on top of it; that one goes first."""

    code = "review.correction_built_upon"


class RoundsGoByIt(RuleBroken):
    """Rounds that open after its day were recorded with it already. Facts: `count`."""

    code = "review.rounds_go_by_it"


class RulesetNotValid(RuleBroken):
    """A round of that year can't be held under that standard. Facts: `ruleset`, `kind`, `year`, `years`."""

    code = "review.ruleset_not_valid"


class CorrectionDecided(RuleBroken):
    """It was adopted or withdrawn. Facts: `state`."""

    code = "review.correction_decided"


class OwnCorrection(RuleBroken):
    """Who brought a correction does not adopt it: four eyes."""

    code = "review.own_correction"


class CorrectionReasonMissing(InvalidInput):
    code = "review.correction_reason_missing"


class OtherRuleset(InvalidInput):
    """The file is of another period. Facts: `ruleset`, `told`."""

    code = "review.other_ruleset"


class FormsDoNotFit(RulesetFaulty):
    """The forms that are out can't be scored by it."""

    code = "review.forms_do_not_fit"


class CorrectionFileMissing(InvalidInput):
    """Facts: `most` (MB)."""

    code = "review.correction_file_missing"


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
    """A correction leaves what was said of a household; only another meeting changes it. Facts: `household`."""

    code = "review.opinion_changed"


class CorrectionTooLate(RuleBroken):
    """The list of these minutes was posted: they stay as they are."""

    code = "review.correction_too_late"


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


class AppraisalNotFound(NotFound):
    code = "review.appraisal_not_found"


class ListNotReady(RuleBroken):
    """Households of the commune are not posted to the end. Facts: `count`, `cases`."""

    code = "review.list_not_ready"


class NothingToSubmit(RuleBroken):
    """No household of the round waits to be sent up."""

    code = "review.nothing_to_submit"


class ListDoesNotClose(RuleBroken):
    """Last year's list, less who left, plus who came, is not this year's. Facts: `count`, `households`."""

    code = "review.list_does_not_close"


class DocumentNumberMissing(InvalidInput):
    """A document goes out under a number, with who signed it."""

    code = "review.document_number_missing"


class DocumentDayNotPossible(InvalidInput):
    """A document is dated today or earlier, and not before what it answers. Facts: `earliest`, as written."""

    code = "review.document_day_not_possible"


class AppraisalRuns(RuleBroken):
    """The list was sent up under another number and waits for its answer. Facts: `number`."""

    code = "review.appraisal_runs"


class AppraisalAnswered(RuleBroken):
    """The opinion is given; it stays as it is."""

    code = "review.appraisal_answered"


class AppraisalChanged(Conflict):
    code = "review.appraisal_changed"


class NotTheAppraisingLevel(NotAllowed):
    """The level that appraises is fixed by the day. Facts: `reason` (level.district, level.province)."""

    code = "review.not_the_appraising_level"


class SameHandTwice(NotAllowed):
    """Who did the one does not do the other: four eyes."""

    code = "review.same_hand_twice"


class NothingReturned(InvalidInput):
    """Who sends back names villages or households, each with a reason."""

    code = "review.nothing_returned"


class NotOnTheList(InvalidInput):
    """Households or villages that are not on the list that was sent up. Facts: `count`."""

    code = "review.not_on_the_list"


class DecisionNotFound(NotFound):
    code = "review.decision_not_found"


class NothingToDecide(RuleBroken):
    """No household is appraised and not yet decided upon."""

    code = "review.nothing_to_decide"


class DecisionNumberTaken(Conflict):
    """Another decision of the year bears the number. Facts: `number`."""

    code = "review.decision_number_taken"


class CertificateNotFound(NotFound):
    code = "review.certificate_not_found"


class NothingToCertify(RuleBroken):
    """The decision recognised nobody as poor or near poor."""

    code = "review.nothing_to_certify"


class DecisionChanged(Conflict):
    code = "review.decision_changed"


class WithdrawalReasonMissing(InvalidInput):
    """Why a household leaves the round is chosen and written down."""

    code = "review.withdrawal_reason_missing"


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


class ReopeningReasonMissing(InvalidInput):
    """A household that was decided upon is reopened for a reason."""

    code = "review.reopening_reason_missing"
