"""Which rule sets a command answers by: those in force in the system that is there, else the program's own files."""

import os
from dataclasses import dataclass
from pathlib import Path

from flask_babel import gettext as _

from app.cli.connected import connect
from app.processes import running
from core.clock import local_day, utc_now
from form_engine.scoring_sheet import ScoringSheet
from review import corrections
from review.actions import rulesets
from review.actions.rulesets import IN_FORCE, PROGRAM
from review.rulesets import all_rulesets, content_of, get_ruleset


@dataclass(frozen=True, slots=True)
class RulesetsAsked:
    """source: `in_force`, an adopted correction counts; `program`, no system was there to ask."""

    source: str

    def get(self, ruleset_id: str) -> ScoringSheet:
        """Raises RulesetUnknown."""
        if self.source != IN_FORCE:
            return get_ruleset(ruleset_id)
        return rulesets.ruleset_in_force(ruleset_id, local_day(utc_now()))

    def content(self, ruleset_id: str) -> bytes:
        """What a correction builds upon. Raises RulesetUnknown."""
        return rulesets.content_last_adopted(ruleset_id) if self.source == IN_FORCE else content_of(ruleset_id)

    def has_adopted_nothing(self, ruleset_id: str) -> bool:
        return self.source == PROGRAM or not corrections.versions(ruleset_id)

    def all(self) -> list[ScoringSheet]:
        """The oldest period first."""
        return [self.get(ruleset_id) for ruleset_id in all_rulesets()]


def rulesets_asked() -> RulesetsAsked:
    """Connects where RASOAT_MONGODB_URI names a database, or a system runs on RASOAT_DATA_DIR.

    Raises what `connect` raises: a system that is named and can't be reached is never passed over for the files.
    """
    if not _is_there():
        return RulesetsAsked(PROGRAM)
    connect()
    return RulesetsAsked(IN_FORCE)


def _is_there() -> bool:
    if os.environ.get("RASOAT_MONGODB_URI", "").strip():
        return True
    folder = os.environ.get("RASOAT_DATA_DIR", "").strip() or "var"
    return bool(running.environment(Path(folder).absolute()).get("RASOAT_MONGODB_URI"))


def source_told(name: str) -> str:
    """Where a rule set was looked up, in words; the path of a file as it is."""
    words = {IN_FORCE: _("in force"), PROGRAM: _("the program's own file: no running system was asked")}
    return str(words.get(name, name))
