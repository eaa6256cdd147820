"""The score sheet that a rural commune has by its province, where the province tells one (score_areas.toml)."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

from registry.rules.areas import LAST_DAY_OF_DISTRICTS, URBAN, URBAN_SHEET

_FILE = Path(__file__).with_name("score_areas.toml")


def score_area_of(province: str, area_kind: str | None, on: date) -> str | None:
    """TT for a town; else the region of the province's code on a day, None when it holds several or none is known."""
    if area_kind == URBAN:
        return URBAN_SHEET
    old, new = _tables()
    olds = new.get(province, [province]) if on > LAST_DAY_OF_DISTRICTS else [province]
    regions = {old.get(one) for one in olds}
    return regions.pop() if len(regions) == 1 else None


@lru_cache
def _tables() -> tuple[Mapping[str, str], Mapping[str, list[str]]]:
    read = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    regions = {code: region for region, codes in read["until_2025_06_30"].items() for code in codes}
    return regions, read["from_2025_07_01"]
