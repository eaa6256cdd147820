"""Refusals about rule sets in force and their corrections."""

from core.errors import Conflict, InvalidInput, NotFound, RuleBroken
from form_engine.scoring_errors import RulesetFaulty


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
