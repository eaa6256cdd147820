"""/api/v1/people: the phones of an area, as the page of phones has them and with the same rights."""

import base64
import json
import zlib

import pytest

from app.auth import people
from app.auth.permissions import Role
from core import audit
from tests.integration.places import COMMUNE, DISTRICT, VILLAGE_1, VILLAGE_2, Program, somebody

pytestmark = pytest.mark.services


@pytest.fixture
def officer(app, villages, clock):
    return Program.of(app, somebody(clock, Role.COMMUNE_OFFICER, COMMUNE))


def test_people_of_the_area_are_listed_in_pages_and_sought(officer, enumerator, clock):
    others = [somebody(clock, area=VILLAGE_2) for _ in range(4)]
    somebody(clock, area="99/1/2/3/")
    somebody(clock, Role.AUDITOR, COMMUNE)

    found = [one["id"] for one in officer.all_pages("/people", 2)]

    assert len(found) == len(set(found)) == 6
    assert {enumerator.person.id, *(one.person.id for one in others)} < set(found)
    (row,) = officer.call("GET", f"/people?search={enumerator.person.username.upper()}").json["items"]
    assert (row["area"], row["is_locked"], row["has_key"], row["may_manage"]) == (VILLAGE_1, False, True, True)
    assert row["known_work"] == {"to_visit": 0, "shared_by": 1, "returned": 0, "incomplete": 0}
    assert officer.call("GET", "/people?cursor=khong").status_code in (400, 422)


def test_a_phone_is_locked_out_and_gets_a_new_key_that_is_told_once(officer, client, form, enumerator, clock):
    here = f"/people/{enumerator.person.id}"

    lost = officer.call("DELETE", f"{here}/phone-key")
    assert (lost.status_code, lost.json["has_key"]) == (200, False)
    assert client.get(f"{enumerator.door}/formList").status_code == 403
    made = officer.call("POST", f"{here}/phone-key")

    assert (made.status_code, made.headers["Cache-Control"]) == (201, "no-store")
    settings = json.loads(zlib.decompress(base64.b64decode(made.json["settings"])))
    assert settings["general"]["server_url"] == made.json["openrosa_url"]
    assert settings["project"]["name"].startswith(enumerator.person.username)
    assert client.get(f"{made.json['openrosa_url'].removeprefix('http://localhost')}/formList").status_code == 200


def test_an_account_is_locked_opened_and_moved_and_that_is_written_down(officer, client, form, enumerator):
    here = f"/people/{enumerator.person.id}"

    assert officer.call("PUT", f"{here}/lock").json["is_locked"]
    assert client.get(f"{enumerator.door}/formList").status_code == 403
    assert not officer.call("DELETE", f"{here}/lock").json["is_locked"]
    assert officer.call("PUT", f"{here}/area", {"area": VILLAGE_2}).json["area"] == VILLAGE_2
    assert officer.call("PUT", f"{here}/area", {"area": VILLAGE_1.split("/")[-2]}).json["area"] == VILLAGE_1
    for nowhere in ("99/", "99", ""):
        assert officer.call("PUT", f"{here}/area", {"area": nowhere}).status_code == 422

    acts = {one["act"] for one in audit.about(enumerator.person.id)}
    assert acts == {"person.locked", "person.unlocked", "person.moved"}


def test_rights_are_those_of_the_page(app, officer, enumerator, villages, clock):
    elsewhere, above = somebody(clock, area="99/1/2/3/"), somebody(clock, Role.DISTRICT_OFFICER, DISTRICT)
    peer = somebody(clock, Role.COMMUNE_OFFICER, COMMUNE)
    supervisor = Program.of(app, somebody(clock, Role.SUPERVISOR, COMMUNE))

    assert supervisor.call("GET", "/people").status_code == 403
    assert officer.call("PUT", f"/people/{elsewhere.person.id}/lock").status_code == 404
    assert officer.call("PUT", f"/people/{peer.person.id}/lock").status_code == 422
    people.disable(enumerator.person, by=above.actor, at=clock())
    refused = officer.call("DELETE", f"/people/{enumerator.person.id}/lock")
    assert (refused.status_code, refused.json["code"]) == (422, "auth.locked_by_higher")


def test_the_description_names_the_resource(client, blobs):
    paths = client.get("/api/v1/openapi.json").json["paths"]

    assert {"/api/v1/people", "/api/v1/people/{person_id}/lock", "/api/v1/people/{person_id}/phone-key"} <= set(paths)
