"""The households of the review as an entity list: for forms that name it, in step with register and cases."""

from datetime import timedelta
from uuid import uuid4

import pytest

from app.auth.permissions import Role
from app.jobs.handlers import follow
from app.jobs.worker import drain
from core.actor import SYSTEM
from form_engine.publishing.actions import FormSource, publish_version
from registry import repository as registry
from registry.rules.household_list import NAME, entity_id_of
from submissions import actions, repository
from tests.integration.phones import TestPhone
from tests.integration.places import COMMUNE, VILLAGE_1, send, somebody
from tests.integration.test_entities import EVERYBODY, Collect, block

pytestmark = pytest.mark.services

VISIT = f"""
| survey |
| | type | name | label | save_to |
| | select_one_from_file {NAME}.csv | household | Hộ | |
| | text | head | Chủ hộ | head_name |
| | text | village | Thôn | village |
| | text | phone | Điện thoại | phone |
| settings |
| | form_id | version | form_title |
| | tham_ho | 1 | Thăm hộ |
| entities |
| | list_name | entity_id | create_if | update_if | label |
| | {NAME} | coalesce(${{household}}, uuid()) | ${{household}} = '' | ${{household}} != '' | ${{head}} |
"""
H1, H2 = entity_id_of("h1"), entity_id_of("h2")


@pytest.fixture
def collect(real_forms, opened, client, enumerator, blobs, clock):
    source = FormSource(VISIT.encode(), "tham_ho.md", role="meeting", may_fill=EVERYBODY)
    publish_version(source, by=SYSTEM, blobs=blobs, clock=clock)
    return Collect(client, enumerator, "tham_ho", f"{NAME}.csv")


@pytest.fixture
def phone(collect, client, enumerator, definitions, clock):
    return TestPhone(client, enumerator, definitions, clock)


@pytest.fixture
def post(client, enumerator, definitions, clock):
    def sent(entity, **told):
        clock.advance(timedelta(minutes=1))
        answers = "".join(f"<{name}>{value}</{name}>" for name, value in told.items())
        instance_id = f"uuid:{uuid4()}"
        meta = f"<meta>{entity}<instanceID>{instance_id}</instanceID></meta>"
        xml = f'<data id="tham_ho" version="1">{answers}{meta}</data>'
        assert send(client, enumerator.door, xml.encode()).status_code == 201
        drain(definitions, clock)
        return repository.find("tham_ho", instance_id)

    return sent


def test_a_household_s_row_follows_its_case_with_a_version_each_time(collect, phone):
    before = collect.rows()

    phone.assess("h1")
    after = collect.rows()

    assert set(before) == {H1, H2}
    assert (before[H1]["head_name"], before[H1]["label"]) == ("Trần Văn Ân", "Trần Văn Ân (H1)")
    assert (before[H1]["state"], before[H1]["__version"]) == ("to_survey", "1")
    assert (after[H1]["state"], after[H1]["__version"]) == ("scored", "2")
    assert after[H2] == before[H2]


def test_a_returned_household_comes_back_with_reason_and_last_answers(collect, phone, clock, definitions):
    form = phone.assess("h1")
    supervisor = somebody(clock, Role.SUPERVISOR, COMMUNE).actor
    back = actions.send_back(form, reason="Chụp lại", revision=form["revision"], by=supervisor, clock=clock)
    follow(back, definitions=definitions, clock=clock)

    row = collect.rows()[H1]

    assert (row["remark"], row["returned_form"], row["returned_instance"]) == (
        "Chụp lại",
        "phieu_b",
        form["instance_id"],
    )
    assert row["last_dwelling_area_m2"] != ""
    assert row["last_a_01"] == ""


def test_a_form_saves_beside_the_register_and_never_over_it(collect, phone, post):
    collect.rows()
    phone.assess("h1")
    collect.rows()  # the case moved on: version 2, and nobody's conflict

    kept = post(block(H1, dataset=NAME, update="1", baseVersion=1), head="Ai Khác", phone="0901234567")

    row = collect.rows()[H1]
    assert (row["phone"], row["head_name"]) == ("0901234567", "Trần Văn Ân")
    assert [one["kind"] for one in kept["findings"]] == ["entity_of_the_register"]
    assert kept["entities"][0]["conflict"] is None


def test_a_household_made_on_the_phone_is_registered_and_the_next_form_finds_it(collect, post, phone):
    new = str(uuid4())

    post(block(new, dataset=NAME, create="1", label="Lê Văn Mới"), head="Lê Văn Mới", village=VILLAGE_1, phone="09")

    household = registry.find_household(new.replace("-", ""))
    assert (household.head_name, household.village_path, household.source) == ("Lê Văn Mới", VILLAGE_1, "found")
    row = collect.rows()[new]
    assert (row["head_name"], row["phone"], row["household_code"]) == ("Lê Văn Mới", "09", household.code)
    assessed = phone.assess(household.id)
    assert assessed["household_id"] == household.id


def test_a_household_of_a_form_that_saves_no_village_is_registered_where_it_was_sent_from(collect, post):
    new = str(uuid4())

    kept = post(block(new, dataset=NAME, create="1", label="Lê Văn Mới"), head="Lê Văn Mới")

    assert kept["findings"] == []
    assert registry.find_household(new.replace("-", "")).village_path == VILLAGE_1
    assert collect.rows()[new]["village"] == VILLAGE_1


def test_where_the_sender_s_area_is_no_village_one_must_be_named(collect, post, client, clock, definitions):
    officer = somebody(clock, Role.COMMUNE_OFFICER, COMMUNE)
    entity = block(uuid4(), dataset=NAME, create="1", label="Lê Văn Mới")
    meta = f"<meta>{entity}<instanceID>uuid:xa</instanceID></meta>"

    assert send(client, officer.door, f'<data id="tham_ho" version="1">{meta}</data>'.encode()).status_code == 201
    drain(definitions, clock)

    assert [one["kind"] for one in repository.find("tham_ho", "uuid:xa")["findings"]] == ["entity_no_village"]


def test_a_form_about_a_household_may_name_its_entity(collect, phone):
    collect.rows()

    kept = phone.tell("phieu_a", {"village": VILLAGE_1, "household": H1, "head_name": "Trần Văn Ân"})

    assert kept["household_id"] == "h1"


def test_a_household_of_no_village_of_the_sender_is_not_registered(collect, post):
    kept = post(block(uuid4(), dataset=NAME, create="1", label="Lê Văn Mới"), head="Lê Văn Mới", village="46/1/2/3/")

    assert [one["kind"] for one in kept["findings"]] == ["entity_no_village"]
    assert set(collect.rows()) == {H1, H2}


def test_a_household_that_moved_to_another_village_leaves_the_phone(collect, clock):
    collect.rows()
    registry.Household.objects(id="h1").modify(set__village_path="46/482/20128/2012802/")
    registry.mark_changed([VILLAGE_1, "46/482/20128/2012802/"])
    neighbour = Collect(collect.client, somebody(clock, area="46/482/20128/2012802/"), "tham_ho", f"{NAME}.csv")

    assert H1 not in collect.rows()
    assert H1 in neighbour.rows()
    assert collect.integrity(H1, H2) == {H1: "true", H2: "false"}
