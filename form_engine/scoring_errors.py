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

    @property
    def in_words(self) -> str:
        """For a command: the place, as far as there is one, then what is wrong."""
        places = [f"row {self.row}"] if self.row else []
        places += [f"column {self.column}"] if self.column else []
        told = f"{self.problem} {self.value}".strip()
        return f"{', '.join(places)}: {told}" if places else told


class PointTableInvalid(InvalidInput):
    """A corrected table can't be read. Facts: `row`, `column`, `count`, and `details` with every fault."""

    code = "form_engine.point_table_invalid"

    def __init__(self, faults: tuple[PointFault, ...]) -> None:
        details = [{"row": one.row, "column": one.column, "code": one.problem, "value": one.value} for one in faults]
        super().__init__(row=faults[0].row, column=faults[0].column, count=len(faults), details=details)
        self.faults = faults


class PointTableUnusable(PointTableInvalid):
    """The same where no cell is at fault: no spreadsheet at all, or rows that are not there."""

    code = "form_engine.point_table_unusable"


def table_refusal(*faults: PointFault) -> PointTableInvalid:
    """By the first fault."""
    return PointTableInvalid(faults) if faults[0].row else PointTableUnusable(faults)


class NothingCorrected(InvalidInput):
    """The table says what the rule set says already."""

    code = "form_engine.nothing_corrected"


class SourceMissing(InvalidInput):
    """Points were changed, and nobody said where the new ones stand. Facts: `item`, `answer`."""

    code = "form_engine.points_source_missing"


class CorrectionNotWritten(InvalidInput):
    """The rule set's file is laid out so that single points can't be replaced in it: correct the file itself."""

    code = "form_engine.correction_not_written"


class FileOfOtherVersion(InvalidInput):
    """A file that was taken before another correction was adopted: it would undo that. Facts: `taken`, `in_force`."""

    code = "form_engine.file_of_other_version"


class FileWithoutVersion(InvalidInput):
    """A correction was adopted, and the file does not tell whether it knows of it. Facts: `in_force`."""

    code = "form_engine.file_without_version"


class OldSources(InvalidInput):
    """Changed figures still tell the source of the old ones. Facts: `count`, `place`, `details` (all places)."""

    code = "form_engine.old_sources"
