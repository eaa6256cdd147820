"""Does what a phone worked out agree with what the server works out of the same answers?"""

import math
from datetime import date, datetime
from unicodedata import normalize

from form_engine.definition import FieldType
from form_engine.xpath.errors import Unknown
from form_engine.xpath.values import Value, number, read_moment, text, truth

_LONGEST = 200
_CLOSE = 1e-9
_PLACES = frozenset({FieldType.GEOPOINT, FieldType.GEOTRACE, FieldType.GEOSHAPE})
_TRUE, _FALSE = ("1", "true"), ("0", "false")


def is_blank(value: Value) -> bool:
    return value == "" or (type(value) is float and math.isnan(value))


def agrees(value: Value, type_: FieldType, written: str) -> bool:
    """value: the result of the calculation, a single one; written: what came. Raises Unknown."""
    written = written.strip()
    value = value.strip() if isinstance(value, str) else value  # white space around an answer is none of it
    if written == "NaN" and value != "NaN":
        written = ""
    if is_blank(value) or not written:
        return is_blank(value) and not written
    if type_ is FieldType.BOOLEAN or type(value) is bool:
        return written in (_TRUE if truth(value) else _FALSE)
    if type(value) is float:
        return _same_number(float(math.trunc(value)) if _is_cut(value, type_) else value, written)
    if isinstance(value, date):
        return _same_moment(value, type_, written)
    if type_ in (FieldType.INT, FieldType.DECIMAL):
        return _same_number(number(value), written)
    if type_ in _PLACES:
        return _same_places(value, written)
    return normalize("NFC", value) == normalize("NFC", written)


def _is_cut(value: float, type_: FieldType) -> bool:
    return type_ is FieldType.INT and not math.isinf(value)


def _same_number(value: float, written: str) -> bool:
    try:
        return math.isclose(value, float(written), rel_tol=_CLOSE, abs_tol=_CLOSE)
    except ValueError:
        return text(value) == written


def _same_moment(value: date, type_: FieldType, written: str) -> bool:
    if type_ is FieldType.TIME:
        raise Unknown("a time of day")
    try:
        there = read_moment(written)
    except Unknown:
        return False
    if isinstance(value, datetime) and isinstance(there, datetime):
        return value == there or value.replace(tzinfo=None) == there.replace(tzinfo=None)
    return value.isoformat()[:10] == there.isoformat()[:10]


def _same_places(value: str, written: str) -> bool:
    """The phone writes each figure as a decimal number, and lists with a space after each semicolon."""
    ours, theirs = ([part.split() for part in one.strip().strip(";").split(";")] for one in (value, written))
    if [len(part) for part in ours] != [len(part) for part in theirs]:
        return False
    pairs = [pair for one, other in zip(ours, theirs, strict=True) for pair in zip(one, other, strict=True)]
    try:
        return all(math.isclose(float(one), float(other), abs_tol=_CLOSE) for one, other in pairs)
    except ValueError:
        return False


def kept(value: Value, type_: FieldType) -> Value:
    """What other expressions see of a result once it is stored in a field of the type."""
    if is_blank(value):
        return ""
    return float(math.trunc(value)) if type(value) is float and _is_cut(value, type_) else value


def shown(value: Value) -> str:
    """For the finding: what a person can compare with the answer. A truth as phones store it."""
    if type(value) is bool:
        return _TRUE[0] if value else _FALSE[0]
    return "" if is_blank(value) else text(value)[:_LONGEST]
