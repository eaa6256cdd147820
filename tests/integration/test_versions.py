"""Edits: who may replace what, in whatever order they come; and the next visit as the answer to a return."""

import pytest

from app.auth.permissions import Role
from app.jobs.worker import drain
from submissions import actions, repository
from tests.integration import places
from tests.integration.places import an_instance

pytestmark = pytest.mark.services

FIRST = "uuid:11111111-1111-4111-8111-111111111111"
SECOND = "uuid:22222222-2222-4222-8222-222222222222"


@pytest.fixture
def supervisor(villages, clock):
    return places.somebody(clock, Role.SUPERVISOR, places.COMMUNE).actor


def kept(instance_id):
    return repository.find("hop_thon", instance_id)


def kinds(instance_id):
    return [one["kind"] for one in kept(instance_id)["findings"]]


def test_an_edit_that_comes_before_its_original_waits_for_it(receive_form, form, definitions, clock):
    receive_form(an_instance(SECOND, deprecated=FIRST))
    drain(definitions, clock)
    assert kinds(SECOND) == ["original_unknown"]

    receive_form(an_instance(FIRST))
    drain(definitions, clock)

    assert (kept(FIRST)["is_current"], kept(SECOND)["is_current"]) == (False, True)
    assert kinds(SECOND) == []
    assert kept(SECOND)["review"]["state"] == "edited"


def test_nobody_replaces_a_form_outside_his_area(receive_form, form, definitions, clock):
    stranger = places.somebody(clock, area=places.VILLAGE_2)
    receive_form(an_instance(FIRST))
    drain(definitions, clock)

    receive_form(an_instance(SECOND, deprecated=FIRST), by=stranger)
    drain(definitions, clock)

    assert kept(FIRST)["is_current"]
    assert kinds(SECOND) == ["edit_not_taken"]


def test_an_approved_form_is_not_replaced_until_it_is_returned(receive_form, form, definitions, clock, supervisor):
    receive_form(an_instance(FIRST))
    drain(definitions, clock)
    first = kept(FIRST)
    actions.approve(first, needs_score=False, revision=first["revision"], by=supervisor, clock=clock)
    drain(definitions, clock)

    receive_form(an_instance(SECOND, deprecated=FIRST))
    drain(definitions, clock)

    assert kept(FIRST)["is_current"]
    assert kinds(SECOND) == ["edit_not_taken"]


def test_of_two_edits_of_one_form_the_second_is_kept_and_flagged(receive_form, form, definitions, clock):
    third = "uuid:33333333-3333-4333-8333-333333333333"
    receive_form(an_instance(FIRST))
    drain(definitions, clock)
    for instance_id in (SECOND, third):
        receive_form(an_instance(instance_id, deprecated=FIRST, told=instance_id))
        drain(definitions, clock)

    assert kept(SECOND)["is_current"]
    assert kinds(third) == ["outdated_edit"]
