"""What a complaint and the minutes of a second visit must tell; receipt codes as people type them."""

from dataclasses import replace
from datetime import date

import pytest

from core.ids import new_receipt
from review.rules.complaint import Told, faults, is_in_time, tidy_code
from review.rules.procedures import all_procedures
from review.rules.reverification import Conclusion
from review.rules.reverification import faults as conclusion_faults

WHOLE = Told(case_id="a", household="", ground="wrong_data", words="Sai điểm.")


@pytest.mark.parametrize("typed", ["kn-abcd-efgh-2345", "KN ABCD EFGH 2345", "abcdefgh2345", " kn.abcd.efgh.2345 "])
def test_a_code_is_known_however_it_was_typed(typed):
    assert tidy_code(typed) == "kn-abcd-efgh-2345"


def test_a_new_code_is_as_it_is_kept_and_another_each_time():
    made = {new_receipt("kn") for _ in range(50)}

    assert len(made) == 50
    assert {tidy_code(one) for one in made} == made


def test_anonymous_and_about_any_row_it_stands():
    assert faults(WHOLE, {"a", "b"}) == {}


def test_a_missing_household_can_only_be_put_on():
    assert faults(replace(WHOLE, documents="x" * 501), {"a"}) == {"documents": "too_long"}
    told = Told(case_id="", household="Nhà bà Tẻo", ground="should_be_out", words="x")

    assert faults(told, {"a"}) == {"ground": "not_for_a_missing_one"}


def test_the_last_day_belongs_to_the_posting():
    assert is_in_time(date(2026, 12, 2), date(2026, 12, 2))
    assert not is_in_time(date(2026, 12, 3), date(2026, 12, 2))


@pytest.mark.parametrize("name", sorted(all_procedures()))
def test_every_period_says_in_how_many_working_days_and_by_what_right(name):
    rule = all_procedures()[name].complaint

    assert rule.term.days >= 1
    assert rule.source
    assert rule.confidence in {"seen", "memory", "policy", "placeholder"}


@pytest.mark.parametrize(
    ("day", "fault"), [(None, "missing"), (date(2026, 11, 22), "not_in_time"), (date(2026, 11, 27), "not_in_time")]
)
def test_the_second_visit_was_after_it_was_ordered_and_is_over(day, fault):
    told = Conclusion(day, "Lê Văn Sửu", "Đã xem.", "Giữ nguyên.")

    found = conclusion_faults(told, ordered_on=date(2026, 11, 23), today=date(2026, 11, 26))

    assert found == {"visited_on": fault}
