"""For which years a round may be held under a standard: trap 11 of the procedure, with the dates of the rule set.

The yearly review in the autumn of Y makes the list of Y + 1, so it is held under the standard that Y + 1 goes by; in a
year of change that of Y may be held beside it, to close its own last year. A monthly review changes the list of
its own year.
"""

from form_engine.scoring_sheet import ScoringSheet

PERIODIC, MONTHLY = "periodic", "monthly"


def years_of(sheet: ScoringSheet, kind: str) -> tuple[int, ...]:
    """In ascending order."""
    valid = set(range(sheet.valid_from.year, sheet.valid_to.year + 1))
    return tuple(sorted(valid | set(sheet.autumn_reviews_of) if kind == PERIODIC else valid))


def is_valid(sheet: ScoringSheet, kind: str, year: int) -> bool:
    return year in years_of(sheet, kind)
