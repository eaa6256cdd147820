"""Faults of a rule set that no schema sees: points that are missing, bands with holes, rules that overlap."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from form_engine.batch.layout import has_no_room
from form_engine.scoring_sheet import BY_BANDS, Answer, Condition, Indicator, Item, ScoringSheet

Fault = tuple[str, str]
LINES_OF_MODEL = {"two_line": ("poor_line", "near_line"), "one_line": ("line",)}


def faults_of(sheet: ScoringSheet) -> list[Fault]:
    """All faults as (place, problem), in the order of the file; empty when the rule set can be used."""
    return [
        *_line_faults(sheet),
        *(_class_faults(sheet) if not list(_line_faults(sheet)) else ()),
        *_twice("item", (item.code for item in sheet.items)),
        *_twice("indicator", (indicator.code for indicator in sheet.indicators)),
        *_twice("change_class", (change.code for change in sheet.change_classes)),
        *(fault for item in sheet.items for fault in _item_faults(item, sheet)),
        *_indicator_faults(sheet),
    ]


def _twice(place: str, codes: Iterable[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            yield f"{place} / {code}", "this code stands twice"
        seen.add(code)


def _line_faults(sheet: ScoringSheet) -> Iterator[Fault]:
    wanted = LINES_OF_MODEL[sheet.model]
    for kind in sorted({area.area_kind for area in sheet.sheets.values()}):
        lines = sheet.lines.get(kind)
        if lines is None:
            yield f"lines / {kind}", "score sheets of this kind of area have no lines"
            continue
        if set(lines) != set(wanted):
            yield f"lines / {kind}", f"the model {sheet.model} needs exactly {', '.join(wanted)}"
            continue
        for lower, upper in pairwise(wanted):
            if lines[lower].points >= lines[upper].points:
                yield f"lines / {kind} / {lower}", f"must lie below {upper}"


def _class_faults(sheet: ScoringSheet) -> Iterator[Fault]:
    """Each pair of totals at and beside every line must fall under exactly one rule."""
    for kind, lines in sheet.lines.items():
        known = {rule.b1_over for rule in sheet.classes} | {rule.b1_at_most for rule in sheet.classes}
        for name in sorted(filter(None, known - set(lines))):
            yield "class", f"{kind} areas have no line {name}"
            return
        edges = sorted({0} | {line.points + step for line in lines.values() for step in (0, 1)})
        for b1 in edges:
            for b2 in range(0, sheet.b2.max + 1, sheet.b2.step):
                fitting = [rule.order for rule in sheet.classes if rule.holds(b1, b2, lines, sheet.b2)]
                if len(fitting) != 1:
                    told = "no rule" if not fitting else f"rules {fitting}"
                    yield f"class / {kind}", f"{told} for B1 = {b1}, B2 = {b2}"
                    return


def _item_faults(item: Item, sheet: ScoringSheet) -> Iterator[Fault]:
    codes = [answer.code for answer in item.answers]
    yield from _twice(item.code, codes)
    for answer in item.answers:
        yield from _points_faults(item, answer, sheet)
    if has_no_room(item):
        yield item.code, "more answers than can be kept apart when many households are scored at once"
    yield from _reading_faults(item, codes, sheet)
    if item.reading.how in BY_BANDS:
        yield from _band_faults(item)


def _points_faults(item: Item, answer: Answer, sheet: ScoringSheet) -> Iterator[Fault]:
    for code in sheet.sheets:
        if code not in answer.points:
            yield f"{item.code} / {answer.code} / points / {code}", "no points for this score sheet"
    for code in answer.own_sources:
        if code not in sheet.sheets:
            yield f"{item.code} / {answer.code} / points_sources / {code}", "there is no such score sheet"
    for code in answer.points:
        if code not in sheet.sheets:
            yield f"{item.code} / {answer.code} / points / {code}", "there is no such score sheet"
    if (answer.at_least is None) == (item.reading.how in BY_BANDS):
        yield f"{item.code} / {answer.code}", "a band is given exactly where the item is read by bands"


def _reading_faults(item: Item, codes: list[str], sheet: ScoringSheet) -> Iterator[Fault]:
    reading = item.reading
    kinds = {reading.zero_if_all, reading.of if reading.how == "member_count" else None} - {None}
    for kind in sorted(kind for kind in kinds if kind and kind not in sheet.member_conditions):
        yield f"{item.code} / read", f"there is no member_condition {kind}"
    if reading.how in {"number", "per_member"} and reading.of is None:
        yield f"{item.code} / read", "`of` must name a number of the form"
    named = [reading.exclusive] if reading.exclusive else []
    for code in [*named, *(code for group in reading.only_one_of for code in group)]:
        if code not in codes:
            yield f"{item.code} / read", f"the item has no answer {code}"


def _band_faults(item: Item) -> Iterator[Fault]:
    bands = [answer for answer in item.answers if answer.at_least is not None]
    lowest = 1 if item.reading.how == "member_count" and item.reading.of is None else 0
    if not bands:
        return
    if bands[0].at_least != lowest:
        yield f"{item.code} / {bands[0].code}", f"the first band must begin at {lowest}"
    for band, following in pairwise(bands):
        if band.below is None or band.below > (following.at_least or 0):
            yield f"{item.code} / {following.code}", f"overlaps the band {band.code}"
        elif band.below < (following.at_least or 0):
            yield f"{item.code} / {following.code}", f"leaves a gap after the band {band.code}"
    for band in bands:
        if band.below is not None and band.below <= (band.at_least or 0):
            yield f"{item.code} / {band.code}", "the band is empty"
    if bands[-1].below is not None:
        yield f"{item.code} / {bands[-1].code}", "the last band must be open upwards"


def _indicator_faults(sheet: ScoringSheet) -> Iterator[Fault]:
    if bool(sheet.items) != bool(sheet.indicators):
        yield "indicator", "items and indicators come together"
    if sheet.indicators and sheet.b2.step * len(sheet.indicators) != sheet.b2.max:
        yield "b2 / max", f"{len(sheet.indicators)} indicators of {sheet.b2.step} points do not give {sheet.b2.max}"
    if sheet.b2.deprived_min % sheet.b2.step:
        yield "b2 / deprived_min", f"is no multiple of {sheet.b2.step}"
    for indicator in sheet.indicators:
        yield from _per_member_faults(indicator)
    for code, condition in [
        *((f"member_condition / {name}", condition) for name, condition in sheet.member_conditions.items()),
        *((f"{indicator.code} / deprived_if", indicator.condition) for indicator in sheet.indicators),
    ]:
        yield from _count_faults(code, condition)


def _count_faults(place: str, condition: Condition) -> Iterator[Fault]:
    if condition.at_least > len(condition.parts):
        yield place, f"at least {condition.at_least} of {len(condition.parts)} can never hold"
    for part in condition.parts:
        if isinstance(part, Condition):
            yield from _count_faults(place, part)


def _per_member_faults(indicator: Indicator) -> Iterator[Fault]:
    if indicator.scope != "household" and any(test.per_member for test in indicator.condition.tests):
        yield f"{indicator.code} / deprived_if", "`per_member` divides an answer of the household"
