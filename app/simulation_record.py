"""What a simulation found, as plain data: the command prints it, the API answers it."""

from typing import Any

from review.actions.simulation import Simulation
from review.rules.comparison_record import NOTICE, comparison_record


def simulation_record(told: Simulation) -> dict[str, Any]:
    """Counts only; marked as what it is."""
    return {
        "is_decision": False,
        "notice": NOTICE,
        "ruleset_id": told.sheet.id,
        "ruleset_hash": told.sheet.hash,
        "area": told.scope.area_path,
        "rounds": told.rounds,
        "rounds_left_out": told.left_out,
        **comparison_record(told.found),
    }
