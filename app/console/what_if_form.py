"""The questions of the page Giả lập, read from its address: figures left empty or as they are ask for nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.errors import InvalidInput
from form_engine.scoring_errors import ScoreAreaUnknown
from form_engine.scoring_sheet import ScoringSheet
from review.rules.refusals import B2NotAStep
from review.rules.what_if import OtherPoints, PointsImpossible, WhatIf

POINT_ROWS = 3
"""Answers whose points can be changed at once."""
_LONGEST = 6
_DIGITS_OF_A_YEAR = 4


class NotANumber(ValueError):
    """args: the name of the field and what stood in it."""


class NoYear(ValueError):
    """args: what stood in the field of the year."""


class HalfARow(ValueError):
    """An answer without points, or points without an answer. args: the name of the field that was left empty."""


@dataclass(frozen=True, slots=True)
class PointRow:
    """One line for other points, as it was filled in."""

    answer: str
    score_area: str
    points: str


def line_field(kind: str, line: str) -> str:
    return f"{kind}.{line}"


def point_rows(given: Mapping[str, str]) -> list[PointRow]:
    return [
        PointRow(given.get(f"tra-loi-{row}", ""), given.get(f"phieu-{row}", ""), given.get(f"diem-{row}", "").strip())
        for row in range(1, POINT_ROWS + 1)
    ]


def read_year(told: str) -> int | None:
    """None: each commune's latest round. Raises NoYear."""
    told = told.strip()
    if told and not (told.isascii() and told.isdecimal() and len(told) == _DIGITS_OF_A_YEAR):
        raise NoYear(told)
    return int(told) if told else None


def field_of(refusal: InvalidInput, given: Mapping[str, str]) -> str:
    """The field in which stands what a rule set can't have; empty when it is none of them."""
    if isinstance(refusal, ScoreAreaUnknown):
        fields = ("phieu", *(f"phieu-{row}" for row in range(1, POINT_ROWS + 1)))
        return next((name for name in fields if given.get(name) == refusal.facts["sheet"]), "")
    if isinstance(refusal, B2NotAStep):
        return "b2"
    what, *rest = str(refusal.facts.get("place", "")).split(" / ")
    if what == "lines" and len(rest) == 2:
        return line_field(*rest)
    if what == "b2":
        return what
    field = "diem" if isinstance(refusal, PointsImpossible) else "tra-loi"
    rows = enumerate(point_rows(given), start=1)
    return next((f"{field}-{row}" for row, told in rows if told.answer == ".".join([what, *rest])), "")


def read_what_if(given: Mapping[str, str], sheet: ScoringSheet) -> WhatIf:
    """Raises NotANumber, HalfARow."""
    lines = {}
    for kind, several in sheet.lines.items():
        for name, line in several.items():
            points = _whole(given, line_field(kind, name))
            if points is not None and points != line.points:
                lines[kind, name] = points
    least = _whole(given, "b2")
    return WhatIf(
        lines=lines,
        deprived_min=None if least == sheet.b2.deprived_min else least,
        points=tuple(_points(given)),
        score_area=given.get("phieu", ""),
    )


def _points(given: Mapping[str, str]) -> list[OtherPoints]:
    found = []
    for row, told in enumerate(point_rows(given), start=1):
        points = _whole(given, f"diem-{row}")
        item, _, answer = told.answer.partition(".")
        if bool(answer) != (points is not None):
            raise HalfARow(f"diem-{row}" if answer else f"tra-loi-{row}")
        if answer and points is not None:
            found.append(OtherPoints(item, answer, points, told.score_area))
    return found


def _whole(given: Mapping[str, str], name: str) -> int | None:
    told = given.get(name, "").strip()
    if not told:
        return None
    if not (told.isascii() and told.isdecimal()) or len(told) > _LONGEST:
        raise NotANumber(name, told)
    return int(told)
