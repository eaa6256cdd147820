"""Conditions of rule sets and what they saw, in words: no field, no code of a choice stands on a page."""

import pytest

from app.console.field_words import CHOICES, FIELDS, condition_in_words, indicator_in_words
from app.console.seen_values import seen_words
from form_engine.scoring import score
from review.rules.records import score_record
from review.rulesets import all_rulesets, get_ruleset
from tests.households import a_household, a_member

OLD, NEW = get_ruleset("vn-2016-2020"), get_ruleset("vn-2021-2025")
CONDITIONS = [
    condition
    for sheet in all_rulesets().values()
    for condition in (*sheet.member_conditions.values(), *(one.condition for one in sheet.indicators))
]


def test_every_answer_that_a_condition_looks_at_has_a_word():
    tests = [test for condition in CONDITIONS for test in condition.tests]

    assert {test.field for test in tests} <= set(FIELDS)
    values = {value for test in tests for value in (test.value if isinstance(test.value, tuple) else (test.value,))}
    assert {value for value in values if isinstance(value, str)} <= set(CHOICES)


@pytest.mark.parametrize("sheet", all_rulesets().values(), ids=lambda sheet: sheet.id)
def test_every_answer_that_a_line_of_a_trace_saw_has_a_word(sheet):
    trace = score(sheet, a_household(sheet), "NT3").trace

    assert {one.field for line in trace for one in line.saw} <= set(FIELDS)


@pytest.mark.parametrize(
    ("sheet", "code", "words"),
    [
        (OLD, "b2_04", "có thành viên: tuổi từ 5 trở lên và tuổi dưới 15 và đang đi học: không"),
        (OLD, "b2_05", "hộ: loại nhà: thiếu kiên cố hoặc đơn sơ"),
        (OLD, "b2_06", "hộ: diện tích nhà ở (m²) bình quân mỗi người dưới 8"),
        (OLD, "b2_09", "không có thành viên nào: dùng thuê bao điện thoại: có hoặc dùng internet: có"),
        (NEW, "b2_07", "hộ: ít nhất 2 trong số: tường bền chắc: không; cột bền chắc: không; mái bền chắc: không"),
    ],
)
def test_an_indicator_is_told_as_a_sentence(in_vietnamese, sheet, code, words):
    assert indicator_in_words(next(one for one in sheet.indicators if one.code == code)) == words


def test_shares_and_brackets_are_told(in_vietnamese):
    share = next(one for one in NEW.indicators if one.scope == "member_share")

    assert indicator_in_words(share).startswith("trên 50 % thành viên: tuổi dưới 16 hoặc ((tuổi từ 60 trở lên hoặc")
    assert condition_in_words(OLD.member_conditions["dependant"]).startswith("tuổi dưới 15 hoặc tuổi trên 60")


def saw(sheet, code, *members, discreet=False, **changes):
    record = score_record(score(sheet, a_household(sheet, *members, **changes), "NT3"), None, None)
    line = next(one for one in record["trace"] if one["item"] == code)
    assert line["points"] == 10
    indicator = next(one for one in sheet.indicators if one.code == code)
    return seen_words(indicator, line["saw"], discreet=discreet)


def test_of_members_those_who_decide_are_told(in_vietnamese):
    child = a_member(OLD, 10, attending_school="no")

    told = saw(OLD, "b2_04", a_member(OLD), child, a_member(OLD, 12), discreet=True)

    assert told == "1 trong 3 thành viên: thành viên 2 (tuổi: 10, đang đi học: không)"


def test_health_is_told_on_the_page_and_counted_on_the_paper(in_vietnamese):
    ill = a_member(OLD, seriously_ill="yes", sought_treatment="no")

    assert "thành viên 1 (bị ốm đau, chấn thương nặng: có" in saw(OLD, "b2_01", ill)
    assert saw(OLD, "b2_01", ill, discreet=True) == "1 trong 1 thành viên"


def test_an_area_is_told_with_what_each_member_has(in_vietnamese):
    told = saw(OLD, "b2_06", *[a_member(OLD)] * 3, dwelling_area_m2=23.9)

    assert told == "diện tích nhà ở (m²): 23,9, số người: 3; bình quân mỗi người: 7,96"


def test_nobody_is_told_as_such(in_vietnamese):
    people = [a_member(OLD, uses_phone="no", uses_internet="no")] * 2

    assert saw(OLD, "b2_09", *people) == "không ai trong 2 thành viên"


def area_seen():
    indicator = next(one for one in OLD.indicators if one.code == "b2_06")
    saw = [
        {"member": None, "field": "dwelling_area_m2", "value": "22.6"},
        {"member": None, "field": "members", "value": "4"},
    ]
    return seen_words(indicator, saw, discreet=True)


def test_decimals_are_written_in_one_way_on_a_vietnamese_page(in_vietnamese):
    assert "22,6" in area_seen()
    assert "5,65" in area_seen()
    assert "." not in area_seen()


def test_decimals_have_a_point_on_an_english_page(in_english):
    assert "22.6" in area_seen()
    assert "5.65" in area_seen()
