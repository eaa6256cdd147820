"""Complaints about a posted list: filed, sealed, blocking its end, answered, once each, whoever dies in between."""

from datetime import date, timedelta
from threading import Thread

import pytest

from core.actor import Actor
from core.errors import NotAllowed
from review import complaints, postings, repository
from review.actions import complaint as acts
from review.actions import posting as posting_acts
from review.complaint_errors import (
    AnswerMissing,
    ComplaintIncomplete,
    ComplaintLate,
    ComplaintNotFound,
    ComplaintResolved,
    ComplaintTooEarly,
    ComplaintWaits,
    HouseholdOnTheList,
    NotAMissingOne,
)
from review.complaint_models import Complainant, Complaint
from review.rules.complaint import Outcome
from tests.integration.complained import (
    FIRST,
    OFFICER,
    agreed_cases,
    complain,
    meet,
    post_everywhere,
    stage,
    visit_again,
)
from tests.integration.scored_cases import a_round_of
from tests.integration.village_meeting import COMMUNE, VILLAGE, approve_all, whole_answers

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


def current(posting):
    return postings.get_posting(posting.id, seen_by=OFFICER)


def test_a_complaint_is_entered_with_a_receipt_and_a_day_and_its_household_waits(posting, cases, clock):
    made = complain(posting, cases[0], clock)

    assert (made.state, made.household, made.due_on) == ("open", cases[0].head_name, date(2026, 12, 2))
    assert [stage(one) for one in cases] == ["complained", "posted", "posted"]
    assert repository.find_case(cases[0].id).history[-1].by == "citizen"
    assert complaints.by_receipt(made.code.upper().replace("-", " ")).id == made.id
    assert current(posting).complaints == [made.id]
    with pytest.raises(ComplaintNotFound):
        complaints.by_receipt("kn-aaaa-bbbb-cccc")


def test_who_complains_stands_apart_and_in_no_list(posting, cases, clock):
    made = complain(posting, cases[0], clock)
    nameless = complain(posting, cases[1], clock, key="key-0002", name="", contact="")

    register = complaints.page(seen_by=OFFICER, now=clock())
    assert "Hồ Thị Kín" not in str([one.to_mongo() for one in register])
    assert complaints.complainant_of(made).name == "Hồ Thị Kín"
    assert (nameless.is_anonymous, complaints.complainant_of(nameless).name) == (True, "")
    assert Complainant.objects.count() == 1


def test_the_same_post_again_is_one_complaint_also_at_one_moment(posting, cases, clock):
    made: list[str] = []
    crowd = [Thread(target=lambda: made.append(complain(posting, cases[0], clock).code)) for _ in range(6)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()

    assert len(set(made)) == 1
    assert Complaint.objects.count() == 1
    assert [one.stage for one in repository.find_case(cases[0].id).history].count("complained") == 1


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"words": " "}, {"words": "missing"}),
        ({"ground": "x"}, {"ground": "missing"}),
        ({"case_id": "of-another-village"}, {"case_id": "not_on_the_list"}),
        ({"words": "x" * 2001, "name": "y" * 121}, {"words": "too_long", "name": "too_long"}),
        ({"case_id": "", "household": ""}, {"household": "missing", "ground": "not_for_a_missing_one"}),
    ],
)
def test_what_is_missing_is_told_and_nothing_is_kept(posting, cases, clock, changes, faults):
    with pytest.raises(ComplaintIncomplete) as refusal:
        complain(posting, cases[0], clock, **changes)

    assert refusal.value.facts["faults"] == faults
    assert Complaint.objects.count() == 0
    assert stage(cases[0]) == "posted"


