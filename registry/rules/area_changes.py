"""What a merger or a division of areas makes of villages: pure, from what is asked for and what is there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from registry.rules.areas import code_of, parent_of


@dataclass(frozen=True, slots=True)
class Target:
    """An area that others become: one that is there (`is_new` False), or one to be made."""

    path: str
    name: str = ""
    area_kind: str | None = None
    score_area: str | None = None
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """A village as it is before the change."""

    path: str
    name: str


@dataclass(frozen=True, slots=True)
class Made:
    path: str
    kind: str
    name: str
    area_kind: str | None
    score_area: str | None


@dataclass(frozen=True, slots=True)
class Move:
    """households: of a village that is divided; None when all go."""

    old: str
    new: str
    households: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """An area with those that take its place; `ends` is False when a part of it stays as it is."""

    path: str
    successors: tuple[str, ...]
    ends: bool = True


@dataclass(frozen=True, slots=True)
class Change:
    """kind: merge or split. on: the first day of the new borders."""

    kind: str
    on: date
    document: str
    made: Sequence[Made]
    moves: Sequence[Move]
    left: Sequence[Left]
    renumbered: Mapping[str, str] = field(default_factory=dict)
    """New path of villages whose code another village of the same commune bears, by their old path."""


def merged_villages(sources: Sequence[str], target: Target, on: date, document: str) -> Change:
    """Villages become one, which is new or one of them."""
    going = [one for one in sources if one != target.path]
    return Change(
        kind="merge",
        on=on,
        document=document,
        made=_made([target], "village"),
        moves=[Move(one, target.path) for one in going],
        left=[Left(one, (target.path,)) for one in going],
    )


def divided_village(
    source: str, targets: Sequence[Target], assigned: Mapping[str, str], on: date, document: str
) -> Change:
    """A village becomes several; it may be one of them. assigned: household to the path it goes to."""
    going = {
        one.path: tuple(sorted(id_ for id_, path in assigned.items() if path == one.path))
        for one in targets
        if one.path != source
    }
    paths = tuple(one.path for one in targets if one.path != source)
    return Change(
        kind="split",
        on=on,
        document=document,
        made=_made(targets, "village"),
        moves=[Move(source, path, ids) for path, ids in going.items()],
        left=[Left(source, paths, ends=source not in {one.path for one in targets})],
    )


def moved_villages(
    kind: str,
    communes: Mapping[str, Sequence[Place]],
    targets: Sequence[Target],
    assigned: Mapping[str, str],
    taken: Iterable[str],
    on: date,
    document: str,
) -> Change:
    """Communes are merged or divided: each village goes to the commune that it is assigned to.

    communes: those that change, with their villages. assigned: village to commune; the first target when it is not
    named. taken: paths of villages that are there already. A code that is taken gets the old commune's code before it.
    """
    by_path = {one.path: one for one in targets}
    used, made, moves, left, renumbered = set(taken), _made(targets, "commune"), list[Move](), list[Left](), {}
    for commune, villages in communes.items():
        goes_to: dict[str, None] = {}
        for village in villages:
            target = assigned.get(village.path, targets[0].path)
            goes_to[target] = None
            if target == commune:
                continue
            new = f"{target}{code_of(village.path)}/"
            if new in used:
                new = renumbered[village.path] = f"{target}{code_of(commune)}-{code_of(village.path)}/"
            used.add(new)
            heir = by_path[target]
            made.append(Made(new, "village", village.name, heir.area_kind, heir.score_area))
            moves.append(Move(village.path, new))
            left.append(Left(village.path, (new,)))
        heirs = tuple(one for one in goes_to if one != commune) or tuple(o.path for o in targets if o.path != commune)
        if heirs:
            left.append(Left(commune, heirs, ends=commune not in by_path))
    return Change(kind, on, document, made, moves, left, renumbered)


def _made(targets: Iterable[Target], kind: str) -> list[Made]:
    return [Made(one.path, kind, one.name, one.area_kind, one.score_area) for one in targets if one.is_new]


def lies_in_one(paths: Iterable[str]) -> bool:
    """Whether areas have one and the same above them."""
    return len({parent_of(one) for one in paths}) == 1
