"""Opening a round as people do it: a commune, a year, a standard and its days; once, however often it is asked."""

from dataclasses import dataclass
from datetime import date

from core.actor import Actor
from core.calendar import WorkingCalendar
from core.clock import Clock
from core.errors import NotAllowed
from core.ids import id_from
from registry import repository as registry
from registry.models import Area
from review import repository
from review.actions.listing import list_managed
from review.actions.rounds import open_round
from review.actions.rulesets import content_in_force
from review.listing_errors import NotACommune, OutsideWindow, RoundDaysNotPossible, RoundThere
from review.models import Round
from review.rules.procedures import procedure_for
from review.rules.ruleset_years import MONTHLY
from review.rules.windows import decide_by, outside, usual_days


@dataclass(frozen=True, slots=True)
class RoundAsked:
    """kind: periodic or monthly. name: made from kind and year when empty. reason: for days outside the window."""

    commune: str
    kind: str
    year: int
    ruleset_id: str
    opens_on: date
    closes_on: date
    name: str = ""
    reason: str = ""


def begin_round(asked: RoundAsked, *, by: Actor, calendar: WorkingCalendar, clock: Clock) -> tuple[Round, int]:
    """Open a round and put the managed list on the list to review; the round and how many households were new on it.

    Asked again for the same days it adds who came since. Raises NotAllowed outside the area, NotACommune, AreaNotFound,
    RoundDaysNotPossible, OutsideWindow, RoundThere, and what `open_round` raises.
    """
    commune = registry.find_area(asked.commune)
    if commune.kind != "commune":
        raise NotACommune()
    if not by.covers(commune.id):
        raise NotAllowed(commune=commune.id)
    round_id = id_from("round", commune.id, asked.kind, str(asked.year), asked.ruleset_id, str(asked.opens_on))
    known = next((one for one in repository.rounds_within(commune.id) if one.id == round_id), None)
    opened = known or _open(round_id, commune, asked, by, calendar, clock)
    return opened, list_managed(opened, by=by, clock=clock)


def _open(round_id: str, commune: Area, asked: RoundAsked, by: Actor, calendar: WorkingCalendar, clock: Clock) -> Round:
    content_in_force(asked.ruleset_id, asked.opens_on)
    _require_days(asked)
    procedure = procedure_for(asked.ruleset_id)
    for one in repository.rounds_within(commune.id):
        same = (one.kind, one.year, one.ruleset_id) == (asked.kind, asked.year, asked.ruleset_id)
        if same and (asked.kind != MONTHLY or one.opens_on.month == asked.opens_on.month):
            raise RoundThere(round_id=one.id, name=one.name)
    words = f"thường xuyên tháng {asked.opens_on.month}" if asked.kind == MONTHLY else "định kỳ"
    return open_round(
        round_id,
        name=asked.name.strip() or f"Rà soát {words} năm {asked.year}",
        kind=asked.kind,
        year=asked.year,
        commune=commune,
        ruleset_id=asked.ruleset_id,
        opens_on=asked.opens_on,
        closes_on=asked.closes_on,
        decide_by=decide_by(procedure, asked.kind, asked.opens_on, asked.closes_on, calendar),
        window_reason=asked.reason.strip(),
        by=by,
        clock=clock,
    )


def _require_days(asked: RoundAsked) -> None:
    if asked.closes_on < asked.opens_on or asked.opens_on.year != asked.year:
        raise RoundDaysNotPossible(year=asked.year)
    procedure = procedure_for(asked.ruleset_id)
    if outside(procedure, asked.kind, asked.year, asked.opens_on, asked.closes_on) and not asked.reason.strip():
        first, last = usual_days(procedure, asked.kind, asked.year, asked.opens_on.month)
        raise OutsideWindow(first=first, last=last)
