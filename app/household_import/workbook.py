"""The workbook of households: its columns, reading it, the template, and the same workbook with its faults marked."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from xlsxwriter import Workbook

from app.household_import.errors import HouseholdColumnsMissing, HouseholdRowsMissing, HouseholdWorkbookUnreadable
from app.spreadsheets import TooLarge, Unreadable, cell_text, first_sheet
from registry.rules.names import folded

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
_HEADINGS = {folded(text): field for field, text in COLUMNS.items()}
_MARK = PatternFill("solid", fgColor="FFF2B3")
_BY = "Rà Soát"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row as it stands: `number` as the spreadsheet counts."""

    number: int
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Marked:
    """A fault in words, at a cell; field "" concerns the whole row."""

    row: int
    field: str
    words: str


def read_rows(workbook: bytes) -> list[SheetRow]:
    """The filled rows of the first sheet.

    Raises HouseholdWorkbookUnreadable, HouseholdColumnsMissing, HouseholdRowsMissing (none, or too many).
    """
    cells = _first_sheet(workbook)
    fields = [_HEADINGS.get(folded(str(cell))) for cell in (cells[0] if cells else [])]
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


def template(villages: Iterable[tuple[str, str]], standings: Iterable[str]) -> bytes:
    """An empty workbook; its second sheet tells the villages (code, name) and the words for standings."""
    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    heading = book.add_format({"bold": True, "bg_color": "#e3f1eb", "border": 1})
    as_text = book.add_format({"num_format": "@"})
    sheet = book.add_worksheet("Danh sách hộ")
    for place, (field, text) in enumerate(COLUMNS.items()):
        sheet.set_column(place, place, 30 if field in ("head", "address") else 16, as_text)
        sheet.write_string(0, place, text, heading)
    sheet.freeze_panes(1, 0)
    words = list(standings)
    sheet.data_validation(1, 6, MOST_ROWS, 6, {"validate": "list", "source": words})
    lists = book.add_worksheet("Danh mục")
    lists.set_column(0, 2, 28, as_text)
    for place, text in enumerate(("Mã thôn", "Tên thôn", "Phân loại")):
        lists.write_string(0, place, text, heading)
    for number, (code, name) in enumerate(villages, start=1):
        lists.write_string(number, 0, code)
        lists.write_string(number, 1, name)
    for number, word in enumerate(words, start=1):
        lists.write_string(number, 2, word)
    book.close()
    return file.getvalue()


def with_faults(workbook: bytes, faults: Iterable[Marked]) -> bytes:
    """The person's own workbook, each faulty cell coloured, with the fault as its note."""
    book = load_workbook(io.BytesIO(workbook))
    sheet = book.worksheets[0]
    columns = {_HEADINGS.get(folded(str(cell.value or ""))): cell.column for cell in sheet[1]}
    told: dict[tuple[int, int], list[str]] = {}
    for one in faults:
        told.setdefault((one.row, columns.get(one.field) or 1), []).append(one.words)
    for (row, column), words in told.items():
        cell = sheet.cell(row, column)
        cell.fill = _MARK
        cell.comment = Comment("\n".join(words), _BY)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()
