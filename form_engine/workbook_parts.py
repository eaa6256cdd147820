"""Pages that several forms share, such as the roster: each stands once, in `parts/`, and is copied into the forms.

A row of a form's survey whose column `part` says "member" belongs to `parts/member.xlsx`. `make forms` writes such
rows, and the lists of choices they bring, anew from the part. To take a part in, write one row with nothing but its
name in `part`. A form may add one thing to a row of a part: what fills it beforehand (`trigger`, `calculation`).
A form stays a whole XLSForm, which any tool opens.
"""

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment

from form_engine.errors import FormNotCompiled

PART = "part"
PREFILL = ("trigger", "calculation")
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """`lists` are the choices it brings, by name of the list."""

    survey: tuple[Row, ...]
    lists: Mapping[str, tuple[Row, ...]]


def read_part(workbook: bytes) -> Part:
    book = load_workbook(BytesIO(workbook), data_only=True)
    return Part(tuple(_rows(book, "survey")), _lists(_rows(book, "choices")))


def with_parts(workbook: bytes, parts: Mapping[str, Part]) -> bytes:
    """The form with its shared rows as the parts have them; the very same bytes when they are so already.

    Raises FormNotCompiled where it names a part that there is not.
    """
    book = load_workbook(BytesIO(workbook))
    survey, choices = _rows(book, "survey"), _rows(book, "choices")
    used = [name for name, _ in groupby(survey, key=_part_of) if name]
    for name in used:
        if name not in parts:
            raise FormNotCompiled(reason=f"There is no part {name}.")
    wanted_survey = list(_expanded(survey, parts))
    wanted_choices = list(_joined(choices, [parts[name] for name in used]))
    if (wanted_survey, wanted_choices) == (survey, choices):
        return workbook
    _write(book, "survey", wanted_survey)
    _write(book, "choices", wanted_choices)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def read_survey(workbook: bytes) -> list[Row]:
    """The rows of a form, those of parts with the part's name."""
    return _rows(load_workbook(BytesIO(workbook), data_only=True), "survey")


def rows_of_part(survey: Iterable[Row], name: str, part: Part) -> list[Row]:
    """The rows that a form's survey has of a part, without what it adds to fill them beforehand."""
    filled = {row.get("name", ""): set(PREFILL) - set(row) for row in part.survey}
    return [
        {column: text for column, text in row.items() if column not in {PART, *filled.get(row.get("name", ""), ())}}
        for row in survey
        if _part_of(row) == name
    ]


def _expanded(survey: list[Row], parts: Mapping[str, Part]) -> Iterator[Row]:
    for name, rows in groupby(survey, key=_part_of):
        if not name:
            yield from rows
            continue
        own = {row.get("name", ""): row for row in rows}
        for row in parts[name].survey:
            filled = {column: own.get(row.get("name", ""), {}).get(column) for column in PREFILL if column not in row}
            yield row | {column: text for column, text in filled.items() if text} | {PART: name}


def _joined(choices: list[Row], parts: list[Part]) -> Iterator[Row]:
    """Lists of the form in their order, those of a part with the part's rows; new lists at the end."""
    shared = {name: rows for part in parts for name, rows in part.lists.items()}
    lists = _lists(choices)
    for name, rows in lists.items():
        yield from shared.get(name, rows)
    for name, rows in shared.items():
        if name not in lists:
            yield from rows


def _part_of(row: Row) -> str:
    return row.get(PART, "")


def _lists(choices: list[Row]) -> dict[str, tuple[Row, ...]]:
    lists: dict[str, tuple[Row, ...]] = {}
    for row in choices:
        lists[row["list_name"]] = (*lists.get(row["list_name"], ()), row)
    return lists


def _rows(book: Workbook, sheet: str) -> list[Row]:
    """The filled cells of each row that has any, by column."""
    if sheet not in book.sheetnames:
        return []
    header, *rows = book[sheet].iter_rows(values_only=True)
    found = [
        {str(name): str(cell) for name, cell in zip(header, row, strict=False) if name and cell not in (None, "")}
        for row in rows
    ]
    return [row for row in found if row]


def _write(book: Workbook, sheet: str, rows: list[Row]) -> None:
    """Put the rows under the header, with columns added where they need them; every cell is text."""
    page: Any = book[sheet] if sheet in book.sheetnames else book.create_sheet(sheet, 1)
    header = [cell.value for cell in page[1] if cell.value]
    for name in dict.fromkeys(name for row in rows for name in row):
        if name not in header:
            header.append(name)
            title = page.cell(1, len(header), name)
            title.font, title.fill = copy(page.cell(1, 1).font), copy(page.cell(1, 1).fill)
    page.delete_rows(2, page.max_row)
    for place, row in enumerate(rows, start=2):
        for column, name in enumerate(header, start=1):
            cell = page.cell(place, column, row.get(name))
            cell.number_format, cell.alignment = "@", Alignment(wrap_text=True, vertical="top")
