"""`rasoat rules compare`: what a corrected rule set would change among the households of a round."""

import json
import sys
from pathlib import Path

import click
from flask_babel import gettext as _

from app.cli.comparison_table import class_table, village_names
from app.cli.connected import connect
from app.cli.refusals import LANGUAGE
from app.cli.rulesets_asked import RulesetsAsked
from app.cli.table_file import ruleset_of_file
from app.i18n import in_language
from core.actor import SYSTEM
from core.clock import utc_now
from form_engine.scoring_sheet import ScoringSheet
from review import repository as review
from review.actions.corrections import compare as compare_round
from review.actions.rulesets import IN_FORCE


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--round", "round_id", required=True, help="Id of the round whose scored households are compared.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@LANGUAGE
def compare(file: Path, round_id: str, as_json: bool, language: str) -> None:
    """Count the households of a round whose class FILE would change: a rule set (TOML) or a table (CSV, XLSX).

    Nothing is stored and nothing decided: a person brings and adopts a correction on the console (/bo-quy-tac).

    Example: rasoat rules compare corrected.xlsx --round 3f0d5f6f7a11
    """
    connect()
    opened = review.get_round(round_id)
    with in_language(language):
        sheet = _sheet(file, opened.ruleset_id)
    found = compare_round(opened, sheet, seen_by=SYSTEM, clock=utc_now)
    moves = [{"before": one, "after": other, "households": n} for (one, other), n in sorted(found.moves.items())]
    if as_json:
        told = {"households": found.households, "changed": found.changed, "moves": moves}
        click.echo(json.dumps({**told, "by_village": found.by_village}))
        return
    with in_language(language):
        told = _(
            "Changes the class of %(changed)s of %(all)s scored households.",
            changed=found.changed,
            all=found.households,
        )
        marked = _("Not a decision: this round keeps the table that it opened with.")
        click.echo(f"{opened.name}: {told} {marked}")
        click.echo()
        classes = [{**move, **{name: move[name] or None for name in ("before", "after")}} for move in moves]
        click.echo(class_table({"classes": classes}))
        names = village_names(found.by_village)
        for path, count in sorted(found.by_village.items()):
            click.echo(f"  {names[path]}: {count}")


def _sheet(file: Path, ruleset_id: str) -> ScoringSheet:
    """Exits 1 with the place of each fault."""
    found, faults = ruleset_of_file(file, RulesetsAsked(IN_FORCE), ruleset_id)
    if found is not None:
        return found
    for told in faults:
        click.echo(f"{file}: {told}", err=True)
    sys.exit(1)
