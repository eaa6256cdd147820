"""Findings are ordered by what they can do to the class, and told in words."""

import pytest

from app.console.finding_view import effect_of, finding_rows, scored_fields
from app.i18n.findings import FINDINGS, finding_sentence
from form_engine.findings import FindingKind
from submissions.rules.quality import Flag


@pytest.mark.usefixtures("in_vietnamese")
def test_a_doubt_that_can_flip_the_class_comes_first() -> None:
    found = [
        {"path": "", "kind": "older_version", "facts": {}},
        {"path": "/data/b1_06", "kind": "missing", "facts": {}},
        {"path": "/data/note", "kind": "missing", "facts": {}},
    ]

    rows = finding_rows(found, scored_fields={"b1_06"}, places={})

    assert [(row.path, row.effect) for row in rows] == [
        ("/data/b1_06", "class"),
        ("/data/note", "check"),
        ("", "note"),
    ]


def test_the_fields_a_line_looked_at_are_scored_fields() -> None:
    score = {"trace": [{"item": "b1_07", "saw": [{"member": None, "field": "dwelling_area_m2", "value": "40"}]}]}

    assert scored_fields(score) == {"b1_07", "dwelling_area_m2"}
    assert scored_fields(None) == frozenset()


def test_a_difference_between_phone_and_server_may_always_change_the_class() -> None:
    assert effect_of("calculation_differs", "/data/b1_total", ()) == "class"


@pytest.mark.parametrize("kind", sorted({*Flag, *FindingKind}))
def test_every_kind_of_finding_has_its_sentence(kind: str) -> None:
    assert kind in FINDINGS


@pytest.mark.usefixtures("in_vietnamese")
def test_facts_are_filled_in_and_classes_told_by_their_word() -> None:
    told = finding_sentence("calculation_differs", {"phone": "poor", "server": "near_poor"})

    assert told == "Điện thoại tính hộ nghèo, máy chủ tính hộ cận nghèo."


@pytest.mark.usefixtures("in_vietnamese")
def test_missing_items_are_named_by_their_question() -> None:
    found = [{"path": "", "kind": "not_scored", "facts": {"items": ["b1_06", "b1_99"]}}]

    rows = finding_rows(found, places={}, items={"b1_06": "Nhà ở"})

    assert rows[0].sentence == "Chưa tính được điểm vì thiếu câu trả lời (Nhà ở; b1_99)."


@pytest.mark.usefixtures("in_vietnamese")
def test_a_fact_that_is_missing_breaks_nothing() -> None:
    assert "?" in finding_sentence("attachment_missing", {})


@pytest.mark.usefixtures("in_vietnamese")
def test_a_question_that_the_form_lacks_is_told_by_its_name() -> None:
    found = [{"path": "/data/members[2]/stray", "kind": "unknown_field", "facts": {}}]

    (row,) = finding_rows(found, places={})

    assert (row.where, row.anchor) == ("stray", "")


@pytest.mark.usefixtures("in_vietnamese")
def test_a_calculation_that_the_phone_left_empty_is_told_without_empty_quotes() -> None:
    told = finding_sentence("calculated_otherwise", {"phone": "", "server": "0"})

    assert told == "Máy ghi “–”; theo các câu trả lời, phiếu tính ra “0”."
