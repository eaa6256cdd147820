"""Reports as a workbook: a sheet each, landscape. Figures are numbers, not formulas: what was true when it was made."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from xlsxwriter import Workbook

from app.reports.table import ReportTable

_FACE = {"font_name": "Times New Roman", "font_size": 11}
_BOX = {**_FACE, "border": 1, "valign": "vcenter"}
_NEVER = datetime(2000, 1, 1)  # noqa: DTZ001  the same figures are the same bytes
_WIDTH = 11
FIRST_ROW = 5
"""Of the head, from 0 on."""


def workbook(tables: Sequence[ReportTable], place: str, told: str) -> bytes:
    """place: whose reports these are. told: of which day, official or preliminary."""
    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(made, options) as book:
        book.set_properties({"created": _NEVER, "title": place})
        looks = _looks(book)
        for name, those in _sheets(tables):
            sheet = book.add_worksheet(name)
            sheet.set_landscape()
            sheet.set_paper(9)
            sheet.fit_to_pages(1, 0)
            row = 0
            for table in those:
                row = _write(sheet, table, place, told, looks, row)
    return made.getvalue()


def _sheets(tables: Sequence[ReportTable]) -> list[tuple[str, list[ReportTable]]]:
    names = dict.fromkeys(one.code for one in tables)
    return [(name, [one for one in tables if one.code == name]) for name in names]


def _looks(book: Workbook) -> dict[str, Any]:
    middle = {**_BOX, "align": "center", "text_wrap": True}
    return {
        "title": book.add_format({**_FACE, "bold": True, "font_size": 13}),
        "words": book.add_format(_FACE),
        "head": book.add_format({**middle, "bold": True}),
        "told": book.add_format(_BOX),
        "told_total": book.add_format({**_BOX, "bold": True}),
        "figure": book.add_format({**_BOX, "num_format": "#,##0"}),
        "figure_total": book.add_format({**_BOX, "num_format": "#,##0", "bold": True}),
        "rate": book.add_format({**_BOX, "num_format": "0.00"}),
        "rate_total": book.add_format({**_BOX, "num_format": "0.00", "bold": True}),
    }


def _write(sheet: Any, table: ReportTable, place: str, told: str, looks: dict[str, Any], row: int) -> int:
    """The row after it."""
    for line in (f"{table.code}. {table.title}", place, told, table.part):
        sheet.write_string(row, 0, line, looks["title"])
        row += 1
    row += 1
    row = _head(sheet, table, looks, row)
    for column, width in enumerate((*table.first_widths, *table.widths)):
        sheet.set_column(column, column, _WIDTH * width)
    for line_ in table.lines:
        ends = "_total" if line_.is_total else ""
        for column, words in enumerate(line_.told):
            is_number = words.isdigit()
            (sheet.write_number if is_number else sheet.write_string)(
                row, column, int(words) if is_number else words, looks[f"told{ends}"]
            )
        for column, value in enumerate(line_.values, start=len(line_.told)):
            look = looks[("rate" if isinstance(value, float) else "figure") + ends]
            if value is None or value == "":
                sheet.write_blank(row, column, None, look)
            else:
                (sheet.write_string if isinstance(value, str) else sheet.write_number)(row, column, value, look)
        row += 1
    for note in table.notes:
        sheet.write_string(row, 0, note, looks["words"])
        row += 1
    return row + 2


def _head(sheet: Any, table: ReportTable, looks: dict[str, Any], row: int) -> int:
    taken: set[tuple[int, int]] = set()
    for cells in table.head:
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            words = "".join(one if isinstance(one, str) else one.text for one in cell.runs)
            if cell.across > 1 or cell.down > 1:
                sheet.merge_range(row, column, row + cell.down - 1, column + cell.across - 1, words, looks["head"])
                taken |= {(row + y, column + x) for y in range(cell.down) for x in range(cell.across)}
            else:
                sheet.write_string(row, column, words, looks["head"])
            column += cell.across
        row += 1
    return row
