"""What two rule sets say differently: lines, classes, items, answers, points on each score sheet, indicators.

Items and indicators are paired by their name, not their number: the second indicator of one period may be the fourth
of the next. Provenance is not compared.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeVar, cast

from form_engine.scoring_sheet import (
    Answer,
    AreaKind,
    ClassRule,
    Condition,
    Indicator,
    Item,
    Reading,
    ScoringSheet,
    Words,
)
from review.rules.ruleset_words import band_of, condition_of, limits_of

Part = Literal["sheet", "line", "b2", "class", "item", "answer", "points", "member_condition", "indicator", "screening"]
Value = int | str | Words | Reading | Condition | Indicator | None
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs. `where` names it, from the outside in; a value is None on the side that lacks it.

    source: where the figure `after` stands, for points and lines.
    """

    part: Part
    where: tuple[str | Words, ...]
    what: str
    before: Value
    after: Value
    source: str = field(default="", compare=False)


def differences(old: ScoringSheet, new: ScoringSheet) -> tuple[Change, ...]:
    """In the order of a rule set; empty when both decide alike in every case and by the same words."""
    return (
        *_numbers("sheet", (), _sheets(old), _sheets(new)),
        *_lines(old, new),
        *_numbers("b2", (), _b2(old), _b2(new)),
        *_classes(old, new),
        *_items(old, new),
        *_numbers("member_condition", (), _member_conditions(old), _member_conditions(new)),
        *_indicators(old, new),
        *_numbers("screening", (), _screening(old), _screening(new)),
    )


def _sheets(sheet: ScoringSheet) -> dict[str, Value]:
    return {area.code: area.label for area in sheet.sheets.values()}


def _member_conditions(sheet: ScoringSheet) -> dict[str, Value]:
    return dict(sheet.member_conditions)


def _lines(old: ScoringSheet, new: ScoringSheet) -> Iterator[Change]:
    for kind in dict.fromkeys([*old.lines, *new.lines]):
        before, after = ({name: one.points for name, one in side.lines.get(kind, {}).items()} for side in (old, new))
        for change in _numbers("line", (kind,), before, after):
            line = new.lines.get(kind, {}).get(change.what)
            yield replace(change, source=line.source if line else "")


def _b2(sheet: ScoringSheet) -> dict[str, Value]:
    return {"step": sheet.b2.step, "max": sheet.b2.max, "deprived_min": sheet.b2.deprived_min}


def _screening(sheet: ScoringSheet) -> dict[str, Value]:
    rule = sheet.screening
    return {"items": len(rule.items), "review_at_most": rule.review_at_most} if rule else {}


def _classes(old: ScoringSheet, new: ScoringSheet) -> Iterator[Change]:
    for kind in dict.fromkeys([*old.lines, *new.lines]):
        before, after = ({str(rule.order): _class(side, rule, kind) for rule in side.classes} for side in (old, new))
        yield from _numbers("class", (kind,), before, after)


def _class(sheet: ScoringSheet, rule: ClassRule, kind: str) -> Words | None:
    if kind not in sheet.lines:
        return None
    limits = limits_of(sheet, rule, cast(AreaKind, kind))
    return Words(vi=f"{limits}: {rule.label.vi}", en=f"{limits}: {rule.label.en}")


def _numbers(
    part: Part, where: tuple[str | Words, ...], before: Mapping[str, Value], after: Mapping[str, Value]
) -> Iterator[Change]:
    for name in dict.fromkeys([*before, *after]):
        if before.get(name) != after.get(name):
            yield Change(part, where, name, before.get(name), after.get(name))


def _paired(old: Iterable[Thing], new: Iterable[Thing], key: str) -> Iterator[tuple[Thing | None, Thing | None]]:
    before, after = ({getattr(one, key): one for one in side} for side in (old, new))
    for name in dict.fromkeys([*before, *after]):
        yield before.get(name), after.get(name)


def _items(old: ScoringSheet, new: ScoringSheet) -> Iterator[Change]:
    for before, after in _paired(old.items, new.items, "name"):
        if before is None or after is None:
            yield _one_sided("item", (), before, after)
            continue
        yield from _numbers("item", (after.question,), _item(before), _item(after))
        for one, other in _paired(before.answers, after.answers, "code"):
            yield from _answers(after, one, other)


def _item(item: Item) -> dict[str, Value]:
    return {"code": item.code, "question": item.question, "reading": item.reading}


def _answers(item: Item, before: Answer | None, after: Answer | None) -> Iterator[Change]:
    if before is None or after is None:
        yield _one_sided("answer", (item.question,), before, after)
        return
    where = (item.question, after.label)
    yield from _numbers("answer", where, _answer(before), _answer(after))
    for change in _numbers("points", where, before.points, after.points):
        yield replace(change, source=after.source_of(change.what))


def _answer(answer: Answer) -> dict[str, Value]:
    return {"label": answer.label, "band": band_of(answer)}


def _indicators(old: ScoringSheet, new: ScoringSheet) -> Iterator[Change]:
    for before, after in _paired(old.indicators, new.indicators, "name"):
        if before is None or after is None:
            yield _one_sided("indicator", (), before, after)
            continue
        yield from _numbers("indicator", (after.question,), _indicator(before), _indicator(after))
        if condition_of(before) != condition_of(after):
            yield Change("indicator", (after.question,), "as_read", before, after)


def _indicator(one: Indicator) -> dict[str, Value]:
    return {
        "code": one.code,
        "question": one.question,
        "condition": one.condition_text,
        "dimension": one.dimension_label,
    }


def _one_sided(
    part: Part,
    where: tuple[str | Words, ...],
    before: Item | Indicator | Answer | None,
    after: Item | Indicator | Answer | None,
) -> Change:
    return Change(part, where, "whole", _name(before), _name(after))


def _name(one: Item | Indicator | Answer | None) -> Words | None:
    if one is None:
        return None
    return one.label if isinstance(one, Answer) else one.question
