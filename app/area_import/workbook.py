"""The workbook of areas: its columns, reading it, and the template."""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from xlsxwriter import Workbook

from app.area_import.errors import AreaColumnsMissing, AreaRowsMissing, AreaWorkbookUnreadable
from app.spreadsheets import TooLarge, Unreadable, cell_text, first_sheet
from registry.rules.areas import RURAL, SHEETS, URBAN
from registry.rules.names import folded

COLUMNS: Mapping[str, str] = {
    "kind": "Cấp",
    "code": "Mã",
    "name": "Tên",
    "parent": "Mã cấp trên",
    "area_kind": "Loại",
    "score_area": "Vùng",
    "since": "Từ ngày",
    "until": "Đến ngày",
    "successors": "Thay bằng",
    "document": "Căn cứ",
}
"""Field to heading; headings without marks are understood, too."""

REQUIRED = ("kind", "code", "name", "since")
KIND_WORDS: Mapping[str, str] = {"Tỉnh": "province", "Huyện": "district", "Xã": "commune", "Thôn": "village"}
AREA_KIND_WORDS: Mapping[str, str] = {"Thành thị": URBAN, "Nông thôn": RURAL}
MOST_ROWS = 5_000
MOST_BYTES = 700_000
"""So that the page can carry the workbook from the look to the writing."""
HEADINGS: Mapping[str, str] = {folded(text): field for field, text in COLUMNS.items()}


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row as it stands: `number` as the spreadsheet counts."""

    number: int
    texts: Mapping[str, str]


def read_rows(workbook: bytes) -> list[SheetRow]:
    """The filled rows of the first sheet.

    Raises AreaWorkbookUnreadable, AreaColumnsMissing, AreaRowsMissing (none, or too many).
    """
    cells = _first_sheet(workbook)
    fields = [HEADINGS.get(folded(str(cell))) for cell in (cells[0] if cells else [])]
    missing = [COLUMNS[field] for field in REQUIRED if field not in fields]
    if missing:
        raise AreaColumnsMissing(columns=", ".join(missing))
    rows = [_row(number, fields, line) for number, line in enumerate(cells[1:], start=2)]
    filled = [row for row in rows if any(row.texts.values())]
    if not 0 < len(filled) <= MOST_ROWS:
        raise AreaRowsMissing(most=MOST_ROWS)
    return filled


def _first_sheet(workbook: bytes) -> list[list[Any]]:
    try:
        return first_sheet(workbook, most_bytes=MOST_BYTES, from_the_corner=True)
    except TooLarge as error:
        raise AreaRowsMissing(most=MOST_ROWS) from error
    except Unreadable as error:
        raise AreaWorkbookUnreadable() from error


def _row(number: int, fields: Sequence[str | None], line: Sequence[Any]) -> SheetRow:
    told = {field: cell for field, cell in zip(fields, line, strict=False) if field}
    return SheetRow(number, {field: _text(cell) for field, cell in told.items()})


def _text(cell: Any) -> str:
    if isinstance(cell, datetime):
        return f"{cell.date():%d/%m/%Y}"
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else cell_text(cell)


def day_of(text: str) -> date | None:
    """01/07/2025 or 2025-07-01; None for anything else."""
    told = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text.strip())
    try:
        return date(*(int(part) for part in reversed(told.groups()))) if told else date.fromisoformat(text.strip())
    except ValueError:
        return None


def template(areas: Iterable[tuple[str, str, str]]) -> bytes:
    """An empty workbook; its second sheet tells the words and the areas that are there (kind, path, name)."""
    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    heading = book.add_format({"bold": True, "bg_color": "#e3f1eb", "border": 1})
    as_text = book.add_format({"num_format": "@"})
    sheet = book.add_worksheet("Địa bàn")
    for place, (field, text) in enumerate(COLUMNS.items()):
        sheet.set_column(place, place, 30 if field in ("name", "document") else 14, as_text)
        sheet.write_string(0, place, text, heading)
    sheet.freeze_panes(1, 0)
    fields = list(COLUMNS)
    for name, offered in (("kind", KIND_WORDS), ("area_kind", AREA_KIND_WORDS)):
        place = fields.index(name)
        sheet.data_validation(1, place, MOST_ROWS, place, {"validate": "list", "source": list(offered)})
    told = book.add_worksheet("Danh mục")
    told.set_column(0, 4, 24, as_text)
    lists = {"Cấp": list(KIND_WORDS), "Loại": list(AREA_KIND_WORDS), "Vùng": list(SHEETS)}
    for place, (title, words) in enumerate(lists.items()):
        told.write_column(0, place, [title, *words])
    there = list(areas)
    told.write_column(0, 4, ["Mã địa bàn hiện có", *(path for _, path, _ in there)])
    told.write_column(0, 5, ["Tên", *(name for _, _, name in there)])
    book.close()
    return file.getvalue()
