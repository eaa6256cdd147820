"""The line of a household's standing."""

from app.console.standing_line import STEP, TOP, standing_line
from registry.models import StandingYear


def line(*told, this_year=2026):
    return standing_line([StandingYear(year=y, standing=s, ruleset_id="r") for y, s in told], this_year)


def test_poorer_is_lower_in_class_and_higher_in_the_drawing_and_years_between_are_kept():
    points = line((2022, "poor"), (2024, "near_poor"), (2025, "non_poor"))

    assert [(one.year, one.standing, one.known) for one in points] == [
        (2022, "poor", True),
        (2023, "poor", False),
        (2024, "near_poor", True),
        (2025, "non_poor", True),
        (2026, "non_poor", False),
    ]
    assert [one.y for one in points] == [TOP, TOP, TOP + STEP, TOP + 2 * STEP, TOP + 2 * STEP]
    assert [one.x for one in points] == [24, 72, 120, 168, 216]


def test_a_household_without_a_standing_has_no_line_and_a_long_one_shows_its_last_years():
    assert line() == []
    assert [one.year for one in line((2001, "poor"))] == list(range(2015, 2027))
    assert [one.year for one in line((2027, "poor"))] == [2027]
