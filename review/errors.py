"""Refusals of the review procedure."""

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


class CorrectionNotFound(NotFound):
    code = "review.correction_not_found"


class StaleCorrection(Conflict):
    code = "review.correction_changed"


class RulesetChanged(Conflict):
    """Another correction came into force since this one was made. Facts: `ruleset`."""

    code = "review.ruleset_changed"


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


class FormsDoNotFit(InvalidInput):
    """The forms that are out can't be scored by it. Facts: `place` (the first fault), `details` (all)."""

    code = "review.forms_do_not_fit"


class CorrectionFileMissing(InvalidInput):
    """Facts: `most` (MB)."""

    code = "review.correction_file_missing"
