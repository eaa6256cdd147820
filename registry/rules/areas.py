"""Areas by the law: which level hangs under which, what its code looks like, town or country, from when until when.

Source: review procedure, 9; code systems of the statistical office: three levels until 30/6/2025, two from 1/7/2025.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from registry.rules.names import folded

KINDS = ("province", "district", "commune", "village")
"""From the top down."""

LAST_DAY_OF_DISTRICTS = date(2025, 6, 30)
PARENTS: Mapping[str, tuple[str, ...]] = {
    "province": (),
    "district": ("province",),
    "commune": ("district", "province"),
    "village": ("commune",),
}
URBAN, RURAL = "urban", "rural"
URBAN_SHEET = "TT"
SHEETS = ("NT1", "NT2", "NT3", "NT4", "NT5", "NT6", URBAN_SHEET)

_SHAPES = {
    "province": re.compile(r"\d{2}"),
    "district": re.compile(r"\d{3}"),
    "commune": re.compile(r"\d{5}"),
    "village": re.compile(r"[0-9A-Za-z-]{1,14}"),
}
_KIND_OF_NAME = (("phuong ", URBAN), ("thi tran ", URBAN), ("xa ", RURAL))
_DEPTH_UNDER_A_DISTRICT = 3
_LEAST_OF_COMMUNE = 5
"""Digits of a commune's code; provinces and districts have fewer, whatever hangs above."""


@dataclass(frozen=True, slots=True)
class AreaFault:
    """What is wrong with an area: `column` is the field, `code` has its sentence in app/i18n."""

    column: str
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Described:
    """An area as somebody describes it. parent: kind and last day of the area above; None for a province."""

    kind: str
    code: str
    name: str
    area_kind: str | None
    score_area: str | None
    since: date | None
    until: date | None
    parent_kind: str | None = None
    parent_until: date | None = None


def is_commune_or_less(path: str) -> bool:
    """Whether a path names a commune or a village, with a district above it or without."""
    return path.count("/") >= _DEPTH_UNDER_A_DISTRICT or len(code_of(path)) >= _LEAST_OF_COMMUNE


def code_of(path: str) -> str:
    return path.rstrip("/").rsplit("/", 1)[-1]


def parent_of(path: str) -> str:
    """The path of the area above; empty above a province."""
    return path[: path.rstrip("/").rfind("/") + 1]


def is_code(kind: str, code: str) -> bool:
    return _SHAPES[kind].fullmatch(code) is not None


def area_kind_of(name: str) -> str | None:
    """Town or country by the name of a commune: phường and thị trấn are urban, xã is rural; None for a đặc khu."""
    told = folded(name)
    return next((kind for prefix, kind in _KIND_OF_NAME if told.startswith(prefix)), None)


def faults_of(area: Described) -> Iterator[AreaFault]:
    """Everything that is wrong with an area in itself and under the one above."""
    if not is_code(area.kind, area.code):
        yield AreaFault("code", f"areas.code_shape_{area.kind}")
    if area.since and area.until and area.until < area.since:
        yield AreaFault("until", "areas.ends_before_it_begins")
    if area.kind == "district" and (area.until is None or area.until > LAST_DAY_OF_DISTRICTS):
        yield AreaFault("until", "areas.district_ends")
    if area.kind == "commune":
        yield from _of_a_commune(area)
    if area.parent_until and (area.until is None or area.until > area.parent_until):
        yield AreaFault("until", "areas.outlives_its_parent", {"day": f"{area.parent_until:%d/%m/%Y}"})
    if area.kind == "commune" and area.parent_kind == "province" and area.since and area.since <= LAST_DAY_OF_DISTRICTS:
        yield AreaFault("parent", "areas.district_missing")


def _of_a_commune(area: Described) -> Iterator[AreaFault]:
    by_name = area_kind_of(area.name)
    if area.area_kind is None:
        yield AreaFault("area_kind", "areas.kind_missing")
    elif area.area_kind not in (RURAL, URBAN):
        yield AreaFault("area_kind", "areas.area_kind_unknown")
    elif by_name is not None and by_name != area.area_kind:
        yield AreaFault("area_kind", "areas.kind_against_name")
    if area.score_area is None:
        yield AreaFault("score_area", "areas.region_missing")
    elif area.score_area not in SHEETS:
        yield AreaFault("score_area", "areas.region_unknown")
    elif area.area_kind is not None and (area.area_kind == URBAN) != (area.score_area == URBAN_SHEET):
        yield AreaFault("score_area", "areas.region_against_kind")
    is_township = folded(area.name).startswith("thi tran ")
    if is_township and (area.until is None or area.until > LAST_DAY_OF_DISTRICTS):
        yield AreaFault("until", "areas.township_ends")
