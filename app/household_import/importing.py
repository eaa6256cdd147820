"""What the rows ask for, every fault of every cell, and writing them: all, or none when one is wrong.

Running the same workbook again writes nothing twice: a household's id follows from its village and code, a year has
one line.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.household_import import members
from app.household_import.errors import HouseholdsNotSound
from app.household_import.members import CellFault
from app.household_import.members_sheet import MemberRow
from app.household_import.workbook import REQUIRED, SheetRow
from core import audit
from core.actor import Actor
from core.clock import Clock, local_day
from core.ids import id_from
from core.portions import portions
from registry import repository as registry
from registry.models import Household
from registry.repository import Recognised
from registry.rosters import Roster, follow_rosters
from registry.rules.names import folded, is_name, tidy
from registry.rules.same_person import Told
from registry.rules.standing import Standing
from review.rulesets import all_rulesets

STANDING_WORDS: Mapping[str, Standing] = {
    "hộ nghèo": Standing.POOR,
    "hộ cận nghèo": Standing.NEAR_POOR,
    "hộ không nghèo": Standing.NON_POOR,
}
_STANDINGS = {folded(word): one for word, one in STANDING_WORDS.items()} | {str(one): one for one in Standing}
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z./_-]{0,39}")
_MOST_PEOPLE, _LONGEST, _AT_ONCE = 60, 200, 200


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
class Plan:
    """rosters: members by id of the household, with the year of the list. doubts: told, and written all the same."""

    households: Sequence[NewHousehold]
    faults: Sequence[CellFault]
    rosters: Sequence[tuple[str, int, Sequence[Told]]] = ()
    doubts: Sequence[CellFault] = ()

    @property
    def is_sound(self) -> bool:
        return not self.faults

    @property
    def new(self) -> int:
        return sum(not one.is_known for one in self.households)

    @property
    def people(self) -> int:
        return sum(len(lines) for _, _, lines in self.rosters)


def plan(rows: Sequence[SheetRow], *, by: Actor, clock: Clock, people: Sequence[MemberRow] = ()) -> Plan:
    """Look at every row of both sheets; writes nothing."""
    today = local_day(clock())
    named = [texts.get("village", "") for texts in (*(row.texts for row in rows), *(row.texts for row in people))]
    villages = _villages(named, by, today)
    known = _known(villages, by)
    found, faults = _households(rows, villages, known, today.year)
    homes = _homes(known, found)
    head_of = {key: head for key, (_, head, _) in homes.items()}
    place_of = {text: paths[0] for text, paths in villages.items() if len(paths) == 1}
    told = members.read(people, place_of, head_of, today=today)
    rosters = [(homes[key][0], homes[key][2] or today.year - 1, lines) for key, lines in told.lines.items()]
    return Plan(found, [*faults, *told.faults], rosters, told.doubts)


def _villages(named: Iterable[str], by: Actor, today: date) -> dict[str, list[str]]:
    """Paths of villages of the actor's area, by what was written for them."""
    found = registry.paths_by_code(named, on=today)
    areas = registry.areas_by_path({path for paths in found.values() for path in paths})
    ours = {one.id for one in areas if one.kind == "village" and by.covers(one.id)}
    return {text: [path for path in paths if path in ours] for text, paths in found.items()}


def _households(
    rows: Sequence[SheetRow],
    villages: Mapping[str, Sequence[str]],
    known: Mapping[tuple[str, str], Household],
    this_year: int,
) -> tuple[list[NewHousehold], list[CellFault]]:
    found: list[NewHousehold] = []
    faults: list[CellFault] = []
    seen: dict[tuple[str, str, str], int] = {}
    heads: dict[str, str] = {}
    for row in rows:
        told = row.texts
        paths = villages.get(told.get("village", ""), [])
        wrong = list(_faults(row, paths, this_year))
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
    return found, faults


def _homes(
    known: Mapping[tuple[str, str], Household], of_list: Sequence[NewHousehold]
) -> dict[members.Key, tuple[str, str, int]]:
    """Id, head and latest year (0: none) of each household that members may be of, by village and code."""
    found = {
        key: (str(one.id), str(one.head_name), max((int(line.year) for line in one.standings), default=0))
        for key, one in known.items()
    }
    return found | {(one.village_path, one.code.lower()): (one.id, one.head, one.year) for one in of_list}


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
    _write_members(ready, now)
    count, people = len(ready.households), ready.people
    audit.record("households.imported", by=by.id, subject=by.area_path, at=now, count=count, people=people)
    return len(written)


def _write_members(ready: Plan, now: datetime) -> None:
    """A list adds people and ends nobody's membership; one older than the household's latest form changes nothing."""
    for some in portions(ready.rosters, _AT_ONCE):
        households = registry.households_by_id(household_id for household_id, _, _ in some)
        follow_rosters(
            Roster(
                household=households[household_id],
                lines=lines,
                told_at=(at := members.told_at(year, now)),
                on=local_day(at),
                source=f"list:{year}",
                is_whole=False,
            )
            for household_id, year, lines in some
        )


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
    if told.get("head") and not is_name(told["head"]):
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
