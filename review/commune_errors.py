"""Refusals about what the commune does: appraisal, decision, certificates."""

from core.errors import Conflict, InvalidInput, NotAllowed, NotFound, RuleBroken


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


class DocumentSignerMissing(InvalidInput):
    """Who signs it, or in which office."""

    code = "review.document_signer_missing"


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
