"""Why areas are not merged or divided."""

from core.errors import InvalidInput, RuleBroken


class ChangeNotSound(InvalidInput):
    """Facts: `faults`, each with column, code and facts."""

    code = "areas.change_not_sound"


class RoundsStandOpen(RuleBroken):
    """Facts: `count`, `rounds` (ids)."""

    code = "areas.rounds_open"
