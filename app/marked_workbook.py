"""Somebody's own workbook with its faults marked: each faulty cell coloured, the fault as its note."""

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from registry.rules.names import folded

_MARK = PatternFill("solid", fgColor="FFF2B3")
_BY = "Rà Soát"


@dataclass(frozen=True, slots=True)
class Marked:
    """A fault in words, at a cell; field "" concerns the whole row."""

    row: int
    field: str
    words: str


def with_faults(workbook: bytes, headings: Mapping[str, str], faults: Iterable[Marked]) -> bytes:
    """headings: folded heading of a column to its field, as the workbook was read by."""
    book = load_workbook(io.BytesIO(workbook))
    sheet = book.worksheets[0]
    columns = {headings.get(folded(str(cell.value or ""))): cell.column for cell in sheet[1]}
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
