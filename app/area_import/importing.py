"""What the rows ask for, every fault of every cell, and writing them: all, or none when one is wrong.

Running the same workbook again writes nothing twice: an area is its path, what it was since a day stands there once.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from app.area_import.errors import AreasNotSound
from app.area_import.workbook import AREA_KIND_WORDS, KIND_WORDS, REQUIRED, SheetRow, day_of
from core import audit
from core.actor import Actor
from core.clock import Clock, local_day
from registry import areas
from registry.models import Area
from registry.rules.areas import KINDS, PARENTS, SHEETS, AreaFault, Described, area_kind_of, code_of, faults_of
from registry.rules.names import folded, tidy
from registry.score_areas import score_area_of

_KINDS = {folded(word): kind for word, kind in KIND_WORDS.items()} | {kind: kind for kind in KINDS}
_AREA_KINDS = {folded(word): kind for word, kind in AREA_KIND_WORDS.items()} | {"urban": "urban", "rural": "rural"}
_LONGEST = 100
MOST_TOLD = 3_000
"""So many areas the template names."""


@dataclass(frozen=True, slots=True)
class NewArea:
    """What a row describes. heirs: what was written for the areas that take its place; successors: their paths."""

    row: int
    path: str
    kind: str
    name: str
    area_kind: str | None
    score_area: str | None
    since: date
    until: date | None
    successors: tuple[str, ...]
    heirs: str
    document: str
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
    areas: Sequence[NewArea]
    faults: Sequence[CellFault]

    @property
    def is_sound(self) -> bool:
        return not self.faults

    @property
    def new(self) -> int:
        return len({one.path for one in self.areas if not one.is_known})


class _Told:
    """What the register and the rows above know of places, while the rows are looked at from the top level down."""

    def __init__(self, rows: Sequence[SheetRow], by: Actor, today: date) -> None:
        """Reads all that the rows name at once."""
        self.by, self.today = by, today
        self.rows: list[NewArea] = []
        self._rows_of: dict[str, list[NewArea]] = {}
        named = {row.texts.get(name, "") for row in rows for name in ("code", "parent")}
        named |= {code for row in rows for code in _codes(row.texts.get("successors", ""))}
        self._stored = {str(one.id): one for one in areas.by_codes(named - {""})}
        self._by_code: dict[str, list[Area]] = {}
        for one in self._stored.values():
            self._by_code.setdefault(str(one.code), []).append(one)

    def add(self, made: NewArea) -> None:
        self.rows.append(made)
        for name in (made.path, code_of(made.path)):
            self._rows_of.setdefault(name, []).append(made)

    def stored(self, path: str) -> Area | None:
        return self._stored.get(path)

    def means(self, text: str, kinds: Sequence[str], since: date) -> dict[str, tuple[str, date | None]]:
        """Areas that a code or a path may mean on a day: path to kind and last day; the actor's own alone."""
        known = [self._stored[text]] if text in self._stored else self._by_code.get(text, [])
        found = {str(one.id): (str(one.kind), one.valid_to) for one in known}
        found |= {one.path: (one.kind, one.until) for one in self._rows_of.get(text, ())}
        return {
            path: (kind, until)
            for path, (kind, until) in found.items()
            if kind in kinds and _answers_for(self.by, path) and (until is None or since <= until)
        }

    def counts_as(self, path: str, since: date) -> tuple[str | None, str | None]:
        """Town or country and score sheet of a commune on a day, by the rows, else by the register."""
        rows = [one for one in self._rows_of.get(path, ()) if one.since <= since]
        if rows:
            last = max(rows, key=lambda one: one.since)
            return last.area_kind, last.score_area
        stored = self.stored(path) or areas.find(path)
        facts = areas.facts_on(stored, since) if stored else None
        return (facts.area_kind, facts.score_area) if facts else (None, None)


def _answers_for(by: Actor, path: str) -> bool:
    """Whether the actor may hang something under an area: his own, one in it, or above him nothing."""
    return path.startswith(by.area_path)


def plan(rows: Sequence[SheetRow], *, by: Actor, clock: Clock) -> Plan:
    """Look at every row; writes nothing."""
    told, faults, seen = _Told(rows, by, local_day(clock())), list[CellFault](), dict[tuple[str, date], int]()
    for row in sorted(rows, key=_level):
        made, wrong = _look(row, told)
        if made is not None:
            first = seen.setdefault((made.path, made.since), row.number)
            if first != row.number:
                wrong.append(CellFault(row.number, "code", "areas.twice", {"row": first}))
            told.add(made)
        faults += wrong
    found = []
    for one in told.rows:
        heirs, unknown = _successors(one, told)
        faults += unknown
        found.append(replace(one, successors=heirs))
    return Plan(found, sorted(faults, key=lambda one: (one.row, one.column)))


def carry_out(ready: Plan, *, by: Actor, clock: Clock) -> int:
    """Write the areas from the top down; how many are new. Raises AreasNotSound."""
    if not ready.is_sound:
        raise AreasNotSound(count=len(ready.faults))
    now = clock()
    today = local_day(now)
    new, changed = _apart(ready.areas)
    areas.add_areas(
        areas.NewArea(
            *(one.path, one.kind, one.name, one.since, one.until),
            *(one.area_kind, one.score_area, one.successors, one.document),
        )
        for one in new
    )
    for one in changed:
        areas.write_area(
            one.path,
            kind=one.kind,
            name=one.name,
            since=one.since,
            today=today,
            until=one.until,
            area_kind=one.area_kind,
            score_area=one.score_area,
            successors=one.successors,
            document=one.document,
        )
        if one.until is not None:
            areas.end_area(one.path, until=one.until, successors=one.successors, begun_by=one.until)
    audit.record("areas.imported", by=by.id, subject=by.area_path, at=now, count=len(ready.areas), new=ready.new)
    return ready.new


