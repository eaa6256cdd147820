"""A village from its forms to the decision, by the acts alone: a meeting that fails, two complaints of which one
changes a class, a death, a return by the appraiser; in two periods with their own days, majority and appraising level.
"""

from datetime import timedelta

import pytest

from app.jobs.housekeeping import go_on_with_acts
from core.actor import Actor
from registry import repository as registry
from review import appraisals, decisions, repository
from review.actions import certificates, questions, reverification
from review.actions import posting as postings
from review.actions.appraisal import Answer
from review.actions.commune_list import balance_of, cases_of_commune, reopened_of
from review.actions.reopened import count_by_round, reopened_within, still_on_their_way
from review.actions.withdraw import withdraw
from review.complaint_errors import SendsHimself
from review.errors import ReopeningReasonMissing
from submissions import repository as submissions
from tests.integration.commune_round import CHAIRMAN, DISTRICT, OFFICER, PROVINCE, answer, areas_above, send_up, sign
from tests.integration.complained import (
    SECOND,
    complain,
    conclude,
    meet,
    post_everywhere,
    send,
    visit_again,
)
from tests.integration.scored_cases import a_round_of, score_again, score_households
from tests.integration.village_meeting import COMMUNE, VILLAGE, approve_all, stages, whole_answers

pytestmark = pytest.mark.services

THIRD = Actor("third", frozenset({"enumerator"}), VILLAGE, "Phan Thị Ba")
PERIODS = [("vn-2016-2020", DISTRICT, 7), ("vn-2021-2025", PROVINCE, 3)]


def others(opened, case, *, same_class: bool):
    """Whole answers about another family that give the household's class, or another one."""
    (posted,) = submissions.answers_of([case.assessment.submission_key])
    for one in whole_answers(opened, 40, seed=7):
        found = questions.score_answers(opened.ruleset_id, one, score_area="NT3", before="poor")["class"]
        if (found == case.assessment.standing) is same_class and one["members"] != posted["answers"]["members"]:
            return one
    raise AssertionError("no such answers")


