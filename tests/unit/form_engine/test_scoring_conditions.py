"""Conditions inside conditions, so many of several, a share of the members: with and without all answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_engine.scoring_conditions import at_least, is_deprived
from form_engine.scoring_facts import Facts, read_facts
from review.rulesets import get_ruleset

SHEET = get_ruleset("vn-2021-2025")
INDICATORS = {indicator.name: indicator for indicator in SHEET.indicators}


def deprived(name, *members, **household):
    return is_deprived(INDICATORS[name], Facts(household, members))


@pytest.mark.parametrize(
    ("wall", "pillar", "roof", "told"),
    [
        ("no", "no", "yes", True),
        ("no", "yes", "yes", False),
        ("no", "no", None, True),
        ("yes", "yes", None, False),
        ("no", "yes", None, None),
    ],
)
def test_a_dwelling_with_two_weak_structures_of_three_is_not_durable(wall, pillar, roof, told):
    assert deprived("housing_quality", wall_durable=wall, pillar_durable=pillar, roof_durable=roof) is told


CHILD, ADULT = {"age": 15}, {"age": 40, "disabled": "no"}
ELDER = {"age": 60, "disabled": "no", "monthly_social_allowance": "yes"}
DISABLED = {"age": 30, "disabled": "yes", "monthly_social_allowance": "yes"}
UNPAID = {"age": 90, "disabled": "yes", "monthly_social_allowance": "no"}
UNKNOWN = {"age": 70, "disabled": "no", "monthly_social_allowance": None}


@pytest.mark.parametrize(
    ("members", "told"),
    [
        ([CHILD, ADULT], False),
        ([CHILD, CHILD, ADULT], True),
        ([ELDER, DISABLED, ADULT], True),
        ([CHILD, UNPAID], False),
        ([{"age": 16, "disabled": "no"}, CHILD], False),
        ([CHILD, UNKNOWN], None),
        ([CHILD, CHILD, UNKNOWN], True),
        ([ADULT, ADULT, UNKNOWN], False),
        ([], None),
    ],
)
def test_more_than_half_of_the_members_must_be_dependants(members, told):
    assert deprived("dependants", *members) is told


AT_WORK = {"sex": "male", "age": 30, "unable_to_work": "no", "has_work": "yes", "waged": "yes", "labour_contract": "no"}
SEEKING = {"sex": "female", "age": 30, "unable_to_work": "no", "has_work": "no", "wants_work": "yes"}


@pytest.mark.parametrize(
    ("member", "told"),
    [
        (AT_WORK, True),
        (AT_WORK | {"labour_contract": "yes"}, False),
        (AT_WORK | {"waged": "no", "labour_contract": None}, False),
        (AT_WORK | {"age": 60}, True),
        (AT_WORK | {"age": 61}, False),
        (SEEKING, True),
        (SEEKING | {"age": 55}, True),
        (SEEKING | {"age": 56}, False),
        (SEEKING | {"age": 15}, True),
        (SEEKING | {"age": 14}, False),
        (SEEKING | {"wants_work": "no"}, False),
        (SEEKING | {"unable_to_work": "yes"}, False),
        (SEEKING | {"wants_work": None}, None),
    ],
)
def test_who_seeks_work_or_works_for_wages_without_a_contract_counts(member, told):
    assert deprived("employment", member) is told


@pytest.mark.parametrize(
    ("name", "member", "told"),
    [
        ("nutrition", {"age": 15, "stunted": "no", "underweight": "yes"}, True),
        ("nutrition", {"age": 16, "stunted": "yes", "underweight": "yes"}, False),
        ("health_insurance", {"age": 6, "health_insurance": "no"}, True),
        ("health_insurance", {"age": 5, "health_insurance": "no"}, False),
        ("adult_education", {"age": 15, "education_matches_age": "no"}, False),
        ("adult_education", {"age": 16, "education_matches_age": "no"}, True),
        ("adult_education", {"age": 30, "education_matches_age": "no"}, True),
        ("adult_education", {"age": 31, "education_matches_age": "no"}, False),
        ("child_school", {"age": 2, "school_level_matches_age": "no"}, False),
        ("child_school", {"age": 3, "school_level_matches_age": "no"}, True),
        ("child_school", {"age": 15, "school_level_matches_age": "no"}, True),
        ("child_school", {"age": 16, "school_level_matches_age": "no"}, False),
        ("telecom", {"uses_internet": "no"}, True),
        ("telecom", {"uses_internet": "yes"}, False),
    ],
)
def test_an_age_limit_of_an_indicator_lies_where_the_decree_has_it(name, member, told):
    assert deprived(name, member) is told


@pytest.mark.parametrize(("source", "told"), [("mua", False), ("may", False), ("khac", True), (None, None)])
def test_water_of_a_source_that_is_not_listed_counts_as_unclean(source, told):
    assert deprived("water", water_source=source) is told


def test_the_scorer_reads_every_field_of_a_nested_condition():
    facts = read_facts({"roof_durable": "no", "members": [AT_WORK | {"hobby": "chess"}]}, SHEET)

    assert facts.household == {"roof_durable": "no"}
    assert set(facts.members[0]) == {"sex", "age", "unable_to_work", "has_work", "waged", "labour_contract"}


@given(st.lists(st.sampled_from([True, False, None])), st.integers(0, 9), st.data())
def test_what_is_decided_with_an_answer_missing_stays_so_when_it_comes(truths, count, data):
    before = at_least(count, truths)

    after = at_least(count, [data.draw(st.booleans()) if truth is None else truth for truth in truths])

    assert before in (None, after)
