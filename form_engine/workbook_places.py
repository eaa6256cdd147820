"""Where a question stands in its workbook: its row on the sheet survey, and the titles of the columns it fills."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from form_engine.workbook_fault import WorkbookFault

Row = Mapping[str, str]
BEGIN = re.compile(r"begin[\s_]+(?P<kind>group|lgroup|repeat|loop|looped group)\b", re.IGNORECASE)
END = re.compile(r"end[\s_]+(?P<kind>group|lgroup|repeat|loop|looped group)\b", re.IGNORECASE)
_OTHER_WORDS = {
    "command": "type",
    "tag": "name",
    "value": "name",
    "relevance": "relevant",
    "calculation": "calculate",
    "repeat_count": "count",
    "jr:count": "count",
    "choice_filter": "itemset",
}
"""Titles that say the same as another one, or as the form itself."""

_INSTEAD = {"calculate": "count", "itemset": "type"}
"""Where else it may be written: the compiler makes a calculation of the number of rounds."""
_MADE = ("_other", "_count")
"""How questions end that the compiler makes of the row of another."""


@dataclass(frozen=True, slots=True)
class Place:
    """columns: the title of each filled column by what it means (`relevant` for `Relevance`)."""

    row: int
    columns: Mapping[str, str] = field(default_factory=dict)

    def title_of(self, part: str) -> str:
        """Of the column that holds a part of the question; empty when none does."""
        return next((self.columns[one] for one in (part, _INSTEAD.get(part, "")) if one in self.columns), "")


Places = Mapping[str, Place]
"""By path below the form's root: `members/age`."""


def meaning(title: str) -> str:
    """Of the title of a column, without its language."""
    plain = re.sub(r"[\s_]+", "_", title.strip().lower()).partition("::")
    word = plain[2] if plain[0] in ("bind", "control", "body") and plain[2] else plain[0]
    return _OTHER_WORDS.get(word, word)


def cells_of(row: Row) -> dict[str, str]:
    """The cells of a row by what their columns mean; of several languages the first."""
    found: dict[str, str] = {}
    for title, cell in row.items():
        found.setdefault(meaning(title), cell)
    return found


def places_of(survey: Iterable[Row]) -> dict[str, Place]:
    """survey: rows as workbook_rows.py has them. Of two questions with one path, the first."""
    found: dict[str, Place] = {}
    above: list[str] = []
    for number, row in enumerate(survey, 2):
        cells = cells_of(row)
        kind, name = cells.get("type", "").strip(), cells.get("name", "").strip()
        if END.match(kind):
            above = above[:-1]
        elif name:
            columns = {meaning(title): title for title in reversed(list(row))}
            found.setdefault("/".join((*above, name)), Place(number, columns))
        if BEGIN.match(kind):
            above.append(name)
    return found


def place_of(path: str, places: Places) -> Place | None:
    """path: in the form, `/data/members/age`. What the compiler made of a row (`age_other`) stands where it does."""
    below = path.strip("/").partition("/")[2]
    name = below.rpartition("/")[2]
    exact = (places.get(one) for one in (below, *(below.removesuffix(end) for end in _MADE)))
    return next((one for one in exact if one is not None), None) or place_of_name(name, places)


def place_of_name(name: str, places: Places) -> Place | None:
    """Where only one question is so called."""
    found = [place for path, place in places.items() if path.rpartition("/")[2] == name]
    return found[0] if len(found) == 1 else None


def located(faults: Iterable[WorkbookFault], places: Places) -> Sequence[WorkbookFault]:
    """What names a question (`value`, `q`) and no row, at the row of that question."""
    return [_at_its_question(one, places) for one in faults]


def _at_its_question(fault: WorkbookFault, places: Places) -> WorkbookFault:
    name = fault.facts.get("q") or fault.facts.get("value") or ""
    place = place_of_name(name, places) if name and not fault.row and fault.sheet in ("", "survey") else None
    return replace(fault, sheet="survey", row=place.row) if place else fault
