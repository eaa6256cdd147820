"""How days, moments and numbers look on a page: dd/mm/yyyy, 24 hours, Viet Nam time; 1.234.567,5 in Vietnamese."""

from datetime import date, datetime

from core.clock import VIET_NAM

NBSP = "\N{NO-BREAK SPACE}"
_LEAST_GROUPED = 10_000


def day(value: date | datetime | None) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(VIET_NAM).date()
    return f"{value:%d/%m/%Y}"


def moment(value: datetime | None) -> str:
    """Such as 22/11/2026 15:04."""
    return "" if value is None else f"{value.astimezone(VIET_NAM):%d/%m/%Y %H:%M}"


def hour(value: datetime | None) -> str:
    return "" if value is None else f"{value.astimezone(VIET_NAM):%H:%M}"


def iso(value: datetime | None) -> str:
    """For `<time datetime>`."""
    return "" if value is None else value.isoformat(timespec="seconds")


def number(value: float, language: str) -> str:
    """Thousands are grouped from 10,000 on, so that a year stays a year."""
    whole = float(value).is_integer()
    text = f"{int(value):,}" if whole else f"{value:,.6f}".rstrip("0")
    if abs(value) < _LEAST_GROUPED:
        text = text.replace(",", "")
    return text.translate(str.maketrans(",.", ".,")) if language == "vi" else text


def metres(value: float, language: str) -> str:
    """A distance: 12 m, 1,4 km."""
    if value < 1000:
        return f"{value:.0f}{NBSP}m"
    return f"{number(round(value / 1000, 1), language)}{NBSP}km"
