"""Reading the first sheet of a workbook that somebody brings: no larger, packed or unpacked, than is allowed."""

import io
import zipfile
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from registry.rules.names import folded

MOST_UNZIPPED = 100_000_000


class TooLarge(Exception):
    """The workbook, or what it unpacks to, is larger than a list of its kind can be."""


class Unreadable(Exception):
    """No Excel workbook, or a damaged one."""


def first_sheet(workbook: bytes, *, most_bytes: int, from_the_corner: bool) -> list[list[Any]]:
    """Its rows; refused before it is unpacked. from_the_corner: empty rows and columns before the first cell count.

    Raises TooLarge, Unreadable.
    """
    return _sheet(workbook, "", most_bytes=most_bytes, from_the_corner=from_the_corner) or []


def named_sheet(workbook: bytes, title: str, *, most_bytes: int) -> list[list[Any]] | None:
    """Rows of the sheet with this title (folded), from the corner; None when there is none. Raises as first_sheet."""
    return _sheet(workbook, title, most_bytes=most_bytes, from_the_corner=True)


def _sheet(workbook: bytes, title: str, *, most_bytes: int, from_the_corner: bool) -> list[list[Any]] | None:
    """title "": the first sheet."""
    try:
        with zipfile.ZipFile(io.BytesIO(workbook)) as packed:
            if len(workbook) > most_bytes or sum(one.file_size for one in packed.infolist()) > MOST_UNZIPPED:
                raise TooLarge
        book = CalamineWorkbook.from_filelike(io.BytesIO(workbook))
        named = [place for place, name in enumerate(book.sheet_names) if folded(name) == title]
        if title and not named:
            return None
        sheet = book.get_sheet_by_index(named[0] if title else 0)
        return sheet.to_python(skip_empty_area=not from_the_corner)
    except (CalamineError, zipfile.BadZipFile, ValueError, IndexError) as error:
        raise Unreadable from error


def cell_text(cell: Any) -> str:
    """A cell as it was typed: a number without the point that the program gave it."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
