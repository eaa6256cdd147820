"""Both sides of every line, of B2's limit and of every band of every rule set, generated from the data.

What is expected is worked out here once more, from the words of the decrees, not from the code under test.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest

from form_engine.scoring import score_item
from form_engine.scoring_sheet import Answer, Item, ScoringSheet
from review.rules.classification import classify
from review.rulesets import all_rulesets
from tests.households import a_member

SHEETS = list(all_rulesets().values())


def by_the_decree(model: str, lines: dict[str, int], b1: int, b2: int) -> str:
    """ "từ X trở xuống" is ≤, "trên" is >, "từ 30 trở lên" is ≥. Review procedure, section 5."""
    if model == "one_line":
        return "non_poor" if b1 > lines["line"] else "poor" if b2 >= 30 else "near_poor"
    if b1 <= lines["poor_line"]:
        return "poor"
    return "non_poor" if b1 > lines["near_line"] else "poor" if b2 >= 30 else "near_poor"


def line_cases() -> Iterator[Any]:
    for sheet in SHEETS:
        for code, area in sheet.sheets.items():
            lines = {name: line.points for name, line in sheet.lines[area.area_kind].items()}
            for b1 in sorted({line + step for line in lines.values() for step in (-1, 0, 1)} | {0}):
                for b2 in (0, 20, 30, 40, sheet.b2.max):
                    wanted = by_the_decree(sheet.model, lines, b1, b2)
                    yield pytest.param(sheet, code, b1, b2, wanted, id=f"{sheet.id}-{code}-{b1}-{b2}")


@pytest.mark.parametrize(("sheet", "code", "b1", "b2", "wanted"), list(line_cases()))
def test_a_total_at_a_line_lies_on_the_poorer_side(sheet, code, b1, b2, wanted):
    verdict = classify(sheet, sheet.sheets[code].area_kind, code, b1, b2)

    assert verdict.standing == wanted


def banded(how: str) -> Iterator[tuple[ScoringSheet, Item]]:
    for sheet in SHEETS:
        yield from ((sheet, item) for item in sheet.items if item.reading.how == how)


def band_of(item: Item, value: Fraction) -> Answer:
    """The last band that begins at or below the value."""
    return [answer for answer in item.answers if answer.at_least is not None and answer.at_least <= value][-1]


def around(item: Item) -> list[Fraction]:
    """Each edge, a hundredth below and a hundredth above it."""
    edges = [Fraction(answer.at_least) for answer in item.answers if answer.at_least is not None]
    found = {edge + step for edge in edges for step in (Fraction(-1, 100), Fraction(0), Fraction(1, 100))}
    return sorted(value for value in found if value >= 0)


def number_cases() -> Iterator[Any]:
    for sheet, item in banded("number"):
        for value in around(item):
            answers = {item.reading.of: float(value)}
            yield pytest.param(sheet, item, answers, band_of(item, value), id=f"{sheet.id}-{item.code}-{float(value)}")
    for sheet, item in banded("per_member"):
        for value in around(item):
            for members in (1, 2, 3, 7):
                answers = {item.reading.of: str(float(value * members)), "members": [a_member(sheet)] * members}
                told = f"{sheet.id}-{item.code}-{float(value)}-of-{members}"
                yield pytest.param(sheet, item, answers, band_of(item, value), id=told)


def member_cases() -> Iterator[Any]:
    for sheet, item in banded("member_count"):
        edges = [answer.at_least for answer in item.answers if answer.at_least is not None]
        for count in sorted({edge + step for edge in edges for step in (-1, 0, 1) if edge + step >= 0}):
            counted = [a_member(sheet, age=3)] * count if item.reading.of else [a_member(sheet)] * count
            others = [a_member(sheet)] if item.reading.of else []
            if counted or others:
                answers = {"interview_date": "2026-11-22", "members": [*counted, *others]}
                told = f"{sheet.id}-{item.code}-{count}-members"
                yield pytest.param(sheet, item, answers, band_of(item, Fraction(count)), id=told)


@pytest.mark.parametrize(("sheet", "item", "answers", "wanted"), [*number_cases(), *member_cases()])
def test_a_value_at_the_edge_of_a_band_belongs_to_the_band_that_begins_there(sheet, item, answers, wanted):
    for code in sheet.sheets:
        line = score_item(sheet, item.code, answers, code)

        assert (line.answers, line.points) == ((wanted.code,), wanted.points[code])


def choice_cases() -> Iterator[Any]:
    for sheet in SHEETS:
        for item in sheet.items:
            if item.reading.how in {"choice", "choices"}:
                yield from (
                    pytest.param(sheet, item, answer, id=f"{sheet.id}-{item.code}-{answer.code}")
                    for answer in item.answers
                )


@pytest.mark.parametrize(("sheet", "item", "answer"), list(choice_cases()))
def test_every_answer_gives_its_points_on_every_score_sheet(sheet, item, answer):
    told = [answer.code] if item.reading.how == "choices" else answer.code

    for code in sheet.sheets:
        assert score_item(sheet, item.code, {item.code: told}, code).points == answer.points[code]
