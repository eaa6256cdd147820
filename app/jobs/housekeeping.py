"""Done now and then by each worker: what has run out is removed, and what older versions did not keep is made."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from app.area_change import carrying
from app.auth.models import FailedSignIns, Session
from app.holidays import working_calendar
from core.actor import SYSTEM
from core.audit import record
from core.clock import Clock
from core.mongo import UNREACHABLE
from form_engine.publishing.actions import take_effect
from registry import deciding
from review import repository as review
from review.actions import (
    appraisal,
    certificates,
    complaint,
    deadlines,
    decision,
    follow_events,
    meeting,
    posting,
    report,
    reverification,
)
from review.actions.keep_rows import make_rows
from submissions.entities import wake_those_waiting_long

log = logging.getLogger(__name__)

EVERY = timedelta(minutes=30)
FORMS_EVERY = timedelta(minutes=1)
"""So late at most a form version that was published with a date is offered."""


def remove_what_ended(clock: Clock) -> int:
    """Remove sessions and windows that ended; returns how many. Entities that waited too long are gone on with."""
    now = clock()
    wake_those_waiting_long(now)
    ended: int = Session.objects(expires_at__lt=now).delete()
    return ended + int(FailedSignIns.objects(window_ends__lt=now).delete())


def forms_take_effect(now: datetime) -> None:
    """Offer the form versions whose day has come."""
    for form_id in take_effect(now):
        record("form.took_effect", by=SYSTEM.id, subject=form_id, at=now)


def all_of_it(clock: Clock) -> None:
    """Everything that a worker does now and then. What stumbles keeps back nothing else."""
    for work in (remove_what_ended, make_missing_rows, go_on_with_acts, watch_deadlines):
        _by_itself(work, clock)


def go_on_with_acts(clock: Clock) -> int:
    """Finish the acts that a crash cut off, and close the lists whose days are over.

    Lists about which something is open stay. Returns how many of them all were finished.
    """
    acts = (
        *(carrying.settle_all, follow_events.settle_all, meeting.settle_all, posting.settle_all, complaint.settle_all),
        *(reverification.settle_all, appraisal.settle_all, decision.settle_all, certificates.settle_all),
        *(report.settle_all, deciding.settle_all, posting.close_those_over),
    )
    return sum(_by_itself(act, clock) for act in acts)


def _by_itself(work: Callable[[Clock], int], clock: Clock) -> int:
    try:
        return work(clock)
    except UNREACHABLE:
        raise
    except Exception:
        log.exception("housekeeping stumbled", extra={"work": f"{work.__module__}.{work.__name__}"})
        return 0


def watch_deadlines(clock: Clock) -> int:
    """Tell what came near or passed its day; how many steps were told."""
    return deadlines.watch(working_calendar(), clock)


def make_missing_rows(clock: Clock) -> int:
    """Keep a row beside each case of rounds that were opened before rows were kept; returns how many were made."""
    made = 0
    for opened in review.rounds_without_rows():
        made += make_rows(opened, clock=clock)
        review.note_rows_made(opened, clock())
    return made
