"""A correction as its page shows it: faults of a table with their places, and households by class before and after."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from app.console.words import POINT_FAULTS, STANDINGS, word
from form_engine.scoring_errors import PointFault
from registry.rules.standing import POOREST_FIRST
from review.actions.corrections import NO_CLASS, Comparison


@dataclass(frozen=True, slots=True)
class FaultRow:
    row: str
    column: str
    told: str


def fault_rows(faults: Iterable[PointFault]) -> list[FaultRow]:
    return [
        FaultRow(str(one.row) if one.row else "–", one.column or "–", _with(word(POINT_FAULTS, one.problem), one.value))
        for one in faults
    ]


def _with(told: str, value: str) -> str:
    return f"{told}: {value}" if value else told


@dataclass(frozen=True, slots=True)
class ComparisonTable:
    """A line for each class in force, a column for each class by the correction; then the villages concerned."""

    households: int
    changed: int
    columns: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[int, ...]], ...]
    villages: tuple[tuple[str, int], ...]


def comparison_table(found: Comparison, villages: Mapping[str, str]) -> ComparisonTable:
    here = {code for move in found.moves for code in move}
    codes = [*POOREST_FIRST, *([NO_CLASS] if NO_CLASS in here else [])]
    return ComparisonTable(
        households=found.households,
        changed=found.changed,
        columns=tuple(_class(code) for code in codes),
        rows=tuple(
            (code, _class(code), tuple(found.moves.get((str(code), str(other)), 0) for other in codes))
            for code in codes
        ),
        villages=tuple(sorted((villages.get(path, path), count) for path, count in found.by_village.items())),
    )


def _class(code: str) -> str:
    return word(STANDINGS, code) if code else str(_("without a class"))
