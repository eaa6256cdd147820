"""Totals of Phiếu B -> class of the household, with the comparison that decided, in words."""

from dataclasses import dataclass

from form_engine.scoring_sheet import AreaKind, ClassRule, ScoringSheet, Words
from registry.rules.standing import Standing
from review.rules.refusals import B2NotAStep, B2TooHigh, SheetDoesNotFitArea, TotalNegative


@dataclass(frozen=True, slots=True)
class Verdict:
    """`rule_order` is the number of the deciding rule in the rule set; `reason` quotes totals and limits."""

    standing: Standing
    subclass: str | None
    rule_order: int
    reason: Words


def classify(sheet: ScoringSheet, area_kind: AreaKind, score_area: str, b1: int, b2: int) -> Verdict:
    """Place a household by its two totals.

    area_kind: of the commune, frozen when the round opened; score_area: the sheet on which B1 was scored.
    A total equal to a line lies on the poorer side. Raises an InvalidInput of refusals.py when nothing can be said.
    Source: the rule set's `class` rules (Circular 17/2016/TT-BLĐTBXH for 2016-2020).
    """
    _require_sheet_fits(sheet, area_kind, score_area)
    _require_possible(sheet, b1, b2)
    rule = rule_of(sheet, area_kind, b1, b2)
    return Verdict(
        standing=Standing(rule.standing),
        subclass=rule.subclass,
        rule_order=rule.order,
        reason=Words(
            vi=f"{_compared(sheet, rule, area_kind, b1, b2, 'và')}: {rule.in_words.vi}",
            en=f"{_compared(sheet, rule, area_kind, b1, b2, 'and')}: {rule.in_words.en}",
        ),
    )


def rule_of(sheet: ScoringSheet, area_kind: AreaKind, b1: int, b2: int) -> ClassRule:
    """The rule that decides over two possible totals."""
    lines = sheet.lines[area_kind]
    return next(rule for rule in sheet.classes if rule.holds(b1, b2, lines, sheet.b2))


def _require_sheet_fits(sheet: ScoringSheet, area_kind: AreaKind, score_area: str) -> None:
    area = sheet.sheets.get(score_area)
    if area is None or area.area_kind != area_kind:
        raise SheetDoesNotFitArea(sheet=score_area, area_kind=area_kind)


def _require_possible(sheet: ScoringSheet, b1: int, b2: int) -> None:
    for total, points in (("b1", b1), ("b2", b2)):
        if points < 0:
            raise TotalNegative(total=total, points=points)
    if b2 > sheet.b2.max:
        raise B2TooHigh(points=b2, max=sheet.b2.max)
    if b2 % sheet.b2.step:
        raise B2NotAStep(points=b2, step=sheet.b2.step)


def _compared(sheet: ScoringSheet, rule: ClassRule, area_kind: AreaKind, b1: int, b2: int, joined: str) -> str:
    """Such as "B1 = 121 > 120 và ≤ 150; B2 = 20 < 30"."""
    lines, least = sheet.lines[area_kind], sheet.b2.deprived_min
    limits = [f"> {lines[rule.b1_over].points}"] if rule.b1_over else []
    limits += [f"≤ {lines[rule.b1_at_most].points}"] if rule.b1_at_most else []
    told = f"B1 = {b1} " + f" {joined} ".join(limits)
    if rule.b2_at_least:
        return f"{told}; B2 = {b2} ≥ {least}"
    return f"{told}; B2 = {b2} < {least}" if rule.b2_below else told
