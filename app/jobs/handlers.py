"""What follows what: a submission that was received or judged is read, scored, and its case set.

The reason for the work stands in the submission itself, written in the same update as the state (`work`), so no crash
can lose it. Everything here may run any number of times.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app.metrics import PROCESSED
from core.actor import paths_down_to
from core.clock import Clock
from core.mongo import UNREACHABLE, Document
from form_engine.publishing.repository import Definitions
from registry import duplicates
from registry import repository as registry
from registry.rules.closeness import WORST_ACCURACY, Position
from review.actions import keep_rows
from review.actions.after_decision import PROFILE
from review.actions.forms import ASSESS, IDENTIFY, Outcome, follow_form
from review.actions.profiles import ASSISTANCE, follow_profile
from review.rules.form_fields import GPS, flat
from submissions import processing, repository
from submissions.entities import follow_entities
from submissions.repository import Finished
from submissions.rules.quality import Flag

log = logging.getLogger(__name__)

_FIRST_PAUSE = timedelta(seconds=5)
_LONGEST_PAUSE = timedelta(minutes=10)
_LARGEST_POWER = 10


@dataclass(frozen=True, slots=True)
class Worked:
    """What was found out of a submission; `row` is kept beside its case (review/stored_rows.py)."""

    finished: Finished
    row: dict[str, Any] | None


def work_out(submission: Document, *, definitions: Definitions, clock: Clock) -> Worked | None:
    """Do the work of a leased submission, up to writing into it what was found. None when it failed.

    A failure of any kind is written down with the submission and tried again: nothing is lost and nothing is hidden.
    """
    key, attempt = submission["_id"], submission["work"]["attempt"]
    try:
        changes, row = _found_out(submission, definitions, clock)
        return Worked(Finished(key, attempt, changes), row)
    except Exception as error:  # noqa: BLE001  this is the worker: written down, and it goes on
        _put_off(key, attempt, submission["work"]["failures"], error, clock)
        return None


def write_all(worked: Iterable[Worked]) -> int:
    """Write what was found into several submissions; returns how many had not lost their lease.

    Rows first: a submission whose work is done has its row. Marks last: the lists of the villages are then made anew.
    """
    told = list(worked)
    keep_rows.keep([one.row for one in told if one.row is not None])
    written = repository.finish([one.finished for one in told])
    registry.mark_changed(path for one in told if (path := one.finished.changes.get("village_path")))
    _keep_positions(told)
    return written


def _keep_positions(told: Iterable[Worked]) -> None:
    """Where forms say that their households stand: two at one spot may be one (registry/duplicates.py)."""
    found: dict[str, Position] = {}
    at = None
    for one in told:
        changes = one.finished.changes
        exact = (changes.get("position") or {}).get("accuracy")
        strange = any(each["kind"] == Flag.OUTSIDE_AREA for each in changes["findings"])
        if exact is not None and exact <= WORST_ACCURACY and changes["household_id"] and not strange:
            told_place = changes["position"]
            found[changes["household_id"]] = Position(told_place["latitude"], told_place["longitude"], exact)
            at = changes["processed_at"]
    if found and at is not None:
        duplicates.keep_positions(found, at=at)


def write(worked: Worked, *, clock: Clock) -> bool:
    """Write what was found into one submission. False when the lease was lost, or the database can't take it."""
    try:
        return write_all([worked]) == 1
    except UNREACHABLE:
        raise
    except Exception as error:  # noqa: BLE001  this is the worker: written down, and it goes on
        _put_off(worked.finished.key, worked.finished.attempt, _LARGEST_POWER, error, clock)
        return False


def _put_off(key: str, attempt: int, failures: int, error: Exception, clock: Clock) -> None:
    pause = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** min(failures, _LARGEST_POWER))
    repository.put_off(key, attempt, until=clock() + pause, error=type(error).__name__)
    log.error("submission not processed", extra={"submission": key, "attempt": attempt}, exc_info=error)
    PROCESSED.labels(outcome="failed").inc()


def process(submission: Document, *, definitions: Definitions, clock: Clock) -> bool:
    """Do the work of one leased submission, and write it. False when it failed or the lease was lost meanwhile."""
    worked = work_out(submission, definitions=definitions, clock=clock)
    return worked is not None and write(worked, clock=clock)


def follow(submission: Document, *, definitions: Definitions, clock: Clock) -> Document:
    """Do the work of a submission at once, for the person who just changed it; the worker does it if this fails."""
    process(submission, definitions=definitions, clock=clock)
    return repository.find_by_key(submission["_id"]) or submission


def _found_out(
    submission: Document, definitions: Definitions, clock: Clock
) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """What to write into the submission, and the row of its case."""
    now = clock()
    findings = processing.join_versions(submission, now=now)
    if submission["deprecated_id"] or processing.replaced_by_form(submission["xml"]):
        submission = repository.find_by_key(submission["_id"]) or submission
    reading = processing.read(submission, definitions=definitions)
    in_place = not findings or not submission["deprecated_id"]
    followed = follow_entities(submission, reading.entities, is_in_place=in_place, now=now)
    outcome = Outcome()
    role, ruleset, root = reading.form.role, reading.form.ruleset, reading.definition.root.path
    if role in (IDENTIFY, ASSESS) and not submission["is_encrypted"]:
        outcome = follow_form(submission, role, reading.answers, root, clock=clock, ruleset=ruleset)
    elif role in (PROFILE, ASSISTANCE) and not submission["is_encrypted"]:
        outcome = follow_profile(submission, role, reading.answers, root, clock=clock, ruleset=ruleset)
    changes = {
        "answers": reading.answers,
        "expected": list(reading.expected),
        "findings": [*findings, *reading.findings, *followed.findings, *outcome.findings],
        "entities": followed.results,
        "score": outcome.score,
        "position": _position(reading.answers),
        **_place(submission, outcome),
        "processed_at": now,
    }
    return changes, outcome.row


def _position(answers: dict[str, Any]) -> dict[str, Any] | None:
    """Where the form was filled, kept beside the answers for lists and maps."""
    told = flat(answers).get(GPS)
    return told if isinstance(told, dict) and "latitude" in told else None


def _place(submission: Document, outcome: Outcome) -> dict[str, Any]:
    """Where the submission belongs: the household's village; seen from there, and from where it was sent."""
    household = outcome.household
    if household is None:
        return {"household_id": None, "case_id": None, "village_path": None}
    within = dict.fromkeys([*paths_down_to(household.village_path), *paths_down_to(submission["sender_area"])])
    return {
        "household_id": household.id,
        "household_code": household.code,
        "head_name": household.head_name,
        "case_id": outcome.case.id if outcome.case else None,
        "village_path": household.village_path,
        "within": list(within),
    }
