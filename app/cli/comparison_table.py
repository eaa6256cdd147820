"""How many households of which class would be of which, as a table of text."""

from collections.abc import Iterable, Mapping
from typing import Any

from registry import repository as registry
from registry.rules.standing import POOREST_FIRST

_CLASSES: tuple[str | None, ...] = (*map(str, POOREST_FIRST), None)
_WIDTH = 12


def class_table(told: Mapping[str, Any]) -> str:
    """Rows: the class before; columns: the class after."""
    counts = {(one["before"], one["after"]): one["households"] for one in told["classes"]}
    lines = ["".join(f"{name:>{_WIDTH}}" for name in ("before \\ after", *map(_name, _CLASSES)))]
    for before in _CLASSES:
        cells = [counts.get((before, after), 0) for after in _CLASSES]
        if any(cells):
            lines.append(f"{_name(before):>14}" + "".join(f"{cell:>{_WIDTH}}" for cell in cells))
    return "\n".join(lines) + "\n"


def village_names(paths: Iterable[str]) -> dict[str, str]:
    """By path, with the code: many villages are called alike. One that is on no list keeps its path."""
    asked = dict.fromkeys(paths)
    names = {area.id: f"{area.name} ({area.code})" for area in registry.areas_by_path(asked)}
    return {path: names.get(path, path) for path in asked}


def _name(standing: str | None) -> str:
    return standing or "no class"
