"""When a round is held: the days that a plan proposes, what is odd about other days, until when it has to be decided.

Source: review procedure, section 1 (review window) and section 4 (in-year reviews), section 11 points 16 and 28.
"""

from calendar import monthrange
from datetime import date

from core.calendar import ONE_DAY, Term, WorkingCalendar
from review.rules.procedures import Procedure
from review.rules.ruleset_years import MONTHLY


def usual_days(procedure: Procedure, kind: str, year: int, month: int = 1) -> tuple[date, date]:
    """First and last day of a round. month: of a monthly one; it ends with its month."""
    if kind != MONTHLY:
        window = procedure.periodic
        return date(year, *window.first), date(year, *window.last)
    first = date(year, month, procedure.monthly.from_day)
    return first, date(year, month, monthrange(year, month)[1])


def outside(procedure: Procedure, kind: str, year: int, opens_on: date, closes_on: date) -> bool:
    """Whether the text itself sets other days: such a round names its reason."""
    if kind == MONTHLY:
        return opens_on.day < procedure.monthly.from_day
    first, last = usual_days(procedure, kind, year)
    return procedure.periodic.is_fixed and not first <= opens_on <= closes_on <= last


def decide_by(procedure: Procedure, kind: str, opens_on: date, closes_on: date, calendar: WorkingCalendar) -> date:
    """Until when the chairman decides: the end of a yearly round; the term of a monthly one, from its opening."""
    if kind != MONTHLY:
        return closes_on
    if procedure.monthly.counted_from == "receipt":
        return procedure.monthly.term.deadline_after(closes_on, calendar)
    return procedure.monthly.term.deadline_after(opens_on, calendar)


def begun_by(term: Term, until: date, calendar: WorkingCalendar) -> date:
    """The last working day of an event whose term is over by a day: counted back from there."""
    day = until
    while not calendar.is_working_day(day) or term.last_after(day, calendar) > until:
        day -= ONE_DAY
    return day


def answer_by(
    procedure: Procedure, kind: str, received_on: date, round_decided_by: date, calendar: WorkingCalendar
) -> date:
    """Until when an application is answered: with the round's decision, or in its own term from the receipt."""
    if kind == MONTHLY and procedure.monthly.counted_from == "receipt":
        return procedure.monthly.term.deadline_after(received_on, calendar)
    return round_decided_by
