"""An XLSForm workbook as Markdown tables, so that a change of a form can be read in a review."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

SHEETS = ("survey", "choices", "settings")


def mirror(workbook: bytes, *, name: str = "form.xlsx") -> str:
    """The sheets of the form in a fixed order, one line a row; columns and rows in the order of the workbook."""
    book = load_workbook(BytesIO(workbook), read_only=True, data_only=True)
    sheets = [sheet for sheet in SHEETS if sheet in book.sheetnames]
    sheets += [sheet for sheet in book.sheetnames if sheet not in SHEETS]
    parts = [f"<!-- Made from {name} by `make forms`; edit the workbook, not this. -->\n"]
    parts += [f"## {sheet}\n\n" + "".join(_table(book[sheet].iter_rows(values_only=True))) for sheet in sheets]
    book.close()
    return "\n".join(parts)


def _table(rows: Iterator[tuple[Any, ...]]) -> Iterator[str]:
    header = next(rows, ())
    width = max((place for place, cell in enumerate(header, start=1) if cell is not None), default=0)
    yield _line(header[:width])
    yield "| " + " | ".join(["---"] * width) + " |\n"
    for row in rows:
        if any(cell is not None for cell in row[:width]):
            yield _line(row[:width])


def _line(cells: tuple[Any, ...]) -> str:
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |\n"


def _cell(cell: Any) -> str:
    text = "" if cell is None else str(cell)
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\r\n", "\n").replace("\n", "<br>")
