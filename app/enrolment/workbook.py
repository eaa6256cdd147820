"""The workbook of people: its columns, reading it, and the template to fill in."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter import Workbook

from app.enrolment.errors import ColumnsMissing, NoRows, TooManyRows, WorkbookUnreadable
from app.spreadsheets import TooLarge, Unreadable, cell_text, first_sheet
from registry.rules.names import folded

COLUMNS: Mapping[str, str] = {
    "username": "Tên đăng nhập",
    "name": "Họ và tên",
    "role": "Vai trò",
    "area": "Mã địa bàn",
    "phone": "Số điện thoại",
}
"""Field to heading. The English words, and the headings without marks, are understood, too."""

REQUIRED = ("username", "name", "role", "area")
_ALSO = {"username": "user name", "name": "full name", "role": "role", "area": "area code", "phone": "phone"}
_HEADINGS = {folded(text): field for table in (COLUMNS, _ALSO) for field, text in table.items()}

MOST_ROWS = 2_000
MOST_BYTES = 5_000_000
_NAME_OF_SHEET = "Người dùng"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row as it stands: `number` as the spreadsheet counts; `numeric` names the fields whose cell holds a number."""

    number: int
    texts: Mapping[str, str]
    numeric: frozenset[str] = frozenset()


def read_rows(workbook: bytes) -> list[SheetRow]:
    """The filled rows of the first sheet. Raises WorkbookUnreadable, ColumnsMissing, NoRows, TooManyRows."""
    cells = _first_sheet(workbook)
    fields = [_HEADINGS.get(folded(str(cell))) for cell in (cells[0] if cells else [])]
    missing = [COLUMNS[field] for field in REQUIRED if field not in fields]
    if missing:
        raise ColumnsMissing(columns=", ".join(missing))
    rows = [_row(number, fields, line) for number, line in enumerate(cells[1:], start=2)]
    filled = [row for row in rows if any(row.texts.values())]
    if not filled:
        raise NoRows()
    if len(filled) > MOST_ROWS:
        raise TooManyRows(most=MOST_ROWS)
    return filled


def _first_sheet(workbook: bytes) -> list[list[Any]]:
    try:
        return first_sheet(workbook, most_bytes=MOST_BYTES, from_the_corner=False)
    except TooLarge as error:
        raise TooManyRows(most=MOST_ROWS) from error
    except Unreadable as error:
        raise WorkbookUnreadable() from error


def _row(number: int, fields: Sequence[str | None], line: Sequence[Any]) -> SheetRow:
    told = {field: cell for field, cell in zip(fields, line, strict=False) if field}
    numeric = {field for field, cell in told.items() if isinstance(cell, float | int)}
    return SheetRow(number, {field: cell_text(cell) for field, cell in told.items()}, frozenset(numeric))


def template(*, roles: Iterable[tuple[str, str]], areas: Iterable[tuple[str, str]]) -> bytes:
    """An empty workbook whose second sheet tells the roles and areas that may stand in it (word, code; code, name)."""
    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    heading = book.add_format({"bold": True, "bg_color": "#e3f1eb", "border": 1})
    as_text = book.add_format({"num_format": "@"})
    sheet = book.add_worksheet(_NAME_OF_SHEET)
    for place, (field, text) in enumerate(COLUMNS.items()):
        sheet.set_column(place, place, 26 if field in ("name", "area") else 18, as_text)
        sheet.write_string(0, place, text, heading)
    sheet.freeze_panes(1, 0)
    told = list(roles)
    sheet.data_validation(1, 2, MOST_ROWS, 2, {"validate": "list", "source": [word for word, _ in told]})
    lists = book.add_worksheet("Danh mục")
    lists.set_column(0, 3, 28, as_text)
    for place, text in enumerate(("Vai trò", "Mã vai trò", "Mã địa bàn", "Tên địa bàn")):
        lists.write_string(0, place, text, heading)
    for column, rows in ((0, told), (2, list(areas))):
        for number, (first, second) in enumerate(rows, start=1):
            lists.write_string(number, column, first)
            lists.write_string(number, column + 1, second)
    book.close()
    return file.getvalue()
