"""The values of expressions and how they turn into each other, as JavaRosa does it.

Text, number (float; NaN is a blank number), bool, day, moment, or a list of nodes, which stands for the value of its
one node, or for "" when it is empty.
"""

import math
import re
from datetime import date, datetime
from typing import Any, TypeAlias

from core.clock import VIET_NAM
from form_engine.xpath.errors import Unknown
from form_engine.xpath.nodes import UNREADABLE

Value: TypeAlias = Any
"""str, float, bool, datetime.date, datetime.datetime, or list of nodes."""

NAN = math.nan
_EPOCH = date(1970, 1, 1).toordinal()
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)", re.ASCII)
_SAME = 1e-12
_MAX_INT = 2**31 - 1
_TEXTS = (str, str)


def single(value: Value) -> Value:
    """The one value: of a list of nodes that of its node. Raises Unknown for more than one."""
    if type(value) is not list:
        return value
    if not value:
        return ""
    if len(value) > 1:
        raise Unknown("a question that is asked several times")
    found = value[0].value
    if found is UNREADABLE:
        raise Unknown("an answer of the wrong type")
    return found


def several(value: Value) -> list[Value]:
    """The values of a list of nodes, or the one value."""
    return [single([node]) for node in value] if type(value) is list else [value]


def number(value: Value) -> float:
    """Days since 1970 for a day; NaN for what is no number."""
    if type(value) is list:
        value = single(value)
    if type(value) is float:
        return value
    if type(value) is str:
        text = value.replace(",", ".").strip()
        return float(text) if _NUMBER.fullmatch(text) else NAN
    if type(value) is bool:
        return 1.0 if value else 0.0
    return float(value.toordinal() - _EPOCH)


def number_with_time(value: Value) -> float:
    value = single(value)
    if isinstance(value, datetime):
        seconds = value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6
        return value.toordinal() - _EPOCH + seconds / 86400
    return number(value)


def whole(value: Value) -> float:
    """Towards zero; NaN and infinities as they are."""
    found = number(value)
    return found if math.isnan(found) or math.isinf(found) else float(math.trunc(found))


def place(value: Value) -> int:
    """A whole number to count with; a blank counts as 0, as in Java."""
    found = whole(value)
    if math.isnan(found):
        return 0
    return int(max(-_MAX_INT - 1.0, min(float(_MAX_INT), found)))


def truth(value: Value) -> bool:
    if type(value) is bool:
        return value
    value = single(value)
    if type(value) is bool:
        return value
    if type(value) is float:
        return abs(value) > _SAME and not math.isnan(value)
    return bool(value != "")


def text(value: Value) -> str:
    value = single(value)
    if type(value) is str:
        return value
    if type(value) is bool:
        return "true" if value else "false"
    if type(value) is float:
        return number_text(value)
    return str(value.date().isoformat() if isinstance(value, datetime) else value.isoformat())


def number_text(value: float) -> str:
    """A whole number without its point; any other as Java writes it (1.0E10, 0.1)."""
    if math.isnan(value):
        return "NaN"
    if abs(value) < _SAME:
        return "0"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if abs(value) <= _MAX_INT and abs(value - math.trunc(value)) < _SAME:
        return str(math.trunc(value))
    if 1e-3 <= abs(value) < 1e7:
        return repr(value)
    digits, _, power = f"{value!r}".partition("e")
    if not power:
        sign, plain = ("-" if value < 0 else ""), digits.lstrip("-")
        ahead, _, behind = plain.partition(".")
        shift = len(ahead) - 1 if ahead.strip("0") else -(len(behind) - len(behind.lstrip("0")) + 1)
        figures = (ahead + behind).strip("0")
        return f"{sign}{figures[0]}.{figures[1:].rstrip('0') or '0'}E{shift}"
    return f"{digits if '.' in digits else digits + '.0'}E{int(power)}"


def moment(value: Value, *, keep_time: bool) -> Value:
    """A date or datetime; "" and NaN stay what they are. Raises Unknown for what is no date."""
    value = single(value)
    if isinstance(value, date):
        return value if keep_time or not isinstance(value, datetime) else value.date()
    if type(value) is float:
        return _from_days(value, keep_time)
    if type(value) is str:
        return read_moment(value) if value else value
    raise Unknown("not a date")


def _from_days(days: float, keep_time: bool) -> Value:
    if math.isnan(days):
        return days
    try:
        if keep_time:
            return datetime.fromtimestamp(days * 86400, VIET_NAM)
        return date.fromordinal(_EPOCH + math.trunc(days))
    except (ValueError, OverflowError, OSError):
        raise Unknown("a date out of range") from None


def read_moment(written: str) -> date:
    """A day, or a moment on the clock of the place where it was written. Raises Unknown."""
    try:
        if "T" in written:
            found = datetime.fromisoformat(written)
            return found if found.tzinfo else found.replace(tzinfo=VIET_NAM)
        return date.fromisoformat(written)
    except ValueError:
        raise Unknown("not a date") from None


def days_with_time(value: date) -> float:
    """Days since the first moment of 1970 in Greenwich; a day begins at midnight in Việt Nam."""
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, tzinfo=VIET_NAM)
    return value.timestamp() / 86400


def equal(left: Value, right: Value) -> bool:
    left = single(left) if type(left) is list else left
    right = single(right) if type(right) is list else right
    kinds = (type(left), type(right))
    if kinds == _TEXTS:
        return bool(left == right)
    if bool in kinds:
        return truth(left) == truth(right)
    if float in kinds:
        return abs(number(left) - number(right)) < _SAME
    return text(left) == text(right)
