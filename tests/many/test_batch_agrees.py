"""The batch scorer and the single one agree on many households: every rule set with points, every score sheet.

`RASOAT_TEST_MANY=100000` takes both cores for a minute. `tests/unit/review/test_batch_classification.py` has the
small cases.
"""

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from review.rulesets import all_rulesets
from tests.batch_parity import differing

HOUSEHOLDS = int(os.environ.get("RASOAT_TEST_MANY", "20000"))

COMBINATIONS = [(sheet.id, area) for sheet in all_rulesets().values() if sheet.items for area in sheet.sheets]
pytestmark = pytest.mark.slow


def test_many_households_get_the_same_points_and_class_from_both():
    each = -(-HOUSEHOLDS // len(COMBINATIONS))
    work = [(ruleset, area, each, seed) for seed, (ruleset, area) in enumerate(COMBINATIONS)]

    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("forkserver")) as pool:
        told = list(pool.map(differing, *zip(*work, strict=True)))

    assert sum(checked for checked, _ in told) >= HOUSEHOLDS
    assert [one for _, several in told for one in several] == []
