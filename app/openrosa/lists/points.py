"""points.csv: the table that the phone scores with, of the rule set that the round of the person's commune goes by.

A corrected table comes to a commune with its next round; until then phone and server score by the frozen one.
"""

from datetime import date
from functools import lru_cache

from app.openrosa.lists.kept import PersonalList, of_bytes
from core.actor import Actor
from form_engine.points_table import FILE_NAME, points_csv
from form_engine.scoring_sheet import ScoringSheet
from review import repository as review
from review.actions.rounds import frozen_ruleset
from review.actions.rulesets import ruleset_in_force, ruleset_of

__all__ = ["FILE_NAME", "make"]


def make(actor: Actor, ruleset: str, today: date) -> PersonalList:
    """Of the round of today under this rule set, else the latest that began, else the rule set in force."""
    sheet = _sheet(actor, ruleset, today)
    return _table(sheet.id, sheet.hash)


def _sheet(actor: Actor, ruleset: str, today: date) -> ScoringSheet:
    rounds = [one for one in review.rounds_covering(actor.area_path) if one.ruleset_id == ruleset]
    begun = [one for one in rounds if one.opens_on <= today]
    of_today = next((one for one in begun if today <= one.closes_on), begun[0] if begun else None)
    return frozen_ruleset(of_today) if of_today is not None else ruleset_in_force(ruleset, today)


@lru_cache(maxsize=16)
def _table(ruleset: str, ruleset_hash: str) -> PersonalList:
    sheet = ruleset_of(ruleset, ruleset_hash)
    if sheet is None:
        raise AssertionError("it was found a moment ago")
    return of_bytes(points_csv(sheet))
