"""The traps of the review (procedure, section 11): where a system of this kind most often goes wrong."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from form_engine.scoring import score
from registry.rules.standing import Standing
from review.actions.questions import score_answers
from review.rules.classification import classify
from review.rules.refusals import B2NotAStep, SheetDoesNotFitArea
from review.rulesets import all_rulesets, get_ruleset
from tests.households import a_household, a_member

OLD, NEW, NEXT = all_rulesets().values()
every = pytest.mark.parametrize("sheet", [OLD, NEW, NEXT], ids=lambda sheet: sheet.id)
RURAL = ("NT1", "NT2", "NT3", "NT4", "NT5", "NT6")


def line(sheet, item, answers, area="NT3"):
    return next(one for one in score(sheet, answers, area).trace if one.item == item)


def with_people(sheet, *members, **changes):
    return a_household(sheet, *members, **changes)


# --- 1, 2, 3: the two totals ------------------------------------------------------------------------------------


def test_01_under_the_line_without_deprivation_is_poor_until_2021_and_near_poor_after():
    assert classify(OLD, "rural", "NT3", 100, 0).standing == Standing.POOR
    assert classify(NEW, "rural", "NT3", 100, 0).standing == Standing.NEAR_POOR


@pytest.mark.parametrize(
    ("sheet", "kind", "area", "line_points", "at", "over"),
    [
        (OLD, "rural", "NT3", 120, "poor", "near_poor"),
        (OLD, "rural", "NT3", 150, "near_poor", "non_poor"),
        (OLD, "urban", "TT", 140, "poor", "near_poor"),
        (OLD, "urban", "TT", 175, "near_poor", "non_poor"),
        (NEW, "rural", "NT3", 140, "near_poor", "non_poor"),
        (NEW, "urban", "TT", 175, "near_poor", "non_poor"),
    ],
)
def test_02_the_line_itself_lies_on_the_poorer_side_and_one_more_does_not(sheet, kind, area, line_points, at, over):
    assert classify(sheet, kind, area, line_points, 20).standing == at
    assert classify(sheet, kind, area, line_points + 1, 20).standing == over


@every
def test_02_thirty_itself_is_deprived(sheet):
    line_points = max(line.points for line in sheet.lines["rural"].values())

    assert classify(sheet, "rural", "NT3", line_points, 20).standing == Standing.NEAR_POOR
    assert classify(sheet, "rural", "NT3", line_points, 30).standing == Standing.POOR


@every
@pytest.mark.parametrize("b2", [1, 5, 9, 11, 29, 31, 35])
def test_03_b2_that_is_no_multiple_of_ten_is_an_error_and_not_under_thirty(sheet, b2):
    with pytest.raises(B2NotAStep):
        classify(sheet, "rural", "NT3", 145, b2)


# --- 5: households of dependants only ---------------------------------------------------------------------------


@every
@pytest.mark.parametrize("area", [*RURAL, "TT"])
def test_05_the_lone_elderly_person_gets_nothing_for_size(sheet, area):
    alone = with_people(sheet, a_member(sheet, age=70))

    assert line(sheet, "b1_01", alone, area).points == 0
    assert line(sheet, "b1_01", with_people(sheet, a_member(sheet, age=40)), area).points > 0


@every
@pytest.mark.parametrize("people", [[70, 68], [70, 8], [61], [14, 14, 61]])
def test_05_a_household_of_dependants_only_gets_nothing_for_size(sheet, people):
    members = [a_member(sheet, age=age) for age in people]

    assert line(sheet, "b1_01", with_people(sheet, *members)).points == 0
    assert line(sheet, "b1_01", with_people(sheet, *members, a_member(sheet, age=40))).points >= 0


@every
def test_05_one_who_can_not_work_is_a_dependant_at_any_age(sheet):
    alone = with_people(sheet, a_member(sheet, age=40, unable_to_work="yes"))

    assert line(sheet, "b1_01", alone).points == 0


# --- 6: ages on the day of the interview ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sheet", "born", "on", "is_dependant"),
    [
        (OLD, "1956-11-22", "2016-11-22", False),  # 60 today: not over 60
        (OLD, "1955-11-23", "2016-11-22", False),  # 61 tomorrow
        (OLD, "1955-11-22", "2016-11-22", True),  # 61 today
        (OLD, "2001-11-23", "2016-11-22", True),  # 15 tomorrow
        (OLD, "2001-11-22", "2016-11-22", False),  # 15 today
        (NEW, "2006-11-23", "2022-11-22", True),  # 16 tomorrow: the limit moved by a year
        (NEW, "2006-11-22", "2022-11-22", False),
        (OLD, "2001-12-31", "2016-11-22", True),  # 15 by the end of the year, not on the day
    ],
)
def test_06_age_is_taken_on_the_day_of_the_interview(sheet, born, on, is_dependant):
    member = a_member(sheet, birth_date=born)

    assert (line(sheet, "b1_01", with_people(sheet, member, interview_date=on)).points == 0) == is_dependant


def test_06_the_same_people_interviewed_a_day_later_may_score_otherwise():
    member = a_member(OLD, birth_date="2001-11-23")
    today, tomorrow = (with_people(OLD, member, interview_date=f"2016-11-{day}") for day in (22, 23))

    assert line(OLD, "b1_01", today).points == 0
    assert line(OLD, "b1_01", tomorrow).points > 0


# --- 7, 8: shares of the members --------------------------------------------------------------------------------


@pytest.mark.parametrize(("sheet", "item"), [(OLD, "b2_06"), (NEW, "b2_08"), (NEXT, "b2_07")])
def test_07_eight_square_metres_a_head_is_not_under_eight(sheet, item):
    people = [a_member(sheet)] * 3

    assert line(sheet, item, with_people(sheet, *people, dwelling_area_m2="24.0")).points == 0
    assert line(sheet, item, with_people(sheet, *people, dwelling_area_m2="23.9")).points == 10


@every
def test_07_without_members_nothing_is_divided_and_nothing_is_scored(sheet):
    result = score(sheet, a_household(sheet) | {"members": []}, "NT3")

    assert (result.b1, result.b2) == (None, None)
    assert {"b1_01", "b1_02", "b1_07"} <= set(result.missing)


@pytest.mark.parametrize("sheet", [NEW, NEXT], ids=lambda sheet: sheet.id)
@pytest.mark.parametrize(("children", "others", "deprived"), [(2, 2, 0), (2, 1, 10), (1, 1, 0), (3, 2, 10), (1, 0, 10)])
def test_08_dependants_count_only_over_half(sheet, children, others, deprived):
    people = [a_member(sheet, age=5)] * children + [a_member(sheet)] * others

    assert line(sheet, "b2_02", with_people(sheet, *people)).points == deprived


# --- 9, 10: the score sheet -------------------------------------------------------------------------------------


@every
def test_09_towns_have_one_sheet_and_the_country_six(sheet):
    kinds = {code: area.area_kind for code, area in sheet.sheets.items()}

    assert kinds == dict.fromkeys(RURAL, "rural") | {"TT": "urban"}


def test_09_one_household_scores_otherwise_in_every_region():
    household = a_household(OLD, b1_06=["wall"])
    found = [line(OLD, "b1_06", household, area).points for area in (*RURAL, "TT")]

    item = next(item for item in OLD.items if item.code == "b1_06")
    assert found == [next(answer for answer in item.answers if answer.code == "wall").points[a] for a in (*RURAL, "TT")]
    assert len(set(found)) > 2


@every
@pytest.mark.parametrize(("kind", "area"), [("urban", "NT3"), ("rural", "TT")])
def test_10_a_total_of_one_sheet_is_not_compared_with_the_lines_of_the_other(sheet, kind, area):
    with pytest.raises(SheetDoesNotFitArea):
        classify(sheet, kind, area, 100, 0)


def test_10_a_commune_that_became_a_ward_is_scored_anew_from_the_answers():
    household = a_household(NEW)
    rural, urban = (score_answers(NEW.id, household, score_area=area) for area in ("NT3", "TT"))

    assert (rural["sheet"], urban["sheet"]) == ("NT3", "TT")
    assert rural["b1"] != urban["b1"]
    assert rural["input_hash"] == urban["input_hash"]


# --- 11, 12, 13: standards and corrections ----------------------------------------------------------------------


def test_11_the_review_of_2021_is_held_under_two_standards():
    assert [sheet.id for sheet in all_rulesets().values() if 2021 in sheet.autumn_reviews_of] == [OLD.id, NEW.id]
    assert OLD.valid_to.year == 2021
    assert NEW.valid_from.year == 2022


def test_11_one_visit_of_the_year_of_change_is_scored_under_both():
    members = [a_member(OLD) | a_member(NEW)] * 2
    visit = a_household(OLD) | a_household(NEW) | {"members": members, "interview_date": "2021-10-12"}

    closing, opening = (score_answers(sheet.id, visit, score_area="NT3") for sheet in (OLD, NEW))

    assert (closing["missing"], opening["missing"]) == ([], [])
    assert (closing["ruleset_id"], opening["ruleset_id"]) == (OLD.id, NEW.id)
    assert closing["ruleset_hash"] != opening["ruleset_hash"]
    assert "120" in closing["reason"]["vi"]
    assert "140" in opening["reason"]["vi"]


def test_11_each_day_lies_under_one_standard_only():
    for before, after in ((OLD, NEW), (NEW, NEXT)):
        assert (after.valid_from - before.valid_to).days == 1


def test_13_a_corrected_table_makes_another_score_of_the_same_answers():
    household = a_household(OLD)
    third = OLD.items[2]
    answers = tuple(replace(one, points=MappingProxyType({**one.points, "NT3": 70})) for one in third.answers)
    items = (*OLD.items[:2], replace(third, answers=answers), *OLD.items[3:])
    corrected = replace(OLD, hash="0" * 64, items=items)

    then, now = score(OLD, household, "NT3"), score(corrected, household, "NT3")

    assert (then.ruleset_hash, now.ruleset_hash) == (OLD.hash, "0" * 64)
    assert then.input_hash == now.input_hash
    assert now.b1 == then.b1 + 70
    assert score(OLD, household, "NT3") == then


# --- 29: zero is an answer --------------------------------------------------------------------------------------


@every
def test_29_nothing_at_all_is_an_answer_and_silence_is_not(sheet):
    nothing = with_people(sheet, a_member(sheet, age=70), average_monthly_kwh=0, dwelling_area_m2=5)

    assert score(sheet, nothing, "NT3").missing == ()
    assert "b1_08" in score(sheet, nothing | {"average_monthly_kwh": None}, "NT3").missing


def test_the_rule_sets_named_here_are_those_of_the_periods():
    assert [get_ruleset(one).id for one in ("vn-2016-2020", "vn-2021-2025", "vn-2027-2030")] == [
        OLD.id,
        NEW.id,
        NEXT.id,
    ]
