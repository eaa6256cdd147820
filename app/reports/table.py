"""The shape of a report: columns under a head of one or two rows, a line for each place."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TypeAlias

from app.documents.paper import Cell
from app.documents.paper_words import number_told
from review.rules.report_counts import Tally

Value: TypeAlias = "int | float | str | None"
"""A count, a rate in per cent, a word; None where it is not known or nothing can be divided by."""


@dataclass(frozen=True, slots=True)
class Column:
    """group: what stands above several columns. width: against the other columns."""

    title: str
    value: Callable[[Tally], Value]
    group: str = ""
    width: float = 1


@dataclass(frozen=True, slots=True)
class Place:
    """A line: a village, a commune, or a sum of those above it."""

    name: str
    tally: Tally
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """told: what stands before the figures."""

    told: tuple[str, ...]
    values: tuple[Value, ...]
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class ReportTable:
    """code: R1 to R15. part: which list, where a report has a table for each. first: titles of what is told before."""

    code: str
    title: str
    part: str
    first: tuple[str, ...]
    first_widths: tuple[float, ...]
    titles: tuple[tuple[str, str], ...]
    widths: tuple[float, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()
    numbers: tuple[str, ...] = field(default=())

    @property
    def has_groups(self) -> bool:
        return any(group for group, _ in self.titles)

    @property
    def head(self) -> tuple[tuple[Cell, ...], ...]:
        """Cells of the head by row: groups above their columns, numbers of the columns below all."""
        down = 2 if self.has_groups else 1
        top = [Cell((one,), down=down) for one in self.first]
        below: list[Cell] = []
        for group, those in groupby(self.titles, key=lambda one: one[0]):
            titles = [title for _, title in those]
            if group:
                top.append(Cell((group,), across=len(titles)))
                below += [Cell((one,)) for one in titles]
            else:
                top += [Cell((one,), down=down) for one in titles]
        rows = [tuple(top)] + ([tuple(below)] if self.has_groups else [])
        if self.numbers:
            rows.append(tuple(Cell((one,)) for one in (*("" for _ in self.first), *self.numbers)))
        return tuple(rows)


def counted(
    code: str,
    title: str,
    columns: Sequence[Column],
    places: Iterable[Place],
    *,
    part: str = "",
    notes: Sequence[str] = (),
    kinds: Sequence[tuple[str, Sequence[Column]]] = (),
) -> ReportTable:
    """A line a place; with `kinds` a line a place and kind (Hộ, Nhân khẩu), each with columns of its own."""
    lines, number = [], 0
    for place in places:
        number += 0 if place.is_total else 1
        shown = "" if place.is_total else str(number)
        for kind, those in kinds or [("", columns)]:
            values = tuple(one.value(place.tally) for one in those)
            told = (shown, place.name, kind) if kinds else (shown, place.name)
            lines.append(Line(told, values, place.is_total))
    shape = kinds[0][1] if kinds else columns
    return ReportTable(
        code=code,
        title=title,
        part=part,
        first=("TT", "Địa bàn", "") if kinds else ("TT", "Địa bàn"),
        first_widths=(0.6, 2.6, 1.2) if kinds else (0.6, 2.6),
        titles=tuple((one.group, one.title) for one in shape),
        widths=tuple(one.width for one in shape),
        lines=tuple(lines),
        notes=tuple(notes),
        numbers=tuple(str(place) for place in range(1, len(shape) + 1)),
    )


def shown(value: Value) -> str:
    """As a paper writes it: points between thousands, two figures after the comma of a rate."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.2f}".replace(".", ",")
    return number_told(value) if isinstance(value, int) else value


def share(part: Value, whole: Value) -> float | None:
    """In per cent; None when one is not known, or there is nothing to divide by."""
    if not isinstance(part, int) or not isinstance(whole, int) or not whole:
        return None
    return round(100 * part / whole, 2)