def test_complaints_are_taken_while_the_list_hangs_and_on_its_last_day(opened, cases, clock):
    half = posting_acts.post_at(
        opened, VILLAGE, "village_house", on=date(2026, 11, 23), by=OFFICER, calendar=None, clock=clock
    )
    with pytest.raises(ComplaintTooEarly):
        complain(half, cases[0], clock, by=OFFICER)
    posting = post_everywhere(opened, clock)
    clock.advance(timedelta(days=9))
    assert complain(posting, cases[0], clock).state == "open"
    clock.advance(timedelta(days=1))

    with pytest.raises(ComplaintLate):
        complain(posting, cases[1], clock, key="key-0002")
    late = complain(posting, cases[1], clock, key="key-0003", by=OFFICER)

    assert (late.state, stage(cases[1])) == ("late", "posted")
    with pytest.raises(ComplaintResolved):
        acts.answer(late, Outcome.EXPLAINED, "x", key="a", by=OFFICER, clock=clock)


def test_one_handed_in_on_paper_in_time_and_entered_a_day_later_is_in_time_while_the_list_hangs(posting, cases, clock):
    clock.advance(timedelta(days=10))

    made = complain(posting, cases[0], clock, by=OFFICER, on=date(2026, 12, 2))

    assert (made.state, made.channel, made.received_by, stage(cases[0])) == ("open", "paper", "officer", "complained")
    with pytest.raises(ComplaintIncomplete):
        complain(posting, cases[0], clock, key="key-0002", by=OFFICER, on=date(2026, 12, 30))


def test_a_list_does_not_close_while_a_complaint_is_open_and_closes_once_when_it_is_answered(posting, cases, clock):
    made = complain(posting, cases[0], clock)
    missing = complain(posting, None, clock, key="key-0002")
    clock.advance(timedelta(days=30))
    assert posting_acts.close_those_over(clock) == 0
    acts.answer(made, Outcome.DISMISSED, "Không thuộc nội dung niêm yết.", key="a", by=OFFICER, clock=clock)
    assert (stage(cases[0]), posting_acts.close_those_over(clock)) == ("posted", 0)
    assert posting_acts.what_keeps_open(current(posting)) == [""]

    acts.answer(missing, Outcome.EXPLAINED, "Hộ này ở xã khác.", key="b", by=OFFICER, clock=clock)

    assert (posting_acts.close_those_over(clock), posting_acts.close_those_over(clock)) == (1, 0)
    assert [stage(one) for one in cases] == ["posting_closed"] * 3
    told = complaints.by_receipt(made.code)
    assert (told.state, told.outcome, told.answer) == ("dismissed", "dismissed", "Không thuộc nội dung niêm yết.")


def test_of_two_complaints_about_a_household_the_last_answer_sends_it_back_to_its_list(posting, cases, clock):
    first, second = (complain(posting, cases[0], clock, key=f"key-000{n}") for n in (1, 2))
    acts.answer(first, Outcome.EXPLAINED, "Đã trả lời.", key="a", by=OFFICER, clock=clock)
    assert stage(cases[0]) == "complained"

    for _ in range(2):  # pressed twice
        acts.answer(complaints.find(second.id), Outcome.EXPLAINED, "Đã trả lời.", key="b", by=OFFICER, clock=clock)

    assert stage(cases[0]) == "posted"
    assert [one.act for one in complaints.find(second.id).history] == ["filed", "answered"]
    assert repository.find_case(cases[0].id).history[-1].by == "officer"


@pytest.mark.parametrize("words", ["", "   ", "x" * 2001])
def test_an_answer_has_words_and_comes_from_the_commune(posting, cases, clock, words):
    made = complain(posting, cases[0], clock)
    with pytest.raises(AnswerMissing):
        acts.answer(made, Outcome.DISMISSED, words, key="a", by=OFFICER, clock=clock)
    elsewhere = Actor("x", frozenset({"commune_officer"}), "46/482/20300/")
    with pytest.raises(NotAllowed):
        acts.answer(made, Outcome.DISMISSED, "x", key="a", by=elsewhere, clock=clock)
    assert (complaints.find(made.id).state, stage(cases[0])) == ("open", "complained")


