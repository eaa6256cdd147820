"""Every function of the table in JavaRosa and in the evaluator: a form of calculations over random answers."""

import os
from pathlib import Path

import pytest

from form_engine.compiler import compile_form
from form_engine.evaluation import Evaluator
from form_engine.evaluation_lists import known_lists
from form_engine.instance import read_instance

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
COUNT = int(os.environ.get("RASOAT_TEST_INSTANCES", "10")) * 4
SEED = os.environ.get("RASOAT_TEST_SEED", "20161122")

QUESTIONS = [
    *("integer n", "integer m", "decimal x", "text t", "date d", "date e", "geopoint g"),
    *("select_multiple colours s", "select_one colours o"),
]
CHOICES = [("colours", name) for name in ("red", "green", "blue", "10", "1")]
ROUND = ["integer q", "text w", "select_one colours c"]
WHOLE_FORM = [
    # blanks, zero, NaN
    *("${n} + 1", "${n} * 0", "if(${n} = '', 'blank', 'told')", "if(${n} = 0, 1, 2)", "if(${n} > 5, 1, 0)"),
    *("if(${n} != ${m}, 1, 0)", "${n} = ${m}", "number('')", "number('abc') = number('abc')", "boolean(${n})"),
    *("boolean(0)", "boolean('0')", "boolean('')", "string(0)", "string(number('x'))", "not(${t})", "'' = 0"),
    *("coalesce(${n}, ${m})", "coalesce(${t}, 'none')", "coalesce(number('x'), 3)", "once(${n})", "once('first')"),
    *("true()", "false()", "if(true() = '1', 1, 2)", "boolean-from-string('TRUE')", "boolean-from-string('2')"),
    # numbers
    *("${n} div ${m}", "1 div 0", "-1 div 0", "0 div 0", "${n} mod 7", "-7 mod 3", "-${n}", "7 mod 0"),
    *("round(${x})", "round(${x}, 1)", "round(${x}, -1)", "round(2.5)", "round(-2.5)", "round(1.005, 2)"),
    *("round(-2.5, 0)", "round(1234.567, -2)", "round(-1250, -2)", "int(${x})", "int(-0.5)", "int('3.9')"),
    *("${x} div 3", "100000 * 100000", "10000000 * 1.5", "0.1 + 0.2", "1 div 3", "0.0001 div 3", "123456789 * 1000.5"),
    *("min(${n}, ${m}, 3)", "max(${n}, ${m}, 3)", "max(-1, -2)", "min(-1, -2)", "abs(-3)", "abs(${x})"),
    *("pow(2, 10)", "pow(${n}, 2)", "sqrt(2)", "sqrt(-1)", "exp(1)", "exp10(2)", "log(10)", "log(0)", "log10(1000)"),
    *("sin(1)", "cos(1)", "tan(1)", "asin(1)", "acos(1)", "atan(1)", "atan2(1, 2)", "pi()", "asin(2)"),
    *("number('1,5')", "number(' 12 ')", "number('1e3')", "number('+5')", "number('.5')", "number('5.')"),
    *("checklist(1, 2, ${n} > 3, ${m} > 3)", "weighted-checklist(1, 5, ${n} > 3, 2, ${m} > 3, 4)"),
    # text
    *("concat(${t}, '-', ${n})", "concat('a', 1, 2.5, true())", "join(', ', ${t}, ${n}, 'z')", "string-length(${t})"),
    *("substr(${t}, 2)", "substr(${t}, 1, 4)", "substr(${t}, -3)", "substr(${t}, 0, -2)", "substr('abc', 2, 1)"),
    *(
        "substring-before(${t}, ' ')",
        "substring-after(${t}, ' ')",
        "substring-after(${t}, '')",
        "substring-before('a-b', '-')",
    ),
    *("contains(${t}, 'a')", "starts-with(${t}, '0')", "ends-with(${t}, '7')", "contains(${t}, '')"),
    *("translate(${t}, '0123', 'abc')", "normalize-space('  a   b ')", "regex(${t}, '^[0-9]{9,12}$')", "regex('', '')"),
    *("regex(${t}, '[0-9]+')", "digest('abc', 'MD5')", "digest('abc', 'SHA-256', 'hex')"),
    *("base64-decode('YWJj')", "string(${x})", "string(${d})", "'10' = '10.0'", "10 = '10.0'", "'a' < 'b'"),
    # dates
    *("format-date(${d}, '%Y-%m-%d')", "format-date(${d}, '%y %n %e')", "number(format-date(${d}, '%Y%m%d'))"),
    *(
        "${d} > ${e}",
        "${d} >= date('2000-01-01')",
        "${d} = ${e}",
        "${d} - ${e}",
        "${d} + 1",
        "number(${d})",
        "int(${d})",
    ),
    *("date('2020-02-29')", "date(18000)", "date(-1)", "string(date(18000.7))", "date(${d} + 30)", "date('')"),
    *(
        "decimal-date-time(${d})",
        "decimal-date-time('2020-01-01T12:00:00.000+07:00')",
        "decimal-time('2020-01-01T06:00:00.000+07:00')",
    ),
    *("format-date-time('2020-01-02T03:04:05.678+07:00', '%Y-%m-%dT%H:%M:%S.%3')", "format-date('', '%Y')"),
    *("int((decimal-date-time(${d}) - decimal-date-time(${e})) div 365.25)", "if(${d}, 1, 0)"),
    # choices
    *(
        "selected(${s}, 'red')",
        "selected(${s}, '1')",
        "selected(${o}, 'blue')",
        "count-selected(${s})",
        "selected-at(${s}, 0)",
    ),
    *("selected-at(${s}, 1)", "selected-at(${s}, -1)", "selected-at(${s}, 9)", "${o} = 'red'", "${o} = 10", "${o} = 1"),
    *(
        "selected(${o}, ${o})",
        "count(instance('colours')/root/item)",
        "instance('colours')/root/item[name = ${o}]/label",
    ),
    *(
        "count(instance('colours')/root/item[name != ${o}])",
        "count(instance('colours')/root/item[selected(${s}, name)])",
    ),
    "instance('colours')/root/item[position() = 2]/name",
    # places
    *("distance(${g})", "selected-at(${g}, 0) + 1", "area(${g})", "number(selected-at(${g}, 3)) > 50"),
    # repeats from outside
    *("count(${r})", "sum(${q})", "min(${q})", "max(${q})", "join(' ', ${w})", "concat(${w})", "count-non-empty(${w})"),
    *(
        "indexed-repeat(${q}, ${r}, 1)",
        "indexed-repeat(${q}, ${r}, 2)",
        "indexed-repeat(${q}, ${r}, 0)",
        "sum(${double})",
    ),
    *("count(${r}[q > 3])", "sum(/data/r[c = 'red']/q)", "count(/data/r[position() > 1])", "sum(${zero}) = 0"),
]
IN_ROUND = [
    *(
        "position(..)",
        "${q} + ${n}",
        "sum(${q})",
        "count(${r})",
        "count(/data/r[c = current()/../c])",
        "once(position(..))",
    ),
    *("if(position(..) > 1, indexed-repeat(${q}, ${r}, position(..) - 1), '')", "sum(/data/r[position() < 2]/q)"),
    *("instance('colours')/root/item[name = current()/../c]/label", "if(${zero}, 1, 2)", "if(${double} = '', 0, 1)"),
    *(
        "concat(${w}, '#', position(..))",
        "/data/r/q",
        "../q",
        "string-length(../w)",
        "count(../../r)",
        "sum(../../r/q)",
    ),
]


