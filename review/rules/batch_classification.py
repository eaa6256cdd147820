"""The class of many households at once, by the same rules as `classification.py`, which fills the table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from form_engine.batch.answers import Answers
from form_engine.batch.itemise import BLOCK, Itemiser, Rows
from form_engine.batch.points import AreaNumbers, Points, PointTable, area_numbers
from form_engine.scoring_sheet import ScoringSheet
from registry.rules.standing import Standing
from review.rules.classification import rule_of

RuleNumbers = NDArray[np.int8]

NO_CLASS = -1
"""A household of which an answer is missing."""


@dataclass(frozen=True, slots=True)
class Classified:
    """By household. b1, b2: below 0 while an answer is missing. rules: place in `sheet.classes`, NO_CLASS for none."""

    sheet: ScoringSheet
    b1: Points
    b2: Points
    rules: RuleNumbers

    def __len__(self) -> int:
        return len(self.rules)

    @property
    def standings(self) -> list[Standing | None]:
        told = [Standing(rule.standing) for rule in self.sheet.classes]
        return [None if rule == NO_CLASS else told[rule] for rule in self.rules.tolist()]

    @property
    def subclasses(self) -> list[str | None]:
        told = [rule.subclass for rule in self.sheet.classes]
        return [None if rule == NO_CLASS else told[rule] for rule in self.rules.tolist()]


class Classifier:
    """Points and classes of one rule set, made ready once for any number of households.

    rules: place of the deciding rule in `sheet.classes`, by number of the kind of area, B1, and B2 in steps.
    kind_numbers: number of the kind of area, by score sheet.
    """

    def __init__(self, sheet: ScoringSheet) -> None:
        self.sheet = sheet
        self._points = PointTable(sheet)
        self._kinds = sorted({area.area_kind for area in sheet.sheets.values()})
        self.rules = self._table(self._points.highest_b1)
        self.kind_numbers = np.array([self._kinds.index(area.area_kind) for area in sheet.sheets.values()])

    def _table(self, highest: int) -> RuleNumbers:
        b2 = range(0, self.sheet.b2.max + 1, self.sheet.b2.step)
        places = {rule.order: place for place, rule in enumerate(self.sheet.classes)}
        told = [
            [[places[rule_of(self.sheet, kind, one, other).order] for other in b2] for one in range(highest + 1)]
            for kind in self._kinds
        ]
        return np.array(told, dtype=np.int8)

    def classify(self, rows: Rows, areas: AreaNumbers) -> Classified:
        """areas: the score sheet of each row, as `area_numbers` gives it."""
        totals = self._points.totals(rows, areas)
        known = (totals.b1 >= 0) & (totals.b2 >= 0)
        b1, b2 = np.where(known, totals.b1, 0), np.where(known, totals.b2, 0) // self.sheet.b2.step
        rules = np.where(known, self.rules[self.kind_numbers[areas], b1, b2], NO_CLASS).astype(np.int8)
        return Classified(self.sheet, totals.b1, totals.b2, rules)


def classify_many(sheet: ScoringSheet, households: Iterable[tuple[Answers, str]]) -> Classified:
    """Points and class of households given as (answers of Phiếu B, score sheet), in their order.

    answers: nested as the form or flat; members as a list under "members". Read a block at a time: an iterator over
    stored forms is never held whole. Raises NoPointTable, ScoreAreaUnknown.
    """
    itemiser, classifier, told = Itemiser(sheet), Classifier(sheet), iter(households)
    found = []
    while block := list(islice(told, BLOCK)):
        rows = itemiser.rows([answers for answers, _ in block])
        found.append(classifier.classify(rows, area_numbers(sheet, [area for _, area in block])))
    return joined(sheet, found)


def joined(sheet: ScoringSheet, parts: Sequence[Classified]) -> Classified:
    """Several blocks as one."""
    if not parts:
        nothing = np.zeros(0, dtype=np.int32)
        return Classified(sheet, nothing, nothing, nothing.astype(np.int8))
    return Classified(
        sheet,
        np.concatenate([part.b1 for part in parts]),
        np.concatenate([part.b2 for part in parts]),
        np.concatenate([part.rules for part in parts]),
    )
