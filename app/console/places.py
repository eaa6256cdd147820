"""Names of places for a page: the area of the person, breadcrumbs, villages to choose from."""

from collections.abc import Iterable

from app.wiring import deps
from core.actor import Actor, paths_down_to
from core.clock import local_day
from registry import repository as registry
from registry.models import Area
from registry.rules.areas import is_commune_or_less

_DOWN = ("province", "district", "commune", "village")


def is_local(path: str) -> bool:
    """A commune or less: small enough to count and to list its villages at each look."""
    return is_commune_or_less(path)


def breadcrumb(path: str | None) -> list[Area]:
    """The areas that hold a place and the place itself, from the province down."""
    above = registry.areas_above(path) if path else {}
    return [above[kind] for kind in _DOWN if kind in above]


def villages_of(actor: Actor) -> list[Area]:
    """The villages a person may choose from; none when his area is larger than a commune."""
    if not is_local(actor.area_path):
        return []
    return registry.villages_within(actor.area_path, on=local_day(deps().clock()))


def names_of_places(paths: Iterable[str | None]) -> dict[str, str]:
    """Names by area path; a path that is no area's is left out."""
    return {area.id: area.name for area in registry.areas_by_path({path for path in paths if path})}


def names_with_commune(paths: Iterable[str]) -> dict[str, str]:
    """Village and commune by village path: what tells a place apart in a province."""
    wanted = {path: paths_down_to(path)[-2:] for path in set(paths) if path}
    names = names_of_places(one for both in wanted.values() for one in both)
    return {path: ", ".join(names[one] for one in reversed(both) if one in names) for path, both in wanted.items()}
