from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.sequence import first_of, moment_of, sequence_at

moments = st.integers(946_684_800_000, 7_258_118_400_000).map(lambda each: datetime.fromtimestamp(each / 1000, UTC))
"""Milliseconds from the year 2000 to 2200."""


@given(moment=moments, later=st.timedeltas(timedelta(milliseconds=1), timedelta(days=4000)))
def test_what_happens_later_has_a_larger_number(moment, later):
    assert sequence_at(moment) < first_of(moment + later) <= sequence_at(moment + later)


@given(moments)
def test_a_number_fits_the_database_and_tells_its_moment(moment):
    number = sequence_at(moment)

    assert first_of(moment) <= number < 2**63
    assert abs(moment_of(number) - moment) < timedelta(milliseconds=2)


def test_numbers_of_one_moment_differ():
    moment = datetime(2026, 11, 22, tzinfo=UTC)

    assert len({sequence_at(moment) for _ in range(100)}) > 95
