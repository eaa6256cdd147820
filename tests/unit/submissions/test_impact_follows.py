"""Answers are held against the new rules where the new version has their questions."""

import pytest

from core.clock import utc_now
from form_engine.compiler import compile_form
from form_engine.difference import differences
from form_engine.evaluation import Evaluator
from form_engine.evaluation_lists import known_lists
from form_engine.instance import read_instance
from submissions import impact

FORM = """
| survey |
| | type | name | label | constraint | relevant |
| | integer | age | Tuổi | {rule} | |
| | begin_group | home | Nhà | | |
| | text | work | Nghề | | {when} |
| | end_group | | | | |
| settings |
| | form_id | version |
| | f | 1 |
"""
OLD = FORM.format(rule=". > 0", when="${age} > 14")
STORED = [f'<data id="f" version="1"><age>{age}</age><home><work>x</work></home></data>'.encode() for age in (16, 20)]


def weighed(new, monkeypatch):
    old, draft = (compile_form(each.encode(), filename="f.md").definition for each in (OLD, new))
    monkeypatch.setattr(impact, "_stored", lambda *_: map(read_instance, STORED))
    found = impact.weigh(differences(old, draft), Evaluator.of(draft, known_lists(draft, {})), now=utc_now())
    return {one.difference.kind.value: one.submissions for one in found.weighed}


@pytest.mark.parametrize(
    "placed",
    [
        lambda form, row: form.replace(row, "").replace("| | text | work", f"{row}| | text | work"),
        lambda form, row: form.replace("| age |", "| years |").replace("${age}", "${years}"),
    ],
    ids=["moved", "renamed"],
)
def test_a_rule_of_a_question_that_stands_elsewhere_is_held_against_its_answers(placed, monkeypatch):
    new = FORM.format(rule=". > 18", when="${age} > 17")

    counts = weighed(placed(new, "| | integer | age | Tuổi | . > 18 | |\n"), monkeypatch)

    assert (counts["constraint_changed"], counts["relevant_changed"]) == (1, 1)


def test_a_question_moved_into_a_repeat_breaks_the_forms_that_answer_it(monkeypatch):
    row = "| | text | work | Nghề | | ${age} > 14 |\n"
    repeat = f"| | begin_repeat | m | M | | |\n{row}| | end_repeat | | | | |\n"
    old, draft = (compile_form(one.encode(), filename="f.md").definition for one in (OLD, OLD.replace(row, repeat)))
    monkeypatch.setattr(impact, "_stored", lambda *_: map(read_instance, STORED))

    found = impact.weigh(differences(old, draft), Evaluator.of(draft, known_lists(draft, {})), now=utc_now())

    (broken,) = found.breaking()
    assert (broken.difference.kind, broken.difference.path, broken.submissions) == (
        *("moved_across_repeat", "/data/home/work"),
        2,
    )
