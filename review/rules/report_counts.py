"""What a household adds to the summary reports R1 to R13: whole numbers under names, which add up over places.

Source: templates, 11. `poor` and `near_poor` begin the names; `.h` counts households, `.p` people. A name that is not
there is nought, but for those of POPULATION: where a place never told them, its sum is not known.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from registry.rules.standing import ON_THE_LIST, Change, Standing

KINH = "01"
CHILD_BELOW = 16
"""Years. Source: Law on Children 2016, article 1 (memory: high)."""
HEAD_OF_HOUSEHOLD = "01"
WOMAN = "female"
NO_LABOUR, MERIT = "2", "3"
"""Groups of a household in Phiếu C, item 15."""
CHILDREN_LACK = ("health_insurance", "nutrition", "child_school")
"""Indicators of B2 that are counted by child, by their name in the rule set."""
POPULATION = ("pop.h", "pop.p", "pop.minority.h", "pop.minority.p")

Tally = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Person:
    """As the form told. lacks: what the child lacks, of CHILDREN_LACK; empty for who is no child."""

    name: str
    relation: str
    sex: str
    born: str
    ethnic_group: str
    is_child: bool = False
    lacks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Profile:
    """What an accepted Phiếu C tells: codes of causes, of support received, of groups."""

    causes: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    has_merit: bool = False


@dataclass(frozen=True, slots=True)
class Household:
    """A household of a report. lacks: codes of the indicators that count. profile: None without an accepted Phiếu C."""

    id: str
    code: str
    head_name: str
    village: str
    standing: str
    change: str
    subclass: str
    people: int
    lacks: frozenset[str] = frozenset()
    members: tuple[Person, ...] = ()
    profile: Profile | None = None

    @property
    def head(self) -> Person | None:
        return next((one for one in self.members if one.relation == HEAD_OF_HOUSEHOLD), None)

    @property
    def ethnic_group(self) -> str:
        """Of its head; empty when the form did not tell."""
        return self.head.ethnic_group if self.head else ""

    @property
    def is_minority(self) -> bool:
        return self.ethnic_group not in ("", KINH)

    @property
    def has_merit(self) -> bool:
        return self.profile is not None and (self.profile.has_merit or MERIT in self.profile.groups)

    @property
    def has_no_labour(self) -> bool:
        return self.profile is not None and NO_LABOUR in self.profile.groups

    @property
    def arrival(self) -> str:
        """new, back or stayed: how it came to its list."""
        if self.change in (Change.POOR_KEPT, Change.NEAR_POOR_KEPT):
            return "stayed"
        return "back" if self.change in (Change.POOR_RELAPSE, Change.NEAR_POOR_RELAPSE) else "new"


def tally_of(one: Household) -> Tally:
    """Nothing for who is on neither list."""
    if Standing(one.standing) not in ON_THE_LIST:
        return {}
    found: Counter[str] = Counter({"h": 1, "p": one.people})
    found[f"sub.{one.subclass}.h"] += 1
    found["lacks"] += len(one.lacks)
    found.update(f"lack.{code}" for code in one.lacks)
    _count_groups(one, found)
    _count_people(one, found)
    if one.profile is not None:
        found.update(f"cause.{code}" for code in set(one.profile.causes))
    return {f"{one.standing}.{name}": number for name, number in found.items()}


def _count_groups(one: Household, found: Counter[str]) -> None:
    groups = {"minority": one.is_minority, "no_labour": one.has_no_labour, "merit": one.has_merit}
    groups["none"] = one.profile is not None and not any(groups.values())
    groups["unprofiled"] = one.profile is None
    groups["woman"] = one.head is not None and one.head.sex == WOMAN
    groups["kinh"] = one.ethnic_group == KINH
    for name, holds in groups.items():
        if holds:
            found[f"{name}.h"] += 1
            found[f"{name}.of.p"] += one.people
    found[f"ethnic.{one.ethnic_group}.h"] += 1


def _count_people(one: Household, found: Counter[str]) -> None:
    """Each by the group that was told of him; who stands on no roster is of an unknown group."""
    for person in one.members:
        found[f"ethnic.{person.ethnic_group}.p"] += 1
        if person.is_child:
            found["children"] += 1
            found.update(f"children.{name}" for name in person.lacks)
    found["ethnic..p"] += max(0, one.people - len(one.members))


def together(tallies: Iterable[Tally]) -> Tally:
    """The sum. A count of the population is there only if every place told it."""
    told = list(tallies)
    found: Counter[str] = Counter()
    for one in told:
        found.update(one)
    known = {name for name in POPULATION if told and all(name in one for one in told)}
    return {name: number for name, number in found.items() if name not in POPULATION or name in known}
