"""What scoring refuses: a rule set that contradicts itself, and questions that it has no table for."""

from core.errors import InvalidInput


class ScoringSheetInvalid(InvalidInput):
    """The rule set can't be used. Facts: `place` and `problem` of the first fault, `faults` (all, "place: problem")."""

    code = "form_engine.scoring_sheet_invalid"


class ScoreAreaUnknown(InvalidInput):
    """The rule set has no such score sheet. Facts: `ruleset`, `sheet`."""

    code = "form_engine.score_area_unknown"


class NoPointTable(InvalidInput):
    """The rule set holds lines and classes but no points yet. Facts: `ruleset`."""

    code = "form_engine.no_point_table"
