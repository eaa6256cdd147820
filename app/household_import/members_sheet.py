"""The sheet of members in the workbook of households: its columns, reading it, and its part of the template.

It may be left out or left empty: a list of households alone is a list.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from app.household_import.errors import HouseholdWorkbookUnreadable, MemberColumnsMissing, MemberRowsTooMany
from app.spreadsheets import TooLarge, Unreadable, cell_text, named_sheet
from registry.rules.names import folded

TITLE = "Thành viên"
SHEET = folded(TITLE)
COLUMNS: Mapping[str, str] = {
    "village": "Mã thôn",
    "household": "Mã hộ",
    "name": "Họ và tên",
    "relation": "Quan hệ với chủ hộ",
    "sex": "Giới tính",
    "birth": "Ngày sinh",
    "number": "Số định danh/CCCD/CMND",
    "ethnic_group": "Dân tộc",
}
"""Field to heading; headings without marks are understood, too."""

REQUIRED = ("village", "household", "name", "relation", "sex", "birth")
MOST_ROWS = 16_000
HEADINGS = {folded(text): field for field, text in COLUMNS.items()}

RELATION_WORDS: Mapping[str, str] = {
    "Chủ hộ": "01",
    "Vợ/chồng": "02",
    "Con đẻ": "03",
    "Con nuôi": "04",
    "Con dâu/con rể": "05",
    "Bố/mẹ": "06",
    "Bố/mẹ vợ hoặc chồng": "07",
    "Ông/bà": "08",
    "Cháu nội/ngoại": "09",
    "Anh/chị/em ruột": "10",
    "Cháu ruột (con của anh, chị, em)": "11",
    "Họ hàng khác": "12",
    "Khác, không có quan hệ họ hàng": "99",
}
SEX_WORDS: Mapping[str, str] = {"Nam": "male", "Nữ": "female"}


@dataclass(frozen=True, slots=True)
class MemberRow:
    """number: as the spreadsheet counts. birth: the cell as it is, a date or what was typed."""

    number: int
    texts: Mapping[str, str]
    birth: Any


def read_members(workbook: bytes, *, most_bytes: int) -> list[MemberRow]:
    """The filled rows of the sheet; none when there is no such sheet.

    Raises HouseholdWorkbookUnreadable, MemberColumnsMissing, MemberRowsTooMany.
    """
    try:
        cells = named_sheet(workbook, SHEET, most_bytes=most_bytes)
    except (TooLarge, Unreadable) as error:
        raise HouseholdWorkbookUnreadable() from error
    if not cells:
        return []
    fields = [HEADINGS.get(folded(str(cell))) for cell in cells[0]]
    rows = [_row(number, fields, line) for number, line in enumerate(cells[1:], start=2)]
    filled = [row for row in rows if any(row.texts.values())]
    has_lines = any(str(cell).strip() for line in cells[1:] for cell in line)
    if has_lines and (missing := [COLUMNS[field] for field in REQUIRED if field not in fields]):
        raise MemberColumnsMissing(columns=", ".join(missing))
    if len(filled) > MOST_ROWS:
        raise MemberRowsTooMany(most=MOST_ROWS)
    return filled


def _row(number: int, fields: Sequence[str | None], line: Sequence[Any]) -> MemberRow:
    told = {field: cell for field, cell in zip(fields, line, strict=False) if field}
    return MemberRow(number, {field: cell_text(cell) for field, cell in told.items()}, told.get("birth"))


def add_to(book: Workbook, heading: Format, as_text: Format) -> None:
    """The empty sheet; every cell is text, so that no zero of a number is lost."""
    sheet = book.add_worksheet(TITLE)
    for place, (field, text) in enumerate(COLUMNS.items()):
        sheet.set_column(place, place, 28 if field in ("name", "relation", "number") else 16, as_text)
        sheet.write_string(0, place, text, heading)
    sheet.freeze_panes(1, 0)
    places = list(COLUMNS)
    for field, words in (("relation", RELATION_WORDS), ("sex", SEX_WORDS)):
        column = places.index(field)
        sheet.data_validation(1, column, MOST_ROWS, column, {"validate": "list", "source": list(words)})
