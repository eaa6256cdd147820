"""`rasoat rules check FILE`: a wrong rule set is refused with the place of each fault."""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from app.cli.rules import rules
from form_engine.points_sheet import as_csv, as_xlsx
from review.rulesets import all_rulesets, content_of, get_ruleset

WRONG = {
    "a band with a gap": (
        ("at_least =   2, below =   3", "at_least =   2, below =   2"),
        "b1_01 / 3 (chỉ tiêu 1 › 3): Giữa khoảng 2 (đến 2) và khoảng này (từ 3) có chỗ hở. Hãy cho bắt đầu từ 2.",
        "b1_01 / 3 (item 1 › 3): Between the band 2, which reaches to 2, and this one, which begins at 3, there is",
    ),
    "a sheet without points": (
        ("NT1 = 75, NT2 = 75, NT3", "NT2 = 75, NT3"),
        "b1_01 / 1 / points / NT1 (chỉ tiêu 1 › 1 › điểm › phiếu điểm NT1): Chưa có điểm cho phiếu điểm NT1.",
        "(item 1 › 1 › points › score sheet NT1): There are no points for the score sheet NT1.",
    ),
    "points that are no number": (
        ("NT1 = 75, NT2", 'NT1 = "75", NT2'),
        "b1_01 / choices / 1 / points / NT1 (chỉ tiêu B1 › chỉ tiêu 1 ›",
        "“75” is not a whole number",
    ),
    "classes that overlap": (
        ('b1_over = "near_line"', 'b1_over = "poor_line"'),
        "Hộ có B1 = 121, B2 = 0 cùng lúc thuộc nhiều loại: 3 (Hộ cận nghèo), 4 (Hộ không nghèo).",
        "under several classes at once: 3 (Near-poor household), 4 (Non-poor household).",
    ),
    "an answer without points": (
        ('code = "upper_secondary"', 'code = "uni"'),
        "Phiếu có câu trả lời upper_secondary mà bộ quy tắc chưa cho điểm.",
        "The form offers the answer upper_secondary",
    ),
    "no TOML": (
        ('model = "two_line"', "model = two_line"),
        "file (cả tệp): Dòng 12, cột 9: giá trị này không đúng cách viết TOML.",
        "file (the whole file): Line 12, column 9",
    ),
    "a control character": (
        ('model = "two_line"', 'model = "two\x07_line"'),
        "Dòng 12, cột 13 có ký tự điều khiển U+0007 không đọc được.",
        "control character U+0007",
    ),
}


def check(*words):
    """Where no system runs."""
    nowhere = {"RASOAT_DATA_DIR": "/nowhere/at/all", "RASOAT_MONGODB_URI": ""}
    return CliRunner().invoke(rules, ["check", *map(str, words)], env=nowhere)


@pytest.mark.parametrize("case", list(WRONG))
def test_a_wrong_file_is_refused_with_the_place(case, tmp_path):
    (right, wrong), vietnamese, english = WRONG[case]
    path = tmp_path / "wrong.toml"
    path.write_text(content_of("vn-2016-2020").decode().replace(right, wrong, 1), encoding="utf-8")

    for answer, told in ((check(path), vietnamese), (check(path, "--language", "en"), english)):
        assert answer.exit_code == 1
        assert told in answer.stderr


def test_a_right_file_is_told_with_its_hash(tmp_path):
    path = tmp_path / "right.toml"
    path.write_bytes(content_of("vn-2016-2020"))

    answer = check(path)

    assert answer.exit_code == 0
    assert answer.stdout.startswith("vn-2016-2020  ")
    assert answer.stdout.split("  (")[0] in check().stdout


@pytest.mark.parametrize(("name", "write"), [("bang.csv", as_csv), ("bang.xlsx", as_xlsx)])
def test_a_table_of_points_is_checked_as_the_rule_set_that_it_makes(name, write, tmp_path):
    sheet = get_ruleset("vn-2021-2025")
    answer = sheet.items[6].answers[0]
    other = replace(answer, points={**answer.points, "NT3": answer.points["NT3"] + 1})
    item = replace(sheet.items[6], answers=(other, *sheet.items[6].answers[1:]))
    changed = replace(sheet, items=(*sheet.items[:6], item, *sheet.items[7:]))
    (tmp_path / name).write_bytes(write(changed))

    told = check(tmp_path / name, "--json")

    assert told.exit_code == 0, told.output
    (row,) = json.loads(told.stdout)["rulesets"]
    assert (row["ruleset_id"], row["items"], row["ruleset_source"]) == (sheet.id, 13, str(tmp_path / name))
    assert row["ruleset_hash"] != sheet.hash


def test_a_wrong_table_is_refused_with_row_and_column(tmp_path):
    (tmp_path / "bang.csv").write_bytes(as_csv(get_ruleset("vn-2016-2020")).replace(b"b1_06", b"b1_66", 1))
    (tmp_path / "none.csv").write_bytes(b"a,b\n1,2\n")

    wrong, nameless = check(tmp_path / "bang.csv"), check(tmp_path / "none.csv")

    assert (wrong.exit_code, nameless.exit_code) == (1, 1)
    assert "cột chi_tieu: bộ quy tắc không có chỉ tiêu này: b1_66" in wrong.stderr
    assert "hãy thêm --ruleset" in nameless.stderr


def test_the_rule_sets_of_the_program_are_told_where_no_system_runs():
    told = json.loads(check("--json").stdout)["rulesets"]

    assert [(one["ruleset_hash"], one["ruleset_source"]) for one in told] == [
        (sheet.hash, "program") for sheet in all_rulesets().values()
    ]
