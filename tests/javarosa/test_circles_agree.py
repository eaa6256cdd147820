"""A form is called circular here when the phones' engine calls it so, and only then."""

import pytest

from form_engine.circles import circles_in
from form_engine.compiler import compile_form
from form_engine.odk_validate import validate

pytestmark = pytest.mark.slow

FORM = """
| survey |
| | type | name | label | calculation | relevant | constraint |
{rows}
| | text | t | T | | | |
| settings |
| | form_id | version |
| | data | 1 |
"""
CIRCULAR = {
    "sums": "| | calculate | a | | ${b} + 1 | | |\n| | calculate | b | | ${a} | | |",
    "conditions": "| | text | a | A | | ${b} = '' | |\n| | text | b | B | | ${a} = '' | |",
    "a group by what is in it": (
        "| | begin_group | g | G | | ${a} = '' | |\n| | text | a | A | | | |\n| | end_group | | | | | |"
    ),
    "its own value": "| | calculate | a | | if(. = '', 1, .) | | |",
    "itself in the round before": (
        "| | begin_repeat | r | R | | | |\n| | integer | q | Q | | | |\n"
        "| | calculate | p | | indexed-repeat(${p}, ${r}, position(..) - 1) | | |\n| | end_repeat | | | | | |"
    ),
}
SOUND = {
    "itself in a constraint": "| | integer | a | A | | | . > 0 and ${a} < 9 |",
    "a round before": (
        "| | begin_repeat | r | R | | | |\n| | integer | q | Q | | | |\n"
        "| | calculate | p | | indexed-repeat(${q}, ${r}, position(..) - 1) | | |\n| | end_repeat | | | | | |"
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "circular"),
    [(one, True) for one in CIRCULAR.values()] + [(one, False) for one in SOUND.values()],
    ids=[*CIRCULAR, *SOUND],
)
def test_circular_references_are_those_of_the_phone(java, rows, circular):
    form = compile_form(FORM.format(rows=rows).encode(), filename="data.md")

    refused = any("cycle" in one.lower() for one in validate(form.xform) or [])

    assert (bool(circles_in(form.definition)), refused) == (circular, circular)
