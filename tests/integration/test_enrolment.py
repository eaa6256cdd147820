"""From a workbook to accounts and cards: all or nothing, within one's area and below one's rank, and out at once."""

import base64
import json
import re
import zlib

import pytest
from pymongo.errors import BulkWriteError

from app.auth import people, phone_keys
from app.auth.errors import LockedByHigher, UsernameTaken
from app.auth.models import Person, PhoneKey
from app.auth.permissions import Role
from app.auth.ranks import may_manage
from app.console.phone_view import phone_rows
from app.enrolment import accounts
from app.enrolment.cards import make_cards, settings_text
from app.enrolment.workbook import read_rows
from app.jobs.worker import drain
from core.actor import SYSTEM
from tests.integration.places import (
    COMMUNE,
    DISTRICT,
    VILLAGE_1,
    VILLAGE_2,
    an_instance,
    send,
    sign_in,
    somebody,
    token_of,
)
from tests.unit.app.enrolment.test_rows import a_workbook

pytestmark = pytest.mark.services

TWO = (("dtv.binh", "Hồ Thị Bình", "Điều tra viên", "2012801", ""), ("gs.an", "Lê An", "Giám sát viên", "20128", ""))


@pytest.fixture
def officer(villages, clock):
    return somebody(clock, Role.COMMUNE_OFFICER, COMMUNE)


@pytest.fixture
def plan(officer, clock):
    return lambda *rows: accounts.plan(read_rows(a_workbook(*rows)), by=officer.actor, clock=clock)


def test_a_sound_workbook_becomes_accounts_that_only_a_card_opens(plan, officer, client, form, clock):
    assert accounts.carry_out(plan(*TWO), by=officer.actor, clock=clock) == 2

    made = people.find_by_username("dtv.binh")
    assert (made.roles, made.area_path, made.phone_ha1) == (["enumerator"], VILLAGE_1, None)
    signing_in = client.post("/api/v1/sessions", json={"username": "dtv.binh", "password": "!"})
    assert signing_in.status_code == 401
    (card,) = make_cards([made], server="", places={}, with_passwords=False, by=SYSTEM, at=clock())
    assert client.get(f"{card.address}/formList").status_code == 200


def test_one_fault_and_nothing_is_written(plan):
    made = plan(*TWO, ("x", "", "", ""))

    assert not made.is_sound
    assert people.find_by_username("dtv.binh") is None


def test_the_same_workbook_again_makes_nobody_twice_and_completes_what_was_cut_off(plan, officer, clock):
    accounts.carry_out(plan(*TWO), by=officer.actor, clock=clock)
    Person.objects(username="gs.an").delete()  # as if the process had been killed between the two

    again = plan(*TWO)

    assert (again.is_sound, again.already) == (True, 1)
    assert accounts.carry_out(again, by=officer.actor, clock=clock) == 1
    assert len(people.imported_by(again.import_id)) == 2


def test_a_name_taken_meanwhile_takes_everybody_back(plan, officer, clock, monkeypatch):
    made = plan(*TWO)
    somebody(clock, username="gs.an")
    monkeypatch.setattr(people, "imports_of", lambda _names: {})  # the other one came after the last look

    with pytest.raises(UsernameTaken):
        accounts.carry_out(made, by=officer.actor, clock=clock)

    assert people.find_by_username("dtv.binh") is None
    assert people.find_by_username("gs.an").imported_by is None


def test_two_hundred_people_at_once(plan, officer, clock):
    rows = [(f"dtv{number:03d}", "Nguyễn Văn Ba", "enumerator", "2012802", "") for number in range(200)]

    assert accounts.carry_out(plan(*rows), by=officer.actor, clock=clock) == 200


