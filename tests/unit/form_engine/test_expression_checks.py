"""What compiles and could not be evaluated here, or not on a phone, is told at its cell."""

import pytest

from app.i18n.workbook_faults import FAULTS
from form_engine.compiler import compile_form
from form_engine.expression_checks import faults_of_expressions

FORM = """
| survey |
| | type | name | label | relevance | bind::constraint | calculation | choice_filter | repeat_count |
| | integer | age | Age | | {constraint} | | | |
| | begin_group | home | Home | | | | | |
| | text | work | Work | {relevant} | | | | |
| | end_group | | | | | | | |
| | select_one yn | well | Well | | | | {filter} | |
| | begin_repeat | m | M | | | | | {count} |
| | text | name | Name | | | | | |
| | end_repeat | | | | | | | |
| | csv-external | prices | | | | | | |
| | calculate | sum | | | | {calculation} | | |
| choices |
| | list_name | name | label | part |
| | yn | yes | Yes | a |
| settings |
| | form_id | version |
| | f | 1 |
"""
SOUND = {
    "constraint": "regex(., '[0-9]{1,3}') and . < 120",
    "relevant": "/data/age > 3 and ../../age != '' and count(/data/m[position() = 1]/name) > 0",
    "filter": "part = ${work} and position(..) = 1",
    "count": "${age}",
    "calculation": "concat(instance('prices')/root/item[name = ${work}]/price, /data/meta/instanceID, "
    "pulldata('prices', 'price', 'name', ${work}), jr:choice-name(${well}, '${well}'), "
    "instance('yn')/root/item[name = current()/../well]/label, indexed-repeat(${name}, ${m}, 1))",
}
FAULTY = {
    "an unknown function": ("calculation", "foo(1)", "function_unknown", "foo", 11, "calculation"),
    "a path to nothing": ("relevant", "/data/agee > 3", "path_unknown", "/data/agee", 4, "relevance"),
    "a relative path to nothing": ("relevant", "../age > 3", "path_unknown", "/data/home/age", 4, "relevance"),
    "a path within a predicate": (
        *("calculation", "count(/data/m[nam = 'x'])", "path_unknown"),
        *("/data/m/nam", 11, "calculation"),
    ),
    "a pattern of nothing": ("constraint", "regex(., '[0-9')", "pattern_unreadable", "[0-9", 2, "bind::constraint"),
    "a pattern of Java": ("constraint", r"regex(., '\p{L}+')", "pattern_of_java", r"\p{L}+", 2, "bind::constraint"),
    "a list that is not there": (
        *("calculation", "instance('price')/root/item/name", "list_not_here"),
        *("price", 11, "calculation"),
    ),
    "a column of no list": ("filter", "parrt = ${work}", "list_lacks_column", "parrt", 6, "choice_filter"),
    "a column of no file": (
        *("calculation", "pulldata('prices', 'cost', 'name', 'x')", "list_lacks_column"),
        *("cost", 11, "calculation"),
    ),
    "brackets": ("count", "(${age} + 1", "expression_unreadable", None, 7, "repeat_count"),
    "a union": ("calculation", "count(/data/age | /data/sum)", "expression_unreadable", None, 11, "calculation"),
    "a path with dots": ("calculation", "count(/data/./age)", "expression_not_evaluated", None, 11, "calculation"),
    "arguments": ("calculation", "round()", "expression_not_evaluated", None, 11, "calculation"),
}


def faults_with(**changes):
    form = compile_form(FORM.format_map(SOUND | changes).encode(), filename="f.md")
    return faults_of_expressions(form.definition, form.places, {"prices.csv": {"name", "price"}})


def test_what_is_sound_is_not_told():
    assert faults_with() == []


@pytest.mark.parametrize(("part", "expression", "code", "value", "row", "column"), FAULTY.values(), ids=FAULTY)
def test_a_fault_is_told_at_its_cell(part, expression, code, value, row, column):
    (fault,) = faults_with(**{part: expression})

    assert (fault.code, fault.sheet, fault.row, fault.column) == (code, "survey", row, column)
    assert fault.facts.get("value") == value
    assert code in FAULTS
