"""What somebody asks for, checked against the tree: a change that can be looked at, or what is wrong with it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from core.actor import Actor
from core.clock import Clock, local_day
from registry import areas
from registry.models import Area
from registry.rules.area_changes import (
    Change,
    Place,
    Target,
    divided_village,
    lies_in_one,
    merged_villages,
    moved_villages,
)
from registry.rules.areas import URBAN, URBAN_SHEET, AreaFault, Described, area_kind_of, code_of, faults_of, parent_of
from registry.rules.names import tidy
from registry.score_areas import score_area_of

CHANGING = ("commune", "village")
"""Levels that are merged and divided here; provinces and districts come with a list of areas."""
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """sources: paths of what is merged, or the one that is divided. targets: what they become; the first one takes what
    nothing else is said of. assigned: household (of a village) or village (of a commune) to a target's path."""

    kind: str
    sources: Sequence[str]
    targets: Sequence[Target]
    on: date | None
    document: str
    assigned: Mapping[str, str] = field(default_factory=dict)


def checked(asked: Asked, *, by: Actor, clock: Clock) -> tuple[Change | None, list[AreaFault]]:
    """The change, or everything that is wrong with what is asked for. Writes nothing."""
    today, on = local_day(clock()), asked.on
    if on is None or on > today:
        return None, [AreaFault("on", "areas.change_day_not_possible")]
    faults = [] if asked.document.strip() else [AreaFault("document", "areas.document_missing")]
    found = [areas.find(one) for one in dict.fromkeys(asked.sources)]
    sources = [one for one in found if one is not None and by.covers(one.id)]
    day_before = areas.day_before(on)
    lived = all(areas.existed(one, day_before) and one.valid_to is None for one in sources)
    kinds = {one.kind for one in sources}
    if len(sources) < len(found) or not sources or not lived or len(kinds) != 1 or not kinds <= set(CHANGING):
        return None, [*faults, AreaFault("sources", "areas.sources_not_possible")]
    targets = [_completed(one, sources, on) for one in asked.targets]
    faults += _faults_of_targets(targets, sources, on, by)
    faults += _faults_of_shape(asked, sources, targets)
    if faults:
        return None, faults
    return _change(asked, sources, targets, on), []


def _completed(target: Target, sources: Sequence[Area], on: date) -> Target:
    """Whether it is there already; type and region of one that is made, where its name and its sources tell them."""
    stored = areas.find(target.path)
    if stored is not None and stored.valid_to is None:
        facts = areas.facts_on(stored, on)
        return Target(target.path, facts.name, facts.area_kind, facts.score_area, is_new=False)
    above = areas.find(parent_of(target.path)) if sources[0].kind == "village" else None
    if above is not None:  # a village counts as its commune does
        facts = areas.facts_on(above, on)
        name = tidy(target.name)[:_LONGEST]
        return replace(target, name=name, area_kind=facts.area_kind, score_area=facts.score_area)
    before = [areas.facts_on(one, areas.day_before(on)) for one in sources]
    kind = target.area_kind or area_kind_of(target.name) or _only({one.area_kind for one in before})
    region = URBAN_SHEET if kind == URBAN else _region(target, kind, {one.score_area for one in before}, on)
    return replace(target, name=tidy(target.name)[:_LONGEST], area_kind=kind, score_area=region)


def _region(target: Target, kind: str | None, before: set[str | None], on: date) -> str | None:
    """As told; else the one that all the sources have; else that of the province."""
    own = target.score_area or _only(before - {URBAN_SHEET})
    return own or score_area_of(target.path.partition("/")[0], kind, on)


def _only(told: set[str | None]) -> str | None:
    return told.pop() if len(told) == 1 else None


def _faults_of_targets(targets: Sequence[Target], sources: Sequence[Area], on: date, by: Actor) -> Iterator[AreaFault]:
    kind = str(sources[0].kind)
    for one in targets:
        if not one.is_new:
            if not by.covers(one.path):
                yield AreaFault("target", "areas.target_not_possible")
            continue
        above = areas.find(parent_of(one.path))
        if above is None or above.valid_to is not None or not by.covers(above.id):
            yield AreaFault("target", "areas.parent_unknown")
        elif areas.find(one.path) is not None:
            yield AreaFault("target", "areas.code_of_ended")
        elif not one.name:
            yield AreaFault("name", "areas.missing")
        else:
            told = Described(
                kind, code_of(one.path), one.name, one.area_kind, one.score_area, on, None, above.kind, above.valid_to
            )
            yield from (fault for fault in faults_of(told) if fault.column != "parent" or above.kind != "district")


def _faults_of_shape(asked: Asked, sources: Sequence[Area], targets: Sequence[Target]) -> Iterator[AreaFault]:
    paths = [one.path for one in targets]
    kinds = {areas.find(one.path).kind for one in targets if not one.is_new}  # type: ignore[union-attr]
    of_village = sources[0].kind == "village"
    if kinds - {sources[0].kind} or len(set(paths)) != len(paths):
        yield AreaFault("target", "areas.target_not_possible")
    elif of_village and not lies_in_one([*(one.id for one in sources), *paths]):
        yield AreaFault("target", "areas.villages_of_one_commune")
    elif asked.kind == "merge" and (len(targets) != 1 or not [one for one in sources if one.id != paths[0]]):
        yield AreaFault("sources", "areas.sources_not_possible")
    elif asked.kind == "split" and (len(sources) != 1 or len(targets) < 2):
        yield AreaFault("target", "areas.split_into_two")
    elif set(asked.assigned.values()) - set(paths):
        yield AreaFault("target", "areas.target_not_possible")


def _change(asked: Asked, sources: Sequence[Area], targets: Sequence[Target], on: date) -> Change:
    document = tidy(asked.document)[:_LONGEST]
    if sources[0].kind == "village" and asked.kind == "merge":
        return merged_villages([str(one.id) for one in sources], targets[0], on, document)
    if sources[0].kind == "village":
        path, first = str(sources[0].id), targets[0].path
        households = {one: asked.assigned.get(one, first) for one in areas.household_ids(path)}
        return divided_village(path, targets, households, on, document)
    communes = {
        str(one.id): [Place(str(v.id), str(v.name)) for v in areas.children_on(one.id, on) if v.valid_to is None]
        for one in sources
    }
    taken = [str(one.id) for target in targets for one in areas.inside(target.path)]
    return moved_villages(asked.kind, communes, targets, asked.assigned, taken, on, document)