@pytest.mark.parametrize(
    ("manager", "area", "role", "of", "allowed"),
    [
        (Role.COMMUNE_OFFICER, COMMUNE, Role.ENUMERATOR, VILLAGE_1, True),
        (Role.COMMUNE_OFFICER, VILLAGE_2, Role.ENUMERATOR, VILLAGE_1, False),
        (Role.COMMUNE_OFFICER, COMMUNE, Role.ENUMERATOR, DISTRICT, False),
        (Role.COMMUNE_OFFICER, COMMUNE, Role.COMMUNE_OFFICER, COMMUNE, False),
        (Role.DISTRICT_OFFICER, DISTRICT, Role.COMMUNE_OFFICER, COMMUNE, True),
        (Role.DISTRICT_OFFICER, DISTRICT, Role.DISTRICT_OFFICER, DISTRICT, False),
        (Role.SUPERVISOR, COMMUNE, Role.ENUMERATOR, VILLAGE_1, False),
        (Role.ADMINISTRATOR, "", Role.PROVINCE_OFFICER, "46/", True),
    ],
)
def test_who_manages_whom(villages, clock, manager, area, role, of, allowed):
    assert may_manage(somebody(clock, manager, area).actor, somebody(clock, role, of).person) is allowed


def test_an_officer_sees_and_touches_his_own_area_only(client, officer, enumerator, clock):
    elsewhere = somebody(clock, area="99/", username="noikhac")
    post = signed_in(client, officer)

    page = client.get("/dieu-tra-vien").text
    refused = post("/dieu-tra-vien/khoa", nguoi=[enumerator.person.id, elsewhere.person.id])

    assert enumerator.person.username in page
    assert "noikhac" not in page
    assert refused.status_code == 422
    assert not people.find_person(enumerator.person.id).is_disabled


def test_cards_are_printed_once_and_end_the_cards_before(client, officer, enumerator, form):
    post = signed_in(client, officer)

    sheet = post("/dieu-tra-vien/the", nguoi=[enumerator.person.id])

    assert sheet.status_code == 200
    assert sheet.headers["Cache-Control"] == "no-store"
    assert sheet.text.count('class="phone-card"') == 1
    assert client.get(f"{enumerator.door}/formList").status_code == 403
    assert PhoneKey.objects(person_id=enumerator.person.id).count() == 2


def test_a_lost_phone_is_locked_out_from_the_page(client, officer, enumerator, form):
    post = signed_in(client, officer)

    assert post("/dieu-tra-vien/chan-may", nguoi=[enumerator.person.id]).status_code == 303

    assert client.get(f"{enumerator.door}/formList").status_code == 403
    assert not people.find_person(enumerator.person.id).is_disabled


def test_a_lock_of_a_higher_level_is_not_opened_from_below(client, officer, enumerator, clock):
    above, other = somebody(clock, Role.DISTRICT_OFFICER, DISTRICT).actor, somebody(clock)
    people.disable(enumerator.person, by=above, at=clock())
    people.disable(other.person, by=officer.actor, at=clock())
    post = signed_in(client, officer)

    refused = post("/dieu-tra-vien/mo-khoa", nguoi=[other.person.id, enumerator.person.id])
    again = post("/dieu-tra-vien/khoa", nguoi=[enumerator.person.id])

    assert (refused.status_code, again.status_code, "Cấp trên đã khóa" in refused.text) == (422, 422, True)
    assert people.find_person(enumerator.person.id).is_disabled
    assert people.find_person(other.person.id).is_disabled
    assert post("/dieu-tra-vien/mo-khoa", nguoi=[other.person.id]).status_code == 303
    people.enable(people.find_person(enumerator.person.id), by=above)
    assert not people.find_person(enumerator.person.id).is_disabled


def test_a_lock_of_the_system_is_opened_by_the_system_alone(officer, enumerator, clock):
    people.disable(enumerator.person, by=SYSTEM, at=clock())

    with pytest.raises(LockedByHigher):
        people.enable(enumerator.person, by=officer.actor)
    people.enable(enumerator.person, by=SYSTEM)


