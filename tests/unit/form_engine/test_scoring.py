from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_engine.scoring import score, score_item
from form_engine.scoring_errors import NoPointTable, ScoreAreaUnknown
from form_engine.scoring_facts import exact
from review.rulesets import get_ruleset

SHEET = get_ruleset("vn-2016-2020")


def a_member(**changes):
    return {
        "age": 40,
        "birth_year": 1976,
        "unable_to_work": "no",
        "seriously_ill": "no",
        "health_insurance": "yes",
        "lower_secondary_graduate": "yes",
        "attending_school": "no",
        "uses_phone": "yes",
        "uses_internet": "no",
    } | changes


def a_household(*members, **changes):
    return {
        "members": list(members) or [a_member(), a_member()],
        "living": {
            "b1_03": "lower",
            "b1_04": ["none"],
            "b1_05": "none",
            "b1_06": ["wall", "pillar"],
            "dwelling_area_m2": 40.0,
            "average_monthly_kwh": 60,
            "b1_09": "protected",
            "b1_10": "other",
            "b1_11": ["tv", "motorbike"],
            "b1_12": ["none"],
            "b1_13": ["cattle_1", "poultry_100"],
        },
        "services": {
            "dwelling_grade": "ban_kien_co",
            "hygienic_water": "yes",
            "hygienic_toilet": "no",
            "has_tv": "yes",
            "has_radio": "no",
            "has_computer": "no",
            "hears_loudspeaker": "yes",
        },
    } | changes


def line(result, item):
    return next(line for line in result.trace if line.item == item)


def test_a_household_gets_a_line_for_every_question():
    result = score(SHEET, a_household(), "NT3")

    assert {line.item: line.points for line in result.trace if line.points} == {
        "b1_01": 50,
        "b1_02": 15,
        "b1_06": 20,
        "b1_07": 10,
        "b1_08": 20,
        "b1_09": 5,
        "b1_11": 25,
        "b1_13": 15,
        "b2_08": 10,
    }
    assert (result.b1, result.b2, result.missing, len(result.trace)) == (160, 10, (), 23)
    assert line(result, "b1_11").answer_text.vi == "Ti vi màu; Xe máy, xe có động cơ"
    assert line(result, "b1_11").source == "placeholder"
    assert line(result, "b1_07").detail.vi == "40 / 2 = 20"


def test_the_same_answers_give_the_same_bytes():
    first, second = (score(SHEET, a_household(), "NT3") for _ in range(2))

    assert first == second
    assert first.input_hash != score(SHEET, a_household(b1_05="one"), "NT3").input_hash


def test_a_missing_answer_is_listed_and_never_scored_as_zero():
    household = a_household()
    del household["living"]["b1_05"]
    household["living"]["b1_12"] = []
    household["services"]["hygienic_water"] = None

    result = score(SHEET, household, "NT3")

    assert result.missing == ("b1_05", "b1_12", "b2_07")
    assert (result.b1, result.b2) == (None, None)


def test_zero_is_an_answer():
    household = a_household()
    household["living"]["average_monthly_kwh"] = 0

    result = score(SHEET, household, "NT3")

    assert line(result, "b1_08").answers == ("lt25",)
    assert result.missing == ()


@pytest.mark.parametrize("codes", [["none", "tv"], ["gold"], [], None])
def test_answers_that_contradict_themselves_give_no_points(codes):
    household = a_household()
    household["living"]["b1_11"] = codes

    assert score(SHEET, household, "NT3").missing == ("b1_11",)


def test_two_answers_of_which_one_is_true_give_no_points():
    assert score_item(SHEET, "b1_12", {"b1_12": ["perennial_1000", "perennial_5000"]}, "NT3").points is None


@pytest.mark.parametrize(
    ("area", "members", "band"),
    [("23.9", 3, "lt8"), ("24", 3, "8_20"), ("59.99", 3, "8_20"), ("60", 3, "20_30"), ("90", 3, "30_40")],
)
def test_area_a_head_is_compared_exactly(area, members, band):
    household = {"dwelling_area_m2": float(area), "members": [a_member()] * members}

    assert score_item(SHEET, "b1_07", household, "NT3").answers == (band,)


@pytest.mark.parametrize(
    ("kwh", "band"),
    [(0, "lt25"), (24.9, "lt25"), (25, "25_49"), (49.9, "25_49"), (50, "50_99"), (149, "100_149"), (150, "150plus")],
)
def test_electricity_is_whole_kwh_rounded_down(kwh, band):
    assert score_item(SHEET, "b1_08", {"average_monthly_kwh": kwh}, "NT3").answers == (band,)


@pytest.mark.parametrize(("area", "deprived"), [(31.9, "yes"), (32, "no"), (32.1, "no")])
def test_eight_square_metres_a_head_is_not_under_eight(area, deprived):
    household = a_household(*[a_member()] * 4)
    household["living"]["dwelling_area_m2"] = area

    assert line(score(SHEET, household, "NT3"), "b2_06").answers == (deprived,)


