"""How long a list hangs: the clock starts with the last place, counts working days, and ends with the last of them."""

from dataclasses import replace
from datetime import date

import pytest

from app.holidays import working_calendar
from core.calendar import DayUnit, Term
from review.rules.posting import days, is_over, missing_places, period
from review.rules.procedures import PostingRule, procedure_for

CALENDAR = working_calendar()
SEVEN, THREE = procedure_for("vn-2016-2020").posting, procedure_for("vn-2021-2025").posting
EVERYWHERE = ("village_house", "commune_office", "loudspeaker")


def posted(*on: date) -> dict[str, date]:
    return dict(zip(EVERYWHERE, on, strict=False))


def test_the_clock_does_not_run_before_the_last_place_is_posted():
    day = date(2017, 9, 28)

    assert missing_places(posted(day, day), SEVEN) == ["loudspeaker"]
    assert period(posted(day, day), SEVEN, CALENDAR) is None


@pytest.mark.parametrize(
    ("rule", "on", "since", "until"),
    [
        # Thursday 28 September 2017 and seven working days: two weekends lie between.
        (SEVEN, (date(2017, 9, 28),) * 3, date(2017, 9, 28), date(2017, 10, 9)),
        # The last of three places counts, whichever it is.
        (SEVEN, (date(2017, 9, 28), date(2017, 9, 26), date(2017, 9, 27)), date(2017, 9, 28), date(2017, 10, 9)),
        # 2 September 2016 is a holiday.
        (SEVEN, (date(2016, 8, 29),) * 3, date(2016, 8, 29), date(2016, 9, 8)),
        (THREE, (date(2024, 11, 7),) * 3, date(2024, 11, 7), date(2024, 11, 12)),
    ],
)
def test_a_list_hangs_so_many_working_days_after_the_day_of_the_last_place(rule, on, since, until):
    assert period(posted(*on), rule, CALENDAR) == (since, until)


def test_each_day_is_told_with_its_number_or_as_a_day_that_does_not_count():
    told = days(date(2016, 8, 29), date(2016, 9, 8), SEVEN.term, CALENDAR, today=date(2016, 9, 2))

    assert [one.number for one in told] == [1, 2, 3, None, None, None, 4, 5, 6, 7]
    assert [one.on.day for one in told if one.is_past] == [30, 31, 1]


def test_a_procedure_may_count_calendar_days_instead():
    rule = replace(THREE, term=Term(3, DayUnit.CALENDAR))

    assert period(posted(*(date(2024, 11, 8),) * 3), rule, CALENDAR) == (date(2024, 11, 8), date(2024, 11, 11))
    told = days(date(2024, 11, 8), date(2024, 11, 11), rule.term, CALENDAR, today=date(2024, 11, 8))
    assert [one.number for one in told] == [1, 2, 3]


def test_the_last_day_still_belongs_to_the_posting():
    until = date(2017, 10, 9)

    assert not is_over(until, until)
    assert is_over(until, date(2017, 10, 10))


def test_a_rule_names_every_place_once():
    for rule in (SEVEN, THREE):
        assert isinstance(rule, PostingRule)
        assert sorted(rule.places) == sorted(set(rule.places)) == sorted(EVERYWHERE)
