"""A province officer merges villages on the pages: ticked, looked at, carried out; refused while a round is open."""

import pytest

from app.auth.permissions import Role
from registry import areas
from registry import repository as registry
from tests.integration.places import COMMUNE, VILLAGE_1, VILLAGE_2, Program, at_a_desk, somebody, token_of

pytestmark = pytest.mark.services

MERGER = {"o": COMMUNE, "nguon": [VILLAGE_1, VILLAGE_2], "ma": "2012809", "ten": "Thôn Hợp Nhất", "can-cu": "NQ 5"}
MERGER |= {"ngay": "2026-11-01"}


@pytest.fixture
def desk(villages, app, clock):
    return at_a_desk(app, somebody(clock, Role.PROVINCE_OFFICER, "46/"))


def test_villages_are_merged_after_a_look_and_once(desk):
    token = {"csrf_token": token_of(desk.get(f"/dia-ban/sap-nhap?o={COMMUNE}").text)}
    wrong = desk.post("/dia-ban/sap-nhap/xem", data=MERGER | token | {"can-cu": ""})
    assert wrong.status_code == 422
    assert "Ghi số nghị quyết" in wrong.text

    looked = desk.post("/dia-ban/sap-nhap/xem", data=MERGER | token)
    assert looked.status_code == 200
    assert "3 hộ chuyển" in looked.text
    assert areas.find(f"{COMMUNE}2012809/") is None
    assert [desk.post("/dia-ban/sap-nhap", data=MERGER | token).status_code for _ in range(2)] == [303, 303]

    assert {one.village_path for one in map(registry.find_household, ("h1", "h2", "h3"))} == {f"{COMMUNE}2012809/"}
    page = desk.get(f"/dia-ban?o={COMMUNE}&ngay=2026-10-31&ranh-gioi=ngay").text
    assert "Thôn 1" in page


def test_an_open_round_is_named_and_linked(desk, opened):
    token = {"csrf_token": token_of(desk.get(f"/dia-ban/sap-nhap?o={COMMUNE}").text)}

    looked = desk.post("/dia-ban/sap-nhap/xem", data=MERGER | token)

    assert f"/dot/{opened.id}" in looked.text
    assert "Thực hiện sáp nhập" not in looked.text
    assert desk.post("/dia-ban/sap-nhap", data=MERGER | token).status_code == 422


def test_a_village_is_divided_household_by_household(desk):
    page = desk.get(f"/dia-ban/chia?o={VILLAGE_1}").text
    told = {"csrf_token": token_of(page), "o": VILLAGE_1, "giu": "1", "ma-1": "2012805", "ten-1": "Thôn 5"}
    told |= {"phan-h2": "1", "phan-h1": "giu", "ngay": "2026-11-01", "can-cu": "NQ 6"}

    assert "1 hộ chuyển" in desk.post("/dia-ban/chia/xem", data=told).text
    assert desk.post("/dia-ban/chia", data=told).status_code == 303

    assert registry.find_household("h2").village_path == f"{COMMUNE}2012805/"
    assert registry.find_household("h1").village_path == VILLAGE_1


def test_a_program_looks_first_and_then_merges(villages, app, clock):
    program = Program.of(app, somebody(clock, Role.PROVINCE_OFFICER, "46/"))
    somebody(clock, Role.VILLAGE_HEAD, VILLAGE_1, username="truongthon09")
    body = {"kind": "merge", "sources": [VILLAGE_1, VILLAGE_2], "on": "2026-11-01", "document": "NQ 5"}
    body |= {"targets": [{"path": f"{COMMUNE}2012809/", "name": "Thôn Hợp Nhất"}]}

    wrong = program.call("POST", "/areas/changes", body | {"document": " "})
    looked = program.call("POST", "/areas/changes", body | {"dry_run": True})

    assert (wrong.status_code, wrong.json["details"]["faults"][0]["field"]) == (400, "document")
    assert (looked.json["done"], [one["households"] for one in looked.json["villages"]]) == (False, [2, 1])
    assert [one["username"] for one in looked.json["accounts"]] == ["truongthon09"]
    assert areas.find(f"{COMMUNE}2012809/") is None
    assert program.call("POST", "/areas/changes", body).json["done"] is True
    assert registry.get_area(VILLAGE_1).successors == [f"{COMMUNE}2012809/"]


def test_a_commune_officer_does_not_change_borders(villages, app, clock):
    desk = at_a_desk(app, somebody(clock, Role.COMMUNE_OFFICER, COMMUNE))

    assert desk.get(f"/dia-ban/sap-nhap?o={COMMUNE}").status_code == 403
