"""The answers as the scorer looks at them: one flat table of the household, one of each member, ages computed."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from hashlib import sha256
from typing import Any

from form_engine.scoring_sheet import ScoringSheet

MEMBERS = "members"
_MOST_DIGITS = 30
"""Beyond is no answer of a household; "1e999999999" would take for ever to write out."""


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
    household = dict(_flat(answers))
    on = _day(household.get("interview_date"))
    found = household.pop(MEMBERS, None)
    rows = [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []
    people = [_person(dict(_flat(each)), on, sheet) for each in rows]
    fields = _fields(sheet)
    return Facts(household=_only(household, fields), members=tuple(_only(person, fields) for person in people))


def _flat(answers: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in answers.items():
        if isinstance(value, Mapping):
            yield from _flat(value)
        else:
            yield name, value


def _fields(sheet: ScoringSheet) -> frozenset[str]:
    conditions = [*sheet.member_conditions.values(), *(indicator.condition for indicator in sheet.indicators)]
    tested = {test.field for condition in conditions for test in condition.tests}
    counted = {item.reading.of for item in sheet.items if item.reading.how in {"number", "per_member"}}
    asked = {item.code for item in sheet.items if item.reading.how in {"choice", "choices"}}
    return frozenset(tested | asked | {name for name in counted if name})


def _only(values: Mapping[str, Any], fields: frozenset[str]) -> dict[str, Any]:
    return {name: _plain(values[name]) for name in sorted(fields & set(values))}


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return None if value == "" else value


def _person(person: dict[str, Any], on: date | None, sheet: ScoringSheet) -> dict[str, Any]:
    born = _day(person.get("birth_date")) or _first_of(person.get("birth_year"), sheet)
    if born is None:
        return person
    known = person | {"birth_year": born.year}
    return known | {"age": completed_years(born, on)} if on else known


def _first_of(year: Any, sheet: ScoringSheet) -> date | None:
    number = exact(year)
    if number is None or not MINYEAR <= number <= MAXYEAR:
        return None
    return date(int(number), *sheet.year_only_counts_as)


def completed_years(born: date, on: date) -> int:
    """Born on 29 February, a person grows older on 1 March of other years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _day(value: Any) -> date | None:
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def exact(value: Any) -> Fraction | None:
    """The number as it was written, never a binary approximation of it; None when it is none."""
    if value is None or isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    usable = number.is_finite() and abs(number.adjusted()) <= _MOST_DIGITS
    return Fraction(number) if usable else None
