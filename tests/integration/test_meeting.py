"""A village meets: called when all are ready, its minutes recorded once, its households where it put them."""

from datetime import timedelta

import pytest

from core.actor import Actor
from core.errors import NotAllowed
from registry import repository as registry
from review import meetings, repository
from review.actions import meeting as acts
from review.actions.meet_again import NOTE, meet_again
from review.actions.posting import what_blocks_a_posting
from review.actions.rounds import list_household
from review.meeting_errors import (
    CorrectionTooLate,
    MeetingAgainReasonMissing,
    MeetingAgainTooLate,
    MeetingHeld,
    MeetingInThePast,
    MeetingNotReady,
    MeetingOpen,
    MeetingTooFarAhead,
    MinutesIncomplete,
    NothingToMeetAbout,
    OpinionChanged,
)
from review.models import HistoryEntry
from review.rules.meeting import Vote
from submissions import repository as submissions
from tests.integration.scored_cases import a_round_of, score_again, score_households
from tests.integration.village_meeting import (
    COMMUNE,
    HEAD,
    VILLAGE,
    approve_all,
    call,
    minutes_of,
    stages,
    whole_answers,
)

pytestmark = pytest.mark.services


@pytest.fixture
def opened(blobs, clock):
    return a_round_of(COMMUNE, [VILLAGE], clock)


@pytest.fixture
def cases(opened, clock):
    """Four scored households whose forms are approved."""
    found = score_households(opened, VILLAGE, whole_answers(opened, 4), clock)
    approve_all()
    return found


def test_a_called_village_has_its_scored_households_on_the_agenda(opened, cases, clock):
    meeting = call(opened, clock)

    assert (meeting.number, meeting.state) == (1, "called")
    assert sorted(meeting.agenda) == sorted(one.id for one in cases)
    assert stages(cases) == ["in_meeting"] * 4
    assert repository.find_case(cases[0].id).history[-1].by == HEAD.id
    assert [one.id for one in meetings.open_meetings(seen_by=HEAD)] == [meeting.id]


def test_a_village_is_not_called_while_a_household_is_not_ready(opened, cases, clock):
    unscored = registry.register_household(
        "late", code="L", head_name="Hồ Thị Bưởi", address="", village_path=VILLAGE, source="managed_list",
        at=clock(), standings=[(2025, "poor", opened.ruleset_id)],
    )  # fmt: skip
    waiting = list_household(opened, unscored, by=HEAD, clock=clock)
    submissions.collection().update_one(
        {"_id": cases[1].assessment.submission_key}, {"$set": {"review.state": "received"}}
    )

    with pytest.raises(MeetingNotReady) as refusal:
        call(opened, clock)

    assert sorted(refusal.value.facts["cases"]) == sorted([waiting.id, cases[1].id])
    assert stages(cases) == ["scored"] * 4


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"meets_at": timedelta(days=-1)}, MeetingInThePast),
        ({"by": Actor("x", frozenset({"village_head"}), "46/482/20200/2020002/")}, NotAllowed),
    ],
)
def test_who_may_call_and_when(opened, cases, clock, changes, refusal):
    if "meets_at" in changes:
        changes = {"meets_at": clock() + changes["meets_at"]}
    with pytest.raises(refusal):
        call(opened, clock, **changes)
    assert stages(cases) == ["scored"] * 4


def test_a_village_is_called_once_until_its_minutes_are_recorded(opened, cases, clock):
    first = call(opened, clock)

    with pytest.raises(MeetingOpen) as refusal:
        call(opened, clock)

    assert refusal.value.facts["meeting"] == first.id
    assert len(meetings.meetings_of_village(opened.id, VILLAGE)) == 1


def test_households_go_where_the_meeting_puts_them(opened, cases, clock):
    meeting = call(opened, clock)
    back = cases[2].id

    held = acts.record_minutes(meeting, minutes_of(meeting, clock, against=(back,)), key="k1", by=HEAD, clock=clock)

    assert held.state == "held"
    assert stages(cases) == ["meeting_agreed", "meeting_agreed", "to_survey", "meeting_agreed"]
    assert [one.stage for one in repository.find_case(back).history][-2:] == ["meeting_rejected", "to_survey"]
    said = {one.case_id: (one.opinion, one.agree, one.words) for one in held.minutes[0].votes}
    assert said[back] == ("not_agreed", 3, "Thiếu một người")
    assert {one.input_hash for one in held.minutes[0].votes} == {one.assessment.input_hash for one in cases}


