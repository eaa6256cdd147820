"""The rule sets say what the instruments of their period say: items, answers, points, indicators, provenance."""

from pathlib import Path

import pytest
import yaml

from review.rulesets import get_ruleset

INSTRUMENTS = Path(__file__).parents[2] / "domain" / "instruments"
PERIODS = {"vn-2016-2020": "2016-2020", "vn-2021-2025": "2021-2025", "vn-2027-2030": "2026-2030"}
periods = pytest.mark.parametrize("ruleset_id", list(PERIODS))


def instrument(ruleset_id, name):
    path = INSTRUMENTS / PERIODS[ruleset_id] / f"{name}.yaml"
    if not path.exists():
        pytest.skip("the period has no such instrument")
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@periods
def test_the_points_of_b1_are_those_of_the_instrument(ruleset_id):
    sheet, told = get_ruleset(ruleset_id), instrument(ruleset_id, "phieu_b")["B1"]["items"]

    assert [(item.code, item.number, item.name, item.question.vi, item.question.en) for item in sheet.items] == [
        (item["code"], item["no"], item["name"], item["label"]["vi"], item["label"]["en"]) for item in told
    ]
    for item, wanted in zip(sheet.items, told, strict=True):
        assert {one.code: (dict(one.points), one.label.vi, one.label.en) for one in item.answers} == {
            one["code"]: (one["points"], one["label"]["vi"], one["label"]["en"]) for one in wanted["choices"]
        }
        assert item.reading.exclusive == wanted.get("exclusive_choice")
        assert [list(group) for group in item.reading.only_one_of] == wanted.get("exclusive_groups", [])
        assert item.combine_source == wanted.get("combine_provenance")


@pytest.mark.parametrize("ruleset_id", ["vn-2021-2025", "vn-2027-2030"])
def test_each_figure_of_b1_tells_where_it_comes_from(ruleset_id):
    sheet, told = get_ruleset(ruleset_id), instrument(ruleset_id, "phieu_b")["B1"]["items"]

    assert [(one.points_source, one.label_source) for item in sheet.items for one in item.answers] == [
        (one["provenance"]["points"], one["provenance"]["label"]) for item in told for one in item["choices"]
    ]


@periods
def test_the_indicators_of_b2_are_those_of_the_instrument(ruleset_id):
    sheet, told = get_ruleset(ruleset_id), instrument(ruleset_id, "phieu_b")["B2"]["items"]

    assert [
        (one.code, one.name, one.dimension, one.question.vi, one.question.en, one.condition_text.vi)
        for one in sheet.indicators
    ] == [
        (
            *(one["code"], one["name"], one["dimension"]["code"]),
            *(one["label"]["vi"], one["label"]["en"], one["deprived_if"]["vi"]),
        )
        for one in told
    ]
    for indicator, wanted in zip(sheet.indicators, told, strict=True):
        assert {test.field for test in indicator.condition.tests} - {"age", "birth_year", "sex"} <= set(
            wanted["deprived_if"]["expr"]
            .replace("(", " ")
            .replace(")", " ")
            .replace(".", " ")
            .replace(",", " ")
            .split()
        ) | {"unable_to_work", "disabled"}
        if "provenance" in wanted and ruleset_id != "vn-2016-2020":
            assert indicator.source.startswith(wanted["provenance"]["indicator"])
            assert wanted["provenance"]["condition"] in indicator.source


@pytest.mark.parametrize("ruleset_id", ["vn-2016-2020", "vn-2021-2025"])
def test_screening_is_that_of_phieu_a(ruleset_id):
    screening, told = get_ruleset(ruleset_id).screening, instrument(ruleset_id, "phieu_a")

    assert list(screening.items) == [item["code"] for item in told["items"]]
    assert f"a_yes_count <= {screening.review_at_most}" == told["decision"][0]["if"]
    assert list(screening.override_by) == told["override"]["by"]


def test_a_period_without_a_known_phieu_a_has_no_screening():
    assert get_ruleset("vn-2027-2030").screening is None
