"""Which rounds a question about an area is asked of."""

from dataclasses import dataclass

from core.actor import Actor
from core.errors import NotAllowed
from review import repository
from review.errors import RoundNotFound
from review.models import Round


@dataclass(frozen=True, slots=True)
class Scope:
    """Rounds, and the area that counts in them: "" for all, a village where only that is asked about."""

    area_path: str
    rounds: tuple[Round, ...]


def one_round(round_id: str, *, seen_by: Actor) -> Scope:
    """A round as far as the actor's area goes. Raises RoundNotFound."""
    opened = repository.get_round(round_id)
    if not seen_by.covers(opened.commune_path) and not seen_by.area_path.startswith(opened.commune_path):
        raise RoundNotFound(round_id=round_id)
    return Scope(max(opened.commune_path, seen_by.area_path, key=len), (opened,))


def rounds_of(area_path: str, *, seen_by: Actor, year: int | None = None) -> Scope:
    """The latest round of each commune of an area, or of the commune that it lies in; of a year when one is named.

    Raises NotAllowed outside the actor's area.
    """
    if not seen_by.covers(area_path):
        raise NotAllowed(path=area_path)
    latest: dict[str, Round] = {}
    for opened in repository.rounds_within(area_path) or repository.rounds_covering(area_path):
        if year is None or opened.year == year:
            latest.setdefault(opened.commune_path, opened)
    return Scope(area_path, tuple(latest[commune] for commune in sorted(latest)))
