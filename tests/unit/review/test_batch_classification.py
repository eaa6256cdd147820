"""The batch scorer on small numbers; a hundred thousand households are in `tests/many`."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from form_engine.batch.itemise import BLOCK, Itemiser
from form_engine.batch.layout import layout_of, reading_hash
from form_engine.batch.points import area_numbers, missing_of
from form_engine.scoring import score
from form_engine.scoring_errors import NoPointTable, ScoreAreaUnknown
from form_engine.scoring_sheet import Item, ScoringSheet
from form_engine.scoring_sheet_checks import faults_of
from review.rules.batch_classification import Classifier, classify_many
from review.rules.classification import classify
from review.rulesets import all_rulesets
from tests.batch_parity import differing
from tests.households import a_household, a_member
from tests.many_households import made_up

SHEETS = [sheet for sheet in all_rulesets().values() if sheet.items]
rule_sets = pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.id)


def with_item(sheet: ScoringSheet, code: str, **changes: Any) -> ScoringSheet:
    items = [replace(item, **changes) if item.code == code else item for item in sheet.items]
    return replace(sheet, items=tuple(items))


def item_of(sheet: ScoringSheet, code: str) -> Item:
    return next(item for item in sheet.items if item.code == code)


@rule_sets
@pytest.mark.parametrize("area", ["NT1", "NT3", "TT"])
def test_both_scorers_say_the_same(sheet, area):
    assert differing(sheet.id, area, 150, seed=7) == (150, [])


@rule_sets
def test_households_of_different_score_sheets_go_together(sheet):
    answers = list(made_up(sheet, 40, seed=3))
    areas = [list(sheet.sheets)[number % len(sheet.sheets)] for number in range(40)]

    told = classify_many(sheet, zip(answers, areas, strict=True))

    wanted = [score(sheet, one, area).b1 for one, area in zip(answers, areas, strict=True)]
    assert [None if b1 < 0 else b1 for b1 in told.b1.tolist()] == wanted


@rule_sets
def test_every_pair_of_totals_falls_under_the_rule_that_the_single_classifier_names(sheet):
    classifier = Classifier(sheet)
    for number, (code, area) in enumerate(sheet.sheets.items()):
        kind = classifier.kind_numbers[number]
        for b1 in range(classifier.rules.shape[1]):
            for step in range(classifier.rules.shape[2]):
                wanted = classify(sheet, area.area_kind, code, b1, step * sheet.b2.step)
                assert sheet.classes[classifier.rules[kind, b1, step]].order == wanted.rule_order


def test_more_than_a_block_is_read_block_by_block():
    sheet = SHEETS[0]
    one = a_household(sheet)
    poorer = a_household(sheet, a_member(sheet, health_insurance="no"))

    told = classify_many(sheet, ((poorer if place == BLOCK else one, "NT3") for place in range(BLOCK + 2)))

    assert (len(told), told.b2[BLOCK - 1], told.b2[BLOCK], told.b2[BLOCK + 1]) == (BLOCK + 2, 0, 10, 0)


def test_no_households_are_no_error():
    told = classify_many(SHEETS[0], [])

    assert (len(told), told.standings, told.subclasses) == (0, [], [])


def test_a_missing_answer_leaves_total_and_class_open():
    sheet = SHEETS[0]
    without = {name: value for name, value in a_household(sheet).items() if name != "b1_03"}

    told = classify_many(sheet, [(without, "NT3"), (a_household(sheet), "NT3")])

    assert (told.b1[0], told.standings[0], told.subclasses[0]) == (-1, None, None)
    assert told.standings[1] is not None
    assert missing_of(sheet, Itemiser(sheet).rows([without])[0]) == ("b1_03",)


def test_an_unknown_score_sheet_and_a_rule_set_without_points_are_refused():
    sheet = SHEETS[0]

    with pytest.raises(ScoreAreaUnknown):
        classify_many(sheet, [(a_household(sheet), "NT9")])
    with pytest.raises(NoPointTable):
        classify_many(replace(sheet, items=(), indicators=()), [])


@pytest.mark.parametrize("told", [1, 1.0, True, "1", "yes", "", None, ["yes"], ["1", 1], {"a": 1}, float("nan")])
def test_values_that_python_takes_for_equal_keep_their_own_meaning(told):
    sheet = SHEETS[0]
    others = [a_household(sheet, dwelling_grade=other) for other in (1, True, "1", told)]
    asked = [*others, a_household(sheet, average_monthly_kwh=told), a_household(sheet, b1_03=told, b1_04=told)]

    rows = Itemiser(sheet).rows(asked)

    assert [missing_of(sheet, row) for row in rows] == [score(sheet, one, "NT3").missing for one in asked]


def test_the_highest_of_many_answers_is_found_over_the_edges_of_bytes():
    plain = SHEETS[0]
    item = item_of(plain, "b1_11")
    assert layout_of(plain).places["b1_11"].width == 2
    sheet = with_item(plain, "b1_11", reading=replace(item.reading, combine="max"))
    owned = [answer.code for answer in item.answers if answer.code != item.reading.exclusive]

    asked = [a_household(sheet, b1_11=[owned[0], owned[-1]]), a_household(sheet, b1_11=owned)]
    told = classify_many(sheet, ((one, "NT3") for one in asked))

    assert told.b1.tolist() == [score(sheet, one, "NT3").b1 for one in asked]


def test_rows_made_under_one_rule_set_are_priced_by_another_that_reads_alike():
    sheet = SHEETS[0]
    item = item_of(sheet, "b1_03")
    dearer = tuple(replace(answer, points=dict.fromkeys(answer.points, 99)) for answer in item.answers)
    other = with_item(sheet, "b1_03", answers=dearer)
    rows = Itemiser(sheet).rows([a_household(sheet)])

    told = Classifier(other).classify(np.asfortranarray(rows), area_numbers(other, ["NT3"]))

    assert reading_hash(sheet) == reading_hash(other)
    assert told.b1.tolist() == [score(other, a_household(sheet), "NT3").b1]


def test_another_band_is_another_reading():
    sheet = SHEETS[0]
    first, second, *rest = item_of(sheet, "b1_08").answers
    moved = (replace(first, below=(first.below or 0) + 1), replace(second, at_least=(second.at_least or 0) + 1), *rest)

    assert reading_hash(with_item(sheet, "b1_08", answers=moved)) != reading_hash(sheet)


def test_an_item_with_more_answers_than_a_row_has_room_for_is_refused():
    sheet = SHEETS[0]
    answers = item_of(sheet, "b1_11").answers
    many = tuple(replace(answers[0], code=f"thing_{number}") for number in range(57))

    with pytest.raises(ValueError, match="b1_11"):
        layout_of(with_item(sheet, "b1_11", answers=many))
    assert [one.place for one in faults_of(with_item(sheet, "b1_11", answers=many))][:1] == ["b1_11"]
