"""Which of several rounds that run at once in a commune a household, or a form about it, belongs to.

A yearly and a monthly round may run together, and in a year of change one of each standard. The rounds are asked in
their order, the latest first: where the form hangs already, where the household waits for a form, where it has a case.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from review.models import Case, Round
from review.rules.stages import OPEN_TO_FORMS, Stage

WAITS = OPEN_TO_FORMS | {Stage.REVERIFYING}


def rounds_asked(rounds: Sequence[Round], day: date, ruleset: str = "") -> list[Round]:
    """Of rounds in order, those of the day, of the rule set's own if there are such; else the one that began last."""
    begun = [one for one in rounds if one.opens_on <= day]
    running = [one for one in begun if day <= one.closes_on]
    return [one for one in running if one.ruleset_id == ruleset] or running or begun[:1]


def chosen(rounds: Sequence[Round], cases: Mapping[str, Case], submission_key: str = "") -> Round | None:
    """cases: of one household, by round. The first round where it has none; None without a round."""
    held = [one for one in rounds if one.id in cases]
    hangs = [one for one in held if submission_key and submission_key in {link.key for link in cases[one.id].forms}]
    waits = [one for one in held if Stage(cases[one.id].stage) in WAITS]
    return next(iter([*hangs, *waits, *rounds]), None)
