"""The real command: worked cases agree, wrong input is refused with a reason, wrong use is told as such."""

import json
from pathlib import Path

import pytest
import yaml

from form_engine.scoring import score
from review.rulesets import get_ruleset
from tests import commands
from tests.commands import Done
from tests.households import a_household

ROOT = Path(__file__).parents[4]
CASES = yaml.safe_load((ROOT / "tests" / "worked_cases" / "worked-cases.yaml").read_text(encoding="utf-8"))
WORKED = [case for case in CASES["classification"] if case["class"] not in ("invalid", "not_in_area")]
IMPOSSIBLE = [case for case in CASES["classification"] if case["class"] == "invalid"]
EVERY_SIXTH = WORKED[::6]
"""Of the worked cases: the rules themselves are held against all of them elsewhere."""


NO_SYSTEM = {"RASOAT_DATA_DIR": "/nowhere/at/all", "RASOAT_MONGODB_URI": "", "COLUMNS": "100"}
"""Where none runs, the program's own files answer."""


def rasoat(*args: object) -> Done:
    return commands.here("rules", *args, environment=NO_SYSTEM)


def classify_args(case):
    told = {"ruleset": case["ruleset"], "area": case["area"], "region": case["region"]}
    told |= {"b1": case["b1"], "b2": case["b2"], "prev": case["prev"], "history": ",".join(case["history"] or [])}
    return [
        "classify",
        *(part for name, value in told.items() if value not in (None, "") for part in (f"--{name}", value)),
    ]


@pytest.mark.parametrize("case", EVERY_SIXTH, ids=lambda case: case["id"])
def test_classify_prints_class_subclass_and_change_of_the_worked_case(case):
    done = rasoat(*classify_args(case), "--json")

    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["class"], told["subclass"], told["change"]) == (case["class"], case["subclass"], case["change"])
    assert told["reason"]["vi"].startswith(f"B1 = {case['b1']} ")
    assert (told["ruleset_hash"], told["ruleset_source"]) == (get_ruleset(case["ruleset"]).hash, "program")


@pytest.mark.parametrize("case", IMPOSSIBLE, ids=lambda case: case["id"])
def test_impossible_totals_of_the_worked_cases_are_refused(case):
    done = rasoat(*classify_args(case), "--json")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Từ chối: ")


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ((*classify_args(WORKED[0]), "--json"), 0),
        (("classify", "--help"), 0),
        ((*classify_args(IMPOSSIBLE[0]), "--json"), 1),
        (("classify", "--ruleset", "vn-2016-2020", "--b1", 1, "--b2", 0), 2),
    ],
)
def test_a_process_of_its_own_prints_the_same_and_ends_with_the_same_code(args, code):
    alone = commands.in_a_process("rules", *args, environment=NO_SYSTEM)

    assert alone == rasoat(*args)
    assert alone.returncode == code


RURAL = ("classify", "--ruleset", "vn-2016-2020", "--area", "rural")


@pytest.mark.parametrize(
    ("args", "why"),
    [
        ((*RURAL, "--b1", 121, "--b2", 29), "B2 must be a multiple of 10, not 29"),
        ((*RURAL, "--b1", 121, "--b2", 110), "B2 can't be over 100 (got 110)"),
        ((*RURAL, "--b1", 1_000, "--b2", 20), "B1 can't be over 560 on this sheet (got 1000)"),
        ((*RURAL, "--b1", -1, "--b2", 20), "The total B1 can't be negative (-1)"),
        ((*RURAL, "--b1", 1, "--b2", -10), "The total B2 can't be negative (-10)"),
        ((*RURAL, "--b1", 1, "--b2", 0, "--region", "NT9"), "Rule set vn-2016-2020 has no score sheet NT9"),
        ((*RURAL, "--b1", 1, "--b2", 0, "--region", "TT"), "Score sheet TT is not for rural areas"),
        ((*RURAL, "--b1", 1, "--b2", 0, "--history", "poor,rich"), "There is no standing rich"),
        (("classify", "--ruleset", "vn-1990", "--area", "rural", "--b1", 1, "--b2", 0), "There is no rule set vn-1990"),
    ],
)
def test_wrong_input_is_refused_and_told_why(args, why):
    done = rasoat(*args, "--language", "en")

    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"Refused: {why}\n")


def test_a_refusal_is_told_in_vietnamese_unless_asked_otherwise():
    done = rasoat(*RURAL, "--b1", 121, "--b2", 29)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Từ chối: Điểm B2 phải là bội số của 10, không thể là 29\n"


def test_classify_tells_people_class_change_and_reason_in_words():
    vietnamese = rasoat(*RURAL, "--b1", 121, "--b2", 20, "--prev", "poor")
    english = rasoat(*RURAL, "--b1", 121, "--b2", 20, "--prev", "poor", "--language", "en")

    assert vietnamese.stdout.startswith("B1 = 121 > 120 và ≤ 150; B2 = 20 < 30: cận nghèo (")
    assert "poor" not in vietnamese.stdout
    assert english.stdout.startswith("B1 = 121 > 120 and ≤ 150; B2 = 20 < 30: near poor (")


