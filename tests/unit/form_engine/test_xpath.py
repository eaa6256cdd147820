import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_engine.xpath.compiling import compile_expression
from form_engine.xpath.errors import NotAnExpression, Unknown
from form_engine.xpath.nodes import Node, Table
from form_engine.xpath.scope import Run, Scope
from form_engine.xpath.values import number_text, single


def value(expression, *, lists=None):
    root = Node("data", None)
    root.add("n", 3.0)
    root.add("blank")
    for number in (1.0, 2.0, 4.0):
        root.add("r").add("q", number)
    here = root.kids["r"][1].add("here")
    run = Run(root, lists or {}, {"people.csv": Table([{"key": "k", "name": "Mẫu"}])})
    return single(compile_expression(expression)[1](Scope(run, here, here)))


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("1 + 2 * 3", 7.0),
        ("(1 + 2) * 3", 9.0),
        ("10 div 4 - 1", 1.5),
        ("-7 mod 3", -1.0),
        ("1 = 1 and 2 > 1 or 1 > 2", True),
        ("/data/n - 1", 2.0),
        ("/data/blank = ''", True),
        ("/data/r/q", 2.0),
        ("count(/data/r)", 3.0),
        ("sum(../../r/q)", 7.0),
        ("position(..)", 2.0),
        ("indexed-repeat(/data/r/q, /data/r, 3)", 4.0),
        ("/data/r[q = 4]/q", 4.0),
        ("if(/data/missing = '', 'none', 'some')", "none"),
        ("parent::node()/child::q + 1", 3.0),
        ("self::node()/../q", 2.0),
        ("pow(0, -3)", math.inf),
        ("pow(-10, 401)", -math.inf),
        ("pulldata('people', 'name', 'key', 'k')", "Mẫu"),
        ("pulldata('people', 'name', 'key', 'x')", ""),
        ("1 > 2 and today() > 3", False),
        ("today() > 3 and 1 > 2", False),
        ("today() > 3 or 1 < 2", True),
        ("instance('l')/root/item[name = 'b' and size > 1]/label", "B"),
    ],
)
def test_an_expression_has_its_value(expression, expected):
    rows = [{"name": "a", "size": "1", "label": "A"}, {"name": "b", "size": "2", "label": "B"}]

    assert value(expression, lists={"l": Table(rows)}) == expected


@pytest.mark.parametrize(
    "expression",
    ["today()", "now() > 1", "instance('not here')/root/item/name", "/data/r[1]/q", "../../r/q + 1", "uuid()"],
)
def test_what_only_the_phone_knows_is_unknown(expression):
    with pytest.raises(Unknown):
        value(expression)


@pytest.mark.parametrize(
    "expression",
    [
        "1 +",
        "(1",
        "f(1)",
        "a | b",
        "//a",
        "a/@b",
        "'open",
        "if(1, 2)",
        "a::b",
        "(" * 500 + "1" + ")" * 500,
        "1 1",
        "$x",
    ],
)
def test_what_is_not_supported_is_told_when_the_form_is_prepared(expression):
    with pytest.raises(NotAnExpression):
        compile_expression(expression)


@given(st.text(alphabet="ab()[]/.,*+-=<>'\"1 $@:|", max_size=40))
def test_no_text_breaks_the_parser(expression):
    try:
        compile_expression(expression)
    except NotAnExpression:
        return


@pytest.mark.parametrize(
    ("number", "text"),
    [
        *((3.0, "3"), (-0.0, "0"), (0.1, "0.1"), (1e10, "1.0E10"), (12345678.5, "1.23456785E7"), (0.00012, "1.2E-4")),
        *((math.nan, "NaN"), (math.inf, "Infinity"), (1.5e-7, "1.5E-7"), (-20000000.5, "-2.00000005E7")),
    ],
)
def test_numbers_are_written_as_java_writes_them(number, text):
    assert number_text(number) == text
