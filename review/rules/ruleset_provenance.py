"""Figures of a rule set that were changed and still tell where the old one stood: a placeholder that reads as law."""

from collections.abc import Iterator

from form_engine.ruleset_fault import RulesetFault, fault
from form_engine.scoring_sheet import Answer, Item, ScoringSheet


def with_old_sources(before: ScoringSheet, after: ScoringSheet) -> list[RulesetFault]:
    """In the order of the file. What stands in one of the two only is not compared."""
    places = [*_lines(before, after), *_of_b2(before, after), *_items(before, after), *_indicators(before, after)]
    return [fault(place, "old_source") for place in places]


def _lines(before: ScoringSheet, after: ScoringSheet) -> Iterator[str]:
    for kind, lines in after.lines.items():
        for name, line in lines.items():
            old = before.lines.get(kind, {}).get(name)
            figures = (line.points, line.income_vnd)
            if old and (old.points, old.income_vnd) != figures and old.source == line.source:
                yield f"lines / {kind} / {name}"


def _of_b2(before: ScoringSheet, after: ScoringSheet) -> Iterator[str]:
    old, new = before.b2, after.b2
    if (old.step, old.max, old.deprived_min) != (new.step, new.max, new.deprived_min) and old.source == new.source:
        yield "b2"
    one, other = before.screening, after.screening
    same_source = one and other and one.source == other.source
    if one and other and same_source and (one.items, one.review_at_most) != (other.items, other.review_at_most):
        yield "screening"


def _items(before: ScoringSheet, after: ScoringSheet) -> Iterator[str]:
    known = {item.code: item for item in before.items}
    for item in after.items:
        old = known.get(item.code)
        if old is not None:
            for answer in item.answers:
                yield from _answer(item, old.answer(answer.code), answer)


def _answer(item: Item, old: Answer | None, new: Answer) -> Iterator[str]:
    if old is None:
        return
    place = f"{item.code} / {new.code}"
    for area, points in new.points.items():
        if old.points.get(area, points) != points and old.source_of(area) == new.source_of(area):
            yield f"{place} / points / {area}"
    if (old.at_least, old.below) != (new.at_least, new.below) and old.label_source == new.label_source:
        yield f"{place} / band"


def _indicators(before: ScoringSheet, after: ScoringSheet) -> Iterator[str]:
    known = {one.code: one for one in before.indicators}
    for new in after.indicators:
        old = known.get(new.code)
        if old is None or old.source != new.source:
            continue
        if (old.scope, old.condition, old.over_percent) != (new.scope, new.condition, new.over_percent):
            yield f"{new.code} / deprived_if"
