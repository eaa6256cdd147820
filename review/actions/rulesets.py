"""The rule set that a score was made by, found by its hash."""

from form_engine.scoring_sheet import ScoringSheet
from form_engine.scoring_sheet_reader import read_scoring_sheet
from review import repository
from review.rulesets import all_rulesets

_kept: dict[str, ScoringSheet] = {}


def ruleset_of(ruleset_id: str, ruleset_hash: str) -> ScoringSheet | None:
    """As it stands now if nothing changed since, else as a round froze it; None when it is nowhere any more."""
    now = all_rulesets().get(ruleset_id)
    if now is not None and now.hash == ruleset_hash:
        return now
    if ruleset_hash not in _kept:
        content = repository.find_ruleset(ruleset_hash)
        if content is None:
            return None
        _kept[ruleset_hash] = read_scoring_sheet(content)
    return _kept[ruleset_hash]
