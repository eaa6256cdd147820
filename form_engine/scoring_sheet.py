"""A rule set in memory: everything the law fixes for one period, as frozen values.

The data stand in dated TOML files (`review/rulesets/`); `scoring_sheet_reader.py` reads and checks them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

AreaKind = Literal["rural", "urban"]
How = Literal["choice", "choices", "member_count", "number", "per_member"]
Operator = Literal["at_least", "over", "below", "at_most", "is", "in", "not_in"]
Scope = Literal["any_member", "all_members", "no_member", "member_share", "household"]

BY_BANDS: frozenset[How] = frozenset({"member_count", "number", "per_member"})


@dataclass(frozen=True, slots=True)
class Words:
    """One text in both languages."""

    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class ScoreArea:
    """One score sheet (phiếu điểm): NT1..NT6 for rural regions, TT for towns."""

    code: str
    area_kind: AreaKind
    annex: str | None
    label: Words


@dataclass(frozen=True, slots=True)
class CutOff:
    """A line in B1 points. A total equal to it lies on the poorer side."""

    points: int
    income_vnd: int
    source: str


@dataclass(frozen=True, slots=True)
class Deprivation:
    """B2 counts in steps; from `deprived_min` points a household is deprived."""

    step: int
    max: int
    deprived_min: int
    source: str


@dataclass(frozen=True, slots=True)
class ClassRule:
    """One rule of the classification. Limits on B1 are names of lines; None: no limit on that side."""

    order: int
    standing: str
    subclass: str | None
    b1_over: str | None
    b1_at_most: str | None
    b2_at_least: bool
    b2_below: bool
    label: Words
    in_words: Words

    def holds(self, b1: int, b2: int, lines: Mapping[str, CutOff], deprivation: Deprivation) -> bool:
        """Do the totals fall under this rule, by the lines of the household's kind of area?"""
        return (
            (self.b1_over is None or b1 > lines[self.b1_over].points)
            and (self.b1_at_most is None or b1 <= lines[self.b1_at_most].points)
            and not (self.b2_at_least and b2 < deprivation.deprived_min)
            and not (self.b2_below and b2 >= deprivation.deprived_min)
        )


@dataclass(frozen=True, slots=True)
class Test:
    """One comparison of an answer; with `per_member` the answer is divided by the number of members first."""

    __test__ = False

    field: str
    operator: Operator
    value: int | str | tuple[str, ...]
    per_member: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """Comparisons and conditions about one member or the household, of which `at_least` must hold.

    All of them: `at_least` is their number; any of them: 1.
    """

    at_least: int
    parts: tuple["Test | Condition", ...]

    @property
    def tests(self) -> tuple[Test, ...]:
        """Every comparison in it, whatever its depth, in the order of the file."""
        found: list[Test] = []
        for part in self.parts:
            found += part.tests if isinstance(part, Condition) else (part,)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of an item with its points on each score sheet; with a band [at_least, below) where read by bands.

    points_source: where the points come from; own_sources: for score sheets whose figure comes from somewhere else.
    """

    code: str
    label: Words
    points: Mapping[str, int]
    points_source: str
    label_source: str
    at_least: int | None
    below: int | None
    own_sources: Mapping[str, str] = field(default_factory=dict)

    def source_of(self, score_area: str) -> str:
        """Where the points on one score sheet come from."""
        return self.own_sources.get(score_area, self.points_source)

    @property
    def sources(self) -> str:
        """All in a line: "placeholder; NT3: Circular 17, annex 3b.3"."""
        return "; ".join([self.points_source, *(f"{area}: {told}" for area, told in self.own_sources.items())])


@dataclass(frozen=True, slots=True)
class Reading:
    """How the form's answers become one of the item's answers. The ways are explained in the TOML files."""

    how: How
    of: str | None = None
    zero_if_all: str | None = None
    combine: Literal["sum", "max"] = "sum"
    exclusive: str | None = None
    only_one_of: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One question of B1 (chỉ tiêu)."""

    code: str
    number: int
    name: str
    question: Words
    reading: Reading
    answers: tuple[Answer, ...]
    combine_source: str | None

    def answer(self, code: str) -> Answer | None:
        return next((answer for answer in self.answers if answer.code == code), None)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator of B2 (chỉ số thiếu hụt)."""

    code: str
    name: str
    dimension: str
    dimension_label: Words
    question: Words
    scope: Scope
    condition: Condition
    over_percent: int | None
    """With `member_share`: the condition must hold for more than this share of the members."""
    condition_text: Words
    source: str


@dataclass(frozen=True, slots=True)
class Screening:
    """Phiếu A: with so many yes answers or fewer a household is reviewed."""

    form: str
    items: tuple[str, ...]
    review_at_most: int
    override_by: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class ChangeClass:
    """One kind of movement between two standings (diễn biến)."""

    code: str
    label: Words
    before: tuple[str, ...]
    after: tuple[str, ...]
    guard: str | None
    report: str


@dataclass(frozen=True, slots=True)
class Citation:
    """Where items (b1) and indicators (b2) stand in the law, with places for {annex} and {number}; note: what is not
    known of it."""

    b1: Words
    b2: Words
    b1_source: str
    b2_source: str
    note: Words


@dataclass(frozen=True, slots=True)
class ScoringSheet:
    """A whole rule set. `hash` is the SHA-256 of its content, whatever the layout of the file."""

    id: str
    hash: str
    model: Literal["two_line", "one_line"]
    title: Words
    legal_basis: tuple[Words, ...]
    valid_from: date
    valid_to: date
    autumn_reviews_of: tuple[int, ...]
    year_only_counts_as: tuple[int, int]
    sheets: Mapping[str, ScoreArea]
    lines: Mapping[str, Mapping[str, CutOff]]
    b2: Deprivation
    classes: tuple[ClassRule, ...]
    classes_source: str
    member_conditions: Mapping[str, Condition]
    member_condition_labels: Mapping[str, Words]
    items: tuple[Item, ...]
    indicators: tuple[Indicator, ...]
    screening: Screening | None
    change_classes: tuple[ChangeClass, ...]
    citation: Citation | None = None
    """None: a rule set of before it was told."""
