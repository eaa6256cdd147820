"""An officer enters what happened to a household; another commune takes in one that comes."""

import pytest

from app.auth.permissions import Role
from registry import household_events
from registry import repository as registry
from registry.rules.household_events import Kind
from tests.integration.places import COMMUNE, VILLAGE_1, VILLAGE_2, Program, at_a_desk, somebody, token_of
from tests.integration.test_household_events import (  # noqa: F401
    ELSEWHERE,
    ELSEWHERE_1,
    family,
    other_commune,
)

pytestmark = pytest.mark.services


def test_each_kind_has_its_form_and_pressing_twice_is_one_event(family, app, clock):  # noqa: F811
    desk = at_a_desk(app, somebody(clock, Role.COMMUNE_OFFICER, COMMUNE))
    for kind in ("", "split", "merged", "moved", "moved_out", "member_in", "member_out", "died", "corrected"):
        page = desk.get(f"/ho/h1/bien-dong?viec={kind}")
        assert page.status_code == 200
    page = desk.get("/ho/h1/bien-dong?viec=split").text
    told = {"csrf_token": token_of(page), "khoa": token_of(page, "khoa"), "viec": "split", "ngay": "2026-11-20"}

    wrong = desk.post("/ho/h1/bien-dong", data=told | {"ly-do": "tách"})
    assert wrong.status_code == 422
    assert "Chọn người." in wrong.text
    right = told | {"ly-do": "tách", "nguoi": "con", "chu-ho": "con", "ma": "H9"}
    assert [desk.post("/ho/h1/bien-dong", data=right).status_code for _ in range(2)] == [303, 303]

    (event,) = household_events.of_household("h1")
    page = desk.get("/ho/h1").text
    assert "Tách hộ" in page
    assert f"/ho/{event.other}" in page
    assert "Tách từ hộ khác" in desk.get(f"/ho/{event.other}").text
    assert desk.get("/ho/h1/bien-dong").status_code == 200


def test_only_the_officer_of_the_place_may(family, app, clock):  # noqa: F811
    assert at_a_desk(app, somebody(clock, Role.SUPERVISOR, COMMUNE)).get("/ho/h1/bien-dong").status_code == 403
    stranger = at_a_desk(app, somebody(clock, Role.COMMUNE_OFFICER, "46/482/20131/"))
    assert stranger.get("/ho/h1/bien-dong").status_code == 404


def test_a_household_leaves_one_desk_and_arrives_at_the_other(family, other_commune, app, clock):  # noqa: F811
    here = Program.of(app, somebody(clock, Role.COMMUNE_OFFICER, COMMUNE))
    body = {"kind": "moved_out", "key": "1", "on": "2026-11-20", "reason": "theo đơn", "to_commune": ELSEWHERE}
    event = here.call("POST", "/households/h1/events", body)
    assert (event.status_code, event.json["kind"]) == (201, Kind.MOVED_OUT)
    assert (
        here.call("POST", "/households/h1/events", {**body, "key": "2"}).json["code"] == "household.event_not_possible"
    )
    there = at_a_desk(app, somebody(clock, Role.COMMUNE_OFFICER, ELSEWHERE))
    page = there.get("/ho/chuyen-den").text
    assert "Trần Văn Ân" in page

    told = {"csrf_token": token_of(page), "khoa": "x", "viec": "moved_in", "su-kien": event.json["id"]}
    answer = there.post(
        "/ho/chuyen-den", data=told | {"ngay": "2026-11-23", "ly-do": "GXN 12", "thon": ELSEWHERE_1, "ma": "N1"}
    )

    assert answer.status_code == 303
    assert registry.find_household("h1").village_path == ELSEWHERE_1
    assert here.call("GET", "/households/h1/events").status_code == 404
    assert there.get("/ho/h1").status_code == 200


def test_an_entry_is_taken_back_on_the_page(family, app, clock):  # noqa: F811
    desk = at_a_desk(app, somebody(clock, Role.COMMUNE_OFFICER, COMMUNE))
    token = token_of(desk.get("/ho/h1/bien-dong?viec=moved").text)
    told = {"csrf_token": token, "ngay": "2026-11-20", "ly-do": "nhầm"}
    desk.post("/ho/h1/bien-dong", data=told | {"khoa": "a", "viec": "moved", "thon": VILLAGE_2})
    (event,) = household_events.of_household("h1")

    back = told | {"khoa": f"undo-{event.id}", "viec": "undone", "su-kien": event.id}
    assert desk.post("/ho/h1/bien-dong", data=back).status_code == 303

    assert registry.find_household("h1").village_path == VILLAGE_1
    assert "đã hủy" in desk.get("/ho/h1").text
