import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules.standing import POOREST_FIRST
from review.rules.classification import classify
from review.rules.refusals import B2NotAStep, B2TooHigh, OverrideWithoutReason, SheetDoesNotFitArea, TotalNegative
from review.rules.screening import screen
from review.rulesets import RulesetUnknown, all_rulesets, get_ruleset

OLD = get_ruleset("vn-2016-2020")
NEW = get_ruleset("vn-2021-2025")
AREAS = st.sampled_from([("rural", "NT3"), ("urban", "TT")])
SHEETS = st.sampled_from(list(all_rulesets().values()))


@pytest.mark.parametrize(
    ("area", "region", "b1", "b2", "reason"),
    [
        ("rural", "NT3", 120, 0, "B1 = 120 ≤ 120: nghèo về thu nhập"),
        ("rural", "NT3", 121, 20, "B1 = 121 > 120 và ≤ 150; B2 = 20 < 30: cận nghèo"),
        ("rural", "NT3", 150, 30, "B1 = 150 > 120 và ≤ 150; B2 = 30 ≥ 30: nghèo do thiếu hụt dịch vụ xã hội cơ bản"),
        ("rural", "NT3", 151, 100, "B1 = 151 > 150: không nghèo"),
        ("urban", "TT", 140, 100, "B1 = 140 ≤ 140: nghèo về thu nhập"),
        ("urban", "TT", 141, 20, "B1 = 141 > 140 và ≤ 175; B2 = 20 < 30: cận nghèo"),
        ("urban", "TT", 176, 100, "B1 = 176 > 175: không nghèo"),
    ],
)
def test_the_reason_quotes_the_comparison_that_decided(area, region, b1, b2, reason):
    assert classify(OLD, area, region, b1, b2).reason.vi == reason


def test_under_one_line_the_reason_names_one_line():
    assert classify(NEW, "rural", "NT1", 139, 20).reason.en == "B1 = 139 ≤ 140; B2 = 20 < 30: near poor"


@pytest.mark.parametrize(
    ("area", "region", "b1", "b2", "refusal"),
    [
        ("rural", "NT3", 145, 29, B2NotAStep),
        ("rural", "NT3", 145, 110, B2TooHigh),
        ("rural", "NT3", -5, 30, TotalNegative),
        ("rural", "NT3", 100, -10, TotalNegative),
        ("rural", "TT", 100, 30, SheetDoesNotFitArea),
        ("urban", "NT1", 100, 30, SheetDoesNotFitArea),
        ("rural", "NT9", 100, 30, SheetDoesNotFitArea),
    ],
)
def test_impossible_totals_are_refused(area, region, b1, b2, refusal):
    with pytest.raises(refusal):
        classify(OLD, area, region, b1, b2)


@given(sheet=SHEETS, area=AREAS, b1=st.integers(0, 400), more=st.integers(0, 400), b2=st.integers(0, 10))
def test_more_points_on_b1_never_make_a_household_poorer(sheet, area, b1, more, b2):
    before = classify(sheet, *area, b1, 10 * b2).standing
    after = classify(sheet, *area, b1 + more, 10 * b2).standing

    assert POOREST_FIRST.index(after) >= POOREST_FIRST.index(before)


@given(sheet=SHEETS, area=AREAS, b1=st.integers(0, 400), b2=st.integers(0, 10), more=st.integers(0, 10))
def test_more_deprivation_never_makes_a_household_less_poor(sheet, area, b1, b2, more):
    before = classify(sheet, *area, b1, 10 * b2).standing
    after = classify(sheet, *area, b1, 10 * min(b2 + more, 10)).standing

    assert POOREST_FIRST.index(after) <= POOREST_FIRST.index(before)


def test_nobody_is_taken_in_without_a_reason():
    with pytest.raises(OverrideWithoutReason):
        screen(OLD, yes=5, on_managed_list=False, override=True, override_reason=" ")


def test_an_unknown_rule_set_is_not_found():
    with pytest.raises(RulesetUnknown):
        get_ruleset("vn-1990")
