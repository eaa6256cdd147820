"""A file given to a command: a rule set (TOML), or a table of points (CSV, XLSX) laid over the one in force."""

from pathlib import Path

from flask_babel import gettext as _

from app.cli.refusals import in_a_line
from app.cli.rulesets_asked import RulesetsAsked
from app.i18n import lines_of, words_of_point_fault
from form_engine.points_sheet import ruleset_named
from form_engine.scoring_errors import NothingCorrected, PointFault, PointTableInvalid, RulesetFaulty
from form_engine.scoring_sheet import ScoringSheet
from form_engine.scoring_sheet_reader import read_scoring_sheet
from review.actions.corrections import laid_over
from review.rules.ruleset_file import is_ruleset_file


def ruleset_of_file(path: Path, asked: RulesetsAsked, ruleset_id: str) -> tuple[ScoringSheet | None, list[str]]:
    """The rule set and nothing, or None and each fault with its place, in the language of the command.

    ruleset_id: whose table it is, where the table does not tell it itself. Raises RulesetUnknown.
    """
    content = path.read_bytes()
    try:
        if is_ruleset_file(content):
            return read_scoring_sheet(content), []
        told = ruleset_id or ruleset_named(content)
        if not told:
            return None, [_("This table does not tell its rule set: say --ruleset.")]
        base = asked.content(told)
        try:
            made = laid_over(base, content, source=path.name, nothing_adopted=asked.has_adopted_nothing(told))
            return read_scoring_sheet(made), []
        except NothingCorrected:
            return read_scoring_sheet(base), []
    except RulesetFaulty as refusal:
        return None, [in_a_line(line) for line in lines_of(refusal.faults)]
    except PointTableInvalid as refusal:
        return None, [_in_words(one) for one in refusal.faults]


def _in_words(one: PointFault) -> str:
    """The place, as far as there is one, then what is wrong."""
    places = [_("row %(row)s", row=one.row)] if one.row else []
    places += [_("column %(column)s", column=one.column)] if one.column else []
    told = words_of_point_fault(one)
    return f"{', '.join(places)}: {told}" if places else told
