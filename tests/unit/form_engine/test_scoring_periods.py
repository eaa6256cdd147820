"""Whole households under the one-line standards: every question gives a line, members in any order the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_engine.scoring import score
from review.rules.classification import classify
from review.rulesets import get_ruleset

PERIODS = ("vn-2021-2025", "vn-2027-2030")
periods = pytest.mark.parametrize("ruleset_id", PERIODS)
yes_no = st.sampled_from(["yes", "no"])
MEMBER = {
    "age": 40,
    "sex": "female",
    "unable_to_work": "no",
    "disabled": "no",
    "health_insurance": "yes",
    "has_work": "yes",
    "waged": "no",
    "uses_internet": "yes",
}
HOUSEHOLD = {
    "b1_03": "lower",
    "b1_04": ["none"],
    "b1_05": "none",
    "b1_06": ["none"],
    "dwelling_area_m2": 16,
    "average_monthly_kwh": 24,
    "b1_09": "other",
    "b1_10": "other",
    "b1_11": ["none"],
    "b1_12": ["none"],
    "b1_13": ["none"],
    "wall_durable": "no",
    "pillar_durable": "yes",
    "roof_durable": "yes",
    "water_source": "mua",
    "toilet": "hai_ngan",
    "waste_treated": "yes",
    **dict.fromkeys(("has_tv", "has_radio", "has_desktop", "has_laptop", "has_tablet", "has_smartphone"), "no"),
    "has_phone": "yes",
}


@periods
def test_every_question_gives_a_line_on_every_sheet(ruleset_id):
    sheet = get_ruleset(ruleset_id)
    for code in sheet.sheets:
        result = score(sheet, HOUSEHOLD | {"members": [MEMBER, MEMBER]}, code)

        assert (len(result.trace), result.missing, result.b2) == (25, (), 0)


@periods
def test_three_deprivations_make_a_household_under_the_line_poor_and_two_leave_it_near_poor(ruleset_id):
    sheet = get_ruleset(ruleset_id)
    poorer = HOUSEHOLD | {"roof_durable": "no", "toilet": "khong_co", "members": [MEMBER, MEMBER]}

    two = score(sheet, poorer, "NT3")
    three = score(sheet, poorer | {"water_source": "khac"}, "NT3")

    assert (two.b1, two.b2, three.b2) == (70, 20, 30)
    assert classify(sheet, "rural", "NT3", two.b1, two.b2).standing == "near_poor"
    verdict = classify(sheet, "rural", "NT3", three.b1, three.b2)
    assert (verdict.standing, verdict.reason.vi) == ("poor", "B1 = 70 ≤ 140; B2 = 30 ≥ 30: nghèo")


@periods
def test_a_home_of_children_and_elders_alone_gets_no_points_for_its_size(ruleset_id):
    members = [{"age": 15}, {"age": 61, "monthly_social_allowance": "no", "disabled": "no"}]

    line = score(get_ruleset(ruleset_id), HOUSEHOLD | {"members": members}, "NT3").trace[0]

    assert (line.item, line.points) == ("b1_01", 0)


members = st.fixed_dictionaries(
    {
        "age": st.integers(0, 100),
        "sex": st.sampled_from(["male", "female"]),
        **dict.fromkeys(
            (
                *("unable_to_work", "disabled", "monthly_social_allowance", "health_insurance", "stunted"),
                *("underweight", "has_work", "wants_work", "waged", "labour_contract", "education_matches_age"),
                *("school_level_matches_age", "uses_internet"),
            ),
            yes_no | st.none(),
        ),
    }
)


@periods
@given(people=st.lists(members, min_size=1, max_size=6), chance=st.randoms())
def test_members_in_another_order_change_nothing(ruleset_id, people, chance):
    sheet = get_ruleset(ruleset_id)
    mixed = list(people)
    chance.shuffle(mixed)

    first, second = (score(sheet, HOUSEHOLD | {"members": each}, "TT") for each in (people, mixed))

    assert (first.b1, first.b2, first.missing) == (second.b1, second.b2, second.missing)
    assert [line.points for line in first.trace] == [line.points for line in second.trace]
