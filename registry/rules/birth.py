"""When somebody was born, as exactly as it is known: "1938", "1938-05" or "1938-05-06"; "" when nobody knows.

Most of the oldest people have a year and nothing else (assistance, section 8 point 4): the length of the text is the
precision, and nothing is ever filled in.
"""

import re
from datetime import date

_SHAPE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_WRITTEN = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_MONTH = re.compile(r"(\d{1,2})[/.-](\d{4})")
_YEAR = re.compile(r"\d{4}")

YEARS_AS_SERIALS = (date(1905, 3, 14), date(1905, 7, 18))
"""A year that was typed into a cell made for dates shows as a day of 1905: serial 1938 is 21/4/1905."""

EARLIEST = 1900


class BirthUnreadable(ValueError):
    """No day, month or year of birth, or one that there never was."""


def year_of(birth: str) -> int | None:
    return int(birth[:4]) if birth else None


def is_day(birth: str) -> bool:
    """Known to the day."""
    return len(birth) == len("1938-05-06")


def agree(one: str, other: str) -> bool:
    """Whether both may be the same birth: the same as far as both are known. False when one is not known at all."""
    return bool(one and other) and (one.startswith(other) or other.startswith(one))


def told_better(held: str, told: str) -> str:
    """What holds after somebody tells a birth again: his word, unless he tells the same less exactly."""
    return held if not told or held.startswith(told) else told


def read_birth(told: str | date, *, today: date) -> str:
    """A cell of a workbook, day first: "5/6/1954", "1938", "00/00/1938", a date, a year in a date cell.

    Raises BirthUnreadable, also for what lies before 1900 or in the future.
    """
    birth = _of_date(told) if isinstance(told, date) else _of_text(told.strip())
    if int(birth[:4]) < EARLIEST or birth > today.isoformat()[: len(birth)]:
        raise BirthUnreadable
    return birth


def _of_date(told: date) -> str:
    day = date(told.year, told.month, told.day)
    first, last = YEARS_AS_SERIALS
    if first <= day <= last:
        return str((day - date(1899, 12, 30)).days)
    return day.isoformat()


def _of_text(told: str) -> str:
    if _YEAR.fullmatch(told):
        return told
    if _SHAPE.fullmatch(told):
        parts = [int(one) for one in told.split("-")]
        return _checked(*reversed([*parts, 0][:3]) if len(parts) == 2 else reversed(parts))
    if found := _WRITTEN.fullmatch(told):
        day, month, year = (int(one) for one in found.groups())
        return _checked(day, month, year)
    if found := _MONTH.fullmatch(told):
        return _checked(0, int(found.group(1)), int(found.group(2)))
    raise BirthUnreadable


def _checked(day: int, month: int, year: int) -> str:
    """Zeros stand for what is not known."""
    try:
        if not month:
            if day:
                raise BirthUnreadable
            return f"{year:04d}"
        return date(year, month, day or 1).isoformat()[: 10 if day else 7]
    except ValueError as error:
        raise BirthUnreadable from error
