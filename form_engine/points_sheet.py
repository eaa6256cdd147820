"""The points of a rule set as a table for a spreadsheet: a row for each answer, a column for each score sheet.

An officer takes the table, corrects it beside the official one, and brings it back (`points_correction.py`).
"""

import csv
import io
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from form_engine.base_mark import COLUMN, mark_of, ruleset_of_mark
from form_engine.scoring_errors import PointFault, table_refusal
from form_engine.scoring_sheet import ScoringSheet

ITEM, ANSWER, QUESTION, LABEL, SOURCE = "chi_tieu", "tra_loi", "cau_hoi", "noi_dung", "nguon"
_MOST_ROWS = 5_000
_HIGHEST = 10_000
_MOST_UNZIPPED = 60_000_000
_DAMAGED = (
    *(BadZipFile, InvalidFileException, zlib.error, EOFError, OSError),
    *(KeyError, ValueError, IndexError, TypeError, AttributeError, NotImplementedError, RuntimeError),
    *(SyntaxError, ExpatError),
)
"""What the reader of workbooks raises on a part that is cut off, missing or something else. Parsers of XML raise a
SyntaxError of their own."""


@dataclass(frozen=True, slots=True)
class PointRow:
    """row: in the file, from 1. points: by score sheet. source, mark: as the row tells them; may be empty."""

    row: int
    item: str
    answer: str
    points: Mapping[str, int]
    source: str
    mark: str = ""


def as_table(sheet: ScoringSheet) -> list[list[str | int]]:
    """Header and rows, in the order of the rule set."""
    mark = mark_of(sheet)
    rows: list[list[str | int]] = [[ITEM, ANSWER, QUESTION, LABEL, *sheet.sheets, SOURCE, COLUMN]]
    for item in sheet.items:
        for answer in item.answers:
            points = [answer.points[code] for code in sheet.sheets]
            rows.append([item.code, answer.code, item.question.vi, answer.label.vi, *points, answer.sources, mark])
    return rows


def as_csv(sheet: ScoringSheet) -> bytes:
    """UTF-8 with a mark at its beginning, so that spreadsheets read the Vietnamese."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(as_table(sheet))
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(sheet: ScoringSheet) -> bytes:
    book = Workbook(write_only=True)
    page = book.create_sheet("diem")
    page.freeze_panes = "E2"
    for row in as_table(sheet):
        page.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def read_points(content: bytes, sheet: ScoringSheet) -> list[PointRow]:
    """The rows of a corrected table (CSV or XLSX). Raises PointTableInvalid with the place of every fault."""
    rows = _rows(content)
    header = [str(name or "").strip() for name in rows[0]] if rows else []
    wanted = (ITEM, ANSWER, *sheet.sheets)
    missing = [PointFault(1, name, "column_missing") for name in wanted if name not in header]
    twice = [PointFault(1, name, "column_twice") for name in (*wanted, SOURCE, COLUMN) if header.count(name) > 1]
    if missing or twice:
        raise table_refusal(*missing, *twice)
    faults: list[PointFault] = []
    read = list(_read(rows, header, sheet, faults))
    faults += _left_out(read, sheet)
    if faults:
        raise table_refusal(*faults)
    return read


def ruleset_named(content: bytes) -> str:
    """The id of the rule set that a table says it was taken of; empty when it doesn't. Raises PointTableInvalid."""
    rows = _rows(content)
    header = [str(name or "").strip() for name in rows[0]] if rows else []
    if COLUMN not in header:
        return ""
    place = header.index(COLUMN)
    return next((found for row in rows[1:] if len(row) > place and (found := ruleset_of_mark(_text(row[place])))), "")


def _read(
    rows: Sequence[Sequence[object]], header: Sequence[str], sheet: ScoringSheet, faults: list[PointFault]
) -> Iterator[PointRow]:
    known = {item.code: item for item in sheet.items}
    seen: set[tuple[str, str]] = set()
    for number, cells in enumerate(rows[1:], start=2):
        told = dict(zip(header, cells, strict=False))
        item, answer = _text(told.get(ITEM)), _text(told.get(ANSWER))
        if not any(_text(cell) for cell in cells):
            continue
        if item not in known:
            faults.append(PointFault(number, ITEM, "no_such_item", item))
        elif known[item].answer(answer) is None:
            faults.append(PointFault(number, ANSWER, "no_such_answer", answer))
        elif (item, answer) in seen:
            faults.append(PointFault(number, ANSWER, "twice", answer))
        else:
            seen.add((item, answer))
            points = {code: _points(told.get(code), number, code, faults) for code in sheet.sheets}
            yield PointRow(
                number, item, answer, points, _source(told.get(SOURCE), number, faults), _text(told.get(COLUMN))
            )


def _left_out(read: Iterable[PointRow], sheet: ScoringSheet) -> Iterator[PointFault]:
    """Answers without a row: a table that was cut off must not pass for a correction."""
    here = {(one.item, one.answer) for one in read}
    for item in sheet.items:
        for answer in item.answers:
            if (item.code, answer.code) not in here:
                yield PointFault(0, ANSWER, "row_missing", f"{item.code} / {answer.code}")


def _points(cell: object, row: int, column: str, faults: list[PointFault]) -> int:
    text = _text(cell).removesuffix(".0")
    if not text.isascii() or not text.isdecimal() or int(text[:9]) > _HIGHEST:
        faults.append(PointFault(row, column, "no_whole_number", text[:40]))
        return 0
    return int(text)


def _source(cell: object, row: int, faults: list[PointFault]) -> str:
    """In one line; a character that nobody can read is a fault."""
    text = one_line(_text(cell))
    if character := control_character(text):
        faults.append(PointFault(row, SOURCE, "control_character", character))
    return text


def one_line(text: str) -> str:
    return " ".join(text.split())


def control_character(text: str) -> str:
    """The first one that is no white space, such as "U+0007"; empty when there is none."""
    return next((f"U+{ord(one):04X}" for one in text if unicodedata.category(one) == "Cc"), "")


def _text(cell: object) -> str:
    return "" if cell is None else str(cell).strip()


def _rows(content: bytes) -> list[Sequence[object]]:
    rows = _of_xlsx(content) if content.startswith(b"PK") else _of_csv(content)
    if len(rows) > _MOST_ROWS:
        raise table_refusal(PointFault(len(rows), "", "too_many_rows", str(_MOST_ROWS)))
    return rows


def _of_xlsx(content: bytes) -> list[Sequence[object]]:
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > _MOST_UNZIPPED:
                raise table_refusal(PointFault(0, "", "no_spreadsheet"))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        page = book.worksheets[0]
        return [tuple(row) for row in page.iter_rows(max_row=_MOST_ROWS + 1, max_col=60, values_only=True)]
    except _DAMAGED as error:
        raise table_refusal(PointFault(0, "", "no_spreadsheet")) from error


def _of_csv(content: bytes) -> list[Sequence[object]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise table_refusal(PointFault(0, "", "no_utf8")) from error
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise table_refusal(PointFault(0, "", "no_spreadsheet")) from error
