"""The lists that a phone carries: villages of its owner's area, and their households with the state of their cases.

Nothing of another area is on a phone. A list is made when the manifest is asked for and kept for a while under its
hash, so that the file a phone then fetches is the one that the manifest named.
"""

import csv
import hashlib
import io
import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

from app.wiring import deps
from core.actor import Actor
from core.clock import local_day
from form_engine.publishing.errors import FormFileNotFound
from registry import repository as registry
from registry.models import Area, Household
from registry.rules.names import by_given_name
from review import repository as review
from review.models import Case
from review.rules.stages import Stage

VILLAGES = "villages.csv"
HOUSEHOLDS = "households.csv"

_VILLAGE_COLUMNS = (
    *("name", "label", "commune", "commune_name", "district_name", "province_name", "area_kind", "score_area"),
)
_HOUSEHOLD_COLUMNS = (
    *("name", "label", "village", "household_code", "head_name", "address", "members_count", "standing"),
    *("managed_list", "state", "remark"),
)
_KEPT_BYTES = 64_000_000


@dataclass(frozen=True, slots=True)
class PersonalList:
    content: bytes
    md5: str


class _Kept:
    """Lists made lately, by hash, up to a number of bytes."""

    def __init__(self) -> None:
        self._lists: OrderedDict[tuple[str, str], PersonalList] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def put(self, owner: str, made: PersonalList) -> None:
        with self._lock:
            if (owner, made.md5) not in self._lists:
                self._bytes += len(made.content)
            self._lists[owner, made.md5] = made
            while self._bytes > _KEPT_BYTES and len(self._lists) > 1:
                _, oldest = self._lists.popitem(last=False)
                self._bytes -= len(oldest.content)

    def get(self, owner: str, md5: str) -> PersonalList | None:
        with self._lock:
            return self._lists.get((owner, md5))


_kept = _Kept()


def as_named(filename: str, actor: Actor, md5: str) -> PersonalList:
    """The list that a manifest named to this person, or the present one when that is forgotten."""
    return _kept.get(actor.id, md5) or make(filename, actor)


def make(filename: str, actor: Actor) -> PersonalList:
    """The present list of this person. Raises FormFileNotFound for a name that is no such list."""
    villages = registry.villages_within(actor.area_path, on=local_day(deps().clock()))
    if filename == VILLAGES:
        content = _csv(_VILLAGE_COLUMNS, (_village_row(one) for one in villages))
    elif filename == HOUSEHOLDS:
        content = _csv(_HOUSEHOLD_COLUMNS, _household_rows(villages, actor))
    else:
        raise FormFileNotFound(filename=filename)
    made = PersonalList(content, hashlib.md5(content, usedforsecurity=False).hexdigest())
    _kept.put(actor.id, made)
    return made


def _village_row(village: Area) -> tuple[str, ...]:
    above = registry.areas_above(village.id)
    names = {kind: area.name for kind, area in above.items()}
    return (
        *(village.id, village.name, above["commune"].id if "commune" in above else ""),
        *(names.get("commune", ""), names.get("district", ""), names.get("province", "")),
        *(village.area_kind or "", village.score_area or ""),
    )


def _household_rows(villages: Iterable[Area], actor: Actor) -> Iterable[tuple[str, ...]]:
    for village in villages:
        rounds = review.rounds_covering(village.id)
        cases = review.cases_of_villages(rounds[0].id, [village.id]) if rounds else []
        by_household = {case.household_id: case for case in cases}
        households = registry.households_of(village.id, seen_by=actor)
        for household in sorted(households, key=lambda one: (by_given_name(one.head_name), one.code)):
            yield _household_row(household, by_household.get(household.id))


def _household_row(household: Household, case: Case | None) -> tuple[str, ...]:
    returned = case is not None and case.stage == Stage.RETURNED_FOR_CORRECTION
    mark = "⚠ " if returned else ""
    return (
        household.id,
        f"{mark}{household.head_name} ({household.code})",
        household.village_path,
        household.code,
        household.head_name,
        household.address,
        "" if household.members_count is None else str(household.members_count),
        household.standing,
        "yes" if household.is_managed else "no",
        case.stage if case else "",
        case.remark if case and returned else "",
    )


def _csv(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode()
