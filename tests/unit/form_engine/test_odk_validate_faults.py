"""What ODK Validate says in English about paths becomes a kind of fault at its cell; its words stay beside."""

import pytest

from app.i18n.workbook_faults import FAULTS
from form_engine.compiler import compile_form
from form_engine.expression_checks import faults_of_expressions
from form_engine.odk_validate_faults import faults_of_validate

FORM = """
| survey |
| | type | name | label | relevant | constraint | calculation | choice_filter | repeat_count | required |
| | integer | age | Age | | . > (2 | | | | foo(1) |
| | begin_group | home | Home | | | | | | |
| | text | work | Work | ${age} == 1 | | | | | |
| | end_group | | | | | | | | |
| | select_one yn | well | Well | | | | bar(part) | | |
| | begin_repeat | m | M | | | | | 1 + ${age} | |
| | text | name | Name | | | | | | |
| | end_repeat | | | | | | | | |
| | calculate | sum | | | | round(1, 2, 3) | | | |
| choices |
| | list_name | name | label | part |
| | yn | yes | Yes | a |
"""
LOCATED = "The problem was located in {part} expression for {path}"
TOLD = {
    "function": (
        *(["Error evaluating field 'age' (/data/age[1]): " + LOCATED.format(part="Condition", path="/data/age")],),
        *("XPath evaluation: cannot handle function 'foo'", "phone_function", "foo", 2, "required"),
    ),
    "arguments": (
        *([LOCATED.format(part="Calculate", path="/data/sum")],),
        "XPath evaluation: cannot handle function 'round'. Requires 2 arguments but 3 provided.",
        *("phone_arguments", "round", 10, "calculation"),
    ),
    "count": (
        *([LOCATED.format(part="Calculate", path="/data/m_count")],),
        *("XPath evaluation: type mismatch", "phone_type", None, 7, "repeat_count"),
    ),
    "repeat": (
        *(
            [LOCATED.format(part="Calculate", path="/data/sum")],
            "type mismatch This field is repeated: /data/m[1]/name[1]",
        ),
        *("phone_repeated", None, 10, "calculation"),
    ),
    "list": (
        *([LOCATED.format(part="Calculate", path="/data/sum")],),
        "Instance referenced by instance(zz)/root/item/name does not exist",
        *("phone_list", "zz", 10, "calculation"),
    ),
    "constraint": (
        *(
            ["bind for /data/age contains invalid constraint expression [. > (2] mismatched brackets or parentheses!"],
            "",
        ),
        *("phone_expression", None, 2, "constraint"),
    ),
    "condition": (
        *(
            ["Encountered a problem with display condition for node [/data/home/work], Bad node: X@1f28c152"],
            "",
        ),
        *("phone_expression", None, 4, "relevant"),
    ),
    "circle": (
        *(
            ["Cycle detected in form's relevant and calculation logic!"],
            "The following nodes are likely involved: /data/sum",
        ),
        *("phone_circle", None, 10, ""),
    ),
    "group": (["Group has no children! Group: /data/home. The XML is invalid."], "", "phone_group", None, 3, ""),
    "no path, but ours": (
        *([">> Something broke the parser.", "XPath evaluation: cannot handle function 'bar'"], ""),
        *("phone_function", "bar", 6, "choice_filter"),
    ),
    "unheard of": (["Nobody has seen this before."], "", "odk_validate", None, 0, ""),
}


@pytest.fixture(scope="module")
def form():
    return compile_form(FORM.encode(), filename="f.md")


@pytest.mark.parametrize(("lines", "more", "code", "value", "row", "column"), TOLD.values(), ids=TOLD)
def test_a_refusal_is_told_at_its_cell_with_its_words(form, lines, more, code, value, row, column):
    own = faults_of_expressions(form.definition, form.places, {})

    (fault,) = faults_of_validate([*lines, more], form, own)

    assert (fault.code, fault.facts.get("value"), fault.row) == (code, value, row)
    assert fault.column in (column, "calculation" if code == "phone_circle" else column)
    assert lines[-1].partition("@")[0] in fault.facts["told"]
    assert "@1f28" not in fault.facts["told"]
    assert code in FAULTS


def test_nothing_told_is_no_fault(form):
    assert faults_of_validate([], form) == ()
