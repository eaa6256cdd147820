"""How many households of which class would be of which, as a table of text."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from app.console.words import STANDINGS, word
from registry import repository as registry
from registry.rules.standing import POOREST_FIRST

_CLASSES: tuple[str | None, ...] = (*map(str, POOREST_FIRST), None)
_GAP = 2


def class_table(told: Mapping[str, Any]) -> str:
    """Rows: the class before; columns: the class after; each as wide as it has to be."""
    counts = {(one["before"], one["after"]): one["households"] for one in told["classes"]}
    rows = [[_("before ↓ · after →"), *map(_name, _CLASSES)]]
    for before in _CLASSES:
        cells = [counts.get((before, after), 0) for after in _CLASSES]
        if any(cells):
            rows.append([_name(before), *map(str, cells)])
    return table(rows)


def table(rows: Sequence[Sequence[str]]) -> str:
    """The first column to the left, the others to the right, all lines equally long."""
    widths = [max(map(width_of, column)) for column in zip(*rows, strict=True)]
    return "".join(
        f"{row[0]}{' ' * (widths[0] - width_of(row[0]))}"
        + "".join(
            f"{' ' * (_GAP + width - width_of(cell))}{cell}" for width, cell in zip(widths[1:], row[1:], strict=True)
        )
        + "\n"
        for row in rows
    )


def width_of(text: str) -> int:
    """Columns on a screen: marks that stand above a letter take none."""
    return sum(not unicodedata.combining(one) for one in text)


def village_names(paths: Iterable[str]) -> dict[str, str]:
    """By path, with the code: many villages are called alike. One that is on no list keeps its path."""
    asked = dict.fromkeys(paths)
    names = {area.id: f"{area.name} ({area.code})" for area in registry.areas_by_path(asked)}
    return {path: names.get(path, path) for path in asked}


def _name(standing: str | None) -> str:
    return word(STANDINGS, standing) if standing else str(_("without a class"))
