"""`rasoat rules check FILE`: a wrong rule set is refused with the place of each fault."""

import pytest
from click.testing import CliRunner

from app.cli.rules import rules
from review.rulesets import content_of

WRONG = {
    "a band with a gap": ("at_least =   2, below =   3", "at_least =   2, below =   2", "b1_01 / 3: leaves a gap"),
    "a sheet without points": ("NT1 = 75, NT2 = 75, NT3", "NT2 = 75, NT3", "b1_01 / 1 / points / NT1: no points"),
    "points that are no number": ("NT1 = 75, NT2", 'NT1 = "75", NT2', "b1_01 / choices / 1 / points / NT1"),
    "an answer without points": (
        'code = "upper_secondary"',
        'code = "uni"',
        "b1_03 / upper_secondary: an answer without",
    ),
    "points without an answer": ('code = "upper_secondary"', 'code = "uni"', "b1_03 / uni: points without an answer"),
    "no TOML": ('model = "two_line"', "model = two_line", "file: Invalid value (at line"),
}


def check(*words):
    return CliRunner().invoke(rules, ["check", *map(str, words)])


@pytest.mark.parametrize("case", list(WRONG))
def test_a_wrong_file_is_refused_with_the_place(case, tmp_path):
    right, wrong, told = WRONG[case]
    path = tmp_path / "wrong.toml"
    path.write_text(content_of("vn-2016-2020").decode().replace(right, wrong, 1), encoding="utf-8")

    answer = check(path)

    assert answer.exit_code == 1
    assert told in answer.stderr


def test_a_right_file_is_told_with_its_hash(tmp_path):
    path = tmp_path / "right.toml"
    path.write_bytes(content_of("vn-2016-2020"))

    answer = check(path)

    assert answer.exit_code == 0
    assert answer.stdout.startswith("vn-2016-2020  ")
    assert answer.stdout.strip() in check().stdout
