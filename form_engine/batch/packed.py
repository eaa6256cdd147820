"""Answers written down for many: values alone, in an order that is told once, as one short text for each household.

The names of answers stand in a document as often as there are households and members; here they stand nowhere. A block
of texts is read in one go, and what a field says of all of them is a column at once.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import chain
from typing import Any

from form_engine.batch.truths import Rosters
from form_engine.scoring_facts import AGE, BORN_IN, BORN_ON, INTERVIEWED, MEMBERS, member_rows, opened
from form_engine.scoring_sheet import ScoringSheet

_VERSION = "packed 1"
_TRUTHS = {"yes": True, "no": False}
_ASKED_OF_NUMBERS = frozenset({"number", "per_member"})


@dataclass(frozen=True)
class Shape:
    """Fields of the household, and of each member, in the order in which their values are written."""

    households: tuple[str, ...]
    members: tuple[str, ...]

    @cached_property
    def mark(self) -> str:
        """Stands beside packed answers: texts with another mark are not to be read by this shape."""
        told = "\n".join((_VERSION, *self.households, "", *self.members))
        return sha256(told.encode()).hexdigest()[:16]

    def holds(self, sheet: ScoringSheet) -> bool:
        """Whether all that a rule set looks at is written down."""
        needed = shape_of([sheet])
        return set(needed.households) <= set(self.households) and set(needed.members) <= set(self.members)


def shape_of(sheets: Iterable[ScoringSheet]) -> Shape:
    """What one of these rule sets looks at."""
    households, members = {INTERVIEWED}, {AGE, BORN_IN, BORN_ON}
    for sheet in sheets:
        households |= {item.code for item in sheet.items if item.reading.how not in _ASKED_OF_NUMBERS}
        households |= {item.reading.of or "" for item in sheet.items if item.reading.how in _ASKED_OF_NUMBERS}
        for one in sheet.indicators:
            (households if one.scope == "household" else members).update(test.field for test in one.condition.tests)
        for condition in sheet.member_conditions.values():
            members |= {test.field for test in condition.tests}
    return Shape(tuple(sorted(households - {""})), tuple(sorted(members)))


def pack(answers: Mapping[str, Any], shape: Shape) -> str | None:
    """None for answers that hold something which no form gives, and JSON can't write: they stay as they are."""
    told = opened(answers)
    members = [opened(member) for member in member_rows(told.get(MEMBERS))]
    values = [_short(told.get(field)) for field in shape.households]
    rosters = [[_short(member.get(field)) for field in shape.members] for member in members]
    try:
        return json.dumps([values, rosters], ensure_ascii=False, separators=(",", ":"))
    except TypeError:
        return None


def _short(value: Any) -> Any:
    """Yes and no as truth values, which all scoring takes for the same (`scoring_facts.plain`)."""
    return _TRUTHS.get(value, value) if type(value) is str else value


def unpack(text: str, shape: Shape) -> dict[str, Any]:
    """The answers, flat; what was not answered is left out."""
    values, rosters = json.loads(text)
    members = [_named(shape.members, member) for member in rosters]
    return _named(shape.households, values) | {MEMBERS: members}


def _named(fields: Sequence[str], values: Sequence[Any]) -> dict[str, Any]:
    return {field: value for field, value in zip(fields, values, strict=True) if value is not None}


class PackedBlock:
    """Some households, given as texts of one shape."""

    def __init__(self, texts: Sequence[str], shape: Shape) -> None:
        told = json.loads(f"[{','.join(texts)}]")
        rosters = [members for _, members in told]
        self.rosters = Rosters([len(roster) for roster in rosters])
        self._households = _columns(shape.households, [values for values, _ in told])
        self._members = _columns(shape.members, list(chain.from_iterable(rosters)))

    def of_households(self, field: str) -> Sequence[Any]:
        return self._households[field]

    def of_members(self, field: str) -> Sequence[Any]:
        return self._members[field]


def _columns(fields: Sequence[str], rows: Sequence[Sequence[Any]]) -> Mapping[str, Sequence[Any]]:
    """By field; empty ones where there is no row."""
    return dict(zip(fields, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(fields, ())
