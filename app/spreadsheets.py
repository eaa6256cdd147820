"""Reading the first sheet of a workbook that somebody brings: no larger, packed or unpacked, than is allowed."""

import io
import zipfile
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

MOST_UNZIPPED = 100_000_000


class TooLarge(Exception):
    """The workbook, or what it unpacks to, is larger than a list of its kind can be."""


class Unreadable(Exception):
    """No Excel workbook, or a damaged one."""


def first_sheet(workbook: bytes, *, most_bytes: int, from_the_corner: bool) -> list[list[Any]]:
    """Its rows; refused before it is unpacked. from_the_corner: empty rows and columns before the first cell count.

    Raises TooLarge, Unreadable.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(workbook)) as packed:
            if len(workbook) > most_bytes or sum(one.file_size for one in packed.infolist()) > MOST_UNZIPPED:
                raise TooLarge
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(workbook)).get_sheet_by_index(0)
        return sheet.to_python(skip_empty_area=not from_the_corner)
    except (CalamineError, zipfile.BadZipFile, ValueError, IndexError) as error:
        raise Unreadable from error


def cell_text(cell: Any) -> str:
    """A cell as it was typed: a number without the point that the program gave it."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
