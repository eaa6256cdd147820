"""Answers and a rule set -> points, with a line for every question that says where they come from.

Pure and exact: whole numbers and fractions, no clock, no float. The same answers under the same rule set give the
same result, whatever the order of the members. A missing answer is listed, never scored as zero.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from form_engine.scoring_conditions import Truth, every, holds, is_deprived
from form_engine.scoring_errors import NoPointTable, ScoreAreaUnknown
from form_engine.scoring_facts import Facts, exact, read_facts
from form_engine.scoring_sheet import Answer, AreaKind, Indicator, Item, ScoringSheet, Words

DEPRIVED = {True: Words("Thiếu hụt", "Deprived"), False: Words("Không thiếu hụt", "Not deprived")}


@dataclass(frozen=True, slots=True)
class Saw:
    """A value that decided: of the household (`member` None) or of the member at that place in the roster, from 1."""

    member: int | None
    field: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """One question: what was answered, what it gives, and why. `points` is None when it could not be scored."""

    item: str
    question: Words
    answers: tuple[str, ...]
    answer_text: Words
    points: int | None
    source: str
    detail: Words | None = None
    saw: tuple[Saw, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """A total is None while an item of it is missing; `missing` names those, in the order of the form."""

    ruleset_id: str
    ruleset_hash: str
    input_hash: str
    sheet: str
    area_kind: AreaKind
    b1: int | None
    b2: int | None
    trace: tuple[Line, ...]
    missing: tuple[str, ...]


def score(sheet: ScoringSheet, answers: Mapping[str, Any], score_area: str) -> Score:
    """Score a filled Phiếu B on one score sheet (NT1..NT6, TT).

    answers: nested as the form or flat; members as a list under "members".
    Raises ScoreAreaUnknown, NoPointTable.
    """
    if score_area not in sheet.sheets:
        raise ScoreAreaUnknown(ruleset=sheet.id, sheet=score_area)
    if not sheet.items:
        raise NoPointTable(ruleset=sheet.id)
    facts = read_facts(answers, sheet)
    b1 = [_item_line(item, facts, sheet, score_area) for item in sheet.items]
    b2 = [_indicator_line(indicator, facts, sheet) for indicator in sheet.indicators]
    return Score(
        ruleset_id=sheet.id,
        ruleset_hash=sheet.hash,
        input_hash=facts.hash(),
        sheet=score_area,
        area_kind=sheet.sheets[score_area].area_kind,
        b1=_total(b1),
        b2=_total(b2),
        trace=(*b1, *b2),
        missing=tuple(line.item for line in (*b1, *b2) if line.points is None),
    )


def score_item(sheet: ScoringSheet, item_code: str, answers: Mapping[str, Any], score_area: str) -> Line:
    """One item of B1 alone: for questions about a single line of the sheet."""
    item = next(item for item in sheet.items if item.code == item_code)
    return _item_line(item, read_facts(answers, sheet), sheet, score_area)


def _total(lines: list[Line]) -> int | None:
    points = [line.points for line in lines]
    return None if None in points else sum(each for each in points if each is not None)


def _item_line(item: Item, facts: Facts, sheet: ScoringSheet, score_area: str) -> Line:
    match item.reading.how:
        case "choice" | "choices":
            return _chosen(item, facts, score_area)
        case "member_count":
            return _by_count(item, facts, sheet, score_area)
        case _:
            return _by_number(item, facts, score_area)


def _chosen(item: Item, facts: Facts, score_area: str) -> Line:
    found = usable_answers(item, facts.household.get(item.code))
    return _line(item, found, score_area, points_together(item, found, score_area)) if found else _unscored(item)


def usable_answers(item: Item, told: Any) -> list[Answer]:
    """What was chosen, in the order of the rule set; empty when it says nothing, or nothing that can be true."""
    codes = _codes(told)
    found = [answer for answer in item.answers if answer.code in codes]
    return [] if len(found) != len(set(codes)) or _contradicts(item, codes) else found


def points_together(item: Item, found: Iterable[Answer], score_area: str) -> int:
    """Points of several answers of an item."""
    together = max if item.reading.combine == "max" else sum
    return together(answer.points[score_area] for answer in found)


def _codes(told: Any) -> list[str]:
    """Answers as a list; a text holds them with blanks between, as in the form's XML."""
    if isinstance(told, str):
        return told.split()
    return [str(code) for code in told] if isinstance(told, list | tuple) else []


def _contradicts(item: Item, codes: list[str]) -> bool:
    """Both "none" and something, or two answers of which only one can be true."""
    if item.reading.how == "choice":
        return len(codes) != 1
    alone = item.reading.exclusive in codes and len(set(codes)) > 1
    return alone or any(len(set(group) & set(codes)) > 1 for group in item.reading.only_one_of)


