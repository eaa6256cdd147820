"""Whatever people do in whatever order: none is recognised without meeting, posting, appraisal, and the year closes."""

import os
from contextlib import suppress
from datetime import timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import DomainError
from registry import repository as registry
from review import appraisals, complaints, decisions, meetings, postings, repository, reverifications
from review.actions import certificates, reverification
from review.actions import complaint as complaint_acts
from review.actions import meeting as meeting_acts
from review.actions import posting as posting_acts
from review.actions.appraisal import Answer
from review.actions.commune_list import balance_of, cases_of_commune
from review.actions.meet_again import meet_again
from review.actions.withdraw import withdraw
from review.rules.complaint import Outcome
from review.rules.meeting import Opinion
from review.rules.recognised import DECIDED
from review.rules.stages import Stage
from tests.integration import snapshots
from tests.integration.commune_round import CHAIRMAN, DISTRICT, OFFICER, answer, areas_above, send_up, sign
from tests.integration.complained import SECOND, complain, conclude, post_everywhere, send, visit_again
from tests.integration.scored_cases import a_round_of, score_again, score_households
from tests.integration.village_meeting import COMMUNE, HEAD, VILLAGE, approve_all, call, minutes_of, whole_answers

pytestmark = pytest.mark.services

MOST = int(os.environ.get("RASOAT_TEST_ROUNDS", "6"))
"""Rounds of thirty acts."""
ON = ("decide", "agree", "submit", "sweep", "conclude", "answer", "minutes", "call", "visit", "visit again", "post")
"""The way on, from its end: the first that is not refused is a step forward."""
ASIDE = ("against", "complain", "send", "return", "withdraw", "meet again", "reopen", "certify", *ON)
NEEDED = (Stage.MEETING_AGREED, Stage.POSTED, Stage.POSTING_CLOSED, Stage.SUBMITTED, Stage.APPRAISED)


