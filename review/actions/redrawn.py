"""A round's households in the borders of another day: reports of before a merger, told as the map is now.

A village that went into one other goes with all it had. One that was divided is counted household by household, where
each stands now; how many live in its parts nobody told, so rates of theirs stay empty.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from registry import areas
from registry import repository as registry
from registry.area_numbers import Borderlines, areas_of_borders, with_standings
from registry.models import Area
from registry.rules.areas import parent_of
from review.actions.opening_day import opening_day
from review.models import Case, Round
from review.rules.report_counts import Tally, together


@dataclass(frozen=True, slots=True)
class Redrawn:
    """heirs: the villages of the day by village of the round. placed: village of the day by household."""

    heirs: Mapping[str, tuple[str, ...]]
    placed: Mapping[str, str]

    @property
    def villages(self) -> list[str]:
        """Those of the day, each once, in the order of their codes."""
        return sorted({one for those in self.heirs.values() for one in those})

    def population(self, told: Mapping[str, Tally]) -> dict[str, Tally]:
        """told: by village of the round. Of a village that got a part of a divided one nobody knows."""
        parts = {one for those in self.heirs.values() if len(those) > 1 for one in those}
        wanted = [path for path in self.villages if path not in parts]
        origins = {path: [old for old, those in self.heirs.items() if path in those] for path in wanted}
        known = {path: olds for path, olds in origins.items() if all(old in told for old in olds)}
        return {path: together(told[old] for old in olds) for path, olds in known.items()}


def redrawn(opened: Round, cases: Iterable[Case], day: date) -> Redrawn:
    then, of_case = opening_day(opened), {one.household_id: one.village_path for one in cases}
    villages = registry.villages_within(opened.commune_path, on=opened.opens_on)
    heirs = {str(one.id): _heirs(one, day) for one in villages}
    homes = {one.id: one for one in with_standings(opened.commune_path, then)} | registry.households_by_id(of_case)
    lines, placed = Borderlines(), {}
    for home in homes.values():
        path = of_case.get(home.id) or home.place_on(then)
        stayed = path == home.place_on(then)
        placed[home.id] = lines.place_of(home, at=then, borders=day) if stayed else lines.path_on(path, day)
    return Redrawn(heirs, placed)


def _heirs(village: Area, day: date) -> tuple[str, ...]:
    """What a village is on a day; one that goes on and gave a part away is itself and that part."""
    found = set(areas_of_borders(village, day)) or {str(village.id)}
    if areas.existed(village, day):
        given = registry.areas_by_path(village.successors)
        found |= {path for one in given for path in areas_of_borders(one, day)}
    return tuple(sorted(found))


def communes_of(villages: Iterable[Area], day: date) -> dict[str, str]:
    """The commune of the day by village; of a village that was divided among communes the one that it lay in."""
    found = {}
    for one in villages:
        those = {parent_of(path) for path in areas_of_borders(one, day)}
        found[str(one.id)] = those.pop() if len(those) == 1 else parent_of(one.id)
    return found


def is_redrawn(opened: Round) -> bool:
    """Whether a village of the round has ended since, or gave a part away."""
    return any(
        one.valid_to or one.successors for one in registry.villages_within(opened.commune_path, on=opened.opens_on)
    )