def _form() -> str:
    header = "| type | name | label | calculation | bind::type |"
    rows = [_question(one) for one in QUESTIONS]
    rows += ["| begin_repeat | r | round | | |", *(_question(one) for one in ROUND)]
    rows += ["| calculate | double | | ${q} * 2 | int |", "| calculate | zero | | ${q} * 0 | |"]
    rows += [f"| calculate | i{at} | | {one} | |" for at, one in enumerate(IN_ROUND)]
    rows += ["| end_repeat | | | | |", *(f"| calculate | o{at} | | {one} | |" for at, one in enumerate(WHOLE_FORM))]
    survey = "\n".join(_padded(row) for row in [header, *rows])
    choices = "\n".join(_padded(f"| {name} | {choice} | The {choice} |") for name, choice in CHOICES)
    return (
        f"| survey |\n{survey}\n| choices |\n| | list_name | name | label |\n{choices}\n"
        "| settings |\n| | form_id | version |\n| | data | 1 |\n"
    )


def _question(told: str) -> str:
    kind, _, name = told.rpartition(" ")
    return f"| {kind} | {name} | {name} | | |"


def _padded(row: str) -> str:
    """A row of the sheet: its first cell is empty."""
    return f"| {row}"


def test_every_function_gives_what_it_gives_on_the_phone(engine, tmp_path):
    form = compile_form(_form().encode(), filename="data.md")
    instances = engine.fill(form.xform, {}, tmp_path / "filled", count=COUNT, seed=SEED)
    evaluator = Evaluator.of(form.definition, known_lists(form.definition, {}))

    differing = {}
    for filled in instances:
        for one in evaluator.findings(read_instance(filled)):
            name = one.path.rpartition("/")[2]
            expressions = {"o": WHOLE_FORM, "i": IN_ROUND}.get(name[0], [])
            differing[expressions[int(name[1:])] if expressions else one.path] = (one.kind.value, dict(one.facts))

    assert evaluator.not_supported == ()
    assert differing == {}
