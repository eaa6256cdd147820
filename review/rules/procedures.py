"""What the procedure of a period fixes in numbers: majorities, working days, places.

Data: review/procedure/vn-*.toml.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from review.rules.transitions import FILE


@dataclass(frozen=True, slots=True)
class MeetingRule:
    """majority_percent: of those present; exactly so many agree. It decides where it is required, else it is shown."""

    majority_required: bool
    majority_percent: int
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class PostingRule:
    """places: all of them before the clock starts. working_days: after the day of the last one."""

    working_days: int
    places: tuple[str, ...]
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Procedure:
    id: str
    rulesets: frozenset[str]
    meeting: MeetingRule
    posting: PostingRule


def read_procedure(content: str) -> Procedure:
    raw = tomllib.loads(content)
    posting = raw["posting"]
    return Procedure(
        id=raw["id"],
        rulesets=frozenset(raw["rulesets"]),
        meeting=MeetingRule(**raw["meeting"]),
        posting=PostingRule(**{**posting, "places": tuple(posting["places"])}),
    )


@cache
def all_procedures() -> Mapping[str, Procedure]:
    """By id."""
    files = sorted(FILE.parent.glob("vn-*.toml"))
    return MappingProxyType({one.id: one for one in (read_procedure(path.read_text("utf-8")) for path in files)})


def procedure_for(ruleset_id: str) -> Procedure:
    """The procedure of the period of a rule set. Raises KeyError for a rule set that none names (a test asks)."""
    return next(one for one in all_procedures().values() if ruleset_id in one.rulesets)
