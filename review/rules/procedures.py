"""What the procedure of a period fixes in numbers: majorities, working days, places, deadlines, who appraises.

Data: review/procedure/vn-*.toml.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

from core.calendar import DayUnit, Term
from review.rules.ruleset_years import MONTHLY, PERIODIC
from review.rules.transitions import FILE


@dataclass(frozen=True, slots=True)
class MeetingRule:
    """majority_percent: of those present; exactly so many agree. It decides where it is required, else it is shown.

    quorum_percent: of the households on the list that have to be represented; 0 where no text sets one.
    """

    majority_required: bool
    majority_percent: int
    source: str
    confidence: str
    quorum_percent: int = 0


@dataclass(frozen=True, slots=True)
class PostingRule:
    """places: all of them before the clock starts. term: after the day of the last one."""

    term: Term
    places: tuple[str, ...]
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class AppraisalRule:
    """term: for the answer. levels: who appraises until which day; the last one has no end."""

    term: Term
    levels: tuple[tuple[str, date | None], ...]
    source: str
    confidence: str

    def level_on(self, day: date) -> str:
        """district or province."""
        return next(level for level, until in self.levels if until is None or day <= until)


@dataclass(frozen=True, slots=True)
class ComplaintRule:
    """term: from the day of the complaint, which is not counted, to the end of its re-verification."""

    term: Term
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class ApplicationForms:
    """entry, exit: names of the forms of the period. member_column: what the table of members asks last, `occupation`
    or `work`."""

    entry: str
    exit: str
    member_column: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class PeriodicWindow:
    """first, last: (month, day) of the yearly review. is_fixed: by the text itself, not by each province's plan."""

    first: tuple[int, int]
    last: tuple[int, int]
    is_fixed: bool
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class MonthlyWindow:
    """from_day: of the month. term: until the decision, counted from the `opening` of the round or the `receipt` of an
    application."""

    from_day: int
    term: Term
    counted_from: str
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
    application: ApplicationForms
    complaint: ComplaintRule
    periodic: PeriodicWindow
    monthly: MonthlyWindow


def read_procedure(content: str) -> Procedure:
    raw = tomllib.loads(content)
    posting, appraisal = with_term(raw["posting"]), with_term(raw["appraisal"])
    periodic, monthly = raw["window"][PERIODIC], with_term(raw["window"][MONTHLY])
    levels = tuple((one["level"], one.get("until")) for one in appraisal["levels"])
    return Procedure(
        id=raw["id"],
        rulesets=frozenset(raw["rulesets"]),
        meeting=MeetingRule(**raw["meeting"]),
        posting=PostingRule(**{**posting, "places": tuple(posting["places"])}),
        appraisal=AppraisalRule(**{**appraisal, "levels": levels}),
        certificate_for=raw["certificate"]["one_for_each"],
        application=ApplicationForms(**raw["application"]),
        complaint=ComplaintRule(**with_term(raw["complaint"])),
        periodic=PeriodicWindow(**{**periodic, "first": tuple(periodic["first"]), "last": tuple(periodic["last"])}),
        monthly=MonthlyWindow(**monthly),
    )


def with_term(raw: Mapping[str, Any]) -> dict[str, Any]:
    """A table of the file with its `working_days` or `calendar_days` as a term: the setting is the name of the key."""
    units = [unit for unit in DayUnit if unit in raw]
    if len(units) != 1:
        raise ValueError(f"one of {', '.join(DayUnit)} is needed, found {len(units)}")
    rest = {key: value for key, value in raw.items() if key != units[0]}
    return {**rest, "term": Term(raw[units[0]], units[0])}


@cache
def all_procedures() -> Mapping[str, Procedure]:
    """By id."""
    files = sorted(FILE.parent.glob("vn-*.toml"))
    return MappingProxyType({one.id: one for one in (read_procedure(path.read_text("utf-8")) for path in files)})


def procedure_for(ruleset_id: str) -> Procedure:
    """The procedure of the period of a rule set. Raises KeyError for a rule set that none names (a test asks)."""
    return next(one for one in all_procedures().values() if ruleset_id in one.rulesets)