@pytest.mark.parametrize(
    "args",
    [
        ("classify", "--ruleset", "vn-2016-2020", "--b1", 1, "--b2", 0),
        (*RURAL, "--b1", "many", "--b2", 0),
        (*RURAL, "--b1", 1),
        ("score", "--ruleset", "vn-2016-2020", "--region", "NT3", "--answers", "/no/such/file.json"),
        ("explain",),
        ("simulate",),
        ("simulate", "--round", "r", "--area", "46"),
        ("rescore", "--ruleset", "vn-2016-2020"),
        ("rescore", "--ruleset", "vn-2016-2020", "--round", "r", "--year", 2026),
        ("explian", "uuid:1"),
    ],
)
def test_wrong_use_is_told_with_exit_2(args):
    assert rasoat(*args).returncode == 2


@pytest.mark.parametrize("command", ["check", "classify", "score", "explain", "rescore", "simulate"])
def test_help_shows_an_example(command):
    done = rasoat(command, "--help")

    assert done.returncode == 0
    assert f"Example: rasoat rules {command}" in done.stdout


@pytest.mark.parametrize("ruleset_id", ["vn-2016-2020", "vn-2021-2025"])
def test_score_prints_totals_and_a_line_for_every_question(tmp_path, ruleset_id):
    sheet = get_ruleset(ruleset_id)
    household = a_household(sheet)
    (tmp_path / "answers.json").write_text(json.dumps(household, ensure_ascii=False), encoding="utf-8")
    wanted = score(sheet, household, "NT3")

    done = rasoat("score", "--ruleset", ruleset_id, "--region", "NT3", "--answers", tmp_path / "answers.json", "--json")
    again = rasoat(
        "score", "--ruleset", ruleset_id, "--region", "NT3", "--answers", tmp_path / "answers.json", "--json"
    )
    plain = rasoat("score", "--ruleset", ruleset_id, "--region", "NT3", "--answers", tmp_path / "answers.json")

    told = json.loads(done.stdout)
    assert (told["b1"], told["b2"], told["missing"]) == (wanted.b1, wanted.b2, [])
    assert [(line["item"], line["points"]) for line in told["trace"]] == [
        (one.item, one.points) for one in wanted.trace
    ]
    assert (told["ruleset_hash"], told["input_hash"]) == (sheet.hash, wanted.input_hash)
    assert done.stdout == again.stdout
    by = f"{ruleset_id} {sheet.hash[:12]} (tệp có sẵn của chương trình; không hỏi hệ thống đang chạy nào)"
    assert plain.stdout.splitlines()[-2:] == [told["reason"]["vi"], by]


@pytest.mark.parametrize(
    ("content", "region", "why"),
    [
        ('{"b1_03": "none"}', "NT9", "Rule set vn-2016-2020 has no score sheet NT9"),
        ("[]", "NT3", "Answers must be a JSON object"),
        ("none", "NT3", "is not JSON"),
        ('{"a": ' * 30 + "1" + "}" * 30, "NT3", "nested at most 20 levels deep"),
    ],
)
def test_answers_that_cannot_be_scored_are_refused(tmp_path, content, region, why):
    (tmp_path / "answers.json").write_text(content, encoding="utf-8")

    done = rasoat(
        "score",
        "--ruleset",
        "vn-2016-2020",
        "--region",
        region,
        "--answers",
        tmp_path / "answers.json",
        "--language",
        "en",
    )

    assert (done.returncode, done.stdout) == (1, "")
    assert why in done.stderr


def test_missing_answers_are_named_and_no_class_is_given(tmp_path):
    (tmp_path / "answers.json").write_text('{"members": [{"age": 40}]}', encoding="utf-8")

    done = rasoat(
        *("score", "--ruleset", "vn-2016-2020", "--region", "NT3", "--answers", tmp_path / "answers.json", "--json")
    )

    told = json.loads(done.stdout)
    assert (told["b1"], told["class"], told["reason"]) == (None, None, None)
    assert "b1_03" in told["missing"]


def test_score_tells_people_the_values_that_each_deprivation_saw(tmp_path):
    sheet = get_ruleset("vn-2016-2020")
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps(a_household(sheet) | {"dwelling_grade": "don_so"}), encoding="utf-8")

    done = rasoat("score", "--ruleset", sheet.id, "--region", "NT3", "--answers", answers)

    assert done.returncode == 0, done.stderr
    assert "Căn cứ: loại nhà: đơn sơ" in done.stdout
    assert "dwelling_grade" not in done.stdout


@pytest.mark.parametrize(
    ("args", "why"),
    [
        ((*RURAL, "--region", "TT", "--b1", 121, "--b2", 20), "Phiếu điểm TT không dùng cho khu vực nông thôn"),
        ((*RURAL, "--b1", -1, "--b2", 20), "Tổng điểm B1 không thể âm (-1)"),
        (("rescore", "--ruleset", "vn-2016-2020"), "hãy ghi một trong ba: --round, --area, --all"),
        (("simulate", "--round", "x", "--year", 2026), "--year chỉ dùng cùng --area hoặc --all"),
    ],
)
def test_a_refusal_in_vietnamese_holds_no_code_and_no_english(args, why):
    assert why in rasoat(*args).stderr
