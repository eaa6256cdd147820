"""The score panel: distances to the lines, trust in the figures, phone against server."""

from typing import Any

import pytest

from app.console.score_view import score_panel, trust_of
from review.rulesets import get_ruleset

SHEET = get_ruleset("vn-2016-2020")


def a_score(b1: int | None, b2: int | None, **more: Any) -> dict[str, Any]:
    line = {
        "item": "b1_07",
        "question": {"vi": "Diện tích", "en": "Area"},
        "answer": ["a"],
        "answer_text": {"vi": "Từ 8", "en": "From 8"},
        "points": 5,
        "source": "placeholder",
        "detail": None,
        "saw": [],
    }
    record = {"ruleset_id": SHEET.id, "sheet": "NT3", "area_kind": "rural", "b1": b1, "b2": b2, "class": "poor"}
    return {**record, "reason": {"vi": "B1 = 118 ≤ 120", "en": ""}, "change": "poor_new", "trace": [line], **more}


@pytest.mark.usefixtures("in_vietnamese")
@pytest.mark.parametrize(
    ("b1", "told"),
    [
        (118, "Thiếu 3 điểm để ra khỏi ngưỡng 120"),
        (120, "Thiếu 1 điểm để ra khỏi ngưỡng 120"),
        (121, "Hơn ngưỡng 120 là 1 điểm"),
    ],
)
def test_a_total_equal_to_the_line_is_still_one_point_short(b1: int, told: str) -> None:
    panel = score_panel(a_score(b1, 20), SHEET, {}, "vi")

    assert panel is not None
    assert panel.distances[0] == told


@pytest.mark.usefixtures("in_vietnamese")
@pytest.mark.parametrize(("b2", "word"), [(20, "không thiếu hụt"), (30, "thiếu hụt đa chiều")])
def test_b2_is_told_against_its_own_limit(b2: int, word: str) -> None:
    panel = score_panel(a_score(121, b2), SHEET, {}, "vi")

    assert panel is not None
    assert word in panel.distances[-1]


@pytest.mark.usefixtures("in_vietnamese")
def test_the_ruler_holds_the_total_and_both_lines() -> None:
    panel = score_panel(a_score(245, 0), SHEET, {}, "vi")

    assert panel is not None
    assert panel.ruler is not None
    assert [limit for _at, limit in panel.ruler.limits] == [120, 150]
    assert all(0 <= at <= 100 for at, _limit in panel.ruler.limits)
    assert panel.ruler.at == 80


@pytest.mark.usefixtures("in_vietnamese")
def test_phone_and_server_are_compared_and_a_difference_is_seen() -> None:
    phone = {"result": {"b1_total": 118, "b2_total": 20, "expected_class": "near_poor"}}

    panel = score_panel(a_score(118, 20), SHEET, phone, "vi")

    assert panel is not None
    assert [(one.what, one.differs) for one in panel.compared] == [("B1", False), ("B2", False), ("Xếp loại", True)]
    assert panel.phone_differs


@pytest.mark.usefixtures("in_vietnamese")
def test_a_score_with_missing_answers_shows_no_distance() -> None:
    panel = score_panel(a_score(None, None, **{"class": None, "reason": None}), SHEET, {}, "vi")

    assert panel is not None
    assert panel.distances == ()
    assert panel.ruler is None
    assert not panel.is_scored


@pytest.mark.usefixtures("in_vietnamese")
def test_what_the_server_could_not_work_out_is_no_difference() -> None:
    panel = score_panel(a_score(None, None, **{"class": None, "reason": None}), SHEET, {"b1_total": 118}, "vi")

    assert panel is not None
    assert not panel.phone_differs


@pytest.mark.usefixtures("in_vietnamese")
def test_without_its_rule_set_the_score_still_shows() -> None:
    panel = score_panel(a_score(118, 20), None, {}, "vi")

    assert panel is not None
    assert panel.b1 == 118
    assert panel.has_placeholders


def test_a_form_that_is_not_scored_has_no_panel() -> None:
    assert score_panel(None, None, {}, "vi") is None


@pytest.mark.parametrize(
    ("source", "trust"),
    [
        ("placeholder", "placeholder"),
        ("seed: 003; memory:high", "memory"),
        ("source: a decree", "seen"),
        ("derived: it has no tick box, so it scores 0", "derived"),
        ("derived from a placeholder", "placeholder"),
        ("policy (review-procedure, section 11 point 16)", "policy"),
        ("Quyết định 12/2027, phụ lục 3", "typed"),
    ],
)
def test_the_weakest_part_of_a_provenance_counts(source: str, trust: str) -> None:
    assert trust_of(source) == trust
