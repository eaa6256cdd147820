"""The calendar of working days of this process: config/holidays.toml, read once."""

from functools import cache

from config.settings import REPOSITORY
from core.calendar import WorkingCalendar, load_calendar


@cache
def working_calendar() -> WorkingCalendar:
    return load_calendar(REPOSITORY / "config" / "holidays.toml")
