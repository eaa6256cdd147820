"""The rule sets of the periods: dated TOML files, read and checked once, on first use."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from core.errors import NotFound
from form_engine.scoring_sheet import ScoringSheet
from form_engine.scoring_sheet_reader import read_scoring_sheet

FOLDER = Path(__file__).parent


class RulesetUnknown(NotFound):
    """No rule set has this id. Facts: `ruleset`."""

    code = "review.ruleset_unknown"


@cache
def all_rulesets() -> Mapping[str, ScoringSheet]:
    """By id, the oldest period first. Raises ScoringSheetInvalid when a file is wrong."""
    sheets = [read_scoring_sheet(path.read_bytes()) for path in sorted(FOLDER.glob("*.toml"))]
    return MappingProxyType({sheet.id: sheet for sheet in sorted(sheets, key=lambda sheet: sheet.valid_from)})


def content_of(ruleset_id: str) -> bytes:
    """The file of a rule set as it stands now. Raises RulesetUnknown."""
    for path in sorted(FOLDER.glob("*.toml")):
        content = path.read_bytes()
        if read_scoring_sheet(content).id == ruleset_id:
            return content
    raise RulesetUnknown(ruleset=ruleset_id)


def get_ruleset(ruleset_id: str) -> ScoringSheet:
    try:
        return all_rulesets()[ruleset_id]
    except KeyError as error:
        raise RulesetUnknown(ruleset=ruleset_id) from error
