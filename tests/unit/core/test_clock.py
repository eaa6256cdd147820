from datetime import UTC, date, datetime

import pytest

from core.clock import local_day, utc_now


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2017, 10, 25, 16, 59, tzinfo=UTC), date(2017, 10, 25)),
        (datetime(2017, 10, 25, 17, 0, tzinfo=UTC), date(2017, 10, 26)),
        (datetime(2017, 12, 31, 17, 0, tzinfo=UTC), date(2018, 1, 1)),
    ],
)
def test_a_day_begins_at_midnight_in_viet_nam(moment, day):
    assert local_day(moment) == day


def test_now_is_aware_and_as_fine_as_the_database_keeps_it():
    now = utc_now()

    assert now.tzinfo is UTC
    assert now.microsecond % 1000 == 0
