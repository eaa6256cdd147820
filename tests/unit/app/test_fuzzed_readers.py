"""Input that is nearly right is read or refused, never a fault. Longer runs: `python -m tests.fuzz`."""

import pytest

from tests.fuzz.readers import targets, try_one

TARGETS = {target.name: target for target in targets()}


@pytest.mark.parametrize("name", TARGETS)
def test_a_thousand_changed_inputs_are_read_or_refused(name: str) -> None:
    assert [(seed, error) for seed in range(1000) if (error := try_one(TARGETS[name], seed)) is not None] == []
