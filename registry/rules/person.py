"""A person of the register: papers, and memberships in households, each with its dates; and how they change.

Values in, values out. The id is ours and permanent; name, birth and numbers are what is told of him and may be
corrected (assistance, section 2, rule 1). Nothing ends by being deleted: papers and memberships get a last day.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from registry.rules.birth import told_better, year_of
from registry.rules.identity import Doubt, Number, PaperKind, doubts_of, read_number
from registry.rules.names import folded, tidy

HEAD = "01"
"""Chủ hộ: relation of the head of a household."""
RELATIONS = frozenset({*(f"{code:02d}" for code in range(1, 13)), "99"})
"""Codes of the relation to the head, as on Phiếu B."""


class Began(StrEnum):
    """Why somebody is of a household."""

    LISTED = "listed"
    """He was there when we first heard of the household; since when is not known."""
    TOLD = "told"
    """A later form tells of him and no event explains it."""
    BORN = "born"
    MOVED_IN = "moved_in"
    SPLIT = "split"
    MERGED = "merged"
    RELATION = "relation"
    """He was of it already, with another relation to the head."""
    SAME_PERSON = "same_person"
    """Somebody decided that two entries are one person, and that he lives here."""


class Ended(StrEnum):
    """Why somebody is no longer of a household."""

    NOT_TOLD = "not_told"
    """The latest form does not tell of him and no event explains it."""
    DIED = "died"
    MOVED_OUT = "moved_out"
    SPLIT = "split"
    MERGED = "merged"
    RELATION = "relation"
    SAME_PERSON = "same_person"
    MISTAKE = "mistake"


class PaperState(StrEnum):
    TOLD = "told"
    CONFIRMED = "confirmed"
    """Somebody saw the paper, or the police confirmed it."""
    REFUTED = "refuted"
    """Found to be wrong or another's."""


@dataclass(frozen=True, slots=True)
class Paper:
    """An identity number as it was told. since, until: when it was his as far as we know; until None: it is now."""

    kind: PaperKind
    number: str
    since: date | None = None
    until: date | None = None
    issued_on: date | None = None
    state: PaperState = PaperState.TOLD
    source: str = ""

    @property
    def is_current(self) -> bool:
        return self.until is None and self.state is not PaperState.REFUTED


