"""What two rule sets say differently is found where it stands, and nothing else."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from form_engine.scoring_sheet import Words
from review.rules.ruleset_difference import Change, differences
from review.rules.ruleset_words import band_of, condition_of, condition_words, limits_of, reading_of
from review.rulesets import all_rulesets, get_ruleset

OLD, NEW = get_ruleset("vn-2016-2020"), get_ruleset("vn-2021-2025")


@pytest.mark.parametrize("sheet", all_rulesets().values(), ids=lambda sheet: sheet.id)
def test_a_rule_set_differs_in_nothing_from_itself(sheet):
    assert differences(sheet, sheet) == ()


def with_item(**changes):
    return replace(OLD, items=(OLD.items[0], OLD.items[1], replace(OLD.items[2], **changes), *OLD.items[3:]))


def test_one_corrected_point_is_one_difference():
    third = OLD.items[2]
    answer = replace(third.answers[0], points=MappingProxyType({**third.answers[0].points, "NT3": 99}))

    found = differences(OLD, with_item(answers=(answer, *third.answers[1:])))

    where = (third.question, answer.label)
    assert found == (Change("points", where, "NT3", third.answers[0].points["NT3"], 99),)


def test_an_answer_that_one_lacks_is_told_with_its_words():
    third = OLD.items[2]

    found = differences(OLD, with_item(answers=third.answers[1:]))

    assert found == (Change("answer", (third.question,), "whole", third.answers[0].label, None),)


def test_provenance_alone_is_no_difference():
    third = OLD.items[2]
    answers = tuple(replace(one, points_source="the gazette") for one in third.answers)

    assert differences(OLD, with_item(answers=answers)) == ()


def test_the_periods_differ_in_lines_classes_dependants_and_indicators():
    found = differences(OLD, NEW)

    assert Change("line", ("rural",), "poor_line", 120, None) in found
    assert Change("line", ("urban",), "line", None, 175) in found
    assert Change("b2", (), "max", 100, 120) in found
    conditions = [one for one in found if one.part == "member_condition"]
    told = {one.what: (condition_words(one.before), condition_words(one.after)) for one in conditions}
    assert told == {
        "dependant": (
            "age < 15 | age > 60 | unable_to_work = yes",
            "age < 16 | age > 60 | unable_to_work = yes",
        )
    }
    first = next(one for one in found if one.part == "class" and one.where == ("rural",))
    assert (first.before, first.after) == (
        Words("B1 ≤ 120: Hộ nghèo (về thu nhập)", "B1 ≤ 120: Poor household (by income)"),
        Words("B1 ≤ 140; B2 ≥ 30: Hộ nghèo", "B1 ≤ 140; B2 ≥ 30: Poor household"),
    )


def test_an_indicator_that_only_moved_is_paired_by_its_name():
    moved = [one for one in differences(OLD, NEW) if one.where and getattr(one.where[0], "vi", "") == "Bảo hiểm y tế"]

    assert ("code", "b2_02", "b2_04") in [(one.what, one.before, one.after) for one in moved]
    assert "as_read" not in {one.what for one in moved}


def test_swapping_the_two_swaps_every_value():
    there, back = differences(OLD, NEW), differences(NEW, OLD)

    assert {(one.part, one.what, str(one.before), str(one.after)) for one in there} == {
        (one.part, one.what, str(one.after), str(one.before)) for one in back
    }


def test_limits_bands_readings_and_conditions_read_as_one_line():
    assert [limits_of(OLD, rule, "rural") for rule in OLD.classes] == [
        "B1 ≤ 120",
        "120 < B1 ≤ 150; B2 ≥ 30",
        "120 < B1 ≤ 150; B2 < 30",
        "B1 > 150",
    ]
    assert [band_of(answer) for answer in OLD.items[6].answers][:2] == ["0 ≤ x < 8", "8 ≤ x < 20"]
    assert band_of(OLD.items[6].answers[-1]) == "x ≥ 40"
    assert band_of(OLD.items[2].answers[0]) == ""
    assert reading_of(OLD.items[11].reading) == "choices, sum; none alone; one of perennial_1000 / perennial_5000"
    assert condition_of(NEW.indicators[6]).startswith("household: 2 of [wall_durable = no, ")
    assert condition_of(NEW.indicators[1]).startswith("over 50 % of members: age < 16 | (")