def test_who_was_sent_back_is_reviewed_again_and_the_village_meets_again(opened, cases, clock):
    meeting = call(opened, clock)
    acts.record_minutes(meeting, minutes_of(meeting, clock, against=(cases[0].id,)), key="k1", by=HEAD, clock=clock)
    with pytest.raises(MeetingNotReady):
        call(opened, clock)
    (other,) = whole_answers(opened, 1, seed=9)
    score_again(cases[0].household_id, other, VILLAGE, clock, replaces=cases[0].assessment.submission_key)
    approve_all()

    second = call(opened, clock)
    acts.record_minutes(second, minutes_of(second, clock), key="k2", by=HEAD, clock=clock)

    assert (second.number, second.agenda) == (2, [cases[0].id])
    assert stages(cases) == ["meeting_agreed"] * 4
    assert [one.id for one in meetings.meetings_of_case(opened.id, VILLAGE, cases[0].id)] == [meeting.id, second.id]
    with pytest.raises(NothingToMeetAbout):
        call(opened, clock)


def test_a_village_is_called_within_the_round_and_of_one_that_is_over_soon(opened, cases, clock):
    def days(count):
        return {"meets_at": clock() + timedelta(days=count)}

    with pytest.raises(MeetingTooFarAhead) as refusal:
        call(opened, clock, **days(31))
    assert refusal.value.facts == {"last": f"{opened.closes_on:%d/%m/%Y}"}
    clock.advance(timedelta(days=90))
    with pytest.raises(MeetingTooFarAhead):
        call(opened, clock, **days(31))
    assert [len(acts.ready_to_meet(opened, VILLAGE)), call(opened, clock, **days(30)).number] == [4, 1]
    assert acts.ready_to_meet(opened, VILLAGE) == []


def test_the_same_minutes_sent_twice_are_recorded_once_and_others_are_refused(opened, cases, clock):
    meeting = call(opened, clock)
    minutes = minutes_of(meeting, clock)

    acts.record_minutes(meeting, minutes, key="k1", by=HEAD, clock=clock)
    again = acts.record_minutes(meetings.get_meeting(meeting.id, seen_by=HEAD), minutes, key="k1", by=HEAD, clock=clock)

    assert len(again.minutes) == 1
    with pytest.raises(MeetingHeld):
        acts.record_minutes(again, minutes, key="k2", by=HEAD, clock=clock)


def test_minutes_with_faults_record_nothing(opened, cases, clock):
    meeting = call(opened, clock)

    with pytest.raises(MinutesIncomplete) as refusal:
        acts.record_minutes(meeting, minutes_of(meeting, clock, witness=""), key="k1", by=HEAD, clock=clock)

    assert refusal.value.facts["faults"] == {"witness": "missing"}
    assert stages(cases) == ["in_meeting"] * 4
    assert meetings.get_meeting(meeting.id, seen_by=HEAD).minutes == []


