"""What the procedure of a period fixes in numbers: majorities, working days, places, deadlines, who appraises.

Data: review/procedure/vn-*.toml.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
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
class AppraisalRule:
    """working_days: for the answer. levels: who appraises until which day; the last one has no end."""

    working_days: int
    levels: tuple[tuple[str, date | None], ...]
    source: str
    confidence: str

    def level_on(self, day: date) -> str:
        """district or province."""
        return next(level for level, until in self.levels if until is None or day <= until)


@dataclass(frozen=True, slots=True)
class ComplaintRule:
    """working_days: from the day of the complaint, which is not counted, to the end of its re-verification."""

    working_days: int
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Procedure:
    """certificate_for: one paper for each period, with a line a year, or for each decision."""

    id: str
    rulesets: frozenset[str]
    meeting: MeetingRule
    posting: PostingRule
    appraisal: AppraisalRule
    certificate_for: str
    complaint: ComplaintRule


def read_procedure(content: str) -> Procedure:
    raw = tomllib.loads(content)
    posting, appraisal = raw["posting"], raw["appraisal"]
    levels = tuple((one["level"], one.get("until")) for one in appraisal["levels"])
    return Procedure(
        id=raw["id"],
        rulesets=frozenset(raw["rulesets"]),
        meeting=MeetingRule(**raw["meeting"]),
        posting=PostingRule(**{**posting, "places": tuple(posting["places"])}),
        appraisal=AppraisalRule(**{**appraisal, "levels": levels}),
        certificate_for=raw["certificate"]["one_for_each"],
        complaint=ComplaintRule(**raw["complaint"]),
    )


@cache
def all_procedures() -> Mapping[str, Procedure]:
    """By id."""
    files = sorted(FILE.parent.glob("vn-*.toml"))
    return MappingProxyType({one.id: one for one in (read_procedure(path.read_text("utf-8")) for path in files)})


def procedure_for(ruleset_id: str) -> Procedure:
    """The procedure of the period of a rule set. Raises KeyError for a rule set that none names (a test asks)."""
    return next(one for one in all_procedures().values() if ruleset_id in one.rulesets)
