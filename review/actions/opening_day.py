"""The day whose lists a round opens with: that of last year's decision, where the list of the year before closed."""

from datetime import date

from registry.models import Household
from registry.rules.standing import Standing
from review import decisions
from review.models import Round


def opening_day(opened: Round) -> date:
    """Of the latest decision of a year before the round's; the last day of that year where none is known."""
    signed = [day for day in decisions.days_of(opened.commune_path) if day.year < opened.year]
    return max(signed, default=date(opened.year - 1, 12, 31))


def standing_at_opening(household: Household, opened: Round) -> tuple[str, list[str]]:
    """What it was when the round opened, and in the years before that; a household that came since was not in the area.

    Source: review procedure, 6 (reading order 1) and 11, point 22.
    """
    if household.came_on is not None and household.came_on > opening_day(opened):
        return Standing.NOT_IN_AREA, [one.standing for one in sorted(household.standings, key=lambda one: one.year)]
    return household.standing, household.earlier_standings
