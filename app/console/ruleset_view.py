"""A rule set as a page shows it: every figure in one language, beside where it comes from and how far to trust it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from app.console.field_words import condition_in_words, indicator_in_words
from app.console.score_view import citations_of, trust_of
from app.console.words import AREA_KINDS, DIFFERING, LINES, TRUST, word
from form_engine.scoring_sheet import Answer, AreaKind, Condition, Indicator, Item, Reading, ScoringSheet, Words
from review.rules.ruleset_difference import Change, Value, differences
from review.rules.ruleset_words import band_of, limits_of, reading_of

_KINDS: tuple[AreaKind, ...] = ("rural", "urban")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of law with its provenance."""

    what: str
    value: str
    source: str

    @property
    def trust(self) -> str:
        return trust_of(self.source)


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """own_sources: of score sheets whose figure comes from elsewhere than the others: sheet, trust, words."""

    code: str
    label: str
    band: str
    points: tuple[int, ...]
    points_source: str
    own_sources: tuple[tuple[str, str, str], ...]
    label_source: str

    @property
    def trust(self) -> str:
        return trust_of(self.points_source)

    @property
    def label_trust(self) -> str:
        return trust_of(self.label_source)


@dataclass(frozen=True, slots=True)
class ItemBlock:
    code: str
    number: int
    question: str
    reading: str
    answers: tuple[AnswerRow, ...]
    combine_source: str

    @property
    def combine_trust(self) -> str:
        return trust_of(self.combine_source)


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    code: str
    dimension: str
    question: str
    condition: str
    as_read: str
    source: str

    @property
    def trust(self) -> str:
        return trust_of(self.source)


@dataclass(frozen=True, slots=True)
class ClassRow:
    """limits: by kind of area, such as "120 < B1 ≤ 150; B2 ≥ 30"."""

    order: int
    limits: tuple[str, ...]
    standing: str
    label: str


@dataclass(frozen=True, slots=True)
class RulesetPage:
    sheet: ScoringSheet
    title: str
    kinds: tuple[str, ...]
    sheets: tuple[tuple[str, str, str], ...]
    lines: tuple[Figure, ...]
    b2: Figure
    classes: tuple[ClassRow, ...]
    items: tuple[ItemBlock, ...]
    conditions: tuple[tuple[str, str], ...]
    indicators: tuple[IndicatorRow, ...]
    changes: tuple[str, ...]
    legal_basis: tuple[str, ...]
    citations: tuple[Figure, ...]
    citation_note: str
    points_by_trust: Mapping[str, int]

    @property
    def classes_trust(self) -> str:
        return trust_of(self.sheet.classes_source)

    @property
    def screening_trust(self) -> str:
        return trust_of(self.sheet.screening.source) if self.sheet.screening else ""

    @property
    def has_placeholders(self) -> bool:
        return bool(self.points_by_trust.get("placeholder"))


def ruleset_page(sheet: ScoringSheet, language: str) -> RulesetPage:
    items = tuple(_item(item, sheet, language) for item in sheet.items)
    figures = ((answer, area) for item in sheet.items for answer in item.answers for area in sheet.sheets)
    counted = Counter(trust_of(answer.source_of(area)) for answer, area in figures)
    return RulesetPage(
        sheet=sheet,
        title=told(sheet.title, language),
        kinds=tuple(word(AREA_KINDS, kind) for kind in _KINDS),
        sheets=tuple((area.code, told(area.label, language), area.annex or "") for area in sheet.sheets.values()),
        lines=tuple(_lines(sheet)),
        b2=Figure(_deprived_from(sheet), str(sheet.b2.deprived_min), sheet.b2.source),
        classes=tuple(
            ClassRow(
                rule.order,
                tuple(limits_of(sheet, rule, kind) for kind in _KINDS if kind in sheet.lines),
                rule.standing,
                told(rule.label, language),
            )
            for rule in sheet.classes
        ),
        items=items,
        conditions=tuple(
            (told(sheet.member_condition_labels[name], language), condition_in_words(condition))
            for name, condition in sheet.member_conditions.items()
        ),
        indicators=tuple(_indicator(one, language) for one in sheet.indicators),
        legal_basis=tuple(told(one, language) for one in sheet.legal_basis),
        citations=tuple(_citations(sheet, language)),
        citation_note=told(sheet.citation.note, language) if sheet.citation else "",
        changes=tuple(told(one.label, language) for one in sheet.change_classes),
        points_by_trust={trust: counted[trust] for trust in TRUST if counted[trust]},
    )


