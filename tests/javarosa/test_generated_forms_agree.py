"""Forms made up at random, of functions, repeats and relevance: what JavaRosa fills of them, the evaluator agrees with.

RASOAT_TEST_FORMS: how many forms (a few by default, for every run); each has forty expressions.
"""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from form_engine.compiler import compile_form
from form_engine.evaluation import Evaluator
from form_engine.evaluation_lists import known_lists
from form_engine.instance import read_instance

pytestmark = pytest.mark.slow

FORMS = int(os.environ.get("RASOAT_TEST_FORMS", "3"))
FILLED = 6

_NUMBERS = st.sampled_from(
    ["${n}", "${m}", "${x}", "0", "1", "7", "2.5", "-3", "count(${r})", "sum(${q})", "count-selected(${s})", "${k}"]
)
_TEXTS = st.sampled_from(["${t}", "'abc'", "''", "'12'", "${o}", "${s}", "string(${n})", "join('-', ${w})"])
_DATES = st.sampled_from(["${d}", "${e}", "date('2020-02-29')", "date(18000)"])


def _numbers(inner):
    numbers, texts, truths = inner
    return st.one_of(
        st.builds("({} {} {})".format, numbers, st.sampled_from(["+", "-", "*", "div", "mod"]), numbers),
        st.builds("{}({})".format, st.sampled_from(["round", "int", "abs", "number", "string-length"]), numbers),
        st.builds("round({}, {})".format, numbers, st.sampled_from(["0", "1", "2", "-1"])),
        st.builds("{}({}, {})".format, st.sampled_from(["min", "max", "coalesce"]), numbers, numbers),
        st.builds("if({}, {}, {})".format, truths, numbers, numbers),
        st.builds("string-length({})".format, texts),
        st.builds("number({})".format, texts),
    )


def _texts(inner):
    numbers, texts, truths = inner
    return st.one_of(
        st.builds("concat({}, {})".format, texts, texts),
        st.builds("concat({}, {})".format, texts, numbers),
        st.builds("substr({}, {}, {})".format, texts, st.integers(0, 3), st.integers(0, 5)),
        st.builds("{}({}, {})".format, st.sampled_from(["substring-before", "substring-after"]), texts, texts),
        st.builds("translate({}, 'abc', 'x')".format, texts),
        st.builds("if({}, {}, {})".format, truths, texts, texts),
        st.builds("format-date({}, '{}')".format, _DATES, st.sampled_from(["%Y-%m-%d", "%d/%m", "%y %n %e"])),
    )


def _truths(inner):
    numbers, texts, truths = inner
    compared = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
    return st.one_of(
        st.builds("({} {} {})".format, numbers, compared, numbers),
        st.builds("({} {} {})".format, texts, st.sampled_from(["=", "!="]), texts),
        st.builds("({} {} {})".format, _DATES, compared, _DATES),
        st.builds("({} {} {})".format, truths, st.sampled_from(["and", "or"]), truths),
        st.builds("not({})".format, truths),
        st.builds("{}({}, {})".format, st.sampled_from(["contains", "starts-with", "ends-with"]), texts, texts),
        st.builds("selected(${{s}}, {})".format, texts),
        st.builds("regex({}, '[a-z0-9]+')".format, texts),
        st.builds("boolean({})".format, numbers),
    )


def _grown(levels: int):
    inner = (_NUMBERS, _TEXTS, st.sampled_from(["true()", "false()", "${n} > 3", "${o} = 'red'", "${t} = ''"]))
    for _ in range(levels):
        inner = tuple(st.one_of(old, made(inner)) for old, made in zip(inner, (_numbers, _texts, _truths), strict=True))
    return inner


NUMBERS, TEXTS, TRUTHS = _grown(2)
CALCULATIONS = st.lists(st.one_of(NUMBERS, TEXTS, TRUTHS), min_size=30, max_size=30)
CONDITIONS = st.lists(TRUTHS.filter(lambda one: "${k}" not in one), min_size=10, max_size=10)


def a_form(calculations: list[str], conditions: list[str]) -> bytes:
    rows = ["| type | name | label | calculation | relevant |"]
    kinds = ("integer n", "integer m", "decimal x", "text t", "date d", "date e")
    for asked in (*kinds, "select_multiple colours s", "select_one colours o"):
        kind, name = asked.rsplit(" ", 1)
        rows.append(f"| {kind} | {name} | {name} | | |")
    rows += [
        "| begin_repeat | r | r | | |",
        "| integer | q | q | | |",
        "| text | w | w | | |",
        "| end_repeat | | | | |",
    ]
    rows.append(f"| integer | k | k | | {conditions[0]} |")
    for at, condition in enumerate(conditions[1:]):
        rows += [f"| begin_group | g{at} | g | | {condition} |", f"| integer | a{at} | a | | |"]
        rows += [f"| calculate | b{at} | | ${{a{at}}} + 1 | |", "| end_group | | | | |"]
    rows += [f"| calculate | c{at} | | {one} | |" for at, one in enumerate(calculations)]
    survey = "\n".join(f"| {row}" for row in rows)
    choices = "\n".join(f"| | colours | {name} | {name} |" for name in ("red", "green", "12"))
    return (
        f"| survey |\n{survey}\n| choices |\n| | list_name | name | label |\n{choices}\n"
        "| settings |\n| | form_id | version |\n| | data | 1 |\n"
    ).encode()


@settings(max_examples=FORMS, deadline=None)
@given(calculations=CALCULATIONS, conditions=CONDITIONS, seed=st.integers(1, 10_000))
def test_a_form_made_up_at_random_is_worked_out_as_on_the_phone(engine, calculations, conditions, seed):
    form = compile_form(a_form(calculations, conditions), filename="data.md")
    evaluator = Evaluator.of(form.definition, known_lists(form.definition, {}))
    with tempfile.TemporaryDirectory() as folder:
        instances = engine.fill(form.xform, {}, Path(folder) / "filled", count=FILLED, seed=seed)

    differing = {}
    for filled in instances:
        for one in evaluator.findings(read_instance(filled)):
            name = one.path.rpartition("/")[2]
            said = calculations[int(name[1:])] if name[0] == "c" else form.definition.nodes[one.path].relevant
            differing[f"{name}: {said}"] = (one.kind.value, dict(one.facts))

    assert evaluator.not_supported == ()
    assert differing == {}