@pytest.mark.parametrize(
    ("item", "member", "deprived"),
    [
        ("b2_01", {"seriously_ill": "yes", "sought_treatment": "no"}, "yes"),
        ("b2_01", {"seriously_ill": "yes", "sought_treatment": "yes"}, "no"),
        ("b2_02", {"age": 5, "health_insurance": "no"}, "no"),
        ("b2_02", {"age": 6, "health_insurance": "no"}, "yes"),
        ("b2_03", {"age": 30, "birth_year": 1986, "lower_secondary_graduate": "no"}, "yes"),
        ("b2_03", {"age": 30, "birth_year": 1985, "lower_secondary_graduate": "no"}, "no"),
        ("b2_03", {"age": 15, "birth_year": 2001, "lower_secondary_graduate": "no", "attending_school": "yes"}, "no"),
        ("b2_03", {"age": 14, "birth_year": 2002, "lower_secondary_graduate": "no"}, "no"),
        ("b2_04", {"age": 4}, "no"),
        ("b2_04", {"age": 5}, "yes"),
        ("b2_04", {"age": 14}, "yes"),
        ("b2_04", {"age": 15}, "no"),
        ("b2_04", {"age": 14, "attending_school": "yes"}, "no"),
        ("b2_09", {"uses_phone": "no"}, "yes"),
        ("b2_09", {"uses_phone": "no", "uses_internet": "yes"}, "no"),
    ],
)
def test_a_deprivation_begins_where_its_condition_says(item, member, deprived):
    result = score(SHEET, a_household(a_member(**member)), "NT3")

    assert line(result, item).answers == (deprived,)


def test_a_deprivation_shows_the_values_it_saw():
    result = score(SHEET, a_household(a_member(), a_member(age=9, attending_school="no")), "NT3")

    seen = [(saw.member, saw.field, saw.value) for saw in line(result, "b2_04").saw]

    assert seen == [(1, "age", "40"), (1, "attending_school", "no"), (2, "age", "9"), (2, "attending_school", "no")]


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        ({"birth_date": "2001-11-23"}, "2016-11-22", "14"),
        ({"birth_date": "2001-11-23"}, "2016-11-23", "15"),
        ({"birth_date": "2012-02-29"}, "2017-02-28", "4"),
        ({"birth_date": "2012-02-29"}, "2017-03-01", "5"),
        ({"birth_year": 1955}, "2016-01-01", "61"),
        ({"birth_year": 1955, "age": 3}, "2016-01-01", "61"),
    ],
)
def test_age_is_completed_years_on_the_day_of_the_interview(born, on, age):
    member = a_member()
    del member["birth_year"]

    result = score(SHEET, a_household(member | born, interview_date=on), "NT3")

    assert ("age", age) in {(saw.field, saw.value) for saw in line(result, "b2_02").saw}


def test_the_sheet_is_part_of_the_score():
    assert score(SHEET, a_household(), "TT").b1 != score(SHEET, a_household(), "NT3").b1


def test_unknown_sheets_and_empty_rule_sets_are_refused():
    with pytest.raises(ScoreAreaUnknown):
        score(SHEET, a_household(), "NT9")
    with pytest.raises(NoPointTable):
        score(replace(SHEET, items=(), indicators=()), a_household(), "NT3")


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(["", "none", "tv", "40", "NaN", "Infinity", "2016-13-99"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["age", "birth_date", "x"]), inner),
    max_leaves=5,
)


@given(
    changes=st.dictionaries(
        st.sampled_from(["members", *a_household()["living"], *a_household()["services"]]), anything
    )
)
def test_answers_of_any_shape_are_scored_or_listed_as_missing(changes):
    household = a_household()
    flat = {"members": household["members"]} | household["living"] | household["services"] | changes

    result = score(SHEET, flat, "NT3")

    assert (result.b1 is None or result.b2 is None) == bool(result.missing)


yes_no = st.sampled_from(["yes", "no"])
people = st.builds(
    a_member,
    age=st.integers(0, 100),
    birth_year=st.integers(1920, 2016),
    unable_to_work=yes_no,
    health_insurance=yes_no,
    attending_school=yes_no,
    uses_phone=yes_no,
)


@given(members=st.lists(people, min_size=1, max_size=9), data=st.data())
def test_the_order_of_the_members_changes_nothing(members, data):
    mixed = data.draw(st.permutations(members))

    one, other = (score(SHEET, a_household(*each), "NT4") for each in (members, mixed))

    assert [(each.item, each.answers, each.points) for each in one.trace] == [
        (each.item, each.answers, each.points) for each in other.trace
    ]


@given(area=st.integers(1, 9999).map(lambda tenths: tenths / 10), members=st.integers(1, 12))
def test_every_area_falls_into_the_band_that_a_pencil_gives(area, members):
    a_head = Fraction(str(area)) / members
    bands = [(8, "lt8"), (20, "8_20"), (30, "20_30"), (40, "30_40"), (10**9, "40plus")]

    found = score_item(SHEET, "b1_07", {"dwelling_area_m2": area, "members": [a_member()] * members}, "NT1")

    assert found.answers == (next(code for limit, code in bands if a_head < limit),)


def test_a_number_beyond_all_measure_is_no_answer_and_takes_no_time():
    assert exact("1e999999999") is None
    assert exact("1e-999999999") is None
    assert exact("24.50") == Fraction(49, 2)


@pytest.mark.parametrize(
    ("field", "missing"), [("dwelling_area_m2", ("b1_07", "b2_06")), ("average_monthly_kwh", ("b1_08",))]
)
def test_a_number_below_zero_is_no_answer_and_no_deprivation(field, missing):
    result = score(SHEET, a_household(**{field: -30}), "NT3")

    assert result.missing == missing
    assert (result.b1, result.b2 is None) == (None, "b2_06" in missing)


def test_a_member_born_after_the_visit_leaves_open_what_asks_for_his_age():
    result = score(SHEET, a_household(a_member(), a_member(age=-1)), "NT3")

    assert result.missing == ("b1_02", "b2_04")
