"""The workbook of households: its columns, reading it, and the template with its second sheet of members."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter import Workbook

from app.household_import import members_sheet
from app.household_import.errors import HouseholdColumnsMissing, HouseholdRowsMissing, HouseholdWorkbookUnreadable
from app.spreadsheets import TooLarge, Unreadable, cell_text, first_sheet
from registry.rules.ethnic_groups import NAMES
from registry.rules.names import folded

TITLE = "Danh sách hộ"
"""Of the sheet of households, which is the first."""
COLUMNS: Mapping[str, str] = {
    "code": "Mã hộ",
    "head": "Họ và tên chủ hộ",
    "village": "Mã thôn",
    "address": "Địa chỉ",
    "people": "Số nhân khẩu",
    "year": "Năm",
    "standing": "Phân loại",
    "decision": "Số quyết định",
}
"""Field to heading; headings without marks are understood, too."""

REQUIRED = ("code", "head", "village", "year", "standing")
MOST_ROWS = 4_000
MOST_BYTES = 700_000
"""So that the page can carry the workbook from the look to the writing."""
HEADINGS = {folded(text): field for field, text in COLUMNS.items()}


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row as it stands: `number` as the spreadsheet counts."""

    number: int
    texts: Mapping[str, str]


def read_rows(workbook: bytes) -> list[SheetRow]:
    """The filled rows of the first sheet.

    Raises HouseholdWorkbookUnreadable, HouseholdColumnsMissing, HouseholdRowsMissing (none, or too many).
    """
    cells = _first_sheet(workbook)
    fields = [HEADINGS.get(folded(str(cell))) for cell in (cells[0] if cells else [])]
    missing = [COLUMNS[field] for field in REQUIRED if field not in fields]
    if missing:
        raise HouseholdColumnsMissing(columns=", ".join(missing))
    rows = [_row(number, fields, line) for number, line in enumerate(cells[1:], start=2)]
    filled = [row for row in rows if any(row.texts.values())]
    if not 0 < len(filled) <= MOST_ROWS:
        raise HouseholdRowsMissing(most=MOST_ROWS)
    return filled


def _first_sheet(workbook: bytes) -> list[list[Any]]:
    """From the corner: a fault is marked at the cell that the person sees."""
    try:
        return first_sheet(workbook, most_bytes=MOST_BYTES, from_the_corner=True)
    except TooLarge as error:
        raise HouseholdRowsMissing(most=MOST_ROWS) from error
    except Unreadable as error:
        raise HouseholdWorkbookUnreadable() from error


def _row(number: int, fields: Sequence[str | None], line: Sequence[Any]) -> SheetRow:
    told = {field: cell for field, cell in zip(fields, line, strict=False) if field}
    return SheetRow(number, {field: cell_text(cell) for field, cell in told.items()})


def template(villages: Sequence[tuple[str, str]], standings: Iterable[str]) -> bytes:
    """An empty workbook: households, their members, and the words and the codes of villages that may be written."""
    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    heading = book.add_format({"bold": True, "bg_color": "#e3f1eb", "border": 1})
    as_text = book.add_format({"num_format": "@"})
    sheet = book.add_worksheet(TITLE)
    for place, (field, text) in enumerate(COLUMNS.items()):
        sheet.set_column(place, place, 30 if field in ("head", "address") else 16, as_text)
        sheet.write_string(0, place, text, heading)
    sheet.freeze_panes(1, 0)
    words = list(standings)
    sheet.data_validation(1, 6, MOST_ROWS, 6, {"validate": "list", "source": words})
    members_sheet.add_to(book, heading, as_text)
    lists = book.add_worksheet("Danh mục")
    lists.set_column(0, 4, 28, as_text)
    columns = (
        ("Mã thôn", [code for code, _ in villages]),
        ("Tên thôn", [name for _, name in villages]),
        ("Phân loại", words),
        ("Quan hệ với chủ hộ", list(members_sheet.RELATION_WORDS)),
        ("Dân tộc", list(NAMES.values())),
    )
    for place, (text, column) in enumerate(columns):
        lists.write_string(0, place, text, heading)
        for number, word in enumerate(column, start=1):
            lists.write_string(number, place, word)
    book.close()
    return file.getvalue()
