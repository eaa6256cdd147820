"""Other lines, other points, another score sheet: a rule set that nobody decreed, for a question."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from form_engine.ruleset_fault import fault
from form_engine.scoring_errors import RulesetFaulty, ScoreAreaUnknown
from form_engine.scoring_sheet import Answer, CutOff, Item, ScoringSheet
from form_engine.scoring_sheet_checks import faults_of
from review.rules.refusals import B2NotAStep

MOST_POINTS = 1_000


class WhatIfImpossible(RulesetFaulty):
    """What was asked for is no rule set."""

    code = "review.what_if_impossible"


class PointsImpossible(RulesetFaulty):
    """Nobody would decree so many points."""

    code = "review.points_impossible"


class LinesCross(RulesetFaulty):
    """The poverty line would not lie below the near-poor line."""

    code = "review.lines_cross"


@dataclass(frozen=True, slots=True)
class OtherPoints:
    """Points of one answer, on one score sheet or ("") on all."""

    item: str
    answer: str
    points: int
    score_area: str = ""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """lines: points by (kind of area, name of the line). score_area: all are scored on this sheet; "" on their own."""

    lines: Mapping[tuple[str, str], int] = field(default_factory=dict)
    deprived_min: int | None = None
    points: tuple[OtherPoints, ...] = ()
    score_area: str = ""

    @property
    def is_nothing(self) -> bool:
        return not (self.lines or self.points or self.score_area) and self.deprived_min is None


def changed(sheet: ScoringSheet, asked: WhatIf) -> ScoringSheet:
    """The rule set with what was asked for in it.

    Raises WhatIfImpossible, PointsImpossible, LinesCross, ScoreAreaUnknown, B2NotAStep.
    """
    if asked.score_area and asked.score_area not in sheet.sheets:
        raise ScoreAreaUnknown(ruleset=sheet.id, sheet=asked.score_area)
    _require_deprived_min(sheet, asked.deprived_min)
    made = replace(
        sheet,
        lines=_lines(sheet, asked.lines),
        b2=sheet.b2 if asked.deprived_min is None else replace(sheet.b2, deprived_min=asked.deprived_min),
        items=_items(sheet, asked.points),
    )
    if faults := faults_of(made):
        raise LinesCross(faults) if faults[0].place.startswith("lines / ") else WhatIfImpossible(faults)
    return made


def _require_deprived_min(sheet: ScoringSheet, points: int | None) -> None:
    if points is None:
        return
    _require_possible("b2 / deprived_min", points, most=sheet.b2.max)
    if points % sheet.b2.step:
        raise B2NotAStep(points=points, step=sheet.b2.step)


def _lines(sheet: ScoringSheet, asked: Mapping[tuple[str, str], int]) -> Mapping[str, Mapping[str, CutOff]]:
    lines = {kind: dict(several) for kind, several in sheet.lines.items()}
    for (kind, name), points in asked.items():
        place = f"lines / {kind} / {name}"
        if name not in lines.get(kind, {}):
            raise WhatIfImpossible([fault(place, "no_such_line_here", name=name)])
        _require_possible(place, points)
        lines[kind][name] = replace(lines[kind][name], points=points)
    return MappingProxyType({kind: MappingProxyType(several) for kind, several in lines.items()})


def _items(sheet: ScoringSheet, asked: tuple[OtherPoints, ...]) -> tuple[Item, ...]:
    items = {item.code: item for item in sheet.items}
    for one in asked:
        place = f"{one.item} / {one.answer}"
        item = items.get(one.item)
        if item is None:
            raise WhatIfImpossible([fault(place, "no_such_item", item=one.item)])
        if item.answer(one.answer) is None:
            raise WhatIfImpossible([fault(place, "no_such_answer", answer=one.answer)])
        if one.score_area and one.score_area not in sheet.sheets:
            raise ScoreAreaUnknown(ruleset=sheet.id, sheet=one.score_area)
        _require_possible(place, one.points)
        answers = tuple(_priced(answer, one) if answer.code == one.answer else answer for answer in item.answers)
        items[one.item] = replace(item, answers=answers)
    return tuple(items.values())


def _priced(answer: Answer, one: OtherPoints) -> Answer:
    areas = [one.score_area] if one.score_area else list(answer.points)
    return replace(answer, points=MappingProxyType({**answer.points, **dict.fromkeys(areas, one.points)}))


def _require_possible(place: str, points: int, most: int = MOST_POINTS) -> None:
    if not 0 <= points <= most:
        raise PointsImpossible([fault(place, "points_impossible", points=points, most=most)])
