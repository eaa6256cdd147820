"""Text of an instance to a typed value, one function a type (ODK XForms, data types)."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from math import isfinite
from typing import Any
from unicodedata import normalize

from form_engine.definition import FieldType

_INT = re.compile(r"[+-]?\d{1,18}", re.ASCII)
_DECIMAL = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TIME = re.compile(r"\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d(?::?\d\d)?)?", re.ASCII)
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


class WrongType(ValueError):
    """Caught by answers.py, which makes a finding of it."""


def typed(text: str, type_: FieldType) -> Any:
    """`text` is not blank. Raises WrongType when it is no value of that type."""
    return _READERS[type_](text)


def _text(text: str) -> str:
    return normalize("NFC", text)


def _int(text: str) -> int | None:
    """Up to 18 digits, so that every store can hold it."""
    text = text.strip()
    if text == "NaN":  # a calculation over blanks, which JavaRosa leaves blank
        return None
    _require(_INT.fullmatch(text))
    return int(text)


def _decimal(text: str) -> float | None:
    text = text.strip()
    return None if text == "NaN" else _float(text)


def _float(text: str) -> float:
    _require(len(text) <= 100 and _DECIMAL.fullmatch(text))
    number = float(text)
    _require(isfinite(number))
    return number


def _boolean(text: str) -> bool:
    value = _BOOLEANS.get(text.strip())
    if value is None:
        raise WrongType
    return value


def _date(text: str) -> str:
    text = text.strip()
    _require(_DATE.fullmatch(text))
    return _iso(date.fromisoformat, text)


def _time(text: str) -> str:
    text = text.strip()
    _require(_TIME.fullmatch(text))
    return _iso(time.fromisoformat, text)


def _date_time(text: str) -> str:
    text = text.strip()
    day, _, hour = text.partition("T")
    _require(_DATE.fullmatch(day) and _TIME.fullmatch(hour))
    return _iso(datetime.fromisoformat, text)


def _iso(read: Callable[[str], Any], text: str) -> str:
    try:
        read(text)
    except ValueError:
        raise WrongType from None
    return text


def _geopoint(text: str) -> dict[str, float | None]:
    """Degrees, metres: `latitude longitude [altitude [accuracy]]`."""
    parts = text.split()
    _require(2 <= len(parts) <= 4)
    numbers: list[float | None] = [_float(part) for part in parts]
    latitude, longitude, altitude, accuracy = numbers + [None] * (4 - len(numbers))
    _require(latitude is not None and abs(latitude) <= 90 and longitude is not None and abs(longitude) <= 180)
    return {"latitude": latitude, "longitude": longitude, "altitude": altitude, "accuracy": accuracy}


def _geopoints(text: str) -> list[dict[str, float | None]]:
    return [_geopoint(point) for point in text.strip().strip(";").split(";")]


def _one(text: str) -> str:
    return text.strip()


def _several(text: str) -> list[str]:
    return text.split()


def _require(holds: object) -> None:
    if not holds:
        raise WrongType


_READERS: dict[FieldType, Callable[[str], Any]] = {
    FieldType.STRING: _text,
    FieldType.BARCODE: _text,
    FieldType.INT: _int,
    FieldType.DECIMAL: _decimal,
    FieldType.BOOLEAN: _boolean,
    FieldType.DATE: _date,
    FieldType.TIME: _time,
    FieldType.DATE_TIME: _date_time,
    FieldType.GEOPOINT: _geopoint,
    FieldType.GEOTRACE: _geopoints,
    FieldType.GEOSHAPE: _geopoints,
    FieldType.SELECT_ONE: _one,
    FieldType.SELECT: _several,
    FieldType.RANK: _several,
    FieldType.BINARY: _one,
}