class Commune:
    """Three households of one village; each act is tried by whose duty it is, and refused where it is forbidden."""

    def __init__(self, opened, clock) -> None:
        self.opened, self.clock, self.made = opened, clock, 0
        self.answers = whole_answers(opened, 6)
        self.ids = [one.id for one in score_households(opened, VILLAGE, self.answers[:3], clock)]
        approve_all()
        self.start = clock()
        self.kept = snapshots.take()

    def fresh(self) -> None:
        snapshots.go_back_to(self.kept)
        self.clock.now = self.start

    def on(self) -> None:
        """One step forward, whatever the next one is; else days go by."""
        before = self.stages()
        for name in ON:
            self.step(name, 0)
            if self.stages() != before:
                return
        self.clock.advance(timedelta(days=5))

    def stages(self) -> list[str]:
        return [one.stage for one in self.cases()]

    def cases(self):
        return [repository.find_case(one) for one in self.ids]

    def step(self, name: str, which: int) -> None:
        self.made += 1
        with suppress(DomainError):
            self._try(name, self.cases()[which], f"act-{self.made:05}")

    def _try(self, name, case, key) -> None:
        opened, clock = self.opened, self.clock
        held = meetings.meetings_of_village(opened.id, VILLAGE)
        asked = appraisals.appraisals_of(opened.id)
        signed = decisions.decisions_of(opened.id)
        waiting = complaints.unresolved(seen_by=OFFICER)
        lists = postings.postings_of_village(opened.id, VILLAGE)
        match name:
            case "visit":
                for one in (one for one in self.cases() if one.stage == Stage.TO_SURVEY):
                    told, old = self.answers[self.made % 6], one.assessment.submission_key
                    score_again(one.household_id, told, VILLAGE, clock, replaces=old)
                approve_all()
            case "visit again":
                for one in (one for one in self.cases() if one.stage == Stage.REVERIFYING):
                    visit_again(one, self.answers[self.made % 6], clock, key=key)
            case "call":
                call(opened, clock)
            case "minutes" | "against" if held:
                against = (case.id,) if name == "against" else ()
                meeting_acts.record_minutes(
                    held[-1], minutes_of(held[-1], clock, against=against), key=key, by=HEAD, clock=clock
                )
            case "post":
                post_everywhere(opened, clock)
            case "complain" if lists:
                complain(lists[-1], case, clock, key=key)
            case "answer" if waiting:
                complaint_acts.answer(waiting[0], Outcome.EXPLAINED, "x", key=key, by=OFFICER, clock=clock)
            case "send" if waiting:
                send(waiting[0], clock)
            case "conclude":
                for ordered in filter(None, (reverifications.open_of_case(one) for one in self.ids)):
                    conclude(ordered, clock, key=key)
            case "sweep":
                posting_acts.close_those_over(clock)
            case "submit":
                send_up(opened, clock, f"{self.made}/BC")
            case "agree" if asked:
                answer(asked[-1], clock, number=f"{self.made}/TĐ")
            case "return" if asked:
                answer(
                    asked[-1], clock, Answer(False, cases={case.id: "Xem lại"}), number=f"{self.made}/TĐ", by=DISTRICT
                )
            case "decide":
                sign(opened, clock, f"{self.made}/QĐ")
            case "certify" if signed:
                certificates.certify(signed[-1], by=CHAIRMAN, clock=clock)
            case "meet again":
                meet_again(case, "Ghi nhầm", by=OFFICER, clock=clock)
            case "withdraw":
                withdraw(case, "moved", "Chuyển đi", by=OFFICER, clock=clock)
            case "reopen":
                due = clock().date() + timedelta(days=7)
                reverification.order_returned(
                    case, SECOND, instruction="Có nhà khác", due_on=due, by=OFFICER, clock=clock
                )

    def require_the_procedure(self) -> None:
        signed = decisions.decisions_of(self.opened.id)
        for case in self.cases():
            since: list[str] = []
            needed = NEEDED
            for entry in case.history:
                since.append(entry.stage)
                if entry.stage == Stage.RECOGNISED:
                    assert _stand_in_order(needed, since), since
                    since, needed = [], NEEDED[1:]  # a reopened household that is found as it was meets nobody again
            assert (case.stage in DECIDED) <= any(row.case_id == case.id for one in signed for row in one.rows)
        if signed:
            self._require_papers(signed)
            closed = balance_of(self.opened, cases_of_commune(self.opened))
            assert (closed.closes, closed.breaking) == (True, ())
            self._require_the_register(signed)

    def _require_papers(self, signed) -> None:
        """The class that is decided is one that a meeting agreed on, that hung to the end, and that was appraised."""
        votes = [
            (vote.case_id, vote.standing)
            for one in meetings.meetings_of_village(self.opened.id, VILLAGE)
            for vote in (one.minutes[-1].votes if one.minutes else ())
            if vote.opinion == Opinion.AGREED
        ]
        lists = [one for one in postings.postings_of_village(self.opened.id, VILLAGE) if one.state == "closed"]
        agreed = [one for one in appraisals.appraisals_of(self.opened.id) if one.state == "agreed"]
        for decided in ((row.case_id, row.standing) for one in signed for row in one.rows):
            assert decided in votes
            for papers in (lists, agreed):
                assert decided in [(row.case_id, row.standing) for one in papers for row in one.rows]

    def _require_the_register(self, signed) -> None:
        """What the last decision about a household says, the register says."""
        last = {row.household_id: row.standing for one in signed for row in one.rows}
        register = registry.households_by_id(last)
        told = {id_: register[id_].standing for id_ in last}
        assert {id_: one for id_, one in told.items() if one != "not_in_area"} == {
            id_: one for id_, one in last.items() if told[id_] != "not_in_area"
        }


def _stand_in_order(needed, stages) -> bool:
    """Whether all of the needed stages stand there, each behind the one before it."""
    places = [max((at for at, one in enumerate(stages) if one == each), default=-1) for each in needed]
    return -1 not in places and places == sorted(places)


@pytest.fixture
def commune(blobs, clock):
    areas_above(clock)
    return Commune(a_round_of(COMMUNE, [VILLAGE], clock), clock)


@settings(max_examples=MOST, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_nobody_is_recognised_without_meeting_posting_and_appraisal_and_the_year_closes(commune, seed):
    chance = Random(seed)
    commune.fresh()
    for _ in range(30):
        if chance.random() < 0.5:
            commune.on()
        else:
            commune.step(chance.choice(ASIDE), chance.randrange(3))
        commune.require_the_procedure()


def test_the_way_on_ends_with_a_decision(commune):
    """Else the property above would say nothing."""
    commune.fresh()
    for _ in range(25):
        commune.on()
        commune.require_the_procedure()

    assert set(commune.stages()) <= DECIDED