def told(words: Words, language: str) -> str:
    return words.vi if language == "vi" else words.en


def _deprived_from(sheet: ScoringSheet) -> str:
    return str(_("%(step)s points an indicator, at most %(max)s", step=sheet.b2.step, max=sheet.b2.max))


def _citations(sheet: ScoringSheet, language: str) -> Iterator[Figure]:
    """Where the items of B1 and the indicators of B2 stand, of all score sheets."""
    if sheet.citation is not None:
        sources = (("B1", sheet.citation.b1_source), ("B2", sheet.citation.b2_source))
        for (part, source), value in zip(sources, citations_of(sheet, "", language), strict=False):
            yield Figure(part, value, source)


def _lines(sheet: ScoringSheet) -> Iterator[Figure]:
    for kind, lines in sheet.lines.items():
        for name, line in lines.items():
            what = f"{word(AREA_KINDS, kind)}: {word(LINES, name).lower()}"
            income = f"{line.income_vnd:,}".replace(",", ".")
            stands_for = _("%(points)s points, for %(income)s đ a month and person", points=line.points, income=income)
            yield Figure(what, str(stands_for), line.source)


def _item(item: Item, sheet: ScoringSheet, language: str) -> ItemBlock:
    return ItemBlock(
        code=item.code,
        number=item.number,
        question=told(item.question, language),
        reading=reading_words(item.reading, sheet, language),
        answers=tuple(_answer(answer, sheet, language) for answer in item.answers),
        combine_source=item.combine_source or "",
    )


def _answer(answer: Answer, sheet: ScoringSheet, language: str) -> AnswerRow:
    return AnswerRow(
        code=answer.code,
        label=told(answer.label, language),
        band=band_of(answer),
        points=tuple(answer.points[code] for code in sheet.sheets),
        points_source=answer.points_source,
        own_sources=tuple((area, trust_of(source), source) for area, source in answer.own_sources.items()),
        label_source=answer.label_source,
    )


def reading_words(reading: Reading, sheet: ScoringSheet, language: str) -> str:
    """How an item is read, as a sentence."""
    labels = sheet.member_condition_labels
    match reading.how:
        case "choice":
            return str(_("One answer."))
        case "choices":
            highest = reading.combine == "max"
            return str(
                _("Several answers; the highest counts.") if highest else _("Several answers; points are added.")
            )
        case "member_count" if reading.of is not None:
            return str(_("By how many members are: %(who)s.", who=told(labels[reading.of], language)))
        case "member_count" if reading.zero_if_all is not None:
            who = told(labels[reading.zero_if_all], language)
            return str(_("By the number of members; no points when all of them are: %(who)s.", who=who))
        case "member_count":
            return str(_("By the number of members."))
        case "per_member":
            return str(_("The number x is divided by the members and compared exactly."))
        case _:
            return str(_("By the number x."))


def _indicator(one: Indicator, language: str) -> IndicatorRow:
    return IndicatorRow(
        code=one.code,
        dimension=told(one.dimension_label, language),
        question=told(one.question, language),
        condition=told(one.condition_text, language),
        as_read=indicator_in_words(one),
        source=one.source,
    )


# --- what differs between two ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    where: str
    what: str
    before: str
    after: str
    source: str

    @property
    def trust(self) -> str:
        return trust_of(self.source)


def difference_groups(old: ScoringSheet, new: ScoringSheet, language: str) -> dict[str, list[DifferenceRow]]:
    """Rows by part of the rule set, in its order."""
    groups: dict[str, list[DifferenceRow]] = {}
    for change in differences(old, new):
        groups.setdefault(change.part, []).append(_row(change, old, new, language))
    return groups


def _row(change: Change, old: ScoringSheet, new: ScoringSheet, language: str) -> DifferenceRow:
    before, after = _value(change.before, old, language), _value(change.after, new, language)
    if before == after and isinstance(change.before, Reading) and isinstance(change.after, Reading):
        before, after = reading_of(change.before), reading_of(change.after)
    where = [word(AREA_KINDS, one) if isinstance(one, str) else told(one, language) for one in change.where]
    return DifferenceRow(
        where=" › ".join(where),
        what=word(DIFFERING, change.what),
        before=before,
        after=after,
        source=change.source,
    )


def _value(value: Value, sheet: ScoringSheet, language: str) -> str:
    match value:
        case None:
            return ""
        case Words():
            return told(value, language)
        case Reading():
            return reading_words(value, sheet, language)
        case Condition():
            return condition_in_words(value)
        case Indicator():
            return indicator_in_words(value)
        case _:
            return str(value)
