"""Watching deadlines: what is open and until when, and telling each step of it once.

The worker runs it now and then. It asks what is open now, not what happened since it last ran: a night without it is
made up for, and nothing is told twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from core.actor import SYSTEM, paths_down_to
from core.calendar import WorkingCalendar, add_working_days
from core.clock import Clock, local_day
from core.ids import id_from
from review import applications, decisions, reminders, repository
from review.commune_models import Appraisal
from review.complaint_models import Complaint, Reverification
from review.models import Meeting, Posting
from review.reminder_models import Reminder
from review.rules.complaint import UNRESOLVED
from review.rules.deadlines import DeadlineRule, deadline_rules, steps

_NATION = SYSTEM.area_path
_YEAR = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Due:
    """Something that waits, and until when."""

    kind: str
    subject: str
    round_id: str
    place: str
    on: date


def watch(calendar: WorkingCalendar, clock: Clock) -> int:
    """Tell what came near or passed since, and end what is settled; how many steps were told."""
    now = clock()
    today = local_day(now)
    waiting = list(_waiting(today, calendar))
    told = [
        Reminder(
            id=id_from("reminder", one.kind, one.subject, str(one.on), step.name),
            kind=one.kind,
            subject=one.subject,
            round_id=one.round_id,
            step=step.name,
            roles=list(step.roles),
            place=one.place,
            within=paths_down_to(one.place),
            due_on=one.on,
            since=step.since,
            raised_at=now,
            is_open=True,
        )
        for one in waiting
        for step in steps(deadline_rules()[one.kind], one.on, today, calendar)
    ]
    reminders.end_all_but({one.subject for one in waiting}, now)
    return reminders.raise_missing(told)


def _waiting(today: date, calendar: WorkingCalendar) -> Iterator[Due]:
    rules = deadline_rules()
    for called in Meeting.objects(state="called"):
        day = add_working_days(local_day(called.meets_at), rules["meeting"].minutes_within, calendar)
        yield Due("meeting", called.id, called.round_id, called.village_path, day)
    for hung in Posting.objects(state="posted"):
        yield Due("posting", hung.id, hung.round_id, hung.village_path, hung.until)
    for state in sorted(UNRESOLVED):
        for one in Complaint.objects(within=_NATION, state=state):
            yield Due("complaint", one.id, one.round_id, one.village_path, one.due_on)
    for visit in Reverification.objects(within=_NATION, state="ordered"):
        yield Due("reverification", visit.id, visit.round_id, visit.village_path, visit.due_on)
    for asked in Appraisal.objects(within=_NATION, state="submitted"):
        yield Due("appraisal", asked.id, asked.round_id, asked.commune_path, asked.due_on)
    yield from _undecided(today, calendar, rules["decision"])


def _undecided(today: date, calendar: WorkingCalendar, rule: DeadlineRule) -> Iterator[Due]:
    """Rounds of the last year without a decision; of a monthly one that counts from the receipt, its applications."""
    near = add_working_days(today, rule.soon + 1, calendar)
    recent = {one.id: one for one in repository.rounds_opened_since(today - _YEAR)}
    decided = decisions.decided_among(recent)
    due = {id_: one.decide_by or one.closes_on for id_, one in recent.items() if id_ not in decided}
    for id_, on in due.items():
        if on <= near:
            yield Due("decision", id_, id_, recent[id_].commune_path, on)
    for paper in applications.of_rounds(due):
        if paper.due_on != due[paper.round_id]:
            yield Due("application", paper.id, paper.round_id, paper.village_path, paper.due_on)
