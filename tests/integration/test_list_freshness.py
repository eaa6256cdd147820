"""What a phone carries is as fresh as the last change: of its villages, and of where its owner works."""

import pytest

from app.auth.models import Person
from app.auth.permissions import Role
from app.jobs.handlers import follow
from app.openrosa.lists import households
from registry import repository as registry
from submissions import actions, repository
from tests.integration.phones import TestPhone
from tests.integration.places import COMMUNE, VILLAGE_1, VILLAGE_2, somebody

pytestmark = pytest.mark.services


@pytest.fixture
def phone(real_forms, opened, client, enumerator, definitions, clock):
    return TestPhone(client, enumerator, definitions, clock)


@pytest.fixture
def made(monkeypatch):
    """How often the list of households was made from the database."""
    calls = []
    make = households.make

    def counted(*args):
        calls.append(args)
        return make(*args)

    monkeypatch.setattr(households, "make", counted)
    return calls


def states(phone):
    return {row["name"]: row["state"] for row in phone.rows("phieu_b", "households.csv")}


def test_a_list_is_made_once_while_nothing_changes(phone, made):
    phone.blank("phieu_b")
    first = len(made)

    phone.blank("phieu_b")

    assert len(made) == first


def test_a_form_that_was_read_changes_the_list_of_its_village_and_of_no_other(phone, made, client, definitions, clock):
    neighbour = TestPhone(client, somebody(clock, area=VILLAGE_2), definitions, clock)
    neighbour.blank("phieu_b")
    assert states(phone)["h1"] == "to_survey"

    phone.assess("h1")
    before = len(made)
    neighbour.blank("phieu_b")

    assert states(phone)["h1"] == "scored"
    assert [area.id for villages, *_ in made[before:] for area in villages] == [VILLAGE_1]


def test_a_verdict_changes_the_list_at_once(phone, clock, definitions):
    form = phone.assess("h1")
    assert states(phone)["h1"] == "scored"
    supervisor = somebody(clock, Role.SUPERVISOR, COMMUNE).actor

    back = actions.send_back(form, reason="Chụp lại", revision=form["revision"], by=supervisor, clock=clock)
    follow(back, definitions=definitions, clock=clock)

    (row,) = [one for one in phone.rows("phieu_b", "households.csv") if one["name"] == "h1"]
    assert (row["state"], row["remark"]) == ("returned_for_correction", "Chụp lại")


def test_a_phieu_a_that_is_returned_after_the_score_is_told_on_the_phone_too(phone, clock, definitions):
    first = phone.tell("phieu_a", {"village": VILLAGE_1, "household": "h1", "head_name": "Trần Văn Ân"})
    phone.assess("h1")
    assert states(phone)["h1"] == "scored"
    supervisor = somebody(clock, Role.SUPERVISOR, COMMUNE).actor
    first = repository.find("phieu_a", first["instance_id"])

    back = actions.send_back(first, reason="Hỏi lại", revision=first["revision"], by=supervisor, clock=clock)
    follow(back, definitions=definitions, clock=clock)

    (row,) = [one for one in phone.rows("phieu_a", "households.csv") if one["name"] == "h1"]
    assert (row["label"][:2], row["remark"]) == ("⚠ ", "Phiếu A: Hỏi lại")


def test_a_household_that_is_registered_is_on_the_list_at_the_next_refresh(phone, clock):
    assert set(states(phone)) == {"h1", "h2"}

    registry.register_household(
        "h9", code="9", head_name="Lê Văn Mới", address="", village_path=VILLAGE_1, source="found", at=clock()
    )

    assert set(states(phone)) == {"h1", "h2", "h9"}


def test_who_moves_to_another_village_carries_its_households_at_the_next_refresh(phone, enumerator):
    assert set(states(phone)) == {"h1", "h2"}

    Person.objects(id=enumerator.person.id).modify(set__area_path=VILLAGE_2)

    assert set(states(phone)) == {"h3"}
