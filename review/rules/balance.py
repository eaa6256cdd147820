"""Does the year close: last year's list, less who left, plus who came, is this year's; households and people.

Source: review procedure, section 6 (flow identity); templates, R2 and R3. A list that does not close is an error.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from registry.rules.standing import ON_THE_LIST, Change, Standing, change_of

_PASTS: tuple[tuple[Standing, ...], ...] = ((), (Standing.POOR,), (Standing.NEAR_POOR,))

LEAVES = {
    Standing.POOR: (Change.POOR_TO_NEAR_POOR, Change.POOR_EXIT, Change.OTHER_DECREASE),
    Standing.NEAR_POOR: (Change.NEAR_POOR_TO_POOR, Change.NEAR_POOR_EXIT, Change.OTHER_DECREASE),
}
"""Columns of the report that are taken off, in its order, by the list."""

COMES = {
    Standing.POOR: (Change.NEAR_POOR_TO_POOR, Change.POOR_RELAPSE, Change.POOR_NEW, Change.OTHER_INCREASE),
    Standing.NEAR_POOR: (
        Change.POOR_TO_NEAR_POOR,
        Change.NEAR_POOR_RELAPSE,
        Change.NEAR_POOR_NEW,
        Change.OTHER_INCREASE,
    ),
}


@dataclass(frozen=True, slots=True)
class Movement:
    """One household of the round. before, now: standing at the opening and now (NOT_IN_AREA when it left or came).

    people: members now; None when nobody told. Those of then stand on the register.
    """

    case_id: str
    household_id: str
    before: Standing
    now: Standing
    change: Change
    people: int | None = None


@dataclass(frozen=True, slots=True)
class Registered:
    """A household that the register had on one of the lists when the round opened."""

    household_id: str
    standing: Standing
    people: int | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """A list's way from opening to closing, of households or of people."""

    opening: int
    leaves: Mapping[Change, int]
    comes: Mapping[Change, int]
    closing: int

    @property
    def closes(self) -> bool:
        return self.opening - sum(self.leaves.values()) + sum(self.comes.values()) == self.closing


@dataclass(frozen=True, slots=True)
class Balance:
    """households, people: a flow by list. Households that break it: on the register and not in the round, in the round
    with another standing than the register's, those without a result, and those whose name of movement is not that of
    before and now."""

    households: Mapping[Standing, Flow]
    people: Mapping[Standing, Flow]
    not_in_round: tuple[str, ...] = ()
    other_standing: tuple[str, ...] = ()
    without_result: tuple[str, ...] = ()
    misnamed: tuple[str, ...] = ()

    @property
    def breaking(self) -> tuple[str, ...]:
        return (*self.not_in_round, *self.other_standing, *self.without_result, *self.misnamed)

    @property
    def closes(self) -> bool:
        return not self.breaking and all(one.closes for one in (*self.households.values(), *self.people.values()))


def balance(register: Iterable[Registered], movements: Collection[Movement]) -> Balance:
    """register: the lists as they were at the opening. The opening figures are its own; the rest is the round's."""
    listed = {one.household_id: one for one in register if one.standing in ON_THE_LIST}
    known = {one.household_id: one for one in movements}
    told = [one for one in movements if one.change is not Change.NONE]
    return Balance(
        households={kind: _households(kind, listed.values(), told) for kind in LEAVES},
        people={kind: _people(kind, listed, told) for kind in LEAVES},
        not_in_round=tuple(sorted(id_ for id_ in listed if id_ not in known)),
        other_standing=tuple(sorted(one.household_id for one in movements if _differs(one, listed))),
        without_result=tuple(sorted(one.household_id for one in movements if _waits(one))),
        misnamed=tuple(sorted(one.household_id for one in movements if not (_waits(one) or _fits(one)))),
    )


def _differs(one: Movement, listed: Mapping[str, Registered]) -> bool:
    """The round began with another standing than the register tells."""
    standing = listed[one.household_id].standing if one.household_id in listed else None
    return standing != (one.before if one.before in ON_THE_LIST else None)


def _waits(one: Movement) -> bool:
    """On the list at the opening, and nobody has told yet what becomes of it."""
    return one.change is Change.NONE and one.before in ON_THE_LIST


def _fits(one: Movement) -> bool:
    """Whether the movement is called what before and now make of it, whatever the years before were."""
    return one.change in {change_of(one.before, past, one.now) for past in _PASTS}


def _households(kind: Standing, listed: Iterable[Registered], told: Iterable[Movement]) -> Flow:
    leaves: Counter[Change] = Counter(one.change for one in told if one.before is kind and one.change in LEAVES[kind])
    comes: Counter[Change] = Counter(one.change for one in told if one.now is kind and one.change in COMES[kind])
    return Flow(
        opening=sum(one.standing is kind for one in listed),
        leaves={column: leaves[column] for column in LEAVES[kind]},
        comes={column: comes[column] for column in COMES[kind]},
        closing=sum(one.now is kind for one in told),
    )


def _people(kind: Standing, listed: Mapping[str, Registered], told: Iterable[Movement]) -> Flow:
    """A household that goes takes its people of the opening along; one that comes brings those of now. Births, deaths
    and moves in one that stays are other increase and decrease (templates, R2)."""
    leaves: Counter[Change] = Counter()
    comes: Counter[Change] = Counter()
    closing = 0
    for one in told:
        then, now = _both(one, listed)
        if one.before is kind and one.change in LEAVES[kind]:
            leaves[one.change] += then
        elif one.before is kind and one.now is kind:
            leaves[Change.OTHER_DECREASE] += max(0, then - now)
            comes[Change.OTHER_INCREASE] += max(0, now - then)
        if one.now is kind and one.change in COMES[kind]:
            comes[one.change] += now
        closing += now if one.now is kind else 0
    now_of = {one.household_id: one.people for one in told}
    return Flow(
        opening=sum(_count(one.people, now_of.get(id_)) for id_, one in listed.items() if one.standing is kind),
        leaves={column: leaves[column] for column in LEAVES[kind]},
        comes={column: comes[column] for column in COMES[kind]},
        closing=closing,
    )


def _both(one: Movement, listed: Mapping[str, Registered]) -> tuple[int, int]:
    registered = listed.get(one.household_id)
    before = registered.people if registered else None
    return _count(before, one.people), _count(one.people, before)


def _count(told: int | None, otherwise: int | None) -> int:
    """Where one of the two numbers was never told, the other stands for it: nobody is made to come or go by that."""
    return next((one for one in (told, otherwise) if one is not None), 0)
