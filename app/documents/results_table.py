"""The results of a round in five lines: all who live there, the two classes with their rates, who left them."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.documents.paper import Align, CellLike, Table
from app.documents.paper_words import counts_of, number_told, people_of

_LINES = {
    "poor": "Hộ nghèo",
    "near_poor": "Hộ cận nghèo",
    "left_poor": "Hộ thoát nghèo",
    "left_near_poor": "Hộ thoát cận nghèo",
}
_RATED = ("poor", "near_poor")


def results_table(rows: Iterable[Any], population: Mapping[str, int]) -> Table:
    """population: all households and people who live there, under pop.h and pop.p; what nobody told is left empty, and
    the rates with it."""
    told = list(rows)
    counts, people = counts_of(told), people_of(told)
    homes, heads = population.get("pop.h"), population.get("pop.p")
    lines: list[tuple[CellLike, ...]] = [("1", "Tổng số dân cư trên địa bàn", _number(homes), "", _number(heads), "")]
    for place, (name, words) in enumerate(_LINES.items(), start=2):
        rates = (_rate(counts[name], homes), _rate(people[name], heads))
        rates = rates if name in _RATED else ("", "")
        figures = (number_told(counts[name]), rates[0], number_told(people[name]), rates[1])
        lines.append((str(place), words, *figures))
    head = ("TT", "Nội dung", "Số hộ", "Tỷ lệ % số hộ", "Số nhân khẩu", "Tỷ lệ % nhân khẩu")
    aligns: tuple[Align, ...] = ("center", "left", "center", "center", "center", "center")
    return Table((0.7, 3.6, 1.3, 1.4, 1.5, 1.5), (head,), tuple(lines), aligns, size=12)


def _rate(part: int, whole: int | None) -> str:
    """Two figures after the comma, as in report R1; empty when there is nothing to divide by."""
    return f"{100 * part / whole:.2f}".replace(".", ",") if whole else ""


def _number(told: int | None) -> str:
    return "" if told is None else number_told(told)
