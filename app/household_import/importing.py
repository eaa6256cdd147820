"""What the rows ask for, every fault of every cell, and writing them: all, or none when one is wrong.

Running the same workbook again writes nothing twice: a household's id follows from its village and code, a year has
one line.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.household_import.errors import HouseholdsNotSound
from app.household_import.workbook import REQUIRED, SheetRow
from core import audit
from core.actor import Actor
from core.clock import Clock, local_day
from core.ids import id_from
from registry import repository as registry
from registry.models import Household
from registry.repository import Recognised
from registry.rules.names import folded, tidy
from registry.rules.standing import Standing
from review.rulesets import all_rulesets

STANDING_WORDS: Mapping[str, Standing] = {
    "hộ nghèo": Standing.POOR,
    "hộ cận nghèo": Standing.NEAR_POOR,
    "hộ không nghèo": Standing.NON_POOR,
}
_STANDINGS = {folded(word): one for word, one in STANDING_WORDS.items()} | {str(one): one for one in Standing}
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z./_-]{0,39}")
_NAME = re.compile(r"[^0-9<>]{2,100}")
_MOST_PEOPLE, _LONGEST = 60, 200


@dataclass(frozen=True, slots=True)
class NewHousehold:
    """One row that is right. id: of the household that is there already, else of the one that will be."""

    row: int
    id: str
    code: str
    head: str
    village_path: str
    address: str
    people: int | None
    year: int
    standing: Standing
    decision: str
    is_known: bool


@dataclass(frozen=True, slots=True)
class CellFault:
    """`code` has its sentence in app/i18n; column: a field of the workbook."""

    row: int
    column: str
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    households: Sequence[NewHousehold]
    faults: Sequence[CellFault]

    @property
    def is_sound(self) -> bool:
        return not self.faults

    @property
    def new(self) -> int:
        return sum(not one.is_known for one in self.households)


def plan(rows: Sequence[SheetRow], *, by: Actor, clock: Clock) -> Plan:
    """Look at every row; writes nothing."""
    today = local_day(clock())
    villages = registry.paths_by_code((row.texts.get("village", "") for row in rows), on=today)
    found: list[NewHousehold] = []
    faults: list[CellFault] = []
    seen: dict[tuple[str, str, str], int] = {}
    kinds = {one.id: one.kind for one in registry.areas_by_path({path for all_ in villages.values() for path in all_})}
    known = _known(villages, by)
    heads: dict[str, str] = {}
    for row in rows:
        told = row.texts
        paths = [one for one in villages.get(told.get("village", ""), []) if by.covers(one) and kinds[one] == "village"]
        wrong = list(_faults(row, paths, today.year))
        key = (told.get("village", ""), told.get("code", "").lower(), told.get("year", ""))
        if all(key) and key in seen:
            wrong.append(CellFault(row.number, "code", "households.twice", {"row": seen[key]}))
        seen.setdefault(key, row.number)
        if not wrong:
            made, fault = _household(row, paths[0], known)
            if heads.setdefault(made.id, folded(made.head)) != folded(made.head):
                fault = CellFault(row.number, "head", "households.other_head")
            wrong = [fault] if fault else []
            found += [made] if not fault else []
        faults += wrong
    return Plan(found, faults)


def carry_out(ready: Plan, *, by: Actor, clock: Clock) -> int:
    """Write the households and their standings; how many households are new. Raises HouseholdsNotSound."""
    if not ready.is_sound:
        raise HouseholdsNotSound(count=len(ready.faults))
    now, written = clock(), set[str]()
    for one in ready.households:
        if one.is_known or one.id in written:
            continue
        written.add(one.id)
        registry.register_household(
            one.id,
            code=one.code,
            head_name=one.head,
            address=one.address,
            village_path=one.village_path,
            source="managed_list",
            at=now,
            members_count=one.people,
        )
    for year, decision in sorted({(one.year, one.decision) for one in ready.households}):
        those = [one for one in ready.households if (one.year, one.decision) == (year, decision)]
        told = [Recognised(one.id, one.standing, one.people) for one in those]
        registry.record_standings(told, year=year, ruleset_id=_ruleset_of(year), decision=decision)
    audit.record("households.imported", by=by.id, subject=by.area_path, at=now, count=len(ready.households))
    return len(written)


def _known(villages: Mapping[str, Sequence[str]], by: Actor) -> dict[tuple[str, str], Household]:
    """Households of the villages that the rows name, by village and code."""
    paths = {path for all_ in villages.values() for path in all_ if by.covers(path)}
    return {(path, one.code.lower()): one for path in paths for one in registry.households_of(path, seen_by=by)}


def _faults(row: SheetRow, paths: Sequence[str], this_year: int) -> Iterator[CellFault]:
    told = row.texts
    empty = [name for name in REQUIRED if not told.get(name)]
    yield from (CellFault(row.number, name, "households.missing") for name in empty)
    if told.get("code") and not _CODE.fullmatch(told["code"]):
        yield CellFault(row.number, "code", "households.code_shape")
    if told.get("head") and not _NAME.fullmatch(tidy(told["head"])):
        yield CellFault(row.number, "head", "households.name_shape")
    if told.get("village") and len(paths) != 1:
        yield CellFault(row.number, "village", "households.village_unknown")
    if told.get("standing") and folded(told["standing"]) not in _STANDINGS:
        yield CellFault(row.number, "standing", "households.standing_unknown")
    year = told.get("year", "")
    if year and not (year.isdecimal() and len(year) == 4 and int(year) <= this_year and _ruleset_of(int(year))):
        yield CellFault(row.number, "year", "households.year_not_possible", {"last": this_year})
    people = told.get("people", "")
    if people and not (people.isdecimal() and 1 <= int(people) <= _MOST_PEOPLE):
        yield CellFault(row.number, "people", "households.people_not_possible", {"most": _MOST_PEOPLE})


def _household(
    row: SheetRow, path: str, known: Mapping[tuple[str, str], Household]
) -> tuple[NewHousehold, CellFault | None]:
    told = row.texts
    here = known.get((path, told["code"].lower()))
    made = NewHousehold(
        row=row.number,
        id=here.id if here else id_from("household of list", path, told["code"].lower()),
        code=told["code"],
        head=tidy(told["head"]),
        village_path=path,
        address=tidy(told.get("address", ""))[:_LONGEST],
        people=int(told["people"]) if told.get("people") else None,
        year=int(told["year"]),
        standing=_STANDINGS[folded(told["standing"])],
        decision=tidy(told.get("decision", ""))[:_LONGEST],
        is_known=here is not None,
    )
    if here is not None and here.head_folded != folded(made.head):
        return made, CellFault(row.number, "head", "households.other_head")
    lines = {one.year: one for one in here.standings} if here else {}
    if made.year in lines and lines[made.year].standing != made.standing:
        return made, CellFault(row.number, "standing", "households.other_standing", {"year": made.year})
    return made, None


def _ruleset_of(year: int) -> str:
    """The standard that a standing of that year was recognised under; empty before the first."""
    sheets = all_rulesets().values()
    return next((one.id for one in sheets if one.valid_from.year <= year <= one.valid_to.year), "")
