"""Functions of days and moments. A day without a zone begins at midnight in Việt Nam, where the phones are."""

import math
from datetime import date, datetime
from typing import Any

from form_engine.xpath.errors import Unknown
from form_engine.xpath.values import Value, days_with_time, moment, number, read_moment, single, text


def date_(_scope: Any, value: Value) -> Value:
    return moment(value, keep_time=False)


def date_time(_scope: Any, value: Value) -> Value:
    return moment(value, keep_time=True)


def decimal_date_time(_scope: Any, value: Value) -> Value:
    """Days since 1970 with their fraction; "" stays ""."""
    found = _moment_or_blank(value)
    return days_with_time(found) if isinstance(found, date) else found


def decimal_time(_scope: Any, value: Value) -> Value:
    """The part of the day that has gone by where the time was written."""
    found = _moment_or_blank(value)
    if isinstance(found, datetime):
        return (found.hour * 3600 + found.minute * 60 + found.second + found.microsecond / 1e6) / 86400
    if isinstance(found, date):
        return 0.0
    return found if found == "" else found - math.floor(found)


def _moment_or_blank(value: Value) -> Value:
    found = single(value)
    if isinstance(found, date) or found == "":
        return found
    return read_moment(found) if type(found) is str else number(found)


def format_date(_scope: Any, value: Value, pattern: Value) -> str:
    """`%Y-%m-%d %H:%M:%S` and their kin. Names of months and days are in the language of the phone: Unknown."""
    found = moment(value, keep_time=True)
    if not isinstance(found, date):
        return ""
    written = text(pattern)
    parts, at = [], 0
    while at < len(written):
        if written[at] == "%":
            at += 1
            parts.append(_part(found, written[at : at + 1]))
        else:
            parts.append(written[at])
        at += 1
    return "".join(parts)


def _part(found: date, letter: str) -> str:
    clock = found if isinstance(found, datetime) else datetime(found.year, found.month, found.day)  # noqa: DTZ001
    told = {
        "%": "%",
        "Y": f"{found.year:04}",
        "y": f"{found.year:04}"[2:],
        "m": f"{found.month:02}",
        "n": str(found.month),
        "d": f"{found.day:02}",
        "e": str(found.day),
        "H": f"{clock.hour:02}",
        "h": str(clock.hour),
        "M": f"{clock.minute:02}",
        "S": f"{clock.second:02}",
        "3": f"{clock.microsecond // 1000:03}",
    }
    if letter not in told:
        raise Unknown("a part of a date that the phone's language decides")
    return told[letter]
