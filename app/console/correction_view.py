"""A correction as its page shows it: faults of a table with their places, and households by class before and after."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _

from app.console import showing
from app.console.words import CORRECTION_STATES, STANDINGS, word
from app.i18n import words_of_point_fault
from core.clock import local_day
from form_engine.scoring_errors import PointFault
from registry.rules.standing import POOREST_FIRST
from review.actions.corrections import NO_CLASS, Comparison
from review.corrections import Correction, CorrectionAct, VersionAdopted


@dataclass(frozen=True, slots=True)
class FaultRow:
    row: str
    column: str
    told: str


def fault_rows(faults: Iterable[PointFault]) -> list[FaultRow]:
    return [FaultRow(str(one.row) if one.row else "–", one.column or "–", words_of_point_fault(one)) for one in faults]


def state_words(correction: Correction, today: date) -> str:
    """Such as "Adopted, takes effect on 01/01/2027"."""
    if correction.state != "adopted":
        return word(CORRECTION_STATES, correction.state)
    first = first_day_of(correction)
    if first > today:
        return str(_("Adopted, takes effect on %(day)s", day=showing.day(first)))
    return str(_("Adopted, in effect since %(day)s", day=showing.day(first)))


def first_day_of(correction: Correction) -> date:
    """Of one that was adopted; those of before there were days took effect at once."""
    first: date = correction.effective_on or local_day(correction.decided_at)
    return first


def acts_of(correction: Correction) -> list[CorrectionAct]:
    """What was decided, the first act first, of corrections of before acts were kept, too."""
    if correction.acts or not correction.decided_by:
        return list(correction.acts)
    last = {"act": correction.state, "by": correction.decided_by, "at": correction.decided_at}
    return [CorrectionAct(**last, reason=correction.reason)]


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version of the point table: since and until which day rounds go by it. since None: the program's own."""

    hash: str
    correction_id: str
    by: str
    since: date | None
    until: date | None
    is_in_force: bool


def version_rows(program_hash: str, versions: Sequence[VersionAdopted], today: date) -> list[VersionRow]:
    """The latest first, the program's own last. A version that another one followed on its own day is in it, too."""
    days: list[date | None] = [None, *(one.first_day for one in versions)]
    current = max(place for place, first in enumerate(days) if first is None or first <= today)
    told = [(program_hash, "", ""), *((one.hash, one.correction_id, one.by) for one in versions)]
    rows = [
        VersionRow(*told[place], since=days[place], until=_last_day(days, place), is_in_force=place == current)
        for place in range(len(days))
    ]
    return rows[::-1]


def _last_day(days: Sequence[date | None], place: int) -> date | None:
    following = days[place + 1] if place + 1 < len(days) else None
    return following - timedelta(days=1) if following else None


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
