"""Questions to a rule set that concern no case: the class of two totals, the points of some answers.

The command `rasoat rules` and the API both ask here, so that they can't differ. Nothing is stored.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from form_engine.scoring import score
from form_engine.scoring_errors import ScoreAreaUnknown
from form_engine.scoring_sheet import ScoringSheet
from registry.rules.standing import Standing, change_of
from review.rules.articles import with_articles
from review.rules.classification import classify
from review.rules.highest_total import highest_b1
from review.rules.records import score_record, verdict_record
from review.rules.refusals import AnswersUnreadable, AreaKindUnknown, AreaMissing, B1TooHigh, StandingUnknown
from review.rulesets import get_ruleset

Find = Callable[[str], ScoringSheet]

_DEEPEST = 20
"""Levels of groups and repeats in answers; forms have three."""


def classify_totals(
    ruleset_id: str,
    *,
    b1: int,
    b2: int,
    area_kind: str = "",
    score_area: str = "",
    before: str = Standing.NON_POOR,
    history: Iterable[str] = (),
    find: Find = get_ruleset,
) -> dict[str, Any]:
    """Class, change and reason of two totals.

    area_kind: rural or urban; score_area: the sheet that B1 was scored on. One of the two is enough.
    find: the rule set by its id, that of the program unless told otherwise.
    before: recognised standing when the round opened; history: recognised standings of the years before that.
    Raises RulesetUnknown, and an InvalidInput for what no household can have.
    """
    sheet = find(ruleset_id)
    if not area_kind and not score_area:
        raise AreaMissing(sheets=", ".join(sheet.sheets))
    kind = area_kind or _area_kind_of(sheet, score_area)
    fitting = score_area or _any_sheet_of(sheet, kind)
    if fitting not in sheet.sheets:
        raise ScoreAreaUnknown(ruleset=sheet.id, sheet=fitting)
    _require_reachable(sheet, b1, [score_area] if score_area else _sheets_of(sheet, kind))
    verdict = classify(sheet, kind, fitting, b1, b2)  # type: ignore[arg-type]  # it is the kind of a sheet
    return {
        "ruleset_id": sheet.id,
        "ruleset_hash": sheet.hash,
        "area_kind": kind,
        "b1": b1,
        "b2": b2,
        **verdict_record(verdict),
        "change": _change(before, history, verdict.standing),
    }


def score_answers(
    ruleset_id: str,
    answers: Any,
    *,
    score_area: str,
    before: str = Standing.NON_POOR,
    history: Iterable[str] = (),
    find: Find = get_ruleset,
) -> dict[str, Any]:
    """Totals with a line for every question, and the class when no answer is missing.

    answers: of a Phiếu B, nested as the form or flat, members as a list under "members".
    Raises as `classify_totals`, and AnswersUnreadable.
    """
    sheet = find(ruleset_id)
    if not isinstance(answers, Mapping) or not _is_at_most(_DEEPEST, answers):
        raise AnswersUnreadable(deepest=_DEEPEST)
    result = score(sheet, answers, score_area)
    if result.b1 is None or result.b2 is None:
        return with_articles(score_record(result, None, None), sheet)
    verdict = classify(sheet, result.area_kind, score_area, result.b1, result.b2)
    return with_articles(score_record(result, verdict, _change(before, history, verdict.standing)), sheet)


def _area_kind_of(sheet: ScoringSheet, score_area: str) -> str:
    if score_area not in sheet.sheets:
        raise ScoreAreaUnknown(ruleset=sheet.id, sheet=score_area)
    return sheet.sheets[score_area].area_kind


def _any_sheet_of(sheet: ScoringSheet, area_kind: str) -> str:
    for code in _sheets_of(sheet, area_kind):
        return code
    raise AreaKindUnknown(area_kind=area_kind)


def _sheets_of(sheet: ScoringSheet, area_kind: str) -> list[str]:
    return [code for code, area in sheet.sheets.items() if area.area_kind == area_kind]


def _require_reachable(sheet: ScoringSheet, b1: int, score_areas: list[str]) -> None:
    """A rule set without a point table yet says nothing about it."""
    highest = max((highest_b1(sheet, code) for code in score_areas), default=0)
    if sheet.items and b1 > highest:
        raise B1TooHigh(points=b1, max=highest)


def _change(before: str, history: Iterable[str], now: Standing) -> str:
    return change_of(_standing(before), [_standing(one) for one in history], now)


def _standing(code: str) -> Standing:
    if code not in set(Standing):
        raise StandingUnknown(standing=code)
    return Standing(code)


def _is_at_most(depth: int, value: Any) -> bool:
    """Whether groups and lists lie no deeper than that."""
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return depth >= 0 and all(_is_at_most(depth - 1, one) for one in inner)
