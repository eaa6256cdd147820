"""Rows by sheet as a workbook: every cell is text, a text that begins with `=` too."""

from collections.abc import Mapping, Sequence
from io import BytesIO

from xlsxwriter import Workbook

_AS_TEXT = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_WIDEST = 60


def write_workbook(sheets: Mapping[str, Sequence[Mapping[str, str]]]) -> bytes:
    """The columns of a sheet are those that its rows have, in the order in which they come up; titles stay in sight."""
    out = BytesIO()
    with Workbook(out, _AS_TEXT) as book:
        title, cell_format = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name[:31])
            columns = list(dict.fromkeys(column for row in rows for column in row))
            sheet.write_row(0, 0, columns, title)
            for number, row in enumerate(rows, 1):
                for place, column in enumerate(columns):
                    if cell := row.get(column, ""):
                        sheet.write_string(number, place, cell, cell_format)
            for place, column in enumerate(columns):
                longest = max((len(row.get(column, "")) for row in rows), default=0)
                sheet.set_column(place, place, min(_WIDEST, max(len(column), longest) + 2))
            sheet.freeze_panes(1, 0)
    return out.getvalue()
