"""What somebody with the duty says of a person's identity numbers: seen on the paper, wrong, or another one.

Nothing is corrected by rule: a doubt stays until a person settles it (assistance, section 2.3).
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from core.clock import Clock, local_day
from core.ids import id_from
from registry import duplicates, persons
from registry.errors import IssueDayNotPossible, NumberUnreadable, PaperNotFound
from registry.rules.identity import PaperKind, read_number
from registry.rules.person import Paper, PaperState, Person, with_number


def key_of(person: Person, paper: Paper) -> str:
    """Names a paper in an address without telling its number."""
    return id_from("paper", person.id, paper.number)[:12]


def judge(person: Person, key: str, state: PaperState, *, by: str, clock: Clock) -> Person:
    """Say that a number was seen on the paper, or is wrong: a wrong one ends today and is kept.

    Raises PaperNotFound.
    """
    if key not in {key_of(person, one) for one in person.papers}:
        raise PaperNotFound(person_id=person.id)
    today = local_day(clock())

    def judged(paper: Paper) -> Paper:
        if key_of(person, paper) != key or paper.state is state:
            return paper
        ends = today if state is PaperState.REFUTED else None
        return replace(paper, state=state, until=ends, source=f"person:{by}")

    return _write(person.id, lambda one: replace(one, papers=tuple(map(judged, one.papers))), clock)


def enter(person: Person, number: str, *, issued_on: date | None = None, by: str, clock: Clock) -> Person:
    """Enter a number that was seen on the paper; one of its kind that he had ends today and is kept.

    issued_on: as the paper tells it; of a number that he has already, too. Raises NumberUnreadable for what is neither
    12 nor 9 digits, IssueDayNotPossible.
    """
    read = read_number(number)
    today, source = local_day(clock()), f"person:{by}"
    if read is None or read.kind is PaperKind.OTHER:
        raise NumberUnreadable()
    if issued_on is not None and issued_on > today:
        raise IssueDayNotPossible()

    def entered(one: Person) -> Person:
        told = with_number(one, read.digits, on=today, source=source, state=PaperState.CONFIRMED)
        if issued_on is None:
            return told
        papers = (replace(each, issued_on=issued_on) if _is(each, read.digits) else each for each in told.papers)
        return replace(told, papers=tuple(papers))

    return _write(person.id, entered, clock)


def _is(paper: Paper, digits: str) -> bool:
    return paper.number == digits and paper.is_current


def _write(person_id: str, change: Callable[[Person], Person], clock: Clock) -> Person:
    written = persons.change_person(person_id, change)
    duplicates.look_for([person_id], at=clock())
    return written