def _by_count(item: Item, facts: Facts, sheet: ScoringSheet, score_area: str) -> Line:
    counted: list[Truth] = [True] * len(facts.members)
    if item.reading.of is not None:
        counted = _each_member(item.reading.of, facts, sheet)
    answer = band_of(item, Fraction(counted.count(True)))
    if not facts.members or None in counted or answer is None:
        return _unscored(item)
    saw: tuple[Saw, ...] = (Saw(None, "members", str(len(facts.members))),)
    if item.reading.of is not None:
        saw = (*saw, Saw(None, item.reading.of, str(counted.count(True))))
    if item.reading.zero_if_all is None:
        return _line(item, [answer], score_area, answer.points[score_area], saw=saw)
    return _unless_all(item, answer, facts, sheet, score_area)


def _unless_all(item: Item, answer: Answer, facts: Facts, sheet: ScoringSheet, score_area: str) -> Line:
    """Points for the number of members, but none when each of them is of the kind named by `zero_if_all`."""
    kind = item.reading.zero_if_all or ""
    of_kind = _each_member(kind, facts, sheet)
    saw = (Saw(None, "members", str(len(of_kind))), Saw(None, kind, str(of_kind.count(True))))
    match every(of_kind):
        case None:
            return _unscored(item)
        case True:
            who = sheet.member_condition_labels[kind]
            detail = Words(vi=f"Hộ chỉ gồm {who.vi}: không tính điểm", en=f"Only {who.en}: no points")
            return _line(item, [answer], score_area, 0, detail=detail, saw=saw)
        case _:
            return _line(item, [answer], score_area, answer.points[score_area], saw=saw)


def _each_member(kind: str, facts: Facts, sheet: ScoringSheet) -> list[Truth]:
    condition = sheet.member_conditions[kind]
    return [holds(condition, member, len(facts.members)) for member in facts.members]


def _by_number(item: Item, facts: Facts, score_area: str) -> Line:
    field = item.reading.of or ""
    number, members = exact(facts.household.get(field)), len(facts.members)
    shared = item.reading.how == "per_member"
    if number is None or (shared and not members):
        return _unscored(item)
    value = number / members if shared else number
    answer = band_of(item, value)
    if answer is None:
        return _unscored(item)
    saw = (Saw(None, field, _told(number)), *((Saw(None, "members", str(members)),) if shared else ()))
    detail = None
    if shared:
        worked = f"{_told(number)} / {members} = {_told(value)}"
        detail = Words(vi=worked.replace(".", ","), en=worked)
    return _line(item, [answer], score_area, answer.points[score_area], detail=detail, saw=saw)


def band_of(item: Item, value: Fraction) -> Answer | None:
    """The answer of an item read by bands."""
    for answer in item.answers:
        if answer.at_least is not None and value >= answer.at_least and (answer.below is None or value < answer.below):
            return answer
    return None


def _told(number: Fraction) -> str:
    """Up to two decimals, cut off (never rounded up over a limit)."""
    hundredths = number * 100 // 1
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") if rest else str(whole)


def _line(
    item: Item,
    found: list[Answer],
    score_area: str,
    points: int,
    *,
    detail: Words | None = None,
    saw: tuple[Saw, ...] = (),
) -> Line:
    return Line(
        item=item.code,
        question=item.question,
        answers=tuple(answer.code for answer in found),
        answer_text=Words("; ".join(each.label.vi for each in found), "; ".join(each.label.en for each in found)),
        points=points,
        source="; ".join(dict.fromkeys(answer.source_of(score_area) for answer in found)),
        detail=detail,
        saw=saw,
    )


def _unscored(item: Item) -> Line:
    nothing = Words("Chưa có câu trả lời dùng được", "No usable answer")
    return Line(item=item.code, question=item.question, answers=(), answer_text=nothing, points=None, source="")


def _indicator_line(indicator: Indicator, facts: Facts, sheet: ScoringSheet) -> Line:
    deprived = is_deprived(indicator, facts)
    told = {True: ("yes",), False: ("no",), None: ()}[deprived]
    return Line(
        item=indicator.code,
        question=indicator.question,
        answers=told,
        answer_text=Words("Chưa đủ câu trả lời", "Not enough answers") if deprived is None else DEPRIVED[deprived],
        points=None if deprived is None else sheet.b2.step * deprived,
        source=indicator.source,
        detail=indicator.condition_text,
        saw=_seen(indicator, facts),
    )


def _seen(indicator: Indicator, facts: Facts) -> tuple[Saw, ...]:
    fields = list(dict.fromkeys(test.field for test in indicator.condition.tests))
    if indicator.scope != "household":
        return tuple(
            Saw(place, field, _text(member.get(field)))
            for place, member in enumerate(facts.members, start=1)
            for field in fields
        )
    seen = tuple(Saw(None, field, _text(facts.household.get(field))) for field in fields)
    if any(test.per_member for test in indicator.condition.tests):
        return (*seen, Saw(None, "members", str(len(facts.members))))
    return seen


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
