"""What no household can have is refused: a total over what all the best answers of a sheet give together."""

import pytest

from form_engine.scoring import score
from review.actions.questions import classify_totals
from review.rules.highest_total import highest_b1
from review.rules.refusals import AreaMissing, B1TooHigh
from review.rulesets import all_rulesets, get_ruleset
from tests.households import a_household, a_member
from tests.integration.scored_forms import everything_owned
from tests.many_households import made_up

SHEETS = [(sheet, area) for sheet in all_rulesets().values() for area in sheet.sheets]


@pytest.mark.parametrize(("sheet", "area"), SHEETS, ids=lambda one: getattr(one, "id", one))
def test_no_household_goes_over_the_highest_total(sheet, area):
    found = [score(sheet, answers, area).b1 for answers in made_up(sheet, 60, seed=7)]
    rich = a_household(
        sheet, a_member(sheet), **everything_owned(sheet.id), dwelling_area_m2=90, average_monthly_kwh=900
    )

    assert 0 < max(score(sheet, rich, area).b1, *(b1 for b1 in found if b1 is not None)) <= highest_b1(sheet, area)


def test_the_highest_total_itself_can_be_asked_about_and_one_more_cannot():
    sheet = get_ruleset("vn-2016-2020")
    highest = highest_b1(sheet, "NT3")

    assert classify_totals(sheet.id, b1=highest, b2=0, score_area="NT3")["class"] == "non_poor"
    with pytest.raises(B1TooHigh) as refusal:
        classify_totals(sheet.id, b1=highest + 1, b2=0, score_area="NT3")
    assert refusal.value.facts == {"points": highest + 1, "max": highest}
    assert classify_totals(sheet.id, b1=highest + 1, b2=0, area_kind="rural")["class"] == "non_poor", "NT2 gives more"


def test_totals_without_an_area_are_refused_with_what_is_missing():
    with pytest.raises(AreaMissing) as refusal:
        classify_totals("vn-2016-2020", b1=1, b2=0)

    assert refusal.value.facts == {"sheets": "NT1, NT2, NT3, NT4, NT5, NT6, TT"}
