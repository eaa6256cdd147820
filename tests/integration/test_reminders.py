"""The worker tells of deadlines: once, also after a night without it, to those with the duty, until it is settled."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from app.auth.permissions import Role
from app.holidays import working_calendar
from app.jobs.housekeeping import watch_deadlines
from core.actor import SYSTEM
from core.clock import local_day
from review import reminders
from review.actions import posting as acts
from review.models import HistoryEntry, Meeting, Round
from review.reminder_models import Reminder
from review.repository import move_cases
from tests.integration.complained import complain
from tests.integration.places import COMMUNE, DISTRICT, VILLAGE_1, Program, at_a_desk, somebody
from tests.integration.village_meeting import call_by_hand, ready_cases

pytestmark = pytest.mark.services


def steps_of(kind):
    return sorted(one.step for one in Reminder.objects(kind=kind))


@pytest.fixture
def far_round(opened):
    """The round itself is due long after what these tests look at."""
    Round.objects(id=opened.id).update(set__closes_on=opened.opens_on + timedelta(days=300))
    return opened


@pytest.fixture
def meeting(app, far_round, clock):
    ready_cases(far_round, VILLAGE_1, 1, clock)
    head = somebody(clock, Role.VILLAGE_HEAD, VILLAGE_1)
    call_by_hand(at_a_desk(app, head), far_round, VILLAGE_1, clock)
    return head


def test_nothing_is_told_twice_and_a_night_without_the_worker_is_made_up_for(meeting, clock):
    assert watch_deadlines(clock) == 0
    clock.advance(timedelta(days=21))  # the worker was away for three weeks

    assert watch_deadlines(clock) == 4
    assert steps_of("meeting") == ["overdue", "soon", "up1", "up2"]
    told = {one.step: one for one in Reminder.objects}
    assert told["soon"].since < told["overdue"].since < told["up1"].since < told["up2"].since < local_day(clock())
    with ThreadPoolExecutor(4) as several:
        assert sum(several.map(lambda _n: watch_deadlines(clock), range(8))) == 0
    assert Reminder.objects.count() == 4


def test_each_level_is_told_when_its_turn_comes_and_nobody_outside_the_area(app, meeting, clock):
    officer = somebody(clock, Role.COMMUNE_OFFICER, COMMUNE)
    stranger = somebody(clock, Role.COMMUNE_OFFICER, "46/483/20999/")
    clock.advance(timedelta(days=6))
    watch_deadlines(clock)

    head_sees, officer_sees = (reminders.for_person(who.actor) for who in (meeting, officer))
    assert {one.step for one in head_sees} == {"soon", "overdue"}
    assert {one.step for one in officer_sees} == {"up1"}
    assert reminders.for_person(stranger.actor) == []
    page = at_a_desk(app, officer).get("/nhac-viec").text
    assert ("Biên bản họp thôn" in page, "báo lên cấp này từ" in page, "Thôn 1" in page) == (True, True, True)
    assert "Việc đến hạn, quá hạn; sớm nhất" in at_a_desk(app, officer).get("/").text
    assert "Không có việc nào" in at_a_desk(app, stranger).get("/nhac-viec").text
    assert [one["step"] for one in Program.of(app, officer).call("GET", "/reminders").json] == ["up1"]


def test_what_is_settled_leaves_the_list_and_its_trace_stays(meeting, clock):
    clock.advance(timedelta(days=6))
    watch_deadlines(clock)
    (called,) = {one.subject for one in Reminder.objects}
    Meeting.objects(id=called).update(set__state="held")
    watch_deadlines(clock)

    assert reminders.for_person(meeting.actor) == []
    assert {one.ended_at for one in reminders.of_subject(called)} == {clock()}


def test_lists_that_hang_complaints_and_rounds_are_watched_too(app, opened, clock, blobs):
    cases = ready_cases(opened, VILLAGE_1, 2, clock)
    entry = HistoryEntry(stage="meeting_agreed", at=clock(), by="x")
    move_cases([one.id for one in cases], entry=entry, froms=["scored"])
    posted = None
    for kind in acts.posting_rule(opened).places:
        day, calendar = local_day(clock()), working_calendar()
        posted = acts.post_at(opened, VILLAGE_1, kind, on=day, by=SYSTEM, calendar=calendar, clock=clock)
    complain(posted, cases[0], clock)
    clock.advance(timedelta(days=40))
    watch_deadlines(clock)

    assert {one.kind for one in Reminder.objects} == {"posting", "complaint", "decision"}
    appraiser = somebody(clock, Role.APPRAISER, DISTRICT)
    assert {one.kind for one in reminders.for_person(appraiser.actor)} == {"complaint", "decision"}
    shown = at_a_desk(app, appraiser).get("/nhac-viec").text
    assert ("Khiếu nại cần giải quyết" in shown, "Đợt rà soát cần ra quyết định" in shown) == (True, True)


def test_what_others_are_told_of_hides_nothing_of_ones_own(meeting, clock):
    clock.advance(timedelta(days=6))
    watch_deadlines(clock)
    own = Reminder.objects(step="overdue").get()
    for number in range(9):
        earlier = own.to_mongo().to_dict() | {"_id": f"other-{number}", "roles": ["appraiser"], "subject": f"{number}"}
        Reminder._from_son(earlier | {"due_on": own.due_on - timedelta(days=30)}).save(force_insert=True)

    assert {one.step for one in reminders.for_person(meeting.actor, most=2)} == {"soon", "overdue"}
