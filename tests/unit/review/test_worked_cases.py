"""Every worked case of classification, change, screening and B1 items agrees."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from core.errors import InvalidInput
from form_engine.scoring import score_item
from registry.rules.standing import Standing, change_of
from review.rules.classification import classify
from review.rules.screening import screen
from review.rulesets import all_rulesets, get_ruleset

ROOT = Path(__file__).parents[3]
COPY = ROOT / "tests" / "worked_cases" / "worked-cases.yaml"
CASES = yaml.safe_load(COPY.read_text(encoding="utf-8"))


def cases(part: str) -> Any:
    return pytest.mark.parametrize("case", CASES[part], ids=lambda case: case["id"])


@cases("classification")
def test_a_household_gets_the_class_of_the_worked_case(case):
    sheet = get_ruleset(case["ruleset"])
    totals = (case["area"], case["region"], case["b1"], case["b2"])

    if case["class"] == "invalid":
        with pytest.raises(InvalidInput):
            classify(sheet, *totals)
    elif case["class"] != Standing.NOT_IN_AREA:
        verdict = classify(sheet, *totals)
        assert (verdict.standing, verdict.subclass) == (case["class"], case["subclass"])


@pytest.mark.parametrize(
    "case", [case for case in CASES["classification"] if case["change"]], ids=lambda case: case["id"]
)
def test_a_household_moves_as_in_the_worked_case(case):
    history = [Standing(each) for each in case["history"]]

    assert change_of(Standing(case["prev"]), history, Standing(case["class"])) == case["change"]


@cases("screening")
def test_form_a_decides_as_in_the_worked_case(case):
    verdict = screen(
        get_ruleset("vn-2016-2020"),
        yes=case[True],  # YAML 1.1 reads the bare key `yes` so
        on_managed_list=case["on_managed_list"],
        override=case["override"],
        override_reason="gặp rủi ro" if case["override"] else "",
    )

    assert verdict.result == case["expect"]


def _answers(case: dict[str, Any]) -> dict[str, Any]:
    pensions = {0: "none", 1: "one", 2: "two_plus"}
    durable = [part for part in ("wall", "pillar") if case.get(f"{part}_durable")]
    return {
        "members": [{"unable_to_work": False} | member for member in case.get("members", [])],
        "b1_05": pensions[case.get("pensioners", 0)],
        "b1_06": durable or ["none"],
    }


@cases("b1_item_scoring")
def test_an_item_gives_the_points_of_the_worked_case(case):
    line = score_item(get_ruleset("vn-2016-2020"), case["item"], _answers(case), case["region"])

    assert line.points == case["points"]


def test_three_periods_are_there():
    assert list(all_rulesets()) == ["vn-2016-2020", "vn-2021-2025", "vn-2027-2030"]
