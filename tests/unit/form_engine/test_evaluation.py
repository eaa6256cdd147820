"""Wrong instances by hand: each fault is one finding, at its question."""

import pytest

from form_engine.compiler import compile_form
from form_engine.evaluation import Evaluator
from form_engine.evaluation_lists import known_lists
from form_engine.instance import read_instance

FORM = """
| survey |
| | type | name | label | relevant | constraint | required | calculation | choice_filter | repeat_count |
| | integer | age | Age | | . >= 0 and . < 120 | yes | | | |
| | select_one yn | works | Works | ${age} >= 15 | | yes | | | |
| | text | why | Why | ${works} = 'no' | | ${age} < 60 | | | |
| | select_one kind | kind | Kind | | | | | age_from <= ${age} | |
| | select_one_from_file places.csv | place | Place | | | | | | |
| | date | day | Day | | . <= today() | | | | |
| | integer | n | How many | | | | | | |
| | begin_repeat | m | Member | | | | | | ${n} |
| | integer | a | Age | | . > 0 | | | | |
| | calculate | twice | | | | | ${a} * 2 | | |
| | end_repeat | | | | | | | | |
| | calculate | total | | | | | sum(${twice}) | | |
| | calculate | half | | | | | ${total} div 2 | | |
| choices |
| | list_name | name | label | age_from |
| | yn | yes | Yes | |
| | yn | no | No | |
| | kind | child | Child | 0 |
| | kind | adult | Adult | 18 |
| settings |
| | form_id | version |
| | f | 1 |
"""
RIGHT = (
    "<age>30</age><works>no</works><why>ill</why><kind>adult</kind><place>p1</place><day>2999-01-01</day><n>2</n>"
    "<m_count>2</m_count><m><a>3</a><twice>6</twice></m><m><a/><twice/></m><total>6</total><half>3</half>"
)


@pytest.fixture(scope="module")
def definition():
    return compile_form(FORM.encode(), filename="f.md").definition


@pytest.fixture(scope="module")
def evaluator(definition):
    return Evaluator.of(definition, known_lists(definition, {"places.csv": b"name,label\np1,One\np2,Two\n"}))


def found(evaluator, body):
    instance = read_instance(f'<data id="f" version="1">{body}<meta><instanceID>u</instanceID></meta></data>'.encode())
    return [(one.path, one.kind.value) for one in evaluator.findings(instance)]


def test_a_right_instance_has_no_findings(evaluator):
    assert evaluator.not_supported == ()
    assert found(evaluator, RIGHT) == []


@pytest.mark.parametrize(
    ("right", "wrong", "path", "kind"),
    [
        ("<why>ill</why>", "", "/data/why", "missing"),
        ("<works>no</works><why>ill</why>", "<works>yes</works><why>ill</why>", "/data/why", "not_relevant"),
        ("<place>p1</place>", "<place>p3</place>", "/data/place", "unknown_choice"),
        ("<a>3</a><twice>6</twice>", "<a>3</a><twice>7</twice>", "/data/m[1]/twice", "calculated_otherwise"),
        ("<twice/>", "<twice>1</twice>", "/data/m[2]/twice", "calculated_otherwise"),
        ("<total>6</total>", "", "/data/total", "calculated_otherwise"),
        ("<m><a/><twice/></m>", "", "/data/m", "repeat_count"),
        ("<half>3</half>", "<half>3.5</half>", "/data/half", "calculated_otherwise"),
    ],
)
def test_a_wrong_answer_is_found_at_its_question(evaluator, right, wrong, path, kind):
    assert right in RIGHT

    assert (path, kind) in found(evaluator, RIGHT.replace(right, wrong))


def test_constraint_and_relevance_follow_the_answers(evaluator):
    assert ("/data/age", "constraint_false") in found(evaluator, RIGHT.replace("<age>30", "<age>130"))
    young = found(evaluator, RIGHT.replace("<age>30", "<age>9"))
    assert young == [("/data/works", "not_relevant"), ("/data/kind", "choice_not_offered")]


def test_a_list_that_is_not_here_makes_no_finding(definition):
    alone = Evaluator.of(definition, known_lists(definition, {}))

    assert found(alone, RIGHT.replace("<place>p1", "<place>p3")) == []


def test_nonsense_inside_the_right_root_raises_nothing(evaluator):
    assert found(evaluator, "<m>x</m><m><m/></m><age><age/></age><zzz/><half>abc</half>")