@pytest.mark.parametrize(("ruleset", "appraiser", "days"), PERIODS)
def test_a_village_goes_the_whole_way(blobs, clock, ruleset, appraiser, days):
    areas_above(clock)
    opened = a_round_of(COMMUNE, [VILLAGE], clock, ruleset_id=ruleset)
    first, second, third, fourth, fifth = cases = score_households(opened, VILLAGE, whole_answers(opened, 5), clock)
    approve_all()

    # the meeting does not agree on the first; it is surveyed and heard again
    meet(opened, clock, against=(first.id,))
    assert stages(cases) == ["to_survey", *["meeting_agreed"] * 4]
    old = first.assessment.submission_key
    answers = others(opened, first, same_class=True)
    score_again(first.household_id, answers, VILLAGE, clock, replaces=old)
    approve_all()
    clock.advance(timedelta(days=1))
    meet(opened, clock)
    posting = post_everywhere(opened, clock)
    assert stages(cases) == ["posted"] * 5
    assert postings.posting_rule(opened).term.days == days

    # two complaints: one confirms, one changes the class and is posted again with a clock of its own
    for number, (case, same) in enumerate(((second, True), (third, False))):
        complaint = complain(posting, repository.find_case(case.id), clock, key=f"key-{number:04d}")
        ordered = send(complaint, clock)
        visit_again(case, others(opened, repository.find_case(case.id), same_class=same), clock, key=f"v{number}")
        if not same:
            clock.advance(timedelta(days=1))
            meet(opened, clock)
        conclude(ordered, clock, key=f"conclusion{number}")
    assert stages(cases) == ["posted", "posted", "reverified", "posted", "posted"]
    post_everywhere(opened, clock)
    clock.advance(timedelta(days=21))
    go_on_with_acts(clock)
    assert stages(cases) == ["posting_closed"] * 5

    # the only member of the fourth died; the appraiser sends the fifth back, which is found the same
    withdraw(repository.find_case(fourth.id), "died", "Mất ngày 20/11", by=OFFICER, clock=clock)
    asked = answer(send_up(opened, clock), clock, Answer(False, cases={fifth.id: "Xem lại nhà ở"}), by=appraiser)
    assert (asked.level, len(asked.rows)) == ("district" if appraiser is DISTRICT else "province", 4)
    ordered = reverification.order_returned(
        repository.find_case(fifth.id), SECOND, due_on=asked.due_on, by=OFFICER, clock=clock
    )
    assert not reverification.reopens_decision(ordered, repository.find_case(fifth.id))
    visit_again(fifth, others(opened, repository.find_case(fifth.id), same_class=True), clock, key="v5")
    conclude(ordered, clock, key="conclusion5")
    assert stages(cases) == ["submitted", "submitted", "submitted", "withdrawn", "posting_closed"]
    answer(send_up(opened, clock, "16/BC-UBND"), clock, number="8/TĐ", by=appraiser)

    signed = sign(opened, clock)
    found = [repository.find_case(one.id) for one in cases]
    if any(one.standing in {"poor", "near_poor"} for one in signed.rows):
        certificates.certify(signed, by=CHAIRMAN, clock=clock)

    assert go_on_with_acts(clock) == 0
    assert {one.stage for one in map(repository.find_case, (c.id for c in cases))} <= {
        "recognised",
        "certified",
        "withdrawn",
    }
    assert {one.case_id: one.standing for one in signed.rows} == {
        one.id: one.assessment.standing for one in found if one.stage != "withdrawn"
    }
    assert found[2].assessment.standing != third.assessment.standing
    closed = balance_of(opened, cases_of_commune(opened))
    assert (closed.closes, closed.households["poor"].opening) == (True, 5)
    poor_now = [one for one in registry.households_within(COMMUNE, seen_by=OFFICER) if one.standing == "poor"]
    assert closed.households["poor"].closing == len(poor_now)
    gone = registry.find_household(fourth.household_id)
    assert (gone.standing, gone.is_managed, gone.standings[-1].decision) == ("not_in_area", False, signed.id)
    assert [one.number for one in appraisals.appraisals_of(opened.id)] == [1, 2]
    assert len(decisions.decisions_of(opened.id)) == 1

    # what is found out later reopens one household; the signed list stays
    with pytest.raises(ReopeningReasonMissing):
        reverification.order_returned(found[1], THIRD, due_on=asked.due_on, by=OFFICER, clock=clock)
    with pytest.raises(SendsHimself):
        reverification.order_returned(
            found[1], OFFICER, instruction="Có nhà khác", due_on=asked.due_on, by=OFFICER, clock=clock
        )
    ordered = reverification.order_returned(
        repository.find_case(second.id), THIRD, instruction="Có nhà khác", due_on=asked.due_on, by=OFFICER, clock=clock
    )
    assert reverification.reopens_decision(ordered, repository.find_case(second.id))
    told = [one.to_mongo() for one in signed.rows]
    assert [one.id for one in reopened_of(signed, cases_of_commune(opened))] == [second.id]
    assert [one.id for one in reopened_within("")] == [one.id for one in reopened_within(VILLAGE)] == [second.id]
    assert reopened_within("46/483/20300/") == reopened_within(COMMUNE, ["another round"]) == []
    assert count_by_round(still_on_their_way(reopened_within(COMMUNE, [opened.id]))) == {opened.id: 1}
    assert registry.find_household(second.household_id).standings[-1].decision == signed.id
    again = others(opened, repository.find_case(second.id), same_class=True)
    visit_again(second, again, clock, by=THIRD, key="v6")
    conclude(ordered, clock, key="conclusion6")
    answer(send_up(opened, clock, "17/BC-UBND"), clock, number="9/TĐ", by=appraiser)
    anew = sign(opened, clock, "125/QĐ-UBND")

    assert [one.case_id for one in anew.rows] == [second.id]
    assert registry.find_household(second.household_id).standings[-1].decision == anew.id
    assert [one.to_mongo() for one in decisions.get_decision(signed.id, seen_by=CHAIRMAN).rows] == told
    assert reopened_of(signed, cases_of_commune(opened)) == reopened_within(COMMUNE) == []
