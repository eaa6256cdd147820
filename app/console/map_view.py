"""A small map without tiles: the house, how exact its position is, and the other forms of the village around it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import cos, hypot, radians
from typing import Any

WIDTH, HEIGHT = 320, 240
_MARGIN = 24
_LEAST_METRES = 60.0
_MOST_METRES = 5_000.0
"""Neighbours farther away are left out of the drawing, and told in words."""
_METRES_A_DEGREE = 111_320.0
_BARS = (10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000)


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float
    name: str
    instance_id: str
    metres: float


@dataclass(frozen=True, slots=True)
class MapView:
    """accuracy: radius of the circle in the drawing, None when the phone told none. bar: length and metres."""

    x: float
    y: float
    accuracy: float | None
    neighbours: tuple[Dot, ...]
    bar: tuple[float, int]
    far: int
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class Neighbour:
    instance_id: str
    name: str
    position: Mapping[str, Any]


def map_view(own: Mapping[str, Any] | None, neighbours: Iterable[Neighbour]) -> MapView | None:
    """None without a position. The house stands in the middle, north is up, the scale fits what is drawn."""
    if not own:
        return None
    around = [(one, *_offset(own, one.position)) for one in neighbours]
    near = [(one, east, north) for one, east, north in around if hypot(east, north) <= _MOST_METRES]
    accuracy = own.get("accuracy")
    reach = max([_LEAST_METRES, accuracy or 0.0, *(hypot(east, north) for _one, east, north in near)])
    scale = (HEIGHT / 2 - _MARGIN) / reach
    x, y = WIDTH / 2, HEIGHT / 2
    return MapView(
        x=x,
        y=y,
        accuracy=None if accuracy is None else round(max(accuracy * scale, 1.0), 1),
        neighbours=tuple(
            Dot(round(x + east * scale, 1), round(y - north * scale, 1), one.name, one.instance_id, hypot(east, north))
            for one, east, north in near
        ),
        bar=_bar(scale),
        far=len(around) - len(near),
    )


def _offset(own: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[float, float]:
    """Metres east and north of the house. Flat earth: a village is small."""
    north = (other["latitude"] - own["latitude"]) * _METRES_A_DEGREE
    east = (other["longitude"] - own["longitude"]) * _METRES_A_DEGREE * cos(radians(own["latitude"]))
    return east, north


def _bar(scale: float) -> tuple[float, int]:
    """The longest round length that takes at most a third of the width."""
    metres = max((one for one in _BARS if one * scale <= WIDTH / 3), default=_BARS[0])
    return round(metres * scale, 1), metres