def test_a_crash_between_register_list_and_case_is_gone_on_with(posting, cases, clock, monkeypatch):
    with monkeypatch.context() as crashed:
        crashed.setattr(postings, "note_complaint", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            complain(posting, cases[0], clock)
    clock.advance(timedelta(days=30))
    assert (stage(cases[0]), posting_acts.close_those_over(clock)) == ("posted", 0)

    assert (acts.settle_all(clock), acts.settle_all(clock)) == (1, 0)

    assert (stage(cases[0]), posting_acts.close_those_over(clock)) == ("complained", 0)


def test_a_list_that_was_read_before_a_complaint_came_is_not_closed(posting, cases, clock, monkeypatch):
    clock.advance(timedelta(days=10))
    seen = posting_acts.what_keeps_open

    def and_then_one_comes(read):
        found = seen(read)
        complain(current(read), cases[0], clock, by=OFFICER, on=date(2026, 12, 2))
        return found

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(posting_acts, "what_keeps_open", and_then_one_comes)
        assert posting_acts.close_those_over(clock) == 0

    assert (current(posting).state, stage(cases[0])) == ("posted", "complained")


def test_a_complaint_that_meets_a_closing_list_becomes_a_note(posting, cases, clock):
    clock.advance(timedelta(days=10))
    read = current(posting)
    assert posting_acts.close_those_over(clock) == 1

    made = complain(read, cases[0], clock, by=OFFICER, on=date(2026, 12, 2))

    assert (made.state, made.is_settled, stage(cases[0])) == ("late", True, "posting_closed")


# --- a household that is missing --------------------------------------------------------------------------------


def test_a_missing_household_goes_the_whole_way_and_hangs_on_a_list_of_its_own(opened, posting, cases, clock):
    made = complain(posting, None, clock)
    taken = acts.take_up(made, head_name="Hồ Thị Tẻo", address="Xóm Đập", by=OFFICER, clock=clock)
    again = acts.take_up(complaints.find(made.id), head_name="Hồ Thị Tẻo", by=OFFICER, clock=clock)

    case = repository.find_case(taken.case_id)
    assert (again.case_id, case.stage, case.origin, case.head_name) == (case.id, "to_survey", "found", "Hồ Thị Tẻo")
    with pytest.raises(ComplaintWaits):
        acts.answer(complaints.find(made.id), Outcome.EXPLAINED, "x", key="a", by=OFFICER, clock=clock)
    _survey(opened, case, clock)
    meet(opened, clock)
    second = post_everywhere(opened, clock)

    assert (second.number, [row.head_name for row in second.rows]) == (2, ["Hồ Thị Tẻo"])
    done = acts.answer(complaints.find(made.id), Outcome.EXPLAINED, "Đã rà soát.", key="a", by=OFFICER, clock=clock)
    assert (done.state, done.outcome, stage(case)) == ("answered", "taken_up", "posted")
    assert [stage(one) for one in cases] == ["posted"] * 3


def test_a_household_that_phieu_a_let_out_is_taken_up_and_one_on_the_list_is_not(posting, cases, clock):
    made = complain(posting, None, clock)
    with pytest.raises(HouseholdOnTheList):
        acts.take_up(made, case_id=cases[0].id, by=OFFICER, clock=clock)
    with pytest.raises(ComplaintIncomplete):
        acts.take_up(made, by=OFFICER, clock=clock)
    with pytest.raises(NotAMissingOne):
        acts.take_up(complain(posting, cases[0], clock, key="key-0002"), by=OFFICER, clock=clock)
    repository.Case.objects(id=cases[2].id).update(set__stage="screened_out")

    acts.take_up(made, case_id=cases[2].id, by=OFFICER, clock=clock)

    assert stage(cases[2]) == "to_survey"


def _survey(opened, case, clock):
    visit_again(case, whole_answers(opened, 1, seed=5)[0], clock, by=FIRST)
    approve_all()
    assert stage(case) == "scored"
