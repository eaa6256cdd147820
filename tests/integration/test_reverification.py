"""A second visit: another enumerator, a new version, confirmed or changed, heard and posted again."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.actor import Actor
from review import complaints, meetings, postings, repository, reverifications, stored_rows
from review.actions import complaint as complaint_acts
from review.actions import meeting as meeting_acts
from review.actions import posting as posting_acts
from review.actions import reverification as acts
from review.actions.withdraw import withdraw
from review.complaint_errors import (
    ComplaintWaits,
    EnumeratorOutside,
    FirstEnumerator,
    HeardAndRefused,
    MissingIsTakenUp,
    NewFormNotApproved,
    NoNewForm,
    NotHeardAgain,
    OwnReverification,
    ReverificationIncomplete,
    ReverificationRuns,
)
from review.errors import MoveNotAllowed
from review.meeting_errors import CorrectionTooLate, NothingToMeetAbout
from review.rules.complaint import Outcome
from submissions import repository as submissions
from tests.integration.complained import (
    FIRST,
    OFFICER,
    SECOND,
    agreed_cases,
    answers_like,
    approve,
    complain,
    conclude,
    meet,
    post_everywhere,
    send,
    stage,
    visit_again,
)
from tests.integration.scored_cases import a_round_of
from tests.integration.village_meeting import COMMUNE, HEAD, VILLAGE, call, minutes_of

pytestmark = pytest.mark.services


@pytest.fixture
def opened(blobs, clock):
    return a_round_of(COMMUNE, [VILLAGE], clock)


@pytest.fixture
def cases(opened, clock):
    return agreed_cases(opened, clock)


@pytest.fixture
def posting(opened, cases, clock):
    """Hangs from Monday 23 November 2026 to Wednesday 2 December."""
    return post_everywhere(opened, clock)


@pytest.fixture
def complaint(posting, cases, clock):
    return complain(posting, cases[0], clock)


@pytest.fixture
def ordered(complaint, clock):
    clock.advance(timedelta(days=1))
    return send(complaint, clock)


def test_another_enumerator_is_sent_once_and_all_complaints_hang_on_his_visit(posting, cases, complaint, clock):
    other = complain(posting, cases[0], clock, key="key-0002")
    with ThreadPoolExecutor(2) as officers:
        first, second = officers.map(lambda _: send(complaint, clock), range(2))

    later = complain(posting, cases[0], clock, key="key-0003")

    assert first.id == second.id
    case = repository.find_case(cases[0].id)
    assert (case.stage, case.reverifier) == ("reverifying", "second")
    assert [one.stage for one in case.history].count("reverifying") == 1
    assert {complaints.find(one.id).state for one in (complaint, other, later)} == {"ordered"}
    with pytest.raises(ComplaintWaits):
        complaint_acts.answer(complaints.find(other.id), Outcome.EXPLAINED, "x", key="a", by=OFFICER, clock=clock)
    with pytest.raises(ReverificationRuns):
        send(complaints.find(other.id), clock, to=replace(SECOND, id="third"))


def test_who_filled_the_first_form_is_not_sent_nor_who_does_not_work_there(complaint, posting, clock):
    with pytest.raises(FirstEnumerator) as refusal:
        send(complaint, clock, to=FIRST)
    assert refusal.value.facts == {"name": FIRST.name, "day": "23/11/2026"}
    with pytest.raises(EnumeratorOutside):
        send(complaint, clock, to=replace(SECOND, area_path=f"{COMMUNE}2020002/"))
    with pytest.raises(MissingIsTakenUp):
        send(complain(posting, None, clock, key="key-0002"), clock)
    assert reverifications.of_case(complaint.case_id) == []


def test_an_order_that_meets_an_answer_sends_nobody_and_stands_in_nobodys_way(posting, cases, complaint, clock):
    answered = complaints.find(complaint.id)
    complaint_acts.answer(answered, Outcome.EXPLAINED, "Đã trả lời.", key="a", by=OFFICER, clock=clock)

    assert send(complaint, clock).state == "dropped"  # as the other officer had read it

    assert (stage(cases[0]), reverifications.ordered_to("second")) == ("posted", {})
    later = complain(posting, cases[0], clock, key="key-0002")
    assert (send(later, clock).number, stage(cases[0])) == (2, "reverifying")


def test_the_form_of_somebody_else_or_of_before_decides_nothing(cases, ordered, clock, opened):
    answers = answers_like(opened, cases[0], same_class=False)

    stranger = visit_again(cases[0], answers, clock, by=replace(SECOND, id="third"))

    assert "not_the_reverifier" in stranger["findings"]
    assert repository.find_case(cases[0].id).reassessment is None
    with pytest.raises(NoNewForm):
        conclude(ordered, clock)


def test_a_confirmed_result_answers_the_complaints_and_leaves_the_household_on_its_list(
    opened, posting, cases, complaint, ordered, clock
):
    posted = repository.find_case(cases[0].id).assessment
    clock.advance(timedelta(days=1))
    visited = visit_again(cases[0], answers_like(opened, cases[0], same_class=True), clock, approved=False)
    with pytest.raises(NewFormNotApproved):
        conclude(ordered, clock)
    approve(visited)
    with pytest.raises(ReverificationIncomplete) as missing:
        conclude(ordered, clock, team="", visited_on=date(2026, 11, 1))
    assert missing.value.facts["faults"] == {"team": "missing", "visited_on": "not_in_time"}

    done = conclude(ordered, clock)

    case = repository.find_case(cases[0].id)
    assert (done.outcome, done.after.submission_key, done.approved_by) == ("confirmed", visited["_id"], "gsv")
    assert (case.stage, case.assessment.submission_key, case.reverifier) == ("posted", posted.submission_key, "")
    assert [one.stage for one in case.history][-4:] == ["complained", "reverifying", "reverified", "posted"]
    told = complaints.by_receipt(complaint.code)
    assert (told.state, told.outcome, told.answer) == ("answered", "confirmed", "Đã phúc tra.")
    clock.advance(timedelta(days=30))
    assert posting_acts.close_those_over(clock) == 1
    assert [stage(one) for one in cases] == ["posting_closed"] * 3


def test_a_changed_result_is_heard_taken_over_and_posted_again_with_its_own_clock(
    opened, posting, cases, complaint, ordered, clock
):
    old = repository.find_case(cases[0].id).assessment
    visited = visit_again(cases[0], answers_like(opened, cases[0], same_class=False), clock)
    with pytest.raises(NotHeardAgain):
        conclude(ordered, clock)
    meeting = meet(opened, clock)
    assert [one.submission_key for one in meeting.minutes[-1].votes] == [visited["_id"]]
    assert meeting.minutes[-1].votes[0].standing != old.standing
    clock.advance(timedelta(days=14))  # the list's own days are over long since
    assert posting_acts.close_those_over(clock) == 0

    done = conclude(ordered, clock)
    case = repository.find_case(cases[0].id)
    assert (done.outcome, done.meeting_id) == ("changed", meeting.id)
    assert (case.stage, case.assessment.submission_key, posting_acts.close_those_over(clock)) == (
        "reverified",
        visited["_id"],
        0,
    )
    again = post_everywhere(opened, clock)

    assert (again.number, again.state, [row.case_id for row in again.rows]) == (2, "posted", [case.id])
    assert again.rows[0].standing == case.assessment.standing
    assert again.since == date(2026, 12, 8)
    assert posting_acts.close_those_over(clock) == 1
    assert [stage(one) for one in cases] == ["posted", "posting_closed", "posting_closed"]
    clock.advance(timedelta(days=12))
    assert posting_acts.close_those_over(clock) == 1
    assert [stage(one) for one in cases] == ["posting_closed"] * 3
    first, second = (submissions.find_by_key(key) for key in (old.submission_key, visited["_id"]))
    assert (first["is_current"], first["superseded_by"]) == (False, visited["_id"])
    assert (second["is_current"], second["root_key"]) == (True, old.submission_key)
    assert stored_rows.made_of(opened.id)[case.id][0] == visited["_id"]
    assert complaints.by_receipt(complaint.code).outcome == "changed"


def test_a_result_that_the_meeting_refuses_is_visited_once_more(opened, cases, posting, complaint, ordered, clock):
    visit_again(cases[0], answers_like(opened, cases[0], same_class=False), clock)
    meet(opened, clock, against=(cases[0].id,))
    with pytest.raises(HeardAndRefused):
        conclude(ordered, clock)
    with pytest.raises(NothingToMeetAbout):
        call(opened, clock)
    clock.advance(timedelta(days=1))

    visit_again(cases[0], answers_like(opened, cases[0], same_class=True), clock, key="third visit")

    assert conclude(ordered, clock).outcome == "confirmed"
    assert stage(cases[0]) == "posted"
    assert [len(one.agenda) for one in meetings.meetings_of_village(opened.id, VILLAGE)] == [3, 1]


def test_the_minutes_of_the_hearing_are_corrected_until_it_is_concluded_and_those_of_before_never(
    opened, cases, posting, ordered, clock
):
    visit_again(cases[0], answers_like(opened, cases[0], same_class=False), clock)
    meeting = meet(opened, clock)
    first = meetings.meetings_of_village(opened.id, VILLAGE)[0]

    def correct(one, key):
        told = minutes_of(one, clock, guests="Mặt trận xã: 2")
        return meeting_acts.correct_minutes(one, told, reason="Đếm lại", key=key, by=HEAD, clock=clock)

    assert len(correct(meeting, "c1").minutes) == 2
    with pytest.raises(CorrectionTooLate):
        correct(first, "c2")
    conclude(ordered, clock)
    with pytest.raises(CorrectionTooLate):
        correct(meetings.get_meeting(meeting.id, seen_by=HEAD), "c3")


def test_written_twice_it_has_one_effect_and_not_by_who_went(opened, cases, posting, ordered, clock):
    visit_again(cases[0], answers_like(opened, cases[0], same_class=True), clock)
    with pytest.raises(OwnReverification):
        conclude(ordered, clock, by=Actor("second", frozenset({"commune_officer"}), COMMUNE))

    first = conclude(ordered, clock)
    again = conclude(first, clock)

    assert again.revision == first.revision
    assert [one.stage for one in repository.find_case(cases[0].id).history].count("reverified") == 1


@pytest.mark.parametrize("same_class", [True, False])
def test_a_crash_at_any_step_of_the_conclusion_is_gone_on_with(
    opened, cases, posting, complaint, ordered, clock, monkeypatch, same_class
):
    visit_again(cases[0], answers_like(opened, cases[0], same_class=same_class), clock)
    if not same_class:
        meet(opened, clock)
    with monkeypatch.context() as crashed:
        crashed.setattr(repository, "move_cases", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            conclude(ordered, clock)
    assert stage(cases[0]) == "reverifying"
    clock.advance(timedelta(days=30))
    assert posting_acts.close_those_over(clock) == 0

    assert (acts.settle_all(clock), acts.settle_all(clock)) == (1, 0)

    assert stage(cases[0]) == ("posted" if same_class else "reverified")
    assert complaints.find(complaint.id).state == "answered"
    assert complaint_acts.settle_all(clock) == 0


def test_a_household_posted_again_may_be_complained_about_again_and_is_visited_by_a_third(
    opened, cases, posting, ordered, clock
):
    visit_again(cases[0], answers_like(opened, cases[0], same_class=False), clock)
    meet(opened, clock)
    conclude(ordered, clock)
    again = post_everywhere(opened, clock)
    made = complain(again, repository.find_case(cases[0].id), clock, key="key-0009")

    for one in (FIRST, SECOND):
        with pytest.raises(FirstEnumerator):
            send(made, clock, to=one)
    assert send(made, clock, to=replace(SECOND, id="third")).number == 2

    clock.advance(timedelta(days=30))
    assert posting_acts.close_those_over(clock) == 1  # the first list; the household stands on the second
    assert [stage(one) for one in cases] == ["reverifying", "posting_closed", "posting_closed"]
    assert postings.get_posting(again.id, seen_by=OFFICER).state == "posted"


def test_a_household_taken_off_between_the_first_place_and_the_last_is_not_posted(opened, cases, clock):
    posting_acts.post_at(
        opened, VILLAGE, "village_house", on=date(2026, 11, 23), by=OFFICER, calendar=None, clock=clock
    )
    repository.Case.objects(id=cases[1].id).update(set__stage="withdrawn")

    posting = post_everywhere(opened, clock)

    assert {row.case_id for row in posting.rows} == {cases[0].id, cases[2].id}


@pytest.mark.parametrize("same_class", [True, False])
def test_a_household_that_the_appraisal_sent_back_is_visited_again_without_a_complaint(
    opened, cases, posting, clock, same_class
):
    clock.advance(timedelta(days=15))
    assert posting_acts.close_those_over(clock) == 1
    case = cases[0]
    with pytest.raises(MoveNotAllowed):
        order_returned(case, clock)
    repository.Case.objects(id__ne=case.id).update(set__stage="submitted")
    repository.Case.objects(id=case.id).update(set__stage="appraisal_returned")

    ordered = order_returned(repository.find_case(case.id), clock)
    visit_again(case, answers_like(opened, case, same_class=same_class), clock)
    if not same_class:
        meet(opened, clock)
    conclude(ordered, clock)

    if same_class:
        assert stage(case) == "posting_closed"
        return
    again = post_everywhere(opened, clock)
    assert ([row.case_id for row in again.rows], stage(case)) == ([case.id], "posted")
    clock.advance(timedelta(days=15))
    assert posting_acts.close_those_over(clock) == 1
    assert [stage(one) for one in cases] == ["posting_closed", "submitted", "submitted"]


def order_returned(case, clock):
    due_on = date(2026, 12, 30)
    return acts.order_returned(case, SECOND, due_on=due_on, by=OFFICER, clock=clock)


def test_a_household_that_leaves_the_round_while_it_is_visited_again_keeps_its_list_open_no_longer_than_the_answer(
    cases, posting, complaint, ordered, clock
):
    case = repository.find_case(cases[0].id)
    withdraw(case, "moved", "Chuyển đi xã khác", by=OFFICER, clock=clock)
    clock.advance(timedelta(days=30))
    assert posting_acts.close_those_over(clock) == 0

    waiting = complaints.find(complaint.id)
    complaint_acts.answer(waiting, Outcome.EXPLAINED, "Hộ đã chuyển đi.", key="a", by=OFFICER, clock=clock)

    assert posting_acts.close_those_over(clock) == 1
    assert [stage(one) for one in cases] == ["withdrawn", "posting_closed", "posting_closed"]
    assert (reverifications.of_case(case.id)[0].state, reverifications.ordered_to("second")) == ("dropped", {})
