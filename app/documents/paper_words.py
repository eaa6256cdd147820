"""Words that all papers share: heading, day, classes, counts. Always Vietnamese. Source: templates, section 0."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from registry.models import Area

CLASSES = {"poor": "Hộ nghèo", "near_poor": "Hộ cận nghèo", "non_poor": "Hộ không nghèo"}


def heading(area: Sequence[Area], day: date | None) -> dict[str, Any]:
    names: Mapping[str, str] = {one.kind: one.name for one in area}
    commune = names.get("commune", "")
    place = commune.split(" ", 1)[-1]
    return {
        "commune": commune,
        "village": names.get("village", ""),
        "place_date": f"{place}, {day_told(day) if day else 'ngày ..... tháng ..... năm .....'}",
    }


def day_told(day: date | None) -> str:
    """Days below 10 and the first two months have two figures, so that none can be written before them."""
    if day is None:
        return "ngày ..... tháng ..... năm ....."
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def counts_of(rows: Iterable[Any]) -> dict[str, int]:
    """Poor and near poor; those who left poverty (whatever they are now) and those who left near poverty upwards."""
    told = [(one.standing_before, one.standing) for one in rows]
    now = Counter(after for _, after in told)
    return {
        "poor": now["poor"],
        "near_poor": now["near_poor"],
        "left_poor": sum(before == "poor" and after != "poor" for before, after in told),
        "left_near_poor": sum(before == "near_poor" and after == "non_poor" for before, after in told),
    }
