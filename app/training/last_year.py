"""Last year's round of the training commune, played to its end in this process before the running round opens.

So a stranger finds decided lists, certificates, reports and households with a past. Each step is the action that the
pages and the API call, by the person who has the duty, at the hour of a working day of last year. Everything may be
done again: a start that was cut off is gone on with by the next one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from app.auth import people
from app.holidays import working_calendar
from app.jobs.housekeeping import go_on_with_acts, watch_deadlines
from app.training import commune
from app.training.commune import COMMUNE, RULESET
from core.actor import Actor
from core.blobs import Blobs
from core.calendar import add_working_days, next_working_day
from core.clock import VIET_NAM, Clock
from core.ids import id_from
from form_engine.publishing.repository import Definitions
from registry import repository as registry
from registry.rules.standing import ON_THE_LIST, Standing
from review import repository as review
from review.actions.listing import list_managed, take_application
from review.actions.rounds import open_round
from review.models import Round
from review.rules.application import ApplicationKind, ApplicationTold, Channel
from review.rules.procedures import procedure_for
from review.rules.windows import usual_days

_ROUND = "training round of last year"


@dataclass(frozen=True, slots=True)
class LastYear:
    """year: of the round that is over. who: people by user name. Moments are made by `at`."""

    year: int
    blobs: Blobs
    definitions: Definitions
    who: Callable[[str], Actor]

    @property
    def round_id(self) -> str:
        return id_from(_ROUND, COMMUNE, str(self.year))

    @property
    def opens_on(self) -> date:
        return usual_days(procedure_for(RULESET), "periodic", self.year)[0]

    def day(self, number: int) -> date:
        """A working day of the round; 0 is the day on which it opens."""
        calendar = working_calendar()
        first = next_working_day(self.opens_on, calendar)
        return add_working_days(first, number, calendar) if number else first

    def at(self, number: int, hour: int = 8, minute: int = 0) -> Clock:
        """A clock that stands still on such a day."""
        moment = datetime.combine(self.day(number), time(hour), VIET_NAM).astimezone(UTC) + timedelta(minutes=minute)
        return lambda: moment

    @property
    def opened(self) -> Round:
        return review.get_round(self.round_id)

    @property
    def households(self) -> list[commune.Planned]:
        """Those whose class the round found, in their order."""
        return [one for one in commune.planned(self.year + 1) if ON_THE_LIST & set(one.standings.values())]

    @property
    def applicants(self) -> list[commune.Planned]:
        """Of those the ones that were not on the list yet."""
        return [one for one in self.households if one.standings[self.year - 1] == Standing.NON_POOR]

    @property
    def screened_out(self) -> commune.Planned:
        """Somebody who applied, and whom Phiếu A found well enough off."""
        others = (one for one in commune.planned(self.year + 1) if not ON_THE_LIST & set(one.standings.values()))
        return next(others)


def of(clock: Clock, blobs: Blobs) -> LastYear:
    """The round that was begun at an earlier start, whatever year that was; else that of the year before this one."""
    begun = [one for one in review.rounds_within(COMMUNE) if one.id == id_from(_ROUND, COMMUNE, str(one.year))]
    year = begun[0].year if begun else clock().astimezone(VIET_NAM).year - 1
    return LastYear(year, blobs, Definitions(blobs), cache(_person))


def _person(username: str) -> Actor:
    found = people.find_by_username(username)
    if found is None:
        raise LookupError(username)
    return people.actor_of(found)


def begin(last: LastYear) -> None:
    """Areas, the register as it was, the round with its list to review; who was not on the list had applied."""
    commune.write_areas()
    registered = last.at(0, 7)
    for one in last.households:
        commune.register(one, registered, until=last.year - 1)
    commune.register(last.screened_out, registered)
    if not [one for one in review.rounds_within(COMMUNE) if one.id == last.round_id]:
        _open(last)
    officer = last.who("canbo01")
    list_managed(last.opened, by=officer, clock=last.at(0, 9))
    for number, one in enumerate([*last.applicants, last.screened_out]):
        take_application(
            last.opened,
            ApplicationTold(ApplicationKind.ENTRY, Channel.DIRECT, last.day(2), _REASONS[number % 2], one.id),
            key=one.id,
            by=officer,
            calendar=working_calendar(),
            clock=last.at(2, 9, number),
        )


_REASONS = (
    "Lao động chính bị tai nạn, gia đình mất thu nhập.",
    "Nhà hư hỏng sau bão, con nhỏ, thiếu việc làm.",
)


def _open(last: LastYear) -> Round:
    first, closing_day = usual_days(procedure_for(RULESET), "periodic", last.year)
    return open_round(
        last.round_id,
        name=f"Rà soát định kỳ năm {last.year} (tập huấn)",
        kind="periodic",
        year=last.year,
        commune=registry.get_area(COMMUNE),
        ruleset_id=RULESET,
        opens_on=first,
        closes_on=closing_day,
        by=last.who("canbo01"),
        clock=last.at(0, 8),
        is_training=True,
    )


def let_the_worker_look(clock: Clock) -> None:
    """What the worker does at night: acts that were cut off, lists whose days are over, deadlines."""
    go_on_with_acts(clock)
    watch_deadlines(clock)