@dataclass(frozen=True, slots=True)
class Membership:
    """since None: before we first heard of it. until: the last day; None while it goes on.

    source: what told it, for example "form:<key>", "list:2025", "event:<id>".
    """

    household_id: str
    relation: str
    since: date | None
    began: str
    until: date | None = None
    ended: str = ""
    source: str = ""
    ended_by: str = ""
    """Source of the end."""

    @property
    def is_open(self) -> bool:
        return self.until is None

    def holds_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Change:
    """What was told otherwise before: field -> (before, after)."""

    at: datetime
    source: str
    fields: dict[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Person:
    """sex: male, female or "" (not known). ethnic_group: code of the list of 1979. village_path: where he lives now, or
    lived last. merged_into: the entry that he was decided to be the same person as."""

    id: str
    name: str
    village_path: str
    registered_at: datetime
    source: str
    sex: str = ""
    birth: str = ""
    ethnic_group: str = ""
    papers: tuple[Paper, ...] = ()
    memberships: tuple[Membership, ...] = ()
    died_on: date | None = None
    merged_into: str = ""
    changes: tuple[Change, ...] = ()
    revision: int = 0

    @property
    def home(self) -> Membership | None:
        """Where he belongs now."""
        return next((one for one in self.memberships if one.is_open), None)

    @property
    def folded(self) -> str:
        return folded(self.name)

    @property
    def born(self) -> int | None:
        """Year of birth."""
        return year_of(self.birth)

    @property
    def current_papers(self) -> tuple[Paper, ...]:
        return tuple(one for one in self.papers if one.is_current)

    @property
    def number(self) -> str:
        """The number to show: the twelve digits before the nine; "" when there is none."""
        kinds = [PaperKind.CCCD, PaperKind.CMND, PaperKind.OTHER]
        held = sorted(self.current_papers, key=lambda one: kinds.index(one.kind))
        return held[0].number if held else ""

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """About his current numbers."""
        found = (
            doubts_of(Number(one.kind, one.number), sex=self.sex, born=self.born)
            for one in self.current_papers
            if one.state is not PaperState.CONFIRMED
        )
        return tuple(dict.fromkeys(doubt for all_ in found for doubt in all_))


def joined(person: Person, household_id: str, relation: str, *, on: date | None, began: str, source: str) -> Person:
    """He is of a household from a day on; another one that he was of ends the same day (one household at a time).

    on None: since before we heard of it. The same person when he is of it already with this relation, or when he is of
    another and nobody knows since when he would have left it.
    """
    now = person.home
    if now is not None and (on is None or (now.household_id, now.relation) == (household_id, relation)):
        return person
    if now is not None and on is not None:
        same = now.household_id == household_id
        why = Ended.RELATION if same else Ended(began) if began in set(Ended) else Ended.MOVED_OUT
        person = left(person, on=on, ended=why, source=source)
        began = Began.RELATION if same else began
    line = Membership(household_id, relation, on, began, source=source)
    return replace(person, memberships=(*person.memberships, line))


def left(person: Person, *, on: date, ended: str, source: str, household_id: str = "") -> Person:
    """He is no longer of his household after a day; the same person when he is of none, or of another than named."""
    now = person.home
    if now is None or household_id not in ("", now.household_id):
        return person
    done = replace(now, until=on, ended=ended, ended_by=source)
    return replace(person, memberships=tuple(done if one is now else one for one in person.memberships))


def died(person: Person, *, on: date, source: str) -> Person:
    """The day is his last of the household. Told again, another day corrects the first."""
    lines = tuple(
        replace(one, until=on) if one.ended == Ended.DIED and one.until == person.died_on else one
        for one in person.memberships
    )
    return left(replace(person, died_on=on, memberships=lines), on=on, ended=Ended.DIED, source=source)


def with_number(person: Person, told: str, *, on: date, source: str, state: PaperState = PaperState.TOLD) -> Person:
    """With a number that was told on a day; another of its kind that he had ends then and is kept.

    Nothing changes when he has it already; a number of no known shape never ends a good one.
    """
    number = read_number(told)
    if number is None or any(one.number == number.digits and one.is_current for one in person.papers):
        return person
    papers = person.papers
    if number.kind is not PaperKind.OTHER:
        ended = {PaperKind.OTHER, number.kind}
        papers = tuple(replace(one, until=on) if one.is_current and one.kind in ended else one for one in papers)
    elif person.current_papers:
        return person
    return replace(person, papers=(*papers, Paper(number.kind, number.digits, since=on, state=state, source=source)))


def told_anew(
    person: Person,
    *,
    at: datetime,
    source: str,
    name: str = "",
    sex: str = "",
    birth: str = "",
    ethnic_group: str = "",
) -> Person:
    """With what a later source tells; what it leaves out stays. Each change is kept with what was before."""
    after = {
        "name": tidy(name) or person.name,
        "sex": sex or person.sex,
        "birth": told_better(person.birth, birth),
        "ethnic_group": ethnic_group or person.ethnic_group,
    }
    before = {field: getattr(person, field) for field in after}
    fields = {field: (before[field], value) for field, value in after.items() if value != before[field]}
    if not fields:
        return person
    changes = (*person.changes, Change(at, source, fields))
    return replace(
        person,
        name=after["name"],
        sex=after["sex"],
        birth=after["birth"],
        ethnic_group=after["ethnic_group"],
        changes=changes,
    )


def by_household_order(people: Iterable[Person]) -> list[Person]:
    """The head first, then by relation, the older before the younger, then by name."""

    def place(one: Person) -> tuple[str, str, str]:
        home = one.home
        return (home.relation if home else "99"), one.birth or "9999", one.folded

    return sorted(people, key=place)
