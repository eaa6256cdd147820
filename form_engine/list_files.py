"""Are the CSV lists that come with a form what phones can read? Faults with the row of the file.

Phones take a list in UTF-8, separated by commas, its first row the titles (ODK: select from file, pulldata).
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from form_engine.definition import Field, FieldType, FormDefinition
from form_engine.workbook_fault import WorkbookFault

MOST_BYTES = 20_000_000
MOST_ROWS = 200_000
_MOST_FAULTS = 20
_SEPARATORS = (";", "\t")


@dataclass(frozen=True, slots=True)
class Looked:
    """faults: why phones can't use the lists. warnings: what people should look at. columns: titles by file."""

    faults: tuple[WorkbookFault, ...]
    warnings: tuple[WorkbookFault, ...]
    columns: Mapping[str, frozenset[str]]


def look_at_lists(definition: FormDefinition, files: Mapping[str, bytes]) -> Looked:
    """files: by name; those that are no CSV, or that the form does not name, are not looked at."""
    faults: list[WorkbookFault] = []
    warnings: list[WorkbookFault] = []
    columns: dict[str, frozenset[str]] = {}
    for name in definition.media_files:
        content = files.get(name)
        if content is None or not name.lower().endswith(".csv") or name == "itemsets.csv":
            continue
        one = _List(name, _selects(definition, name))
        one.look(content)
        faults += one.faults
        warnings += one.warnings
        columns[name] = frozenset(one.titles)
    return Looked(tuple(faults), tuple(warnings), columns)


def _selects(definition: FormDefinition, name: str) -> Sequence[Field]:
    """The questions whose choices are this list. `search()` names its columns itself."""
    return [one for one in definition.fields if one.itemset_file == name and one.itemset]


class _List:
    def __init__(self, name: str, asked_by: Sequence[Field]) -> None:
        self._name = name
        self._needs = list(
            dict.fromkeys(column for one in asked_by for column in (one.itemset_value, one.itemset_label))
        )
        self._key = asked_by[0].itemset_value if asked_by else ""
        self._many = any(one.type is not FieldType.SELECT_ONE for one in asked_by)
        self.titles: list[str] = []
        self.faults: list[WorkbookFault] = []
        self.warnings: list[WorkbookFault] = []

    def look(self, content: bytes) -> None:
        if len(content) > MOST_BYTES:
            self._fault("list_too_large", most=str(MOST_BYTES // 1_000_000))
            return
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            self._fault("list_not_utf8", row=content.count(b"\n", 0, error.start) + 1)
            return
        rows = csv.reader(io.StringIO(text, newline=""), strict=True)
        try:
            if self._look_at_titles(next(rows, [])):
                self._look_at_rows(rows)
        except csv.Error as error:
            self._fault("list_unreadable", row=rows.line_num, told=str(error))

    def _look_at_titles(self, header: list[str]) -> bool:
        """Is it worth looking at the rows?"""
        self.titles = [title.strip() for title in header]
        if not any(self.titles):
            self._fault("list_without_titles", row=1)
        elif len(header) == 1 and any(sign in header[0] for sign in _SEPARATORS):
            self._fault("list_other_separator", row=1)
        else:
            for twice in sorted({title for title in self.titles if title and self.titles.count(title) > 1}):
                self._fault("list_column_twice", row=1, column=twice)
            for title in (one for one in self._needs if one not in self.titles):
                self._fault("list_column_missing", row=1, column=title, columns=", ".join(self.titles)[:200])
        return not self.faults

    def _look_at_rows(self, rows: Iterable[list[str]]) -> None:
        """Rows are counted as a spreadsheet does: a cell with several lines is in one row."""
        first_row: dict[str, int] = {}
        key, filled = self.titles.index(self._key) if self._key else -1, 0
        for row, cells in enumerate(rows, 2):
            if not any(cells):
                continue
            filled += 1
            if filled > MOST_ROWS:
                self._fault("list_too_many_rows", row=row, most=str(MOST_ROWS))
            elif len(cells) > len(self.titles):
                self._fault("list_ragged", row=row, count=str(len(cells)), expected=str(len(self.titles)))
            elif len(cells) < len(self.titles):
                self._warn("list_ragged", row, count=str(len(cells)), expected=str(len(self.titles)))
            elif key >= 0:
                self._look_at_code(cells[key].strip(), row, first_row)
            if len(self.faults) >= _MOST_FAULTS or filled > MOST_ROWS:
                return
        if not filled:
            self._warn("list_empty", 1)

    def _look_at_code(self, code: str, row: int, first_row: dict[str, int]) -> None:
        first = first_row.setdefault(code, row)
        if not code:
            self._fault("list_code_missing", row=row, column=self._key)
        elif first != row:
            self._warn("list_code_twice", row, value=code[:80], first=str(first))
        elif self._many and " " in code:
            self._fault("list_code_spaced", row=row, column=self._key, value=code[:80])

    def _fault(self, code: str, *, row: int = 0, column: str = "", **facts: str) -> None:
        self.faults.append(WorkbookFault(code, self._name, row, column, facts))

    def _warn(self, code: str, row: int, **facts: str) -> None:
        if len(self.warnings) < _MOST_FAULTS:
            self.warnings.append(WorkbookFault(code, self._name, row, self._key, facts))
