"""Reports as a paper: A4 on its side, the official heading, a table a page, signature of the commune below the last."""

from collections.abc import Sequence

from app.documents.paper import Align, Block, Cell, CellLike, Paper, Para, Section, Table, b, centred, i, left
from app.documents.paper_words import heading, signed
from app.reports.table import Line, ReportTable, shown

_SMALL, _LARGE = 8.5, 11
_MANY = 16
LEFT: Align = "left"
CENTER: Align = "center"
"""Columns from which the letters are small."""


def report_paper(
    tables: Sequence[ReportTable], issuer: Sequence[Para], place_date: str, place: str, told: str, *, title: str
) -> Paper:
    """place: whose reports these are. told: of which day, official or preliminary."""
    sections = []
    for number, table in enumerate(tables):
        top: list[Block] = [heading(issuer, place_date)] if number == 0 else []
        top += [centred(b(f"{table.code}. {table.title}"), before=3 if number == 0 else 0, is_sticky=True)]
        top += [centred(b(table.part), is_sticky=True)] if table.part else []
        top += [centred(f"{place}. {told}", size=12, is_sticky=True)]
        sections.append(Section((*top, _drawn(table, is_last=number == len(tables) - 1)), is_landscape=True))
    return Paper(title, tuple(sections))


def _drawn(table: ReportTable, *, is_last: bool) -> Table:
    count = len(table.titles)
    notes = tuple(left(i(f"Ghi chú: {one}"), size=10) for one in table.notes)
    hands = (signed("CHỦ TỊCH", beside=(left(b("NGƯỜI LẬP BIỂU")), left(i("(Ký, ghi rõ họ tên)")))),) if is_last else ()
    return Table(
        (*table.first_widths, *table.widths),
        table.head,
        tuple(_row(line) for line in table.lines),
        (*_sides(table), *(CENTER for _ in range(count))),
        size=_SMALL if count >= _MANY else _LARGE if count < _MANY // 2 else 10,
        closing=(*notes, *hands),
    )


def _sides(table: ReportTable) -> tuple[Align, ...]:
    return tuple(LEFT if width > 1 else CENTER for width in table.first_widths)


def _row(line: Line) -> tuple[CellLike, ...]:
    words = (*line.told, *(shown(value) for value in line.values))
    return tuple(Cell((b(one),)) for one in words) if line.is_total else words
