"""docs/openrosa.md: every rule of the protocol has its row, and every test that a row names is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "openrosa.md"
LAST = {"H": 18, "A": 11, "L": 10, "F": 5, "M": 8, "S": 26, "E": 6, "U": 3, "N": 14, "Q": 4, "B": 6, "O": 9, "C": 6}
"""Letter of each part of the protocol, and how many rules it has."""
RULES = {letter: range(1, last + 1) for letter, last in LAST.items()} | {"P": (1, 2, 3, 4, 5, 12)}

_RANGE = re.compile(r"([A-Z])([0-9]+)(?:-[A-Z]?([0-9]+))?")
_WORD = re.compile(r"`([^`]+)`")
_TESTS = {
    name for path in (ROOT / "tests").rglob("test_*.py") for name in re.findall(r"def test_(\w+)\(", path.read_text())
}


def rows():
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("| ") and not line.startswith(("| rule", "| ---")):
            yield [cell.strip() for cell in line.strip("|").split("|")]


ROWS = list(rows())


@pytest.mark.parametrize("letter", RULES)
def test_every_rule_has_a_row(letter):
    named = set()
    for rule, *_ in ROWS:
        for found in _RANGE.finditer(rule):
            first = int(found[2])
            named |= {(found[1], number) for number in range(first, int(found[3] or first) + 1)}

    assert {number for number in RULES[letter] if (letter, number) not in named} == set()


def test_every_row_names_a_test_or_says_that_it_is_to_come():
    assert [rule for rule, what, *tests in ROWS if not "".join(tests) and "**later**" not in what] == []


@pytest.mark.parametrize("name", sorted({name for *_, tests in ROWS for name in _WORD.findall(tests)}))
def test_a_test_that_is_named_is_there(name):
    if name.endswith(".py") or "/" in name:
        found = [path for path in (ROOT / "tests").rglob(name.split("/")[-1]) if str(path).endswith(name)]
    else:
        pattern = re.compile(".*".join(re.escape(part) for part in name.split("...")))
        found = [one for one in _TESTS if pattern.fullmatch(one)]

    assert found
