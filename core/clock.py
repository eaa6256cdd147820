"""The only place that reads the clock. Moments are aware UTC datetimes; days are dates in Viet Nam."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]

VIET_NAM = ZoneInfo("Asia/Ho_Chi_Minh")


def utc_now() -> datetime:
    """The moment now, cut to milliseconds as the database keeps it."""
    now = datetime.now(UTC)  # noqa: TID251
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def local_day(moment: datetime) -> date:
    """The day in Viet Nam on which an aware moment lies."""
    return moment.astimezone(VIET_NAM).date()


def start_of_day(day: date) -> datetime:
    """The moment at which a day begins in Viet Nam."""
    return datetime(day.year, day.month, day.day, tzinfo=VIET_NAM).astimezone(UTC)