def test_people_are_sought_in_the_database_with_or_without_marks(officer, villages, clock):
    rows = [(f"dtv{number:04d}", "Nguyễn Văn Ba", Role.ENUMERATOR, VILLAGE_2, "0912") for number in range(2_050)]
    people.add_many([*rows, ("zz.last", "Hồ Thị Đượm", Role.ENUMERATOR, VILLAGE_2, "0977123456")], "x", at=clock())
    Person.objects(username="zz.last").update_one(unset__sought=1)  # an account of before
    people.ensure_indexes()

    for sought in ("duom", "Đượm", "ZZ.la", "0977123"):
        found = people.people_within(COMMUNE, roles=("enumerator",), sought=sought)
        assert [one.username for one in found] == ["zz.last"]
    assert people.people_within(VILLAGE_1, sought="duom") == []
    assert people.people_within(COMMUNE, roles=("village_head",), sought="duom") == []
    assert people.people_within(COMMUNE, sought=".*") == []


def test_known_work_is_told_per_person(villages, opened, form, client, officer, clock, definitions):
    one, two = somebody(clock), somebody(clock)
    send(client, one.door, an_instance("uuid:mot", photo="a.jpg"))
    drain(definitions, clock)

    rows = {row.person.id: row.waiting for row in _rows_of(client, officer)}

    assert (rows[one.person.id].incomplete, rows[two.person.id].incomplete) == (1, 0)
    assert {rows[who.person.id].shared_by for who in (one, two)} == {2}
    assert rows[one.person.id].to_visit == rows[two.person.id].to_visit > 0


def test_moving_somebody_changes_the_list_of_his_phone_at_the_next_refresh(
    client, officer, enumerator, real_forms, opened
):
    post = signed_in(client, officer)
    before = _households(client, enumerator.door)

    assert post("/dieu-tra-vien/chuyen", nguoi=[enumerator.person.id], dia_ban=VILLAGE_2).status_code == 303

    assert (before, _households(client, enumerator.door)) == ({"h1", "h2"}, {"h3"})
    assert post("/dieu-tra-vien/chuyen", nguoi=[enumerator.person.id], dia_ban="99/").status_code == 422


def test_pages_of_people_are_for_those_who_manage_people(client, enumerator, villages, clock):
    signed_in(client, somebody(clock, Role.SUPERVISOR, COMMUNE))

    assert client.get("/dieu-tra-vien").status_code == 403
    assert client.get("/dieu-tra-vien/nhap").status_code == 403


def test_the_settings_of_a_card_open_the_form_list(client, form, enumerator, clock):
    key = phone_keys.renew(enumerator.person, at=clock())
    text = settings_text(f"http://localhost/openrosa/key/{key}", "Thôn 1")

    settings = json.loads(zlib.decompress(base64.b64decode(text)))

    assert client.get(f"{settings['general']['server_url']}/formList").status_code == 200


def test_a_batch_error_names_who_was_in_the_way(villages, clock):
    somebody(clock, username="trung")
    with pytest.raises(BulkWriteError) as refusal:
        people.add_many([("trung", "A B", Role.ENUMERATOR, VILLAGE_1, "")], "x", at=clock())
    assert refusal.value.details["writeErrors"][0]["op"]["username"] == "trung"


def signed_in(client, who):
    """Somebody before a browser; returns how he posts."""
    sign_in(client, who)

    def post(path, **fields):
        token = token_of(client.get("/dieu-tra-vien").text)
        return client.post(path, data={**fields, "csrf_token": token})

    return post


def _rows_of(client, who):
    with client.application.test_request_context():
        return phone_rows(who.actor)


def _households(client, door):
    manifest = client.get(f"{door}/forms/phieu_b/versions/{_version(client, door)}/manifest").text
    address = re.search(r"http://localhost(/openrosa[^<]*households\.csv[^<]*)</downloadUrl>", manifest)[1]
    return {line.split(",")[0] for line in client.get(address.replace("&amp;", "&")).text.splitlines()[1:]}


def _version(client, door):
    return re.search(r"<formID>phieu_b</formID>.*?<version>([^<]+)<", client.get(f"{door}/formList").text)[1]
