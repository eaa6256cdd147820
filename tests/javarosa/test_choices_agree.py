"""Names of choices, and lists that stand in the question itself, as JavaRosa has them.

`pulldata()` belongs to Collect and not to JavaRosa; unit/form_engine/test_xpath.py has its rules.
"""

import re

import pytest

from form_engine.compiler import compile_form
from form_engine.evaluation import Evaluator
from form_engine.evaluation_lists import known_lists
from form_engine.instance import read_instance
from form_engine.xform_reader import read_definition

pytestmark = pytest.mark.slow

FORM = """
| survey |
| | type | name | label | calculation | relevant |
| | select_one colours | one | One | | |
| | select_multiple colours | some | Some | | |
| | calculate | name | | jr:choice-name(${one}, '${one}') | |
| | calculate | first | | jr:choice-name(selected-at(${some}, 0), '${some}') | |
| | calculate | told | | if(${one} = 'red', 'r', concat(${one}, '/', count-selected(${some}))) | |
| | text | why | Why | | selected(${some}, 'blue') and ${one} != 'red' |
| | begin_repeat | r | Round | | |
| | select_one colours | c | C | | |
| | calculate | named | | jr:choice-name(${c}, '${c}') | |
| | end_repeat | | | | |
| choices |
| | list_name | name | label |
| | colours | red | Đỏ tươi |
| | colours | blue | Xanh |
| | colours | 3 | Ba |
| settings |
| | form_id | version |
| | data | 1 |
"""


def inline(xform: bytes) -> bytes:
    """The same form with the choices written into each question, as older tools did."""
    items = "".join(
        f"<item><label>{label}</label><value>{name}</value></item>"
        for name, label in (("red", "Đỏ tươi"), ("blue", "Xanh"), ("3", "Ba"))
    )
    return re.sub(rb"<itemset.*?</itemset>", items.encode(), xform, flags=re.DOTALL)


@pytest.mark.parametrize("write", [lambda xform: xform, inline], ids=["in a list", "in the question"])
def test_names_of_choices_are_those_of_the_phone(engine, tmp_path, write):
    xform = write(compile_form(FORM.encode(), filename="data.md").xform)
    definition = read_definition(xform)
    evaluator = Evaluator.of(definition, known_lists(definition, {}))

    instances = engine.fill(xform, {}, tmp_path / "filled", count=30, seed=5)

    assert evaluator.not_supported == ()
    assert len(definition.nodes["/data/one"].choices) == 3
    assert any("Đỏ tươi" in one.decode() for one in instances)
    assert [found for one in instances for found in evaluator.findings(read_instance(one))] == []
    wrong = instances[0].replace("Đỏ tươi".encode(), b"?").replace(b"Xanh", b"?").replace(b">Ba<", b">?<")
    kinds = {one.kind.value for one in evaluator.findings(read_instance(wrong))}
    assert kinds == ({"calculated_otherwise"} if wrong != instances[0] else set())
