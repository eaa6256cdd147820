"""Identity numbers: what their digits say, and what in that does not fit the person. Never a key, never a number.

There is no check digit. A mismatch proves that something is wrong, not what: it is a doubt for a person to settle with
the commune police, never a refusal and never a correction (assistance, section 2.3; decree 137/2015, article 13).
"""

import re
from dataclasses import dataclass
from enum import StrEnum

_CODES = (
    *(1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37, 38, 40, 42, 44),
    *(45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77, 79, 80, 82, 83, 84, 86, 87),
    *(89, 91, 92, 93, 94, 95, 96),
)
PROVINCES_OF_BIRTH = frozenset(f"{code:03d}" for code in _CODES)
"""Of the registration of birth, not of residence; numbers that were given keep them after the mergers of 1/7/2025."""

_SEPARATORS = re.compile(r"[\s.\-'’]+")
_MADE_UP = re.compile(r"(\d)\1{5}|123456|654321")
_FLOAT = re.compile(r"(\d+)[.,]0+")
SHOWN_DIGITS = 3
"""So many of the last digits show in a masked number."""


class PaperKind(StrEnum):
    CCCD = "cccd"
    """Số định danh cá nhân, căn cước, CMND 12 số: twelve digits, for life"""
    CMND = "cmnd"
    """Chứng minh nhân dân 9 số: complete as it is; since 1/1/2025 an old number for matching only"""
    OTHER = "other"
    """Told, but of no known shape: kept as it was told"""


class Doubt(StrEnum):
    SHAPE = "shape"
    """Neither 12 nor 9 digits."""
    SEX_OR_CENTURY = "sex_or_century"
    """The fourth digit tells another sex or another century of birth."""
    YEAR = "year"
    """Digits 5 and 6 are not those of the year of birth."""
    PROVINCE = "province"
    """The first three digits are no province's; the birth may be registered abroad."""
    MADE_UP = "made_up"
    """The last six digits are all alike, or 123456, or 654321."""


@dataclass(frozen=True, slots=True)
class Number:
    """digits: as on the paper; of OTHER whatever was told, without separators."""

    kind: PaperKind
    digits: str


def read_number(told: str) -> Number | None:
    """What was told, by its shape; nothing is padded. None when nothing was told."""
    digits = _SEPARATORS.sub("", told)
    if not digits:
        return None
    if digits.isascii() and digits.isdecimal() and len(digits) in (9, 12):
        return Number(PaperKind.CCCD if len(digits) == 12 else PaperKind.CMND, digits)
    return Number(PaperKind.OTHER, digits)


def doubts_of(number: Number, *, sex: str, born: int | None) -> tuple[Doubt, ...]:
    """sex: male, female or "" (not known); born: year of birth. Nothing is doubted that is not known."""
    if number.kind is PaperKind.OTHER:
        return (Doubt.SHAPE,)
    if number.kind is PaperKind.CMND:
        return ()
    digits, found = number.digits, []
    century, parity = divmod(int(digits[3]), 2)
    told_year = 1900 + 100 * century + int(digits[4:6])
    if (sex and (sex == "female") != bool(parity)) or (born is not None and born // 100 != told_year // 100):
        found.append(Doubt.SEX_OR_CENTURY)
    if born is not None and born % 100 != told_year % 100:
        found.append(Doubt.YEAR)
    if digits[:3] not in PROVINCES_OF_BIRTH:
        found.append(Doubt.PROVINCE)
    if _MADE_UP.fullmatch(digits[6:]):
        found.append(Doubt.MADE_UP)
    return tuple(found)


def suggested(told: str) -> str:
    """What a spreadsheet may have made shorter, as it may have been; "" when nothing can be said.

    To be shown, never to be applied in silence. Nine digits are complete: they never become twelve.
    """
    whole = _FLOAT.fullmatch(told.strip())
    digits = whole.group(1) if whole else _SEPARATORS.sub("", told)
    if not (digits.isascii() and digits.isdecimal()):
        return ""
    if len(digits) in (10, 11):
        return digits.zfill(12)
    if len(digits) == 8:
        return digits.zfill(9)
    return digits if whole and len(digits) in (9, 12) else ""


def masked(digits: str) -> str:
    """For lists: the last three digits alone."""
    return "•" * max(0, len(digits) - SHOWN_DIGITS) + digits[-SHOWN_DIGITS:] if len(digits) > SHOWN_DIGITS else "•••"
