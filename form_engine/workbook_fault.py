"""One thing that is wrong with a workbook, and where."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class WorkbookFault:
    """`row` counts from 1 as the spreadsheet does; 0 where it isn't known. `column` is its title, or its letters."""

    code: str
    sheet: str = ""
    row: int = 0
    column: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
