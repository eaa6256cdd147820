"""Faults of a rule set that no schema sees: points that are missing, bands with holes, rules that overlap."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from form_engine.batch.layout import has_no_room
from form_engine.ruleset_fault import RulesetFault, fault
from form_engine.scoring_sheet import BY_BANDS, Answer, ClassRule, Condition, Indicator, Item, ScoringSheet, Words

LINES_OF_MODEL = {"two_line": ("poor_line", "near_line"), "one_line": ("line",)}


def faults_of(sheet: ScoringSheet) -> list[RulesetFault]:
    """In the order of the file; empty when the rule set can be used."""
    return [
        *_line_faults(sheet),
        *(_class_faults(sheet) if not list(_line_faults(sheet)) else ()),
        *_twice("item", (item.code for item in sheet.items)),
        *_twice("indicator", (indicator.code for indicator in sheet.indicators)),
        *_twice("change_class", (change.code for change in sheet.change_classes)),
        *(one for item in sheet.items for one in _item_faults(item, sheet)),
        *_indicator_faults(sheet),
        *_citation_faults(sheet),
    ]


def _twice(place: str, codes: Iterable[str]) -> Iterator[RulesetFault]:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            yield fault(f"{place} / {code}", "twice", name=code)
        seen.add(code)


def _line_faults(sheet: ScoringSheet) -> Iterator[RulesetFault]:
    wanted = LINES_OF_MODEL[sheet.model]
    for kind in sorted({area.area_kind for area in sheet.sheets.values()}):
        lines = sheet.lines.get(kind)
        if lines is None:
            yield fault(f"lines / {kind}", "lines_missing", kind=kind)
            continue
        if set(lines) != set(wanted):
            yield fault(f"lines / {kind}", "lines_of_model", model=sheet.model, wanted=", ".join(wanted))
            continue
        for lower, upper in pairwise(wanted):
            points, above = lines[lower].points, lines[upper].points
            if points >= above:
                yield fault(f"lines / {kind} / {lower}", "line_not_below", points=points, above=above)


def _class_faults(sheet: ScoringSheet) -> Iterator[RulesetFault]:
    """Each pair of totals at and beside every line must fall under exactly one rule."""
    for kind, lines in sheet.lines.items():
        known = {rule.b1_over for rule in sheet.classes} | {rule.b1_at_most for rule in sheet.classes}
        for name in sorted(filter(None, known - set(lines))):
            yield fault(f"class / {kind}", "no_such_line", name=name)
            return
        edges = sorted({0} | {line.points + step for line in lines.values() for step in (0, 1)})
        for b1 in edges:
            for b2 in range(0, sheet.b2.max + 1, sheet.b2.step):
                fitting = [rule for rule in sheet.classes if rule.holds(b1, b2, lines, sheet.b2)]
                if not fitting:
                    yield fault(f"class / {kind}", "no_class", b1=b1, b2=b2)
                    return
                if len(fitting) > 1:
                    yield fault(f"class / {kind}", "classes_overlap", b1=b1, b2=b2, classes=_named(fitting))
                    return


def _named(rules: Iterable[ClassRule]) -> Words:
    """Such as "3 (Hộ cận nghèo), 4 (Hộ không nghèo)"."""
    told = [(rule.order, rule.label) for rule in rules]
    return Words(
        vi=", ".join(f"{order} ({label.vi})" for order, label in told),
        en=", ".join(f"{order} ({label.en})" for order, label in told),
    )


def _item_faults(item: Item, sheet: ScoringSheet) -> Iterator[RulesetFault]:
    codes = [answer.code for answer in item.answers]
    yield from _twice(item.code, codes)
    for answer in item.answers:
        yield from _points_faults(item, answer, sheet)
    if has_no_room(item):
        yield fault(item.code, "too_many_answers")
    yield from _reading_faults(item, codes, sheet)
    if item.reading.how in BY_BANDS:
        yield from _band_faults(item)


def _points_faults(item: Item, answer: Answer, sheet: ScoringSheet) -> Iterator[RulesetFault]:
    for code in sheet.sheets:
        if code not in answer.points:
            yield fault(f"{item.code} / {answer.code} / points / {code}", "no_points", sheet=code)
    for code in answer.own_sources:
        if code not in sheet.sheets:
            yield fault(f"{item.code} / {answer.code} / points_sources / {code}", "no_such_sheet", sheet=code)
    for code in answer.points:
        if code not in sheet.sheets:
            yield fault(f"{item.code} / {answer.code} / points / {code}", "no_such_sheet", sheet=code)
    by_bands = item.reading.how in BY_BANDS
    if (answer.at_least is None) == by_bands:
        yield fault(f"{item.code} / {answer.code}", "band_missing" if by_bands else "band_not_read")


def _reading_faults(item: Item, codes: list[str], sheet: ScoringSheet) -> Iterator[RulesetFault]:
    reading = item.reading
    kinds = {reading.zero_if_all, reading.of if reading.how == "member_count" else None} - {None}
    for kind in sorted(kind for kind in kinds if kind and kind not in sheet.member_conditions):
        yield fault(f"{item.code} / read", "no_member_condition", name=kind)
    if reading.how in {"number", "per_member"} and reading.of is None:
        yield fault(f"{item.code} / read", "no_number_named")
    named = [reading.exclusive] if reading.exclusive else []
    for code in [*named, *(code for group in reading.only_one_of for code in group)]:
        if code not in codes:
            yield fault(f"{item.code} / read", "no_such_answer", answer=code)


def _band_faults(item: Item) -> Iterator[RulesetFault]:
    bands = [answer for answer in item.answers if answer.at_least is not None]
    lowest = 1 if item.reading.how == "member_count" and item.reading.of is None else 0
    if not bands:
        return
    if bands[0].at_least != lowest:
        yield fault(f"{item.code} / {bands[0].code}", "first_band", lowest=lowest)
    for band, following in pairwise(bands):
        place, begins = f"{item.code} / {following.code}", following.at_least or 0
        if band.below is None:
            yield fault(f"{item.code} / {band.code}", "band_open", following=following.code)
        elif band.below > begins:
            yield fault(place, "bands_overlap", before=band.code, ends=band.below, begins=begins)
        elif band.below < begins:
            yield fault(place, "band_gap", before=band.code, ends=band.below, begins=begins)
    for band in bands:
        if band.below is not None and band.below <= (band.at_least or 0):
            yield fault(f"{item.code} / {band.code}", "band_empty", begins=band.at_least or 0, ends=band.below)
    if bands[-1].below is not None:
        yield fault(f"{item.code} / {bands[-1].code}", "last_band")


def _indicator_faults(sheet: ScoringSheet) -> Iterator[RulesetFault]:
    if bool(sheet.items) != bool(sheet.indicators):
        yield fault("indicator", "items_and_indicators")
    if sheet.indicators and sheet.b2.step * len(sheet.indicators) != sheet.b2.max:
        yield fault("b2 / max", "b2_max", indicators=len(sheet.indicators), step=sheet.b2.step, max=sheet.b2.max)
    if sheet.b2.deprived_min % sheet.b2.step:
        yield fault("b2 / deprived_min", "b2_no_multiple", points=sheet.b2.deprived_min, step=sheet.b2.step)
    for indicator in sheet.indicators:
        yield from _per_member_faults(indicator)
    for code, condition in [
        *((f"member_condition / {name}", condition) for name, condition in sheet.member_conditions.items()),
        *((f"{indicator.code} / deprived_if", indicator.condition) for indicator in sheet.indicators),
    ]:
        yield from _count_faults(code, condition)


def _citation_faults(sheet: ScoringSheet) -> Iterator[RulesetFault]:
    """Curly brackets hold {annex} or {number}; an annex is told where every score sheet has one."""
    if sheet.citation is None:
        return
    for part, words in (("b1", sheet.citation.b1), ("b2", sheet.citation.b2)):
        for language, text in (("vi", words.vi), ("en", words.en)):
            rest = text.replace("{number}", "").replace("{annex}", "")
            if "{" in rest or "}" in rest or (part == "b2" and "{annex}" in text):
                yield fault(f"citation / {part} / {language}", "citation_place")
            elif "{annex}" in text and not all(area.annex for area in sheet.sheets.values()):
                yield fault(f"citation / {part} / {language}", "citation_annex")


def _count_faults(place: str, condition: Condition) -> Iterator[RulesetFault]:
    if condition.at_least > len(condition.parts):
        yield fault(place, "never_holds", at_least=condition.at_least, parts=len(condition.parts))
    for part in condition.parts:
        if isinstance(part, Condition):
            yield from _count_faults(place, part)


def _per_member_faults(indicator: Indicator) -> Iterator[RulesetFault]:
    if indicator.scope != "household" and any(test.per_member for test in indicator.condition.tests):
        yield fault(f"{indicator.code} / deprived_if", "per_member")
