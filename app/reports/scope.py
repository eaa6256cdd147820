"""Of which places a report is: the villages of a round, or the communes of a larger area and a sum a district."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.documents.paper_words import day_told
from app.reports.checks import disagreements
from app.reports.counted import LISTS, Names, reports
from app.reports.people_listed import listed
from app.reports.table import Place, ReportTable
from form_engine.definition import Field
from form_engine.publishing import repository as forms
from form_engine.publishing.repository import Definitions
from form_engine.scoring_sheet import ScoringSheet
from registry import repository as registry
from registry.models import Area
from review import decisions, report_tallies
from review.actions.after_decision import PROFILE
from review.actions.commune_list import BESIDE, cases_of_commune
from review.actions.redrawn import communes_of, is_redrawn, redrawn
from review.actions.reopened import reopened_within
from review.actions.report_facts import Basis, basis_of, households_of, tallies_of
from review.actions.rulesets import ruleset_of
from review.models import Case, Round
from review.rules.report_counts import Household, Tally, together
from review.rules.stages import Stage

COUNTED = tuple(f"R{number}" for number in range(1, 14))
LISTED = {"R14": "poor", "R15": "near_poor"}
MOST_NEW = 10
"""So many communes are added up at one look; the others at the next."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A report's places and their figures. told: official or preliminary, of which day. missing: communes to come.

    without_result: households that a preliminary report can not count yet; until then the reports are held against
    each other by nobody.
    """

    area: Sequence[Area]
    opened: Round
    is_official: bool
    places: tuple[Place, ...]
    whole: Tally
    told: str
    day: date | None
    names: Names
    missing: int = 0
    disagrees: tuple[str, ...] = ()
    without_result: int = 0
    borders: date | None = None
    """Of which day, when they are others than those of the round."""
    is_redrawn: bool = False
    """Whether borders have changed since."""
    reopened: tuple[Case, ...] = ()
    """Households that were reopened after the decision: official figures tell them as decided."""
    counted: Basis | None = None
    """What was counted, where it was read whole for the figures."""

    @property
    def place(self) -> str:
        return self.area[-1].name if self.area else ""

    @property
    def basis(self) -> Basis:
        """Of a round alone."""
        return self.counted or basis_of(self.opened, official=self.is_official)

    def tables(self) -> list[ReportTable]:
        """R1 to R13."""
        return reports(self.is_official, self.places, self.names)


def of_round(
    opened: Round, *, official: bool, definitions: Definitions, today: date, borders: date | None = None
) -> Scope:
    """By village, the commune last. borders: villages as on that day; as in the round when None."""
    villages = {one.id: one.name for one in registry.villages_within(opened.commune_path, on=opened.opens_on)}
    basis = None if official and borders is None else basis_of(opened, official=official)
    if basis is not None and borders is not None:
        drawn = redrawn(opened, basis.cases, borders)
        villages = {one.id: one.name for one in registry.areas_by_path(drawn.villages)}
        tallies: Mapping[str, Tally] = tallies_of(basis, drawn.villages, drawn)
    elif basis is not None:
        tallies = tallies_of(basis, list(villages))
    else:
        tallies = report_tallies.official_tallies(opened)
    whole = together(tallies.values())
    area = _above(opened.commune_path)
    rows = [Place(villages.get(path, path), tally) for path, tally in tallies.items()]
    rows.append(Place(f"Toàn xã: {area[-1].name if area else ''}", whole, is_total=True))
    waiting = 0 if official else _without_result(opened)
    more = f"; còn {waiting} hộ chưa có kết quả" if waiting else ""
    told, day = f"Số liệu sơ bộ đến {day_told(today)}{more}", today
    anew = tuple(reopened_within(opened.commune_path, [opened.id]))
    if official and (signed := decisions.decisions_of(opened.id)):
        day = signed[-1].signed_on
        told = f"Số liệu chính thức theo Quyết định số {signed[-1].document_number}, {day_told(day)}{_told_anew(anew)}"
    made = _scope(
        opened, area, rows, whole, told, day, official=official, definitions=definitions, without_result=waiting
    )
    return replace(_in_borders(made, borders, is_redrawn=is_redrawn(opened)), counted=basis, reopened=anew)


def of_area(
    path: str,
    rounds: Sequence[Round],
    year: int,
    *,
    definitions: Definitions,
    today: date,
    borders: date | None = None,
) -> Scope:
    """By commune, those of a district below its sum, the whole last. rounds: decided ones of the year, at least one.

    borders: communes as on that day, which add up what became of their villages; as in the rounds when None.
    """
    tallies, left = report_tallies.known(rounds, most_new=MOST_NEW)
    by_district: dict[str, list[Place]] = {}
    for commune, tally in _by_commune(rounds, tallies, borders).items():
        above = registry.areas_above(commune)
        district = above["district"].name if "district" in above else ""
        by_district.setdefault(district, []).append(Place(above["commune"].name, tally))
    rows: list[Place] = []
    for district, those in sorted(by_district.items()):
        if district and len(by_district) > 1:
            rows.append(Place(district, together(one.tally for one in those), is_total=True))
        rows += those
    whole = together(one for those in tallies.values() for one in those.values())
    area = _above(path)
    rows.append(Place(f"Tổng cộng: {area[-1].name if area else ''}", whole, is_total=True))
    anew = tuple(reopened_within(path, [one.id for one in rounds]))
    told = f"Số liệu chính thức năm {year} của {len(tallies)} xã đã có quyết định công nhận, đến {day_told(today)}"
    told += _told_anew(anew)
    made = _scope(rounds[0], area, rows, whole, told, today, official=True, definitions=definitions, missing=len(left))
    communes = registry.areas_by_path(one.commune_path for one in rounds)
    return replace(_in_borders(made, borders, is_redrawn=any(one.valid_to for one in communes)), reopened=anew)


def _told_anew(reopened: Sequence[Case]) -> str:
    """What official figures leave out, for page and papers; empty when nothing was reopened."""
    count = len(reopened)
    return f"; có {count} hộ được mở lại sau quyết định, số liệu này chưa tính thay đổi của các hộ đó" if count else ""


def _by_commune(
    rounds: Sequence[Round], tallies: Mapping[str, Mapping[str, Tally]], borders: date | None
) -> dict[str, Tally]:
    """In the order of the rounds. tallies: by round and village."""
    parts: dict[str, list[Tally]] = {}
    for opened in rounds:
        by_village = tallies.get(opened.id, {})
        now = communes_of(registry.areas_by_path(by_village), borders) if borders is not None else {}
        for village, tally in by_village.items():
            parts.setdefault(now.get(village, opened.commune_path), []).append(tally)
    return {commune: together(those) for commune, those in parts.items()}


def _in_borders(made: Scope, borders: date | None, *, is_redrawn: bool) -> Scope:
    told = f"{made.told}; theo ranh giới {day_told(borders)}" if borders is not None else made.told
    return replace(made, told=told, borders=borders, is_redrawn=is_redrawn)


def people_tables(scope: Scope, codes: Sequence[str], definitions: Definitions) -> list[ReportTable]:
    """R14 and R15, of a round alone."""
    if not codes:
        return []
    basis = scope.basis
    villages = {
        one.id: one.name for one in registry.villages_within(scope.opened.commune_path, on=scope.opened.opens_on)
    }
    drawn = redrawn(scope.opened, basis.cases, scope.borders) if scope.borders else None
    if drawn is not None:
        villages = {one.id: one.name for one in registry.areas_by_path(drawn.villages)}
    relations = _choices(scope.opened.ruleset_id, "relation", definitions)

    def those(standing: str) -> Iterable[Household]:
        found = households_of(basis, standing)
        if drawn is None:
            return found
        moved = (replace(one, village=drawn.placed.get(one.id, one.village)) for one in found)
        return sorted(moved, key=lambda one: one.village)

    return [
        listed(LISTED[code], those(LISTED[code]), villages, lambda told: relations.get(told, told)) for code in codes
    ]


def _scope(
    opened: Round,
    area: Sequence[Area],
    rows: Sequence[Place],
    whole: Tally,
    told: str,
    day: date | None,
    *,
    official: bool,
    definitions: Definitions,
    missing: int = 0,
    without_result: int = 0,
) -> Scope:
    sheet = ruleset_of(opened.ruleset_id, opened.ruleset_hash)
    one_line = sheet is not None and sheet.model == "one_line"
    return Scope(
        area=area,
        opened=opened,
        is_official=official,
        places=tuple(rows),
        whole=whole,
        told=told,
        day=day,
        missing=missing,
        names=_names(opened, sheet, whole, definitions),
        disagrees=() if without_result else tuple(disagreements(whole, one_line=one_line)),
        without_result=without_result,
    )


def _without_result(opened: Round) -> int:
    """How many households a preliminary report can not count yet."""
    return sum(not one.assessment and Stage(one.stage) not in BESIDE for one in cases_of_commune(opened))


def _above(path: str) -> list[Area]:
    """The areas that hold a place and the place itself, from the province down."""
    above = registry.areas_above(path)
    return [above[kind] for kind in ("province", "district", "commune") if kind in above]


def _names(opened: Round, sheet: ScoringSheet | None, whole: Tally, definitions: Definitions) -> Names:
    """Causes that the Phiếu C of the period knows; none before one was accepted."""
    profiled = any(whole.get(f"{kind}.h", 0) > whole.get(f"{kind}.unprofiled.h", 0) for kind in LISTS)
    return Names(
        indicators={one.code: one.question.vi for one in sheet.indicators} if sheet else {},
        causes=_choices(opened.ruleset_id, "c_12", definitions) if profiled else {},
        two_lines=sheet is not None and sheet.model == "two_line",
        has_nutrition=sheet is not None and any(one.name == "nutrition" for one in sheet.indicators),
    )


def _choices(ruleset_id: str, name: str, definitions: Definitions) -> dict[str, str]:
    """The words of a question's choices, as the period's Phiếu C has them."""
    for form in forms.all_forms():
        if form.role == PROFILE and form.ruleset in ("", ruleset_id):
            asked = definitions.nearest(form.id, form.current_version).fields_by_name.get(name)
            if isinstance(asked, Field) and asked.choices:
                return {one.name: one.labels.get("vi", one.name) for one in asked.choices}
    return {}
