"""The verdict bar: who may do what, and why not."""

from typing import Any

import pytest

from app.console.verdict_view import VerdictInput, verdict_bar
from core.actor import Actor

SUPERVISOR = Actor(id="gsv", roles=frozenset({"supervisor"}), area_path="46/")
READER = Actor(id="ct", roles=frozenset({"commune_chairman"}), area_path="46/")


def a_submission(**more: Any) -> dict[str, Any]:
    usual = {"received_by": "dtv", "is_current": True, "processing_state": "processed", "sender_area": "46/1/"}
    return {**usual, "review": {"state": "received"}, **more}


@pytest.mark.usefixtures("in_vietnamese")
def test_a_supervisor_may_approve_and_return_what_he_did_not_fill() -> None:
    bar = verdict_bar(a_submission(), SUPERVISOR)

    assert (bar.may_approve, bar.may_return, bar.why_not) == (True, True, "")


@pytest.mark.usefixtures("in_vietnamese")
def test_his_own_form_is_explained_and_offers_nothing() -> None:
    bar = verdict_bar(a_submission(received_by="gsv"), SUPERVISOR)

    assert bar.why_not == "Bạn là người lập phiếu này nên không thể tự duyệt."
    assert not bar.may_approve
    assert not bar.may_return
    assert bar.is_shown


@pytest.mark.usefixtures("in_vietnamese")
@pytest.mark.parametrize("changed", [{"is_current": False}, {"processing_state": "waiting"}, {"village_path": "47/1/"}])
def test_what_can_not_be_judged_now_says_why(changed: dict[str, Any]) -> None:
    bar = verdict_bar(a_submission(**changed), SUPERVISOR)

    assert bar.why_not
    assert not bar.may_approve


@pytest.mark.usefixtures("in_vietnamese")
@pytest.mark.parametrize(("state", "approve", "send_back"), [("approved", False, True), ("has_issues", True, False)])
def test_the_buttons_follow_the_table_of_moves(state: str, approve: bool, send_back: bool) -> None:
    bar = verdict_bar(a_submission(review={"state": state}), SUPERVISOR)

    assert (bar.may_approve, bar.may_return) == (approve, send_back)


@pytest.mark.usefixtures("in_vietnamese")
def test_an_assessment_without_a_score_can_only_be_returned() -> None:
    bar = verdict_bar(a_submission(score={"class": None}), SUPERVISOR)

    assert (bar.may_approve, bar.may_return) == (False, True)
    assert "thiếu câu trả lời" in bar.why_no_approval


@pytest.mark.usefixtures("in_vietnamese")
def test_who_only_reads_sees_no_bar() -> None:
    assert not verdict_bar(a_submission(), READER).is_shown


@pytest.mark.usefixtures("in_english")
def test_the_phone_is_told_in_vietnamese_whatever_the_page_speaks() -> None:
    assert VerdictInput("sai", " mái nhà ").told_to_phone() == "Có câu trả lời sai: mái nhà"
    assert VerdictInput(questions=("/data/a",)).told_to_phone() == "Xem lại các câu đã đánh dấu"


def test_nothing_chosen_written_or_ticked_is_empty() -> None:
    assert VerdictInput(reason="  ").is_empty
    assert not VerdictInput(questions=("/data/a",)).is_empty
