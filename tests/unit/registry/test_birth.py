from datetime import date

import pytest

from registry.rules.birth import BirthUnreadable, agree, read_birth, told_better

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("told", "birth"),
    [
        ("05/06/2024", "2024-06-05"),
        ("13/06/2024", "2024-06-13"),
        ("5-6-1954", "1954-06-05"),
        ("1938", "1938"),
        ("00/00/1938", "1938"),
        ("00/05/1938", "1938-05"),
        ("5/1938", "1938-05"),
        ("1938-05", "1938-05"),
        ("1938-05-06", "1938-05-06"),
        (date(1905, 4, 21), "1938"),
        (date(1950, 2, 1), "1950-02-01"),
    ],
)
def test_a_birth_is_read_as_exactly_as_it_was_told(told, birth):
    assert read_birth(told, today=TODAY) == birth


@pytest.mark.parametrize("told", ["31/02/1950", "5-6-24", "1899", "2027", "12/00/1950", "13/13/1950", "năm 1950", ""])
def test_what_is_no_birth_is_refused(told):
    with pytest.raises(BirthUnreadable):
        read_birth(told, today=TODAY)


def test_births_agree_as_far_as_both_are_known():
    assert all(agree(*two) for two in (("1938", "1938-05-06"), ("1938-05", "1938-05-06"), ("1938", "1938")))
    assert not any(agree(*two) for two in (("1938", "1939"), ("1938-05-06", "1938-05-07"), ("", "1938")))


def test_a_day_of_birth_is_not_lost_to_a_year():
    assert told_better("1938-05-06", "1938") == "1938-05-06"
    assert told_better("1938", "1938-05-06") == "1938-05-06"
    assert told_better("1938-05-06", "1939") == "1939"
    assert told_better("1938", "") == "1938"
