"""Whatever people do in whatever order: no list closes before its days are over, or while something of it is open."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.clock import local_day
from core.errors import DomainError
from review import complaints, postings, repository, reverifications
from review.actions import complaint as complaint_acts
from review.actions import posting as posting_acts
from review.complaint_models import Complaint, Reverification
from review.models import Case, Meeting, Posting
from review.rules.complaint import UNRESOLVED, Outcome
from review.rules.posting import OPEN
from tests.integration.complained import (
    OFFICER,
    agreed_cases,
    answers_like,
    complain,
    conclude,
    meet,
    post_everywhere,
    send,
    visit_again,
)
from tests.integration.scored_cases import a_round_of
from tests.integration.village_meeting import COMMUNE, VILLAGE

pytestmark = pytest.mark.services

STEPS = ("complain", "missing", "answer", "send", "same", "other", "meet", "conclude", "post", "wait", "sweep")


class Village:
    """Two households whose list hangs; each step is tried, and refused where the procedure forbids it."""

    def __init__(self, opened, clock) -> None:
        self.opened, self.clock, self.made = opened, clock, 0
        self.agreed = agreed_cases(opened, clock, 2)
        self.start: datetime = clock()
        self.kept = [one.to_mongo() for one in self.agreed]
        self.answers = {
            (one.id, same): answers_like(opened, one, same_class=same) for one in self.agreed for same in (True, False)
        }

    def fresh(self) -> None:
        for kind in (Complaint, Reverification, Posting):
            kind.objects.delete()
        Meeting.objects(number__gt=1).delete()
        for one in self.kept:
            Case._get_collection().replace_one({"_id": one["_id"]}, one)
        self.clock.now = self.start
        post_everywhere(self.opened, self.clock)

    def cases(self) -> list[Case]:
        return [repository.find_case(one.id) for one in self.agreed]

    def step(self, name: str, which: int) -> None:
        self.made += 1
        case = self.cases()[which]
        latest = postings.postings_of_village(self.opened.id, VILLAGE)[-1]
        waiting = complaints.unresolved(seen_by=OFFICER)
        ordered = reverifications.open_of_case(case.id)
        try:
            match name:
                case "complain" | "missing":
                    about = case if name == "complain" else None
                    complain(latest, about, self.clock, key=f"key-{self.made:05}")
                case "answer" if waiting:
                    one = waiting[which % len(waiting)]
                    complaint_acts.answer(
                        one, Outcome.EXPLAINED, "x", key=f"a{self.made}", by=OFFICER, clock=self.clock
                    )
                case "send" if waiting:
                    send(waiting[0], self.clock)
                case "same" | "other":
                    visit_again(case, self.answers[case.id, name == "same"], self.clock, key=f"v{self.made}")
                case "meet":
                    meet(self.opened, self.clock)
                case "conclude" if ordered:
                    conclude(ordered, self.clock, key=f"c{self.made}")
                case "post":
                    post_everywhere(self.opened, self.clock)
                case "wait":
                    self.clock.advance(timedelta(days=4))
                case "sweep":
                    posting_acts.close_those_over(self.clock)
        except DomainError:
            pass

    def require_nothing_open_is_closed(self) -> None:
        lists = postings.postings_of_village(self.opened.id, VILLAGE)
        closed = [one for one in lists if one.state == "closed"]
        assert all(local_day(one.closed_at) > one.until for one in closed)
        assert [made.id for one in closed for made in complaints.of_posting(one.id) if made.state in UNRESOLVED] == []
        for case in self.cases():
            last = [one for one in lists if one.state != "preparing" and any(r.case_id == case.id for r in one.rows)][
                -1
            ]
            if case.stage in OPEN:
                assert last.state == "posted"
            if last.state == "closed":
                assert case.stage == "posting_closed"


@pytest.fixture
def village(blobs, clock):
    return Village(a_round_of(COMMUNE, [VILLAGE], clock), clock)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 1)), min_size=6, max_size=20))
def test_whatever_is_tried_in_whatever_order(village, steps):
    village.fresh()
    for name, which in steps:
        village.step(name, which)
        posting_acts.close_those_over(village.clock)
        village.require_nothing_open_is_closed()
