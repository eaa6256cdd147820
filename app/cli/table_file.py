"""A file given to a command: a rule set (TOML), or a table of points (CSV, XLSX) laid over the one in force."""

from pathlib import Path

from app.cli.rulesets_asked import RulesetsAsked
from form_engine.points_sheet import ruleset_named
from form_engine.scoring_errors import NothingCorrected, PointTableInvalid, ScoringSheetInvalid
from form_engine.scoring_sheet import ScoringSheet
from form_engine.scoring_sheet_reader import read_scoring_sheet
from review.actions.corrections import laid_over
from review.rules.ruleset_file import is_ruleset_file


def ruleset_of_file(path: Path, asked: RulesetsAsked, ruleset_id: str) -> tuple[ScoringSheet | None, list[str]]:
    """The rule set and nothing, or None and each fault with its place.

    ruleset_id: whose table it is, where the table does not tell it itself. Raises RulesetUnknown.
    """
    content = path.read_bytes()
    try:
        if is_ruleset_file(content):
            return read_scoring_sheet(content), []
        told = ruleset_id or ruleset_named(content)
        if not told:
            return None, ["this table does not tell its rule set: say --ruleset"]
        base = asked.content(told)
        try:
            made = laid_over(base, content, source=path.name, nothing_adopted=asked.has_adopted_nothing(told))
            return read_scoring_sheet(made), []
        except NothingCorrected:
            return read_scoring_sheet(base), []
    except ScoringSheetInvalid as refusal:
        return None, list(refusal.facts["faults"])
    except PointTableInvalid as refusal:
        return None, [one.in_words for one in refusal.faults]
