"""Scores the same made-up households one by one, as a batch, and as a batch of packed answers: what differs?"""

from typing import Any

import numpy as np

from form_engine.batch.itemise import Itemiser
from form_engine.batch.packed import PackedBlock, pack, shape_of
from form_engine.batch.points import missing_of
from form_engine.scoring import score
from review.rules.batch_classification import classify_many
from review.rules.classification import classify
from review.rulesets import all_rulesets, get_ruleset
from tests.many_households import made_up

_SHOWN = 3


def differing(ruleset_id: str, area: str, count: int, seed: int) -> tuple[int, list[Any]]:
    """How many were scored, and the first few on which the two don't agree."""
    sheet = get_ruleset(ruleset_id)
    households = list(made_up(sheet, count, seed))
    batch = classify_many(sheet, ((one, area) for one in households))
    itemiser, shape = Itemiser(sheet), shape_of(all_rulesets().values())
    rows = itemiser.rows(households)
    packed = itemiser.rows_of(PackedBlock([pack(one, shape) or "" for one in households], shape))
    told = zip(households, batch.b1.tolist(), batch.b2.tolist(), batch.rules.tolist(), rows, strict=True)
    found: list[Any] = [
        ("packed", ruleset_id, area, seed, place) for place in np.flatnonzero((rows != packed).any(1))[:1]
    ]
    for answers, b1, b2, rule, row in told:
        alone = score(sheet, answers, area)
        order = None
        if alone.b1 is not None and alone.b2 is not None:
            order = classify(sheet, alone.area_kind, area, alone.b1, alone.b2).rule_order
        wanted = (alone.b1, alone.b2, order, alone.missing)
        got = (_known(b1), _known(b2), None if rule < 0 else sheet.classes[rule].order, missing_of(sheet, row))
        if wanted != got and len(found) < _SHOWN:
            found.append((ruleset_id, area, seed, answers, wanted, got))
    return len(households), found


def _known(total: int) -> int | None:
    return None if total < 0 else total
