"""Working days: Monday to Friday, less public holidays, with the days that a notice exchanged."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

SATURDAY = 5
ONE_DAY = timedelta(days=1)


class DayUnit(StrEnum):
    """What a text counts its days in."""

    WORKING = "working_days"
    CALENDAR = "calendar_days"


class DayKind(StrEnum):
    """What a yearly notice makes of a day (nghỉ bù, hoán đổi)."""

    DAY_OFF = "day_off"
    WORKING_DAY = "working_day"


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Public holidays, and overrides that go before everything else."""

    holidays: frozenset[date]
    overrides: Mapping[date, DayKind]

    def is_working_day(self, day: date) -> bool:
        kind = self.overrides.get(day)
        if kind is not None:
            return kind is DayKind.WORKING_DAY
        return day.weekday() < SATURDAY and day not in self.holidays


@dataclass(frozen=True, slots=True)
class Term:
    """So many days, 1 or more, after an event whose own day is not counted (Civil Code 2015 art. 147)."""

    days: int
    unit: DayUnit = DayUnit.WORKING

    def counts(self, day: date, calendar: WorkingCalendar) -> bool:
        return self.unit is DayUnit.CALENDAR or calendar.is_working_day(day)

    def last_after(self, event: date, calendar: WorkingCalendar) -> date:
        """The last day that counts."""
        if self.unit is DayUnit.CALENDAR:
            return event + ONE_DAY * self.days
        return add_working_days(event, self.days, calendar)

    def deadline_after(self, event: date, calendar: WorkingCalendar) -> date:
        """Until when something has to be done: the last day, or the next working day when that one is off."""
        return next_working_day(self.last_after(event, calendar), calendar)


def add_working_days(event: date, days: int, calendar: WorkingCalendar) -> date:
    """The last of `days` working days after an event; the day of the event is not counted.

    days: 1 or more. Source: Civil Code 2015 art. 147.
    """
    day = event
    for _ in range(days):
        day = next_working_day(day + ONE_DAY, calendar)
    return day


def next_working_day(day: date, calendar: WorkingCalendar) -> date:
    """The day itself when it is a working day, else the first one after it: where a deadline shifts to."""
    while not calendar.is_working_day(day):
        day += ONE_DAY
    return day


def working_days_after(event: date, until: date, calendar: WorkingCalendar) -> int:
    """How many working days lie after the event, `until` included; 0 when it is not later."""
    return sum(calendar.is_working_day(event + ONE_DAY * n) for n in range(1, (until - event).days + 1))


def load_calendar(path: Path) -> WorkingCalendar:
    """Read `config/holidays.toml`."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    return WorkingCalendar(
        holidays=frozenset(day for holiday in raw["holiday"] for day in holiday["dates"]),
        overrides={each["date"]: DayKind(each["kind"]) for each in raw.get("override", [])},
    )