def test_what_a_crash_cut_off_is_gone_on_with(opened, cases, clock, monkeypatch):
    meeting = call(opened, clock)
    with monkeypatch.context() as crashed:
        crashed.setattr(repository, "move_cases", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            acts.record_minutes(meeting, minutes_of(meeting, clock), key="k1", by=HEAD, clock=clock)
    assert stages(cases) == ["in_meeting"] * 4

    assert acts.settle_all(clock) == 1
    assert acts.settle_all(clock) == 0

    assert stages(cases) == ["meeting_agreed"] * 4
    assert [one.stage for one in repository.find_case(cases[0].id).history].count("meeting_agreed") == 1


def test_a_household_withdrawn_meanwhile_is_not_voted_on(opened, cases, clock):
    meeting = call(opened, clock)
    gone = repository.find_case(cases[3].id)
    repository.change_case(gone, {"stage": "withdrawn"}, HistoryEntry(stage="withdrawn", at=clock(), by="officer"))

    held = acts.record_minutes(meeting, minutes_of(meeting, clock, households=3), key="k1", by=HEAD, clock=clock)

    assert gone.id not in {one.case_id for one in held.minutes[0].votes}
    assert stages(cases) == ["meeting_agreed"] * 3 + ["withdrawn"]


def test_a_correction_is_a_further_version_that_changes_no_opinion(opened, cases, clock):
    meeting = call(opened, clock)
    held = acts.record_minutes(meeting, minutes_of(meeting, clock), key="k1", by=HEAD, clock=clock)
    corrected = minutes_of(meeting, clock, present=25, guests="Mặt trận xã: 2")

    with pytest.raises(MinutesIncomplete):
        acts.correct_minutes(held, corrected, reason=" ", key="k2", by=HEAD, clock=clock)
    other = minutes_of(meeting, clock, against=(cases[0].id,))
    with pytest.raises(OpinionChanged):
        acts.correct_minutes(held, other, reason="Ghi nhầm", key="k2", by=HEAD, clock=clock)
    told = acts.correct_minutes(held, corrected, reason="Đếm lại", key="k2", by=HEAD, clock=clock)

    assert [one.present for one in told.minutes] == [20, 25]
    assert (told.minutes[1].reason, told.minutes[1].votes[0].b1) == ("Đếm lại", told.minutes[0].votes[0].b1)
    assert stages(cases) == ["meeting_agreed"] * 4


def test_a_household_that_was_agreed_on_by_mistake_stands_on_the_next_agenda(opened, cases, clock):
    meeting = call(opened, clock)
    held = acts.record_minutes(meeting, minutes_of(meeting, clock), key="k1", by=HEAD, clock=clock)
    officer = Actor("officer", frozenset({"commune_officer"}), COMMUNE)
    agreed = repository.find_case(cases[0].id)

    with pytest.raises(NotAllowed):
        meet_again(agreed, "Ghi nhầm", by=Actor("x", frozenset(), "46/482/20201/"), clock=clock)
    with pytest.raises(MeetingAgainReasonMissing):
        meet_again(agreed, " ", by=officer, clock=clock)
    back = meet_again(agreed, "Ghi nhầm", by=officer, clock=clock)
    assert meet_again(back, "Ghi nhầm", by=officer, clock=clock).revision == back.revision

    last = back.history[-1]
    assert (last.stage, last.by, last.note) == ("scored", "officer", f"{NOTE}Ghi nhầm")
    found = repository.cases_of_villages(opened.id, [VILLAGE])
    assert (what_blocks_a_posting(found), acts.what_blocks_a_meeting(found)) == ([back.id], [])
    with pytest.raises(MeetingAgainTooLate):
        meet_again(back, "Lý do khác", by=officer, clock=clock)
    acts.correct_minutes(held, minutes_of(meeting, clock, present=25), reason="Đếm lại", key="k2", by=HEAD, clock=clock)
    second = call(opened, clock)
    assert second.agenda == [back.id]
    acts.record_minutes(second, minutes_of(second, clock, against=(back.id,)), key="k3", by=HEAD, clock=clock)
    assert stages(cases) == ["to_survey", *["meeting_agreed"] * 3]


def test_minutes_of_a_posted_list_stay_as_they_are(opened, cases, clock):
    meeting = call(opened, clock)
    held = acts.record_minutes(meeting, minutes_of(meeting, clock), key="k1", by=HEAD, clock=clock)
    posted = HistoryEntry(stage="posted", at=clock(), by="officer")
    repository.move_cases([cases[0].id], entry=posted, froms=["meeting_agreed"])

    with pytest.raises(CorrectionTooLate):
        acts.correct_minutes(held, minutes_of(meeting, clock), reason="Sửa", key="k2", by=HEAD, clock=clock)
    with pytest.raises(MeetingAgainTooLate):
        meet_again(repository.find_case(cases[0].id), "Ghi nhầm", by=HEAD, clock=clock)


@pytest.mark.parametrize(("agree", "stage"), [(10, "meeting_agreed"), (9, "to_survey")])
def test_from_2022_half_of_those_present_decide(blobs, clock, agree, stage):
    opened = a_round_of(COMMUNE, [VILLAGE], clock, ruleset_id="vn-2021-2025")
    (case,) = score_households(opened, VILLAGE, whole_answers(opened, 1), clock)
    approve_all()
    meeting = call(opened, clock)
    minutes = minutes_of(meeting, clock, votes=(Vote(case.id, agree, 20 - agree, "", "Có ý kiến khác"),))

    acts.record_minutes(meeting, minutes, key="k1", by=HEAD, clock=clock)

    assert stages([case]) == [stage]
