"""What holds for every household under every rule set on every score sheet."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from form_engine.scoring import score
from form_engine.scoring_sheet import Item, ScoringSheet
from registry.rules.standing import POOREST_FIRST
from review.actions.questions import score_answers
from review.rules.classification import classify
from review.rules.records import score_record
from review.rulesets import all_rulesets
from tests.households import a_household, households

SHEETS = [sheet for sheet in all_rulesets().values() if sheet.items]
rule_sets = pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.id)
AREAS = st.sampled_from(["NT1", "NT2", "NT3", "NT4", "NT5", "NT6", "TT"])
some = settings(max_examples=60)


def bytes_of(sheet: ScoringSheet, answers: dict[str, Any], area: str) -> bytes:
    return json.dumps(score_record(score(sheet, answers, area), None, None), ensure_ascii=False).encode()


def place(sheet: ScoringSheet, answers: dict[str, Any], area: str) -> int:
    """0 for the poorest class."""
    result = score(sheet, answers, area)
    assert result.b1 is not None
    assert result.b2 is not None
    return POOREST_FIRST.index(classify(sheet, result.area_kind, area, result.b1, result.b2).standing)


def turned_round(answers: dict[str, Any]) -> dict[str, Any]:
    """The same answers, put into groups, with every order of names turned round."""
    members = [dict(reversed(each.items())) for each in answers["members"]]
    flat = dict(reversed((answers | {"members": members}).items()))
    return {"page": {name: value for name, value in flat.items() if name < "h"}} | {
        name: value for name, value in flat.items() if name >= "h"
    }


@rule_sets
@given(data=st.data(), area=AREAS)
@some
def test_the_same_answers_give_the_same_bytes_wherever_the_form_puts_them(sheet, data, area):
    answers = data.draw(households(sheet))

    assert bytes_of(sheet, answers, area) == bytes_of(sheet, turned_round(answers), area)


@rule_sets
@given(data=st.data(), area=AREAS)
@some
def test_whole_answers_are_scored_and_the_trace_adds_up(sheet, data, area):
    result = score(sheet, data.draw(households(sheet)), area)

    b1 = [line.points for line in result.trace if line.item.startswith("b1")]
    b2 = [line.points for line in result.trace if line.item.startswith("b2")]
    assert (result.b1, result.b2, result.missing) == (sum(b1), sum(b2), ())
    assert all(type(points) is int and points >= 0 for points in (*b1, *b2))
    assert result.b2 % sheet.b2.step == 0
    assert result.b2 <= sheet.b2.max


@rule_sets
@given(data=st.data(), area=AREAS)
@some
def test_permuting_the_members_changes_nothing(sheet, data, area):
    answers = data.draw(households(sheet))
    mixed = answers | {"members": data.draw(st.permutations(answers["members"]))}

    one, other = score(sheet, answers, area), score(sheet, mixed, area)

    assert [(line.item, line.answers, line.points, line.detail) for line in one.trace] == [
        (line.item, line.answers, line.points, line.detail) for line in other.trace
    ]


def better_answers(item: Item, area: str, told: Any) -> list[Any]:
    """Answers to the item that give as many points or more."""
    points = {answer.code: answer.points[area] for answer in item.answers}
    if item.reading.how == "choice":
        return [code for code, gives in points.items() if gives >= points[told]]
    if item.reading.exclusive in told:
        return [told, *([code] for code in points if code != item.reading.exclusive)]
    rivals = {code for group in item.reading.only_one_of if set(group) & set(told) for code in group}
    more = [code for code in points if code not in {*told, *rivals, item.reading.exclusive}]
    return [told, *([*told, code] for code in more)]


@rule_sets
@given(data=st.data(), area=AREAS)
@some
def test_an_answer_with_more_points_never_makes_a_household_poorer(sheet, data, area):
    answers = data.draw(households(sheet))
    item = data.draw(st.sampled_from([item for item in sheet.items if item.code in answers]))
    better = answers | {item.code: data.draw(st.sampled_from(better_answers(item, area, answers[item.code])))}

    assert score(sheet, better, area).b1 >= score(sheet, answers, area).b1
    assert place(sheet, better, area) >= place(sheet, answers, area)


@rule_sets
@given(data=st.data(), area=AREAS, more=st.integers(0, 4000))
@some
def test_more_electricity_or_more_room_never_makes_a_household_poorer(sheet, data, area, more):
    answers = data.draw(households(sheet))
    field = data.draw(st.sampled_from(["average_monthly_kwh", "dwelling_area_m2"]))

    assert place(sheet, answers | {field: answers[field] + more}, area) >= place(sheet, answers, area)


@rule_sets
@given(data=st.data(), area=AREAS)
@some
def test_a_household_that_does_not_own_the_thing_is_scored_with_nothing_for_it(sheet, data, area):
    answers = data.draw(households(sheet))
    item = data.draw(st.sampled_from([item for item in sheet.items if item.reading.exclusive]))

    result = score(sheet, answers | {item.code: [item.reading.exclusive]}, area)

    assert result.missing == ()
    assert next(line.points for line in result.trace if line.item == item.code) == 0


@rule_sets
@given(data=st.data(), area=AREAS)
@some
def test_a_household_without_an_answer_never_fails_and_gets_no_class(sheet, data, area):
    answers = data.draw(households(sheet))
    left_out = data.draw(st.sets(st.sampled_from(sorted(answers)), min_size=1))
    lost = data.draw(st.sampled_from([None, *sorted(answers["members"][0])]))
    members = [{name: value for name, value in each.items() if name != lost} for each in answers["members"]]
    kept = {name: value for name, value in (answers | {"members": members}).items() if name not in left_out}

    told = score_answers(sheet.id, kept, score_area=area)

    asked = {item.reading.of or item.code: item.code for item in sheet.items if item.reading.how != "member_count"}
    assert {asked[name] for name in left_out if name in asked} <= set(told["missing"])
    assert (told["class"] is None) == bool(told["missing"])


@rule_sets
def test_the_plain_household_of_the_tests_is_whole_and_lacks_nothing(sheet):
    result = score(sheet, a_household(sheet), "NT1")

    assert (result.missing, result.b2) == ((), 0)
