"""What a merger or a division would move, before anything is written."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.auth import people
from app.auth.models import Person
from core.clock import Clock
from registry import area_changes
from registry import repository as registry
from registry.rules.area_changes import Change
from registry.rules.areas import is_commune_or_less, parent_of
from review.actions.open_rounds import OpenRound, rounds_that_stand_open


@dataclass(frozen=True, slots=True)
class VillageRow:
    old: str
    old_name: str
    new: str
    new_name: str
    households: int
    people: int


@dataclass(frozen=True, slots=True)
class Preview:
    """villages: what goes where. accounts: who answers for another area afterwards, with its path. open_rounds: what
    forbids it now. same_codes: household codes that meet. renumbered: villages that get another code."""

    change: Change
    villages: Sequence[VillageRow]
    accounts: Sequence[tuple[Person, str]]
    open_rounds: Sequence[OpenRound]
    same_codes: Sequence[str]

    @property
    def households(self) -> int:
        return sum(one.households for one in self.villages)

    @property
    def people(self) -> int:
        return sum(one.people for one in self.villages)

    @property
    def may_be_done(self) -> bool:
        return not self.open_rounds


def preview_of(change: Change, *, clock: Clock) -> Preview:
    names = {one.id: str(one.name) for one in registry.areas_by_path([o.old for o in change.moves])}
    names |= {one.id: str(one.name) for one in registry.areas_by_path([o.new for o in change.moves])}
    names |= {one.path: one.name for one in change.made}
    rows = []
    for one in change.moves:
        households, count = area_changes.counts_of([(one.old, one.households)])[one.old]
        rows.append(VillageRow(one.old, names[one.old], one.new, names.get(one.new, one.new), households, count))
    return Preview(
        change=change,
        villages=rows,
        accounts=accounts_that_follow(change),
        open_rounds=rounds_that_stand_open(communes_of(change), clock=clock),
        same_codes=_codes_that_meet(change),
    )


def communes_of(change: Change) -> list[str]:
    """The communes whose villages change, those that take them over included."""
    touched = [*(one.path for one in change.left), *(one.new for one in change.moves)]
    found = set()
    for path in touched:
        above = parent_of(path)
        found.add(above if is_commune_or_less(above) else path)
    return sorted(found)


def accounts_that_follow(change: Change) -> list[tuple[Person, str]]:
    """People whose area ends, each with the area that takes its place; of one that is divided the first part."""
    found: dict[str, tuple[Person, str]] = {}
    for path in (one.path for one in change.left if one.ends):
        for one in people.people_within(path):
            found[one.id] = (one, area_after(change, one.area_path))
    return sorted(found.values(), key=lambda one: (one[1], one[0].username))


def area_after(change: Change, path: str) -> str:
    """The area that takes the place of one; itself when it goes on."""
    ended = {one.path: one.successors[0] for one in change.left if one.ends and one.successors}
    return ended.get(path, path)


def _codes_that_meet(change: Change) -> list[str]:
    """Of households that become neighbours in one village."""
    by_new: dict[str, list[str]] = {}
    for one in change.moves:
        by_new.setdefault(one.new, [one.new]).append(one.old)
    return sorted({code for villages in by_new.values() for code in area_changes.codes_twice(villages)})
