"""Somebody's own workbook with its faults marked: each faulty cell coloured, the fault as its note."""

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from registry.rules.names import folded

_FAULT, _DOUBT = PatternFill("solid", fgColor="FFF2B3"), PatternFill("solid", fgColor="DCE9F7")
_BY = "Rà Soát"


@dataclass(frozen=True, slots=True)
class Marked:
    """A fault in words, at a cell; field "" concerns the whole row. sheet: title without marks; "" is the first sheet.

    is_doubt: it may be right, and is coloured otherwise.
    """

    row: int
    field: str
    words: str
    sheet: str = ""
    is_doubt: bool = False


def with_faults(workbook: bytes, headings: Mapping[str, str], faults: Iterable[Marked]) -> bytes:
    """headings: folded heading of a column to its field, as the workbook was read by."""
    book = load_workbook(io.BytesIO(workbook))
    told: dict[str, list[Marked]] = {}
    for one in faults:
        told.setdefault(one.sheet, []).append(one)
    for title, those in told.items():
        named = (sheet for sheet in book.worksheets if folded(sheet.title) == title)
        _mark(next(named, None) or book.worksheets[0], headings, those)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _mark(sheet: Worksheet, headings: Mapping[str, str], faults: Iterable[Marked]) -> None:
    columns = {headings.get(folded(str(cell.value or ""))): cell.column for cell in sheet[1]}
    at: dict[tuple[int, int], list[Marked]] = {}
    for one in faults:
        at.setdefault((one.row, columns.get(one.field) or 1), []).append(one)
    for (row, column), those in at.items():
        cell = sheet.cell(row, column)
        cell.fill = _DOUBT if all(one.is_doubt for one in those) else _FAULT
        cell.comment = Comment("\n".join(one.words for one in those), _BY)
