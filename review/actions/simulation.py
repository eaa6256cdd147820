"""What if: other lines, other points, another score sheet over the households of an area. Counts, never a decision."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from core.clock import Clock
from core.errors import NotFound
from form_engine.batch.points import AreaNumbers, area_numbers
from form_engine.scoring_sheet import ScoringSheet
from review.actions.rounds import frozen_ruleset
from review.actions.scopes import Scope
from review.models import Round
from review.row_cache import Columns, RowCache
from review.rules.batch_classification import Classifier
from review.rules.comparison import Comparison, class_numbers, compare
from review.rules.what_if import WhatIf, changed

ROWS = RowCache()


class NothingToSimulate(NotFound):
    """No round is open or was held there."""

    code = "review.nothing_to_simulate"


@dataclass(frozen=True, slots=True)
class Simulation:
    """before: by each round's own rule set. left_out: rounds under another rule set. unread: rows left out."""

    scope: Scope
    sheet: ScoringSheet
    asked: WhatIf
    found: Comparison
    rounds: int
    left_out: int
    unread: int


def sheet_of(scope: Scope) -> ScoringSheet:
    """The rule set that most rounds of a scope are held under, as the latest of them froze it.

    Raises NothingToSimulate.
    """
    if not scope.rounds:
        raise NothingToSimulate()
    commonest = Counter(opened.ruleset_id for opened in scope.rounds).most_common(1)[0][0]
    under = [opened for opened in scope.rounds if opened.ruleset_id == commonest]
    return frozen_ruleset(max(under, key=lambda opened: (opened.opens_on, opened.id)))


def simulate(scope: Scope, asked: WhatIf, *, clock: Clock, cache: RowCache = ROWS) -> Simulation:
    """Classify every scored household of the scope twice. Stores nothing.

    Raises NothingToSimulate, WhatIfImpossible, ScoreAreaUnknown.
    """
    sheet = sheet_of(scope)
    changed(sheet, asked)
    rounds = [(opened, frozen_ruleset(opened)) for opened in scope.rounds if opened.ruleset_id == sheet.id]
    both: dict[str, _Both] = {}
    found, unread = Comparison(), 0
    for opened, columns in cache.columns(rounds, scope.area_path, clock=clock):
        hash_ = opened.ruleset_hash
        if hash_ not in both:
            both[hash_] = _Both(frozen_ruleset(opened), asked)
        found += both[hash_].compare(opened, columns.within(scope.area_path))
        unread += columns.unread
    return Simulation(scope, sheet, asked, found, len(rounds), len(scope.rounds) - len(rounds), unread)


class _Both:
    """A rule set, and the same with what was asked for in it."""

    def __init__(self, sheet: ScoringSheet, asked: WhatIf) -> None:
        self._now, self._then = Classifier(sheet), Classifier(changed(sheet, asked))
        self._score_area = asked.score_area

    def compare(self, opened: Round, columns: Columns) -> Comparison:
        own = _on(self._now.sheet, opened.score_area, len(columns))
        other = _on(self._then.sheet, self._score_area or opened.score_area, len(columns))
        before = self._now.classify(columns.rows, own)
        after = self._then.classify(columns.rows, other)
        return compare(columns.villages, columns.origins, class_numbers(before), class_numbers(after))


def _on(sheet: ScoringSheet, score_area: str, households: int) -> AreaNumbers:
    return np.full(households, area_numbers(sheet, [score_area])[0], dtype=np.uint8)
