"""Kind of area and score sheet of a round are those of its opening day, whatever becomes of the commune (trap 9)."""

from datetime import date

import pytest

from registry import repository as registry
from review.actions.forms import ASSESS, follow_form
from review.rulesets import get_ruleset
from submissions import repository
from tests.households import a_household
from tests.integration import places
from tests.integration.places import an_instance

pytestmark = pytest.mark.services

ID = "uuid:33333333-1111-4111-8111-111111111111"


def test_a_commune_that_becomes_a_ward_in_mid_round_is_scored_as_it_opened(opened, receive_form, form, clock):
    since = date(2016, 1, 1)
    for path, kind, name in ((places.COMMUNE, "commune", "Phường Lộc Bình"), (places.VILLAGE_1, "village", "Tổ 1")):
        registry.keep_area(path, kind=kind, name=name, valid_from=since, area_kind="urban", score_area="TT")
    receive_form(an_instance(ID))
    answers = a_household(get_ruleset("vn-2016-2020"), household="h1", village=places.VILLAGE_1, area_kind="urban")

    outcome = follow_form(repository.find("hop_thon", ID), ASSESS, answers, "/data", clock=clock)

    assert registry.get_area(places.COMMUNE).score_area == "TT"
    assert (outcome.score["sheet"], outcome.score["area_kind"]) == ("NT3", "rural")
    assert outcome.score["class"] is not None
