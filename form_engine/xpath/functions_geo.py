"""Functions of places: on a sphere, as JavaRosa computes them. Square metres, metres."""

import math
from itertools import pairwise
from typing import Any

from form_engine.xpath.errors import Unknown
from form_engine.xpath.values import Value, several, text

_RADIUS = 6_378_100.0
_Point = tuple[float, float]


def area(_scope: Any, value: Value) -> float:
    """Of the ring of points, to two decimals."""
    points = _points(value)
    if len(points) < 3:
        return 0.0
    ring = points if points[0] == points[-1] else [*points, points[0]]
    first = points[0]
    flat = [_flat(point, first) for point in ring]
    twice = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(flat))
    return abs(twice) / 2


def _flat(point: _Point, origin: _Point) -> tuple[float, float]:
    """Metres north and east of the origin."""
    north = math.radians(point[0] - origin[0]) * _RADIUS
    east = math.radians(point[1] - origin[1]) * _RADIUS * math.cos(math.radians(point[0]))
    return north, east


def distance(_scope: Any, value: Value) -> float:
    """Along the points, by great circles."""
    points = _points(value)
    return math.fsum(_between(one, other) for one, other in pairwise(points))


def _between(one: _Point, other: _Point) -> float:
    (lat1, lon1), (lat2, lon2) = ((math.radians(lat), math.radians(lon)) for lat, lon in (one, other))
    cosine = math.sin(lat1) * math.sin(lat2) + math.cos(lat1) * math.cos(lat2) * math.cos(lon2 - lon1)
    return math.acos(max(-1.0, min(1.0, cosine))) * _RADIUS


def _points(value: Value) -> list[_Point]:
    """Of a line or a shape (`lat lon alt acc; ...`), or of several points."""
    told = [part for one in several(value) for part in text(one).split(";") if part.strip()]
    try:
        return [(float(part.split()[0]), float(part.split()[1])) for part in told]
    except (ValueError, IndexError):
        raise Unknown("not a place") from None
