"""The answers as the scorer looks at them: one flat table of the household, one of each member, ages computed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from hashlib import sha256
from typing import Any

from form_engine.scoring_sheet import ScoringSheet

MEMBERS = "members"
INTERVIEWED = "interview_date"
BORN_ON, BORN_IN, AGE = "birth_date", "birth_year", "age"
_LEAVES = frozenset({str, int, float, bool, list, type(None)})
"""Kinds of answers that are surely no group: asking for Mapping is slow."""
_MOST_DIGITS = 30
"""Beyond is no answer of a household; "1e999999999" would take for ever to write out."""
_TOO_LARGE = 10 ** (_MOST_DIGITS + 1)


@dataclass(frozen=True, slots=True)
class Facts:
    """`members` keeps the order of the form. Values are as in the answers; True and False become "yes" and "no"."""

    household: Mapping[str, Any]
    members: tuple[Mapping[str, Any], ...]

    def hash(self) -> str:
        """SHA-256 over everything that was read."""
        content = {"household": dict(self.household), MEMBERS: [dict(member) for member in self.members]}
        return sha256(json.dumps(content, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()


def read_facts(answers: Mapping[str, Any], sheet: ScoringSheet) -> Facts:
    """Find what the rule set reads, by name, in whatever groups the form put it.

    Ages are completed years on `interview_date`, from `birth_date`, else from `birth_year` alone, which counts as the
    day that the rule set says. Only a member without both keeps an `age` given in the answers.
    """
    household = opened(answers)
    on = day_of(household.get(INTERVIEWED))
    people = [_person(opened(each), on, sheet) for each in member_rows(household.pop(MEMBERS, None))]
    fields = fields_read(sheet)
    return Facts(household=_only(household, fields), members=tuple(_only(person, fields) for person in people))


def opened(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers by name, groups opened; of a name that stands twice the last counts. Repeats stay lists."""
    found: dict[str, Any] = {}
    for name, value in answers.items():
        if type(value) not in _LEAVES and isinstance(value, Mapping):
            found |= opened(value)
        else:
            found[name] = value
    return found


def member_rows(told: Any) -> list[Mapping[str, Any]]:
    """The members, given what stands under `members`."""
    return [each for each in told if isinstance(each, Mapping)] if isinstance(told, list) else []


def fields_read(sheet: ScoringSheet) -> frozenset[str]:
    """Names of the answers that the items and conditions of a rule set look at."""
    conditions = [*sheet.member_conditions.values(), *(indicator.condition for indicator in sheet.indicators)]
    tested = {test.field for condition in conditions for test in condition.tests}
    counted = {item.reading.of for item in sheet.items if item.reading.how in {"number", "per_member"}}
    asked = {item.code for item in sheet.items if item.reading.how in {"choice", "choices"}}
    return frozenset(tested | asked | {name for name in counted if name})


def _only(values: Mapping[str, Any], fields: frozenset[str]) -> dict[str, Any]:
    return {name: plain(values[name]) for name in sorted(fields & set(values))}


def plain(value: Any) -> Any:
    """An answer as the conditions compare it: "yes" and "no" for a truth value, None for an empty text."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return None if value == "" else value


def _person(person: dict[str, Any], on: date | None, sheet: ScoringSheet) -> dict[str, Any]:
    born = day_of(person.get(BORN_ON)) or first_of(person.get(BORN_IN), sheet)
    if born is None:
        return person
    known = person | {BORN_IN: born.year}
    return known | {AGE: completed_years(day_number(born), day_number(on))} if on else known


def first_of(year: Any, sheet: ScoringSheet) -> date | None:
    """The day that a year of birth counts as."""
    number = exact(year)
    if number is None or not MINYEAR <= number <= MAXYEAR:
        return None
    return date(int(number), *sheet.year_only_counts_as)


def day_number(day: date) -> int:
    """20261122 for 22 November 2026."""
    return (day.year * 100 + day.month) * 100 + day.day


def completed_years(born: Any, on: Any) -> Any:
    """Of days as numbers, one or many. Born on 29 February, a person grows older on 1 March of other years."""
    return (on - born) // 10_000


def day_of(value: Any) -> date | None:
    """The day that an answer tells, with or without a time after it."""
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def exact(value: Any) -> Fraction | None:
    """The number as it was written, never a binary approximation of it; None when it is none."""
    if value is None or isinstance(value, bool):
        return None
    if type(value) is int and abs(value) < _TOO_LARGE:
        return Fraction(value)
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    usable = number.is_finite() and abs(number.adjusted()) <= _MOST_DIGITS
    return Fraction(number) if usable else None
