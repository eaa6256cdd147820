"""Deadlines: when one is due soon, overdue, told to the next level. Follows from days alone, so a night is made up for.

Source: review procedure, section 4 (column Deadline), section 11 points 15, 16 and 28; who is told when is a setting of
the project (review/procedure/deadlines.toml).
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from core.calendar import ONE_DAY, WorkingCalendar, add_working_days, working_days_after
from review.rules.transitions import FILE

SOON, OVERDUE, UP = "soon", "overdue", "up"


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """by: roles with the duty. soon: working days before. up: (working days overdue, role that is told)."""

    kind: str
    by: tuple[str, ...]
    soon: int
    up: tuple[tuple[int, str], ...]
    minutes_within: int


@dataclass(frozen=True, slots=True)
class Step:
    """Something that is told once. name: soon, overdue, up1, up2, ... since: the day from which it holds."""

    name: str
    roles: tuple[str, ...]
    since: date


@cache
def deadline_rules() -> Mapping[str, DeadlineRule]:
    """By kind."""
    raw = tomllib.loads((FILE.parent / "deadlines.toml").read_text(encoding="utf-8"))
    rules = [
        DeadlineRule(
            kind=one["kind"],
            by=tuple(one["by"]),
            soon=one["soon"],
            up=tuple((level["after"], level["to"]) for level in one["up"]),
            minutes_within=one.get("minutes_within", 0),
        )
        for one in raw["deadline"]
    ]
    return MappingProxyType({one.kind: one for one in rules})


def steps(rule: DeadlineRule, due_on: date, today: date, calendar: WorkingCalendar) -> list[Step]:
    """Everything that was to be told by today, in order. The last day itself is still in time."""
    if today <= due_on:
        near = working_days_after(today, due_on, calendar) <= rule.soon
        return [Step(SOON, rule.by, _soon_since(rule, due_on, calendar))] if near else []
    told = [Step(SOON, rule.by, _soon_since(rule, due_on, calendar)), Step(OVERDUE, rule.by, due_on + ONE_DAY)]
    late = working_days_after(due_on, today, calendar)
    for number, (after, role) in enumerate(rule.up, start=1):
        if late >= after:
            told.append(Step(f"{UP}{number}", (role,), add_working_days(due_on, after, calendar)))
    return told


def _soon_since(rule: DeadlineRule, due_on: date, calendar: WorkingCalendar) -> date:
    """The first day from which no more than `soon` working days are left."""
    day = due_on
    while working_days_after(day - ONE_DAY, due_on, calendar) <= rule.soon:
        day -= ONE_DAY
    return day
