"""Nhắc việc: what is due soon, overdue, or was told to this level, in the person's area."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from app.auth.permissions import may
from app.console import places
from app.console.blueprint import bp
from app.holidays import working_calendar
from app.wiring import current_actor, deps, requires
from core.actor import Actor
from core.calendar import working_days_after
from core.clock import local_day
from review import reminders
from review.reminder_models import Reminder
from review.rules.deadlines import SOON, UP

_PAGES = {
    "meeting": ("console.meeting", "meeting_id"),
    "posting": ("console.posting", "posting_id"),
    "complaint": ("console.complaint", "complaint_id"),
    "reverification": ("console.reverification", "reverification_id"),
    "appraisal": ("console.appraisal", "appraisal_id"),
    "decision": ("console.commune", "round_id"),
}


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that waits, with the latest step that this person was told. late: working days overdue."""

    reminder: Reminder
    link: str
    late: int
    is_told_up: bool


@bp.get("/nhac-viec")
@requires("case.read")
def reminders_page() -> ResponseReturnValue:
    """What is due first first."""
    actor = current_actor()
    found = matters_of(actor, local_day(deps().clock()))
    return render_template(
        "console/reminders.html",
        matters=found,
        names=places.names_of_places(one.reminder.place for one in found),
        area=places.breadcrumb(actor.area_path),
    )


def matters_of(actor: Actor, today: date) -> list[Matter]:
    """Each thing once, by the last day it was due on."""
    calendar = working_calendar()
    found = []
    for _subject, steps in groupby(reminders.for_person(actor), key=lambda one: (one.due_on, one.subject)):
        last = list(steps)[-1]
        late = 0 if last.step == SOON else working_days_after(last.due_on, today, calendar)
        found.append(Matter(last, _link(last, actor), late, last.step.startswith(UP)))
    return found


def _link(told: Reminder, actor: Actor) -> str:
    """Where it can be settled or looked at; empty for who may not open it."""
    if told.kind == "application":
        return f"{url_for('console.review_list', round_id=told.round_id)}#don-{told.subject}"
    if told.kind in ("complaint", "reverification") and not may(actor, "complaint.read"):
        return ""
    endpoint, name = _PAGES[told.kind]
    return url_for(endpoint, **{name: told.subject})
