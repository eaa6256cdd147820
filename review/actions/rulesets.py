"""The rule set in force of a period, and the one that a score was made by, found by its hash."""

from datetime import date

from form_engine.scoring_sheet import ScoringSheet
from form_engine.scoring_sheet_reader import read_scoring_sheet
from review import corrections, repository
from review.corrections import VersionAdopted
from review.rulesets import all_rulesets, content_of

IN_FORCE, PROGRAM = "in_force", "program"
"""Where a rule set was looked up: a correction that was adopted counts; the program's own file, nobody was asked."""

_kept: dict[str, ScoringSheet] = {}


def content_in_force(ruleset_id: str, on: date) -> bytes:
    """By which a round goes that opens on that day: an adopted correction, else the program's file.

    Raises RulesetUnknown.
    """
    return _content(ruleset_id, corrections.in_force(ruleset_id, on))


def content_last_adopted(ruleset_id: str) -> bytes:
    """What a further correction builds upon, though its day may be to come. Raises RulesetUnknown."""
    return _content(ruleset_id, corrections.last_adopted(ruleset_id))


def _content(ruleset_id: str, adopted: VersionAdopted | None) -> bytes:
    content = repository.find_ruleset(adopted.hash) if adopted is not None else None
    return content_of(ruleset_id) if content is None else content


def ruleset_in_force(ruleset_id: str, on: date) -> ScoringSheet:
    """Raises RulesetUnknown."""
    return _sheet(ruleset_id, corrections.in_force(ruleset_id, on))


def last_adopted(ruleset_id: str) -> ScoringSheet:
    """Raises RulesetUnknown."""
    return _sheet(ruleset_id, corrections.last_adopted(ruleset_id))


def _sheet(ruleset_id: str, adopted: VersionAdopted | None) -> ScoringSheet:
    found = ruleset_of(ruleset_id, adopted.hash) if adopted is not None else None
    return found or read_scoring_sheet_of(ruleset_id)


def rulesets_in_force(on: date) -> list[ScoringSheet]:
    """The oldest period first."""
    return [ruleset_in_force(ruleset_id, on) for ruleset_id in all_rulesets()]


def read_scoring_sheet_of(ruleset_id: str) -> ScoringSheet:
    """As the program's file has it. Raises RulesetUnknown."""
    found = all_rulesets().get(ruleset_id)
    return found if found is not None else read_scoring_sheet(content_of(ruleset_id))


def ruleset_of(ruleset_id: str, ruleset_hash: str) -> ScoringSheet | None:
    """As the program's file has it if that is the one, else as it was kept; None when it is nowhere any more."""
    now = all_rulesets().get(ruleset_id)
    if now is not None and now.hash == ruleset_hash:
        return now
    if ruleset_hash not in _kept:
        content = repository.find_ruleset(ruleset_hash)
        if content is None:
            return None
        _kept[ruleset_hash] = read_scoring_sheet(content)
    return _kept[ruleset_hash]
