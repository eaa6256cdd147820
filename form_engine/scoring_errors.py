"""What scoring refuses: a rule set that contradicts itself, and questions that it has no table for."""

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class PointFault:
    """row: in the file, from 1; 0 for the whole file. problem: a code; value: what stands there."""

    row: int
    column: str
    problem: str
    value: str = ""


class PointTableInvalid(InvalidInput):
    """A corrected table can't be read. Facts: `row`, `column`, `count`, and `details` with every fault."""

    code = "form_engine.point_table_invalid"

    def __init__(self, faults: tuple[PointFault, ...]) -> None:
        details = [{"row": one.row, "column": one.column, "code": one.problem, "value": one.value} for one in faults]
        super().__init__(row=faults[0].row, column=faults[0].column, count=len(faults), details=details)
        self.faults = faults


class NothingCorrected(InvalidInput):
    """The table says what the rule set says already."""

    code = "form_engine.nothing_corrected"


class SourceMissing(InvalidInput):
    """Points were changed, and nobody said where the new ones stand. Facts: `item`, `answer`."""

    code = "form_engine.points_source_missing"


class CorrectionNotWritten(InvalidInput):
    """The rule set's file is laid out so that single points can't be replaced in it: correct the file itself."""

    code = "form_engine.correction_not_written"