def _apart(told: Sequence[NewArea]) -> tuple[list[NewArea], list[NewArea]]:
    """Areas that are written for the first time, at once; and what changes areas that are there by then."""
    first: dict[str, NewArea] = {}
    changed = []
    for one in sorted(told, key=lambda one: one.since):
        if one.is_known or one.path in first:
            changed.append(one)
        else:
            first[one.path] = one
    return list(first.values()), sorted(changed, key=lambda one: (KINDS.index(one.kind), one.since))


def _level(row: SheetRow) -> tuple[int, int]:
    kind = _KINDS.get(folded(row.texts.get("kind", "")))
    return (KINDS.index(kind) if kind else len(KINDS), row.number)


def _look(row: SheetRow, told: _Told) -> tuple[NewArea | None, list[CellFault]]:
    texts = row.texts
    wrong = [CellFault(row.number, name, "areas.missing") for name in REQUIRED if not texts.get(name)]
    kind = _KINDS.get(folded(texts.get("kind", "")))
    if texts.get("kind") and kind is None:
        wrong.append(CellFault(row.number, "kind", "areas.kind_unknown"))
    days = {name: day_of(texts[name]) if texts.get(name) else None for name in ("since", "until")}
    wrong += [
        CellFault(row.number, name, "areas.day_not_possible")
        for name, day in days.items()
        if texts.get(name) and not day
    ]
    since = days["since"]
    if kind is None or since is None or not texts.get("code"):
        return None, wrong
    parent, parents_until, unknown = _parent(row, kind, since, told)
    if parent is None:
        return None, [*wrong, *unknown]
    made = _area(row, kind, parent, since, days["until"], told)
    wrong += [CellFault(row.number, one.column, one.code, one.facts) for one in _faults(row, made, parents_until, told)]
    return made, wrong


def _parent(
    row: SheetRow, kind: str, since: date, told: _Told
) -> tuple[str | None, tuple[str | None, date | None], list[CellFault]]:
    """Path of the area above, its kind and last day. None and a fault when it is not clear which that is."""
    text = row.texts.get("parent", "")
    if not PARENTS[kind]:
        return "", (None, None), []
    if not text:
        return None, (None, None), [CellFault(row.number, "parent", "areas.missing")]
    found = told.means(text, PARENTS[kind], since)
    if len(found) == 1:
        ((path, above),) = found.items()
        return path, above, []
    code = "areas.parent_ambiguous" if found else "areas.parent_unknown"
    return None, (None, None), [CellFault(row.number, "parent", code, {"paths": ", ".join(sorted(found))})]


def _area(row: SheetRow, kind: str, parent: str, since: date, until: date | None, told: _Told) -> NewArea:
    texts, name = row.texts, tidy(row.texts.get("name", ""))[:_LONGEST]
    path = f"{parent}{texts['code']}/"
    area_kind: str | None = None
    score_area: str | None = None
    if kind == "commune":
        area_kind = _AREA_KINDS.get(folded(texts.get("area_kind", ""))) or area_kind_of(name)
        own = texts.get("score_area", "").upper()
        score_area = own or score_area_of(path.partition("/")[0], area_kind, since)
    elif kind == "village":
        area_kind, score_area = told.counts_as(parent, since)
    return NewArea(
        row=row.number,
        path=path,
        kind=kind,
        name=name,
        area_kind=area_kind,
        score_area=score_area,
        since=since,
        until=until,
        successors=(),
        heirs=texts.get("successors", ""),
        document=tidy(texts.get("document", ""))[:_LONGEST],
        is_known=told.stored(path) is not None,
    )


def _faults(row: SheetRow, made: NewArea, above: tuple[str | None, date | None], told: _Told) -> Iterator[AreaFault]:
    texts = row.texts
    if made.kind == "commune" and texts.get("area_kind") and folded(texts["area_kind"]) not in _AREA_KINDS:
        yield AreaFault("area_kind", "areas.area_kind_unknown")
    elif made.score_area is not None and made.score_area not in SHEETS:
        yield AreaFault("score_area", "areas.region_unknown")
    else:
        described = Described(
            made.kind, code_of(made.path), made.name, made.area_kind, made.score_area, made.since, made.until, *above
        )
        yield from faults_of(described)
    if not _answers_for(told.by, made.path) or made.path == told.by.area_path:
        yield AreaFault("code", "areas.not_yours")
    stored = told.stored(made.path)
    if stored is not None and stored.kind != made.kind:
        yield AreaFault("kind", "areas.other_kind")
    if made.until is not None and made.is_known and areas.holds_households(made.path):
        yield AreaFault("until", "areas.households_live_there")


def _codes(text: str) -> list[str]:
    """Several codes in a cell, apart by a comma or a semicolon."""
    return [part.strip() for part in text.replace(",", ";").split(";") if part.strip()]


def _successors(one: NewArea, told: _Told) -> tuple[tuple[str, ...], list[CellFault]]:
    """Paths of the areas that take its place: of its kind, there on the day after its last."""
    texts = _codes(one.heirs)
    if texts and one.until is None:
        return (), [CellFault(one.row, "until", "areas.end_missing")]
    heirs: list[str] = []
    for text in texts:
        meant = told.means(text, (one.kind,), areas.day_after(one.until or told.today))
        found = [path for path in meant if path != one.path]
        if len(found) != 1:
            code = "areas.parent_ambiguous" if found else "areas.successor_unknown"
            return (), [CellFault(one.row, "successors", code, {"paths": ", ".join(found), "code": text})]
        heirs += found
    return tuple(heirs), []
