"""A household that a monthly decision recognised begins the yearly round of the same year as what it is by then."""

from datetime import timedelta

import pytest

from core.actor import SYSTEM
from core.clock import local_day
from registry import repository as registry
from registry.repository import Recognised
from review import repository
from review.actions.commune_list import balance_of, cases_of_commune
from review.actions.rounds import list_household
from review.commune_models import Decision
from tests.integration.commune_round import a_decision
from tests.integration.scored_cases import a_round_of
from tests.integration.village_meeting import COMMUNE, VILLAGE

pytestmark = pytest.mark.services


def recognise(standing: str, decision: Decision, year: int) -> None:
    told = [Recognised("h1", standing, 4)]
    registry.record_standings(told, year=year, ruleset_id="vn-2016-2020", decision=decision.id)


@pytest.fixture
def household(blobs, clock):
    today = local_day(clock())
    a_round_of(COMMUNE, [VILLAGE], clock)  # areas
    told = {"code": "H1", "head_name": "Trần Văn Ân", "address": "", "village_path": VILLAGE, "at": clock()}
    registry.register_household(
        "h1", **told, source="found", members_count=4, standings=[(today.year - 1, "non_poor", "vn-2016-2020")]
    )
    recognise("poor", a_decision("monthly", "a monthly round", today - timedelta(days=20), clock), today.year)
    return registry.find_household("h1")


@pytest.fixture
def yearly(household, clock):
    (opened,) = repository.rounds_within(COMMUNE)
    list_household(opened, household, by=SYSTEM, clock=clock)
    return opened


def test_the_year_closes_before_and_after_the_yearly_decision_and_after_a_reopening(yearly, clock):
    today = local_day(clock())
    cases = cases_of_commune(yearly)
    before = balance_of(yearly, cases)
    assert (cases[0].standing_before, before.other_standing, before.households["poor"].opening) == ("poor", (), 1)

    for id_, standing in (("yearly", "near_poor"), ("reopened", "poor")):
        recognise(standing, a_decision(id_, yearly.id, today, clock), today.year)
        after = balance_of(yearly, cases)
        assert (after.other_standing, after.households["poor"].opening) == ((), 1)

    line = registry.find_household("h1").standings[-1]
    assert (line.standing, [one.decision for one in line.replaced]) == ("poor", ["monthly", "yearly"])


def test_the_same_decision_told_again_replaces_nothing(household):
    recognise("poor", Decision.objects(id="monthly").get(), household.standings[-1].year)

    assert registry.find_household("h1").standings == household.standings


def test_a_decision_of_after_the_opening_is_no_beginning(household, yearly, clock):
    Decision.objects(id="monthly").update(set__signed_on=yearly.opens_on + timedelta(days=1))

    assert balance_of(yearly, cases_of_commune(yearly)).households["poor"].opening == 0
