"""Members of the register from forms: the Phiếu B that a decision recognised, Phiếu C when it was accepted."""

from pathlib import Path

import pytest

from app.auth.permissions import Role
from app.jobs.handlers import follow
from app.training.forms import publish_folder
from registry import persons
from registry import repository as registry
from review.actions.decision import settle
from submissions import actions
from tests.integration.commune_round import answer, areas_above, end_the_posting, send_up, sign
from tests.integration.phones import TestPhone
from tests.integration.places import COMMUNE, somebody
from tests.integration.scored_cases import a_round_of, score_households
from tests.integration.village_meeting import COMMUNE as OTHER_COMMUNE
from tests.integration.village_meeting import VILLAGE, approve_all, whole_answers

pytestmark = pytest.mark.services

HEAD = {"member_name": "Trần Văn Ân", "relation": "01", "sex": "male", "birth_known": "year", "birth_year": 1970}
CHILD = {"member_name": "Trần Thị Na", "relation": "03", "sex": "female", "birth_known": "year", "birth_year": 2001}

HERE = {"latitude": 16.3, "longitude": 107.9, "altitude": 3.0, "accuracy": 5.0}


def test_a_decision_makes_those_whom_its_forms_told_members(blobs, clock):
    areas_above(clock)
    opened = a_round_of(OTHER_COMMUNE, [VILLAGE], clock)
    answers = whole_answers(opened, 2)
    for number, one in enumerate(answers):
        for place, member in enumerate(one["members"]):
            member |= {"member_name": f"Lê Văn Số {number} {place}", "relation": "01" if place == 0 else "03"}
    cases = score_households(opened, VILLAGE, answers, clock)
    approve_all()
    end_the_posting(opened, VILLAGE, clock)
    answer(send_up(opened, clock), clock)
    assert persons.members_of(cases[0].household_id) == []

    decision = sign(opened, clock)

    found = persons.members_of_many(one.household_id for one in cases)
    assert [len(found[one.household_id]) for one in cases] == [len(one["members"]) for one in answers]
    decision.is_settled = False
    settle(decision, clock=clock)
    assert found == persons.members_of_many(one.household_id for one in cases)


def test_an_accepted_phieu_c_says_who_is_of_the_household(
    opened, settings, blobs, client, enumerator, definitions, clock
):
    publish_folder(Path(settings.xlsforms_dir), only="phieu_c", blobs=blobs, clock=clock)
    phone = TestPhone(client, enumerator, definitions, clock)
    supervisor = somebody(clock, Role.SUPERVISOR, COMMUNE)

    def accept(*members):
        told = {"household": "h1", "head_name": "Trần Văn Ân", "members": list(members), "gps": HERE}
        sent = phone.tell("phieu_c", told)
        assert [one for one in persons.members_of("h1") if one.source.endswith(sent["_id"])] == []
        judged = actions.approve(sent, needs_score=False, revision=sent["revision"], by=supervisor.actor, clock=clock)
        for _ in range(2):
            follow(judged, definitions=definitions, clock=clock)
        return [one.name for one in persons.members_of("h1")]

    assert accept(HEAD, CHILD) == ["Trần Văn Ân", "Trần Thị Na"]
    listed = {row["member_name"]: row["name"] for row in phone.rows("phieu_c", "members.csv")}
    assert listed == {one.name: one.id for one in persons.members_of("h1")}
    assert accept(HEAD | {"listed_member": listed["Trần Văn Ân"], "member_name": "Trần Văn Ấn"}) == ["Trần Văn Ấn"]
    assert len(persons.ever_of(["h1"])["h1"]) == 2
    assert registry.find_household("h1").position == {"latitude": 16.3, "longitude": 107.9, "accuracy": 5.0}
