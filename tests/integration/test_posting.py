"""A village's list in public: place by place, its working days, its end; by hand, over the API, without the worker."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from app.holidays import working_calendar
from core.actor import Actor
from core.clock import local_day
from core.errors import NotAllowed
from review import postings, repository
from review.actions import meeting as meetings
from review.actions import posting as acts
from review.models import HistoryEntry
from review.posting_errors import (
    NothingToPost,
    PlaceUnknown,
    PostedInTheFuture,
    PostingNotFound,
    PostingNotReady,
    PostingRuns,
)
from submissions import repository as submissions
from tests.integration.commune_round import at_once
from tests.integration.scored_cases import a_round_of, score_households
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

OFFICER = Actor("officer", frozenset({"commune_officer"}), COMMUNE, "Cán bộ xã")
EVERYWHERE = ("village_house", "commune_office", "loudspeaker")


@pytest.fixture
def opened(blobs, clock):
    return a_round_of(COMMUNE, [VILLAGE], clock)


@pytest.fixture
def cases(opened, clock):
    """Three households that the meeting agreed on; it is Monday 23 November 2026."""
    found = score_households(opened, VILLAGE, whole_answers(opened, 3), clock)
    approve_all()
    meeting = call(opened, clock)
    meetings.record_minutes(meeting, minutes_of(meeting, clock), key="k", by=HEAD, clock=clock)
    return found


def post(opened, clock, kind: str, *, on: date | None = None, by: Actor = OFFICER):
    day = on or local_day(clock())
    return acts.post_at(opened, VILLAGE, kind, on=day, by=by, calendar=working_calendar(), clock=clock)


def post_everywhere(opened, clock):
    return [post(opened, clock, kind) for kind in EVERYWHERE][-1]


def test_the_last_place_starts_the_clock_and_the_households_are_posted(opened, cases, clock):
    first = post(opened, clock, "village_house")
    assert (first.state, first.until, stages(cases)) == ("preparing", None, ["meeting_agreed"] * 3)
    post(opened, clock, "loudspeaker")
    clock.advance(timedelta(days=1))

    posting = post(opened, clock, "commune_office")

    assert posting.id == first.id
    assert (posting.state, posting.since, posting.until) == ("posted", date(2026, 11, 24), date(2026, 12, 3))
    assert stages(cases) == ["posted"] * 3
    assert [one.id for one in postings.running(seen_by=OFFICER)] == [posting.id]
    sizes = {one["_id"]: len(one["answers"]["members"]) for one in submissions.collection().find()}
    by_case = {one.case_id: one.members_count for one in posting.rows}
    assert by_case == {one.id: sizes[one.assessment.submission_key] for one in cases}


def test_the_same_place_told_twice_is_one_and_a_running_clock_is_not_moved(opened, cases, clock):
    posting = post_everywhere(opened, clock)
    again = post(opened, clock, "loudspeaker")

    assert (again.revision, len(again.places)) == (posting.revision, 3)
    clock.advance(timedelta(days=1))
    with pytest.raises(PostingRuns):
        post(opened, clock, "loudspeaker")
    assert postings.get_posting(posting.id, seen_by=OFFICER).until == posting.until


@pytest.mark.parametrize(
    ("kind", "on", "by", "refusal"),
    [
        ("market", None, OFFICER, PlaceUnknown),
        ("village_house", date(2026, 11, 24), OFFICER, PostedInTheFuture),
        ("village_house", date(2026, 11, 22), OFFICER, PostedInTheFuture),
        ("village_house", None, Actor("x", frozenset({"commune_officer"}), "46/482/20300/"), NotAllowed),
    ],
)
def test_where_when_and_by_whom(opened, cases, clock, kind, on, by, refusal):
    with pytest.raises(refusal):
        post(opened, clock, kind, on=on, by=by)
    assert stages(cases) == ["meeting_agreed"] * 3


def test_nothing_is_posted_before_the_whole_village_was_agreed_on(opened, cases, clock):
    back = HistoryEntry(stage="to_survey", at=clock(), by="x")
    repository.move_cases([cases[0].id], entry=back, froms=["meeting_agreed"])
    with pytest.raises(PostingNotReady) as refusal:
        post(opened, clock, "village_house")
    assert refusal.value.facts["cases"] == [cases[0].id]

    away = HistoryEntry(stage="withdrawn", at=clock(), by="x")
    repository.move_cases([one.id for one in cases], entry=away, froms=["to_survey", "meeting_agreed"])
    with pytest.raises(NothingToPost):
        post(opened, clock, "village_house")


def test_it_closes_after_its_last_working_day_and_once(opened, cases, clock):
    posting = post_everywhere(opened, clock)
    assert posting.until == date(2026, 12, 2)
    clock.advance(timedelta(days=9))
    assert local_day(clock()) == posting.until
    assert acts.close_those_over(clock) == 0
    clock.advance(timedelta(days=30))  # nobody was there for a month: it is made up for

    with ThreadPoolExecutor(1) as other:
        assert other.submit(acts.close_those_over, clock).result() == 1
    assert acts.close_those_over(clock) == 0

    assert stages(cases) == ["posting_closed"] * 3
    assert [one.stage for one in repository.find_case(cases[0].id).history].count("posting_closed") == 1
    with pytest.raises(PostingNotFound):
        postings.in_public(posting.code)


@pytest.mark.parametrize("stage", ["complained", "reverifying", "reverified"])
def test_it_stays_open_while_something_about_a_household_is(opened, cases, clock, stage):
    post_everywhere(opened, clock)
    open_one = HistoryEntry(stage=stage, at=clock(), by="citizen")
    repository.move_cases([cases[1].id], entry=open_one, froms=["posted"])
    clock.advance(timedelta(days=30))

    assert acts.close_those_over(clock) == 0
    assert stages(cases) == ["posted", stage, "posted"]


def test_six_presses_at_one_moment_hang_one_list_once(opened, cases, clock):
    for kind in EVERYWHERE:
        made = at_once(lambda place=kind: post(opened, clock, place), 6)
        assert {getattr(one, "id", one) for one in made} == {made[0].id}

    (posting,) = postings.postings_of_village(opened.id, VILLAGE)
    assert ([one.kind for one in posting.places], posting.state) == (list(EVERYWHERE), "posted")
    assert [one.stage for one in repository.find_case(cases[0].id).history].count("posted") == 1


def test_what_a_crash_cut_off_is_gone_on_with(opened, cases, clock, monkeypatch):
    post(opened, clock, "village_house")
    post(opened, clock, "commune_office")
    with monkeypatch.context() as crashed:
        crashed.setattr(repository, "move_cases", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            post(opened, clock, "loudspeaker")
    assert stages(cases) == ["meeting_agreed"] * 3

    with pytest.raises(PostingRuns):  # somebody else goes on before the worker does: no second list of the same ones
        post(opened, clock, "village_house", on=local_day(clock()) - timedelta(days=1))
    assert stages(cases) == ["posted"] * 3
    assert len(postings.postings_of_village(opened.id, VILLAGE)) == 1


def test_what_a_crash_cut_off_is_gone_on_with_by_the_worker(opened, cases, clock, monkeypatch):
    post(opened, clock, "village_house")
    post(opened, clock, "commune_office")
    with monkeypatch.context() as crashed:
        crashed.setattr(repository, "move_cases", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            post(opened, clock, "loudspeaker")

    assert (acts.settle_all(clock), acts.settle_all(clock)) == (1, 0)

    assert stages(cases) == ["posted"] * 3
