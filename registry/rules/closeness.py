"""Two households whose forms were filled at one spot: may they be one?

Houses of a hamlet stand close, and a phone is wrong by some metres. So the spot alone counts when it is the same to a
few metres, and within a yard when the heads bear one name, too.
"""

import math
from dataclasses import dataclass

from registry.rules.same_person import name_key

SAME_SPOT, SAME_YARD = 5.0, 30.0
"""Metres."""
WORST_ACCURACY = 30.0
"""Metres; a position that is told less exactly says nothing about neighbours."""
_METRES_A_DEGREE = 111_320.0
_CELLS_A_DEGREE = 3_000
"""A cell is 37 m high and, in Viet Nam, 34 m wide: what lies within a yard lies in the next cell at most."""


@dataclass(frozen=True, slots=True)
class Position:
    """Degrees; accuracy in metres."""

    latitude: float
    longitude: float
    accuracy: float


def cell_of(position: Position) -> str:
    return f"{_row(position.latitude)}:{_row(position.longitude)}"


def cells_around(position: Position) -> list[str]:
    """Its cell and the eight beside it."""
    north, east = _row(position.latitude), _row(position.longitude)
    return [f"{north + up}:{east + right}" for up in (-1, 0, 1) for right in (-1, 0, 1)]


def metres_between(one: Position, other: Position) -> float:
    """Good for what lies close together."""
    up = (one.latitude - other.latitude) * _METRES_A_DEGREE
    right = (one.longitude - other.longitude) * _METRES_A_DEGREE * math.cos(math.radians(one.latitude))
    return math.hypot(up, right)


def is_one_spot(one: Position, other: Position, heads: tuple[str, str]) -> bool:
    """heads: names of the two heads."""
    distance = metres_between(one, other)
    return distance <= SAME_SPOT or (distance <= SAME_YARD and name_key(heads[0]) == name_key(heads[1]))


def _row(degrees: float) -> int:
    return math.floor(degrees * _CELLS_A_DEGREE)
