"""The standing of a household year by year, drawn as one line: what a page needs to draw it."""

from collections.abc import Iterable
from dataclasses import dataclass

from registry.models import StandingYear
from registry.rules.standing import Standing

_LEVELS = {Standing.POOR: 3, Standing.NEAR_POOR: 2, Standing.NON_POOR: 1}
WIDTH, STEP, TOP = 48, 24, 14
"""Of a year, of a level, of the upper edge; in the drawing's units."""
_LONGEST = 12


@dataclass(frozen=True, slots=True)
class Point:
    """One year. x, y: its place in the drawing. known: somebody recognised a standing for it."""

    year: int
    standing: str
    x: int
    y: int
    known: bool


def standing_line(standings: Iterable[StandingYear], this_year: int) -> list[Point]:
    """The years from the first that was recognised to this one, the last twelve; a year without a line keeps the
    standing of the one before it."""
    by_year = {int(one.year): Standing(one.standing) for one in standings}
    if not by_year:
        return []
    years = range(min(by_year), max(this_year, max(by_year)) + 1)
    points: list[Point] = []
    for year in years:
        standing = by_year.get(year) or Standing(points[-1].standing)
        points.append(
            Point(year, standing, 0, TOP + (_LEVELS[Standing.POOR] - _LEVELS[standing]) * STEP, year in by_year)
        )
    return [
        Point(one.year, one.standing, WIDTH // 2 + n * WIDTH, one.y, one.known)
        for n, one in enumerate(points[-_LONGEST:])
    ]
