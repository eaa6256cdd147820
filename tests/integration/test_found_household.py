"""A household that was on no list: registered once, in a village that exists, or flagged."""

import pytest

from registry import repository as registry
from review.actions.forms import IDENTIFY, follow_form
from submissions import repository
from tests.integration import places
from tests.integration.places import an_instance

pytestmark = pytest.mark.services

ID = "uuid:11111111-1111-4111-8111-111111111111"


@pytest.fixture
def submission(opened, receive_form, form):
    receive_form(an_instance(ID))
    return repository.find("hop_thon", ID)


def follow(submission, village, clock):
    told = {"household": "other", "village": village, "head_name": "Trần Thị Mới", "address": "Xóm 3"}
    return follow_form(submission, IDENTIFY, {"place": told}, "/data", clock=clock)


@pytest.mark.parametrize("village", ["46/482/20128/9999999/", places.COMMUNE, "../../", ""])
def test_a_place_that_is_no_village_of_ours_makes_no_household(submission, clock, village):
    outcome = follow(submission, village, clock)

    assert outcome.household is None
    assert [one["kind"] for one in outcome.findings] == ["household_unknown"]


def test_the_same_form_registers_its_household_once(submission, clock):
    first = follow(submission, places.VILLAGE_1, clock).household
    again = follow(submission, places.VILLAGE_1, clock).household

    assert first.id == again.id
    assert registry.find_household(first.id).head_name == "Trần Thị Mới"
    assert len(registry.households_by_id([first.id])) == 1
