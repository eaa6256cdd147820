"""Households of an area in the borders of a day: in those of before a merger, or in today's.

A household that moved is counted where it was; one whose village became part of another is counted in the village that
the borders of the day make of it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from core.read_many import read_many
from registry import areas
from registry.models import Area, Household

_FIELDS = ("id", "village_path", "former_places", "standings", "members_count", "head_name", "left_on")


@dataclass(frozen=True, slots=True)
class Numbers:
    """households, people: on the day that is counted at. years: households by class for each year, the latest first."""

    households: int
    people: int
    years: Mapping[int, Counter[str]]

    def __add__(self, other: "Numbers") -> "Numbers":
        years = {year: Counter(told) for year, told in self.years.items()}
        for year, told in other.years.items():
            years[year] = years.get(year, Counter()) + told
        ordered = {year: years[year] for year in sorted(years, reverse=True)}
        return Numbers(self.households + other.households, self.people + other.people, ordered)


NONE = Numbers(0, 0, {})


def ever_in(path: str) -> list[Household]:
    """Households that are in an area or once were."""
    now = read_many(Household, {"within": path}, only=_FIELDS)
    before = read_many(Household, {"was_within": path}, only=_FIELDS)
    return list({one.id: one for one in [*now, *before]}.values())


def households_on(path: str, day: date) -> list[Household]:
    """Households that were in an area on a day, in the borders of that day; one registered later where it began."""
    return [one for one in ever_in(path) if one.place_on(day).startswith(path) and not _was_gone(one, day)]


def _was_gone(household: Household, day: date) -> bool:
    """It moved out, died out or joined another before the day."""
    return household.left_on is not None and household.left_on < day


def with_standings(path: str, day: date) -> list[Household]:
    """Of those the ones that were ever recognised as something. For the system."""
    return [one for one in households_on(path, day) if one.standings]


def numbers_of(path: str, *, borders: date, at: date) -> Numbers:
    """Households of an area as the borders of a day draw it. at: the day whose households are counted; classes are
    those of each year, at the place of its last day."""
    borderlines = Borderlines()
    households = people = 0
    years: dict[int, Counter[str]] = {}
    for one in ever_in(path):
        if borderlines.place_of(one, at=at, borders=borders).startswith(path) and not _was_gone(one, at):
            households += 1
            people += one.members_count or 0
        for year in one.standings:
            place = borderlines.place_of(one, at=min(date(year.year, 12, 31), at), borders=borders)
            if place.startswith(path) and not _was_gone(one, min(date(year.year, 12, 31), at)):
                years.setdefault(year.year, Counter())[year.standing] += 1
    return Numbers(households, people, {year: years[year] for year in sorted(years, reverse=True)})


def areas_of_borders(area: Area, day: date) -> list[str]:
    """The areas of a day that an area is made of, or that were made of it: itself when it was there that day."""
    if areas.existed(area, day):
        return [str(area.id)]
    if area.valid_to is not None and area.valid_to < day:
        heirs = [areas.find(one) for one in area.successors]
        return sorted({path for one in heirs if one for path in areas_of_borders(one, day)})
    before = areas.predecessors_of(area.id)
    return sorted({path for one in before if one.id != area.id for path in areas_of_borders(one, day)})


class Borderlines:
    """Puts places of one day into the borders of another; remembers what it asked of the tree."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, date], str] = {}

    def place_of(self, household: Household, *, at: date, borders: date) -> str:
        """The village in the borders of a day that holds the place where the household was on another."""
        former = household.former_places
        place = next((number for number, one in enumerate(former) if at <= one.until), len(former))
        while place < len(former) and former[place].why == "borders" and former[place].until < borders:
            place += 1
        while place > 0 and former[place - 1].why == "borders" and former[place - 1].until >= borders:
            place -= 1
        path = str(former[place].village_path if place < len(former) else household.village_path)
        return self.path_on(path, borders)

    def path_on(self, path: str, day: date) -> str:
        """What a village's place was called on a day, where one village alone answers to it; else the path itself."""
        key = (path, day)
        if key not in self._known:
            area = areas.find(path)
            found = areas_of_borders(area, day) if area is not None else []
            self._known[key] = found[0] if len(found) == 1 else path
        return self._known[key]


def add_up(numbers: Iterable[Numbers]) -> Numbers:
    return sum(numbers, NONE)
