"""villages.csv: the villages of a person's area."""

from collections.abc import Iterable
from datetime import date

from app.openrosa.lists.kept import PersonalList, table
from registry import repository as registry
from registry.areas import facts_on
from registry.models import Area

FILE_NAME = "villages.csv"

_COLUMNS = ("name", "label", "commune", "commune_name", "district_name", "province_name", "area_kind", "score_area")


def make(villages: Iterable[Area], today: date) -> PersonalList:
    return table(_COLUMNS, (_row(one, today) for one in villages))


def _row(village: Area, today: date) -> tuple[str, ...]:
    facts = facts_on(village, today)
    above = registry.areas_above(village.id)
    names = {kind: area.name for kind, area in above.items()}
    return (
        *(village.id, facts.name, above["commune"].id if "commune" in above else ""),
        *(names.get("commune", ""), names.get("district", ""), names.get("province", "")),
        *(facts.area_kind or "", facts.score_area or ""),
    )
