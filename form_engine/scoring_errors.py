"""What scoring refuses: a rule set that contradicts itself, and questions that it has no table for."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.errors import InvalidInput
from form_engine.ruleset_fault import RulesetFault


class RulesetFaulty(InvalidInput):
    """Something is wrong in a rule set. Facts: `faults`, `count`, and the `place` of the first."""

    def __init__(self, faults: Iterable[RulesetFault], **facts: object) -> None:
        self.faults = tuple(faults)
        super().__init__(place=self.faults[0].place, count=len(self.faults), faults=self.faults, **facts)


class ScoringSheetInvalid(RulesetFaulty):
    """The rule set can't be used."""

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
        super().__init__(row=faults[0].row, column=faults[0].column, count=len(faults), details=faults)
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


class SourceUnreadable(InvalidInput):
    """A source holds a character that nobody can read. Facts: `character` (U+0007)."""

    code = "form_engine.source_unreadable"


class OldSources(RulesetFaulty):
    """Changed figures still tell the source of the old ones."""

    code = "form_engine.old_sources"
