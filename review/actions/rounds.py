"""Opening a round: the list of households to review becomes cases; rule set and score sheet are frozen."""

from collections.abc import Iterable
from datetime import date

from core.actor import Actor, paths_down_to
from core.clock import Clock
from core.ids import id_from
from core.sequence import sequence_at
from form_engine.scoring_errors import NoPointTable
from form_engine.scoring_sheet import ScoringSheet
from form_engine.scoring_sheet_reader import read_scoring_sheet
from registry import repository as registry
from registry.areas import facts_on
from registry.models import Area, Household
from review import repository
from review.actions.opening_day import standing_at_opening
from review.actions.rulesets import content_in_force, ruleset_of
from review.models import Case, HistoryEntry, Round
from review.rules.ruleset_years import is_valid, years_of
from review.rules.stages import Stage
from review.ruleset_errors import RulesetLost, RulesetNotValid


def open_round(
    round_id: str,
    *,
    name: str,
    kind: str,
    year: int,
    commune: Area,
    ruleset_id: str,
    opens_on: date,
    closes_on: date,
    by: Actor,
    clock: Clock,
    is_training: bool = False,
    decide_by: date | None = None,
    window_reason: str = "",
) -> Round:
    """Open a round for a commune. Kind of area, score sheet and rule set are frozen as they are on the day that the
    round opens (`opens_on`).

    kind: periodic or monthly. decide_by: until when the chairman decides. is_training: made-up households, under
    whatever standard. Raises RulesetUnknown, RulesetNotValid (that standard is not of that year), NoPointTable (the
    period's points are not loaded yet: nothing could be scored).
    """
    now = clock()
    facts = facts_on(commune, opens_on)
    content = content_in_force(ruleset_id, opens_on)
    sheet = read_scoring_sheet(content)
    if not is_training and not is_valid(sheet, kind, year):
        years = ", ".join(map(str, years_of(sheet, kind)))
        raise RulesetNotValid(ruleset=sheet.id, kind=kind, year=year, years=years)
    if not sheet.items:
        raise NoPointTable(ruleset=ruleset_id)
    repository.keep_ruleset(sheet.hash, sheet.id, content)
    return repository.add_round(
        Round(
            id=round_id,
            name=name,
            kind=kind,
            year=year,
            commune_path=commune.id,
            within=paths_down_to(commune.id),
            ruleset_id=sheet.id,
            ruleset_hash=sheet.hash,
            area_kind=facts.area_kind,
            score_area=facts.score_area,
            opens_on=opens_on,
            closes_on=closes_on,
            opened_by=by.id,
            opened_at=now,
            is_training=is_training,
            decide_by=decide_by,
            window_reason=window_reason,
            rows_made_at=now,
        )
    )


def frozen_ruleset(opened: Round) -> ScoringSheet:
    """The rule set of a round as it was when it opened, whatever its file says now. Raises RulesetLost."""
    found = ruleset_of(opened.ruleset_id, opened.ruleset_hash)
    if found is None:
        raise RulesetLost(round=opened.name, ruleset=opened.ruleset_id, hash=opened.ruleset_hash[:12])
    return found


def case_id(round_id: str, household_id: str) -> str:
    """One household has one case in a round, whoever opens it."""
    return id_from("case", round_id, household_id)


def list_household(opened: Round, household: Household, *, origin: str = "", by: Actor, clock: Clock) -> Case:
    """Open the case of a household (transition 1). Listing it twice leaves one case.

    Households of the managed list go straight to Phiếu B; others wait for Phiếu A. origin: of one that is not managed;
    as it was registered when empty.
    """
    now = clock()
    stage = Stage.TO_SURVEY if household.is_managed else Stage.LISTED
    before, earlier = standing_at_opening(household, opened)
    return repository.add_case(
        Case(
            id=case_id(opened.id, household.id),
            round_id=opened.id,
            household_id=household.id,
            household_code=household.code,
            head_name=household.head_name,
            village_path=household.village_path,
            within=paths_down_to(household.village_path),
            origin="managed_list" if household.is_managed else origin or household.source,
            standing_before=before,
            history_before=earlier,
            stage=stage,
            history=[HistoryEntry(stage=stage, at=now, by=by.id)],
            seq=sequence_at(now),
        )
    )


def list_households(opened: Round, households: Iterable[Household], *, by: Actor, clock: Clock) -> int:
    """Open the cases of many households; returns how many were given."""
    count, villages = 0, set()
    for household in households:
        list_household(opened, household, by=by, clock=clock)
        villages.add(household.village_path)
        count += 1
    registry.mark_changed(villages)
    return count
