"""A process that dies at any write of an act: done again, or gone on with by the worker, it has one effect.

Every act of the procedure in its order, cut off before its first write, its second, and so on to its last.
"""

from datetime import timedelta

import pytest

from core.clock import local_day
from review import appraisals, complaints, decisions, meetings, postings, repository, reverifications
from review.actions import certificates, report
from review.actions import complaint as complaint_acts
from review.actions import meeting as meeting_acts
from review.actions import posting as posting_acts
from review.actions.appraisal import Document
from review.actions.meet_again import meet_again
from review.actions.withdraw import withdraw
from review.rules.complaint import Outcome
from tests.integration.commune_round import CHAIRMAN, OFFICER, answer, areas_above, send_up, sign
from tests.integration.complained import (
    answers_like,
    complain,
    conclude,
    post_everywhere,
    send,
    visit_again,
)
from tests.integration.cut_off import Writes, once_wherever_it_is_cut
from tests.integration.scored_cases import a_round_of, score_households
from tests.integration.village_meeting import COMMUNE, HEAD, VILLAGE, approve_all, call, minutes_of, whole_answers

pytestmark = pytest.mark.services


@pytest.fixture
def writes(monkeypatch):
    return Writes(monkeypatch)


@pytest.fixture
def opened(blobs, clock):
    areas_above(clock)
    return a_round_of(COMMUNE, [VILLAGE], clock)


@pytest.fixture
def cases(opened, clock):
    found = score_households(opened, VILLAGE, whole_answers(opened, 4), clock)
    approve_all()
    return found


def test_every_act_of_a_round_has_one_effect(opened, cases, writes, clock):
    def once(name, act):
        once_wherever_it_is_cut(name, act, writes, clock)

    def latest():
        return meetings.meetings_of_village(opened.id, VILLAGE)[-1]

    def minutes(key):
        meeting_acts.record_minutes(latest(), minutes_of(latest(), clock), key=key, by=HEAD, clock=clock)

    def hanging():
        return postings.postings_of_village(opened.id, VILLAGE)[-1]

    def complaint_about(case):
        return complaints.of_case(case.id)[-1]

    first, second, third, _ = cases
    once("call", lambda: call(opened, clock))
    once("minutes", lambda: minutes("k1"))
    once("meet again", lambda: meet_again(repository.find_case(second.id), "Ghi nhầm", by=OFFICER, clock=clock))
    call(opened, clock)
    minutes("k1 again")
    once("post", lambda: post_everywhere(opened, clock))
    once("complain", lambda: complain(hanging(), first, clock, key="key-1"))
    once("send", lambda: send(complaint_about(first), clock))
    other = answers_like(opened, repository.find_case(first.id), same_class=False)
    visit_again(first, other, clock)
    call(opened, clock)
    once("minutes about the other result", lambda: minutes("k2"))
    once("conclude", lambda: conclude(reverifications.of_case(first.id)[-1], clock))
    once("complain again", lambda: complain(hanging(), second, clock, key="key-2"))
    told = {"key": "a", "by": OFFICER, "clock": clock}
    once("answer", lambda: complaint_acts.answer(complaint_about(second), Outcome.EXPLAINED, "Đã giải thích", **told))
    once("withdraw", lambda: withdraw(repository.find_case(third.id), "moved", "Chuyển đi", by=OFFICER, clock=clock))
    once("post the other result", lambda: post_everywhere(opened, clock))
    clock.advance(timedelta(days=14))
    once("close", lambda: posting_acts.close_those_over(clock))
    once("send up", lambda: send_up(opened, clock))
    once("opinion", lambda: answer(appraisals.appraisals_of(opened.id)[-1], clock))
    once("decide", lambda: sign(opened, clock))
    signed = decisions.decisions_of(opened.id)[-1]
    once("certify", lambda: certificates.certify(decisions.decisions_of(opened.id)[-1], by=CHAIRMAN, clock=clock))
    paper = Document("30/BC-UBND", local_day(clock()))
    once("report", lambda: report.report(opened, paper, by=OFFICER, clock=clock))
    assert len(signed.rows) == 3
