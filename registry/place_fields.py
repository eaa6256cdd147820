"""What a household or a person keeps about the place, beside the village: so an index serves any level."""

from typing import Any

from core.actor import paths_down_to


def place_fields(village_path: str) -> dict[str, Any]:
    """Written anew whenever the village, or its path, changes. The commune is what holds the village."""
    above = paths_down_to(village_path)
    return {
        "village_path": village_path,
        "within": above,
        "commune_path": above[-2] if len(above) > 2 else village_path,
        "province_path": above[1] if len(above) > 1 else village_path,
    }
