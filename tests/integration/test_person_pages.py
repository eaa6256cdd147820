"""Pages and API of people: search, a person with his numbers masked, two entries side by side."""

import re
from dataclasses import replace

import pytest

from app.auth.permissions import Role
from core import audit
from registry import duplicates, persons
from registry import repository as registry
from registry.models import Household
from registry.rosters import Roster, follow_rosters
from registry.rules.person import joined, left
from registry.rules.same_person import Told
from tests.integration.places import COMMUNE, VILLAGE_1, VILLAGE_2, Program, at_a_desk, somebody, token_of

pytestmark = pytest.mark.services

NUMBER = "046150001234"
LAN = Told("", "Nguyễn Thị Lan", "02", "female", "1950-03-04", NUMBER, "01")


@pytest.fixture
def people(villages, clock):
    """Lan is told of in two households of the two villages."""
    for household, head in (("h1", "Trần Văn Ân"), ("h3", "Lê Thị Đào")):
        lines = [Told("", head, "01", "male" if household == "h1" else "female", "1945"), LAN]
        follow_rosters([Roster(registry.find_household(household), lines, clock(), clock().date(), "form:1")])
    return {one.home.household_id: one for one in persons.with_number(NUMBER)}


def test_an_officer_finds_people_sees_whole_numbers_on_the_record_and_decides(app, people, clock):
    who = somebody(clock, Role.COMMUNE_OFFICER, COMMUNE)
    client = at_a_desk(app, who)

    def post(path, **told):
        return client.post(path, data={"csrf_token": token_of(client.get("/tim").text), **told})

    found = post("/tim", tim="lan nguyen", noi=VILLAGE_1).text
    assert (found.count("Nguyễn Thị Lan"), "1 người" in found) == (1, True)
    assert "2 người" in post("/tim", tim=NUMBER).text
    assert "không tìm" in post("/tim", tim="zzz").text or "Không có hộ hay người nào" in post("/tim", tim="zzz").text

    lan = people["h1"]
    page = client.get(f"/nguoi/{lan.id}").text
    assert (NUMBER in page, "•••••••••234" in page) == (False, True)
    household = client.get("/ho/h1").text
    assert (NUMBER in household, "Nguyễn Thị Lan" in household) == (False, True)
    assert NUMBER in post(f"/nguoi/{lan.id}/so").text
    assert {(one["act"], one["by"]) for one in audit.about(lan.id)} == {
        ("person.numbers_seen", who.person.id),
        ("person.looked", who.person.id),
    }
    assert post(f"/nguoi/{lan.id}/giay-to", so="12345").status_code == 422
    key = re.search(r'name="giay" value="([0-9a-f]+)"', post(f"/nguoi/{lan.id}/so").text).group(1)
    assert post(f"/nguoi/{lan.id}/giay-to", giay=key, **{"ket-luan": "dung"}).status_code == 303
    assert [one.state for one in persons.find_person(lan.id).papers] == ["confirmed"]
    assert post(f"/nguoi/{lan.id}/giay-to", so=NUMBER, **{"ngay-cap": "2099-01-01"}).status_code == 422
    assert post(f"/nguoi/{lan.id}/giay-to", so=NUMBER, **{"ngay-cap": "2021-05-06"}).status_code == 303
    assert [f"{one.issued_on}" for one in persons.find_person(lan.id).papers] == ["2021-05-06"]
    assert "cấp ngày 06/05/2021" in client.get(f"/nguoi/{lan.id}").text

    assert "Trùng số định danh" in client.get("/trung").text
    (asked,) = duplicates.of_entries([lan.id])
    address, page = f"/trung/{asked['_id']}", client.get(f"/trung/{asked['_id']}").text
    assert NUMBER not in page
    told = {"ban": token_of(page, "ban"), "ket-luan": "cung", "giu": lan.id, "o-ho": "h1"}
    assert post(address, **told).status_code == 422
    for _ in range(2):
        assert post(address, **told, **{"ly-do": "Đã hỏi công an xã"}).status_code == 303
    assert "Là một" in client.get(address).text
    assert persons.find_person(people["h3"].id).merged_into == lan.id
    assert post(f"{address}/rut-lai", ban="0", **{"ly-do": "Nhầm"}).status_code == 303
    assert persons.find_person(people["h3"].id).merged_into == ""


