"""Posting of a village's list: where, since when, how many working days, and when it is over.

Source: review procedure, section 4 steps 9 and 13, section 11 points 15, 25 and 28.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from core.calendar import Term, WorkingCalendar
from review.rules.procedures import PostingRule
from review.rules.stages import Stage

READY = frozenset({Stage.MEETING_AGREED, Stage.SCREENED_OUT, Stage.REJECTED_FINAL, Stage.WITHDRAWN})
"""Where every household of a village stands when its list may be posted; only the agreed ones are on it."""

OPEN = frozenset({Stage.COMPLAINED, Stage.REVERIFYING, Stage.REVERIFIED})
"""Where a household stands while something about it is open: the list does not close."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a posting. number: of the day that counts, None for a day that does not count."""

    on: date
    number: int | None
    is_past: bool


def missing_places(posted: Mapping[str, date], rule: PostingRule) -> list[str]:
    """Places where the list does not hang yet."""
    return [place for place in rule.places if place not in posted]


def period(posted: Mapping[str, date], rule: PostingRule, calendar: WorkingCalendar) -> tuple[date, date] | None:
    """The day on which the last place was posted, which does not count, and the last working day.

    None while a place is missing: the clock does not run yet.
    """
    if missing_places(posted, rule):
        return None
    since = max(posted[place] for place in rule.places)
    return since, rule.term.last_after(since, calendar)


def days(since: date, until: date, term: Term, calendar: WorkingCalendar, *, today: date) -> list[Day]:
    """Every day from the one after the posting to the last, with its number if it counts."""
    found, number = [], 0
    for step in range(1, (until - since).days + 1):
        day = since + timedelta(days=step)
        counts = term.counts(day, calendar)
        number += counts
        found.append(Day(day, number if counts else None, day < today))
    return found


def is_over(until: date, today: date) -> bool:
    """The last day belongs to the posting."""
    return today > until
