"""Functions of text."""

import base64
import hashlib
import re
import zlib
from functools import lru_cache
from typing import Any

from form_engine.xpath.errors import Unknown
from form_engine.xpath.values import Value, place, several, text

_LONGEST_MATCHED = 10_000
_OF_JAVA_ALONE = re.compile(r"&&|\\[pPQhRzGX]|\(\?<(?![=!])")


def concat(_scope: Any, *values: Value) -> str:
    return "".join(_flat(values))


def join(_scope: Any, separator: Value, *values: Value) -> str:
    return text(separator).join(_flat(values))


def _flat(values: tuple[Value, ...]) -> list[str]:
    """A list of nodes counts as many values only where it stands alone, as in JavaRosa."""
    if len(values) == 1:
        return [text(value) for value in several(values[0])]
    return [text(value) for value in values]


def substr(_scope: Any, value: Value, start: Value, end: Value = None) -> str:
    """From `start` (counted from 0; below 0 from the end) to before `end`."""
    found = text(value)
    length = len(found)
    first, last = place(start), length if end is None else place(end)
    first, last = (one + length if one < 0 else one for one in (first, last))
    first, last = (min(max(0, one), length) for one in (first, last))
    return found[first:last] if first <= last else ""


def substring_before(_scope: Any, value: Value, part: Value) -> str:
    before, found, _ = text(value).partition(text(part)) if text(part) else ("", "", "")
    return before if found else ""


def substring_after(_scope: Any, value: Value, part: Value) -> str:
    return text(value).partition(text(part))[2] if text(part) else text(value)


def translate(_scope: Any, value: Value, from_: Value, to: Value) -> str:
    sought, instead = text(from_), text(to)
    table: dict[int, str | None] = {}
    for at, letter in enumerate(sought):
        table.setdefault(ord(letter), instead[at] if at < len(instead) else None)
    return text(value).translate(table)


def regex(_scope: Any, value: Value, pattern: Value) -> bool:
    """Does the whole text match? ASCII classes, as in Java. Raises Unknown for a pattern that Python can't read."""
    found = text(value)
    if len(found) > _LONGEST_MATCHED:
        raise Unknown("too long to match")
    return _pattern(text(pattern)).fullmatch(found) is not None


def is_of_java_alone(pattern: str) -> bool:
    """Does it use what Java reads, and Python does not, or otherwise?"""
    return _OF_JAVA_ALONE.search(pattern) is not None


@lru_cache(maxsize=2_000)
def _pattern(pattern: str) -> re.Pattern[str]:
    if is_of_java_alone(pattern):
        raise Unknown("a pattern of Java's own")
    try:
        return re.compile(pattern, re.ASCII)
    except (re.error, RecursionError, OverflowError):
        raise Unknown("not a pattern") from None


def digest(_scope: Any, value: Value, algorithm: Value, encoding: Value = "base64") -> str:
    data, name = text(value).encode(), text(algorithm).upper().replace("-", "")
    if name == "CRC32":
        found = zlib.crc32(data).to_bytes(4, "big")
    elif name in ("MD5", "SHA1", "SHA256", "SHA384", "SHA512"):
        found = hashlib.new(name.lower(), data, usedforsecurity=False).digest()
    else:
        raise Unknown("no such algorithm")
    return found.hex() if text(encoding).lower() == "hex" else base64.b64encode(found).decode()


def base64_decode(_scope: Any, value: Value) -> str:
    try:
        return base64.b64decode(text(value)).decode()
    except ValueError:
        raise Unknown("not base64") from None