def test_who_lacks_the_duty_sees_no_whole_number_and_decides_nothing(app, people, clock):
    lan = people["h1"]
    (asked,) = duplicates.of_entries([lan.id])
    reader = at_a_desk(app, somebody(clock, Role.AUDITOR, VILLAGE_1))
    told = {"csrf_token": token_of(reader.get("/tim").text)}

    sought = reader.post("/tim", data={**told, "tim": NUMBER}).text
    assert ("Nguyễn Thị Lan" in sought, "được giao xác minh" in sought) == (False, True)
    assert reader.get(f"/nguoi/{people['h3'].id}").status_code == 404
    page = reader.get(f"/trung/{asked['_id']}").text
    assert ("Lê Thị Đào" in page, "Xã Lộc Bình" in page, NUMBER in page) == (False, True, False)
    for path in (f"/nguoi/{lan.id}/so", f"/nguoi/{lan.id}/giay-to", f"/trung/{asked['_id']}"):
        assert reader.post(path, data=told).status_code == 403
    head = at_a_desk(app, somebody(clock, Role.VILLAGE_HEAD, VILLAGE_1))
    assert [head.get(path).status_code for path in ("/tim", "/trung", f"/nguoi/{lan.id}")] == [403, 403, 403]
    neighbour = at_a_desk(app, somebody(clock, Role.COMMUNE_OFFICER, VILLAGE_2))
    told = {"csrf_token": token_of(neighbour.get("/tim").text)}
    assert "liên hệ" in neighbour.post("/tim", data={**told, "tim": NUMBER}).text
    told |= {"ban": str(asked["revision"]), "ket-luan": "khac", "ly-do": "x"}
    assert neighbour.post(f"/trung/{asked['_id']}", data=told).status_code == 403


def test_the_api_tells_the_same(app, people, clock):
    officer = Program.of(app, somebody(clock, Role.COMMUNE_OFFICER, COMMUNE))
    lan, other = people["h1"], people["h3"]

    found = officer.call("POST", "/persons/search", {"text": "lan", "village": "2012801"}).json
    assert ([one["id"] for one in found["items"]], found["is_all"]) == ([lan.id], True)
    assert [one["code"] for one in officer.call("POST", "/households/search", {"text": "h3"}).json["items"]] == ["H3"]
    household = officer.call("GET", "/households/h1").json
    assert [one["name"] for one in household["members"]] == ["Trần Văn Ân", "Nguyễn Thị Lan"]
    told = officer.call("GET", f"/persons/{lan.id}").json
    assert (told["papers"][0]["number"], told["doubts"]) == ("•••••••••234", [])
    assert officer.call("GET", f"/persons/{lan.id}/numbers").json["items"][0]["number"] == NUMBER
    assert len(officer.call("POST", "/persons/by-number", {"number": NUMBER}).json["items"]) == 2
    entered = officer.call("POST", f"/persons/{lan.id}/numbers", {"number": "191234567"}).json
    assert [one["kind"] for one in entered["papers"]] == ["cccd", "cmnd"]

    (asked,) = officer.call("GET", "/duplicates").json["items"]
    answer = {"answer": "same", "words": "Đã hỏi", "kept": other.id, "lives_in": "h3"}
    refused = officer.call("POST", f"/duplicates/{asked['id']}/answer", answer | {"lives_in": "h2"})
    assert (refused.status_code, refused.json["code"]) == (400, "registry.household_of_neither")
    assert officer.call("POST", f"/duplicates/{asked['id']}/answer", answer).json["state"] == "same"
    assert officer.call("GET", f"/persons/{lan.id}").json["merged_into"] == other.id
    assert (
        officer.call("POST", f"/duplicates/{asked['id']}/answer", answer | {"answer": "different"}).status_code == 422
    )
    assert officer.call("POST", f"/duplicates/{asked['id']}/take-back", {}).json["state"] == "open"
    stranger = Program.of(app, somebody(clock, Role.AUDITOR, VILLAGE_2))
    assert stranger.call("GET", f"/persons/{lan.id}").status_code == 404
    assert stranger.call("GET", f"/duplicates/{asked['id']}").json["entries"][0]["id"] in (None, other.id)
    assert stranger.call("GET", f"/persons/{lan.id}/numbers").status_code == 403


def test_a_household_tells_of_who_left_as_long_as_he_was_of_it(app, people, clock):
    today = clock().date()

    def moved(lan):
        gone = left(lan, on=today, ended="moved_out", source="x")
        gone = joined(gone, "h9", "01", on=today, began="moved_in", source="x")
        return replace(gone, village_path="46/483/20300/2030001/")

    persons.change_person(people["h1"].id, moved)
    officer = Program.of(app, somebody(clock, Role.COMMUNE_OFFICER, COMMUNE))
    (told,) = officer.call("GET", "/households/h1").json["former_members"]
    assert (told["village"], [one["household_id"] for one in told["memberships"]]) == (VILLAGE_1, ["h1"])


def test_two_households_that_are_one_lead_to_the_event_that_puts_them_together(app, people, clock):
    here = duplicates.Position(16.3, 107.9, 5.0)
    Household.objects(id="h2").update(set__address="")
    duplicates.keep_positions({"h1": here, "h2": replace(here, longitude=107.90001)}, at=clock())
    (asked,) = duplicates.of_entries(["h1"])
    client = at_a_desk(app, somebody(clock, Role.COMMUNE_OFFICER, COMMUNE))
    address = f"/trung/{asked['_id']}"
    page = client.get(address).text
    assert page.count("một bên chưa có") == 1
    told = {"csrf_token": token_of(page), "ban": token_of(page, "ban"), "ket-luan": "cung", "giu": "h1", "ly-do": "x"}

    assert client.post(address, data=told).status_code == 303

    assert "/ho/h2/bien-dong?viec=merged" in client.get(address).text
