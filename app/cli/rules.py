"""`rasoat rules`: rule sets, classes and points, by what is in force; why a stored form got its points."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from flask_babel import gettext as _

from app.cli.refusals import LANGUAGE, ToldGroup, in_a_line, refuse
from app.cli.rulesets_asked import rulesets_asked
from app.cli.score_text import print_trace
from app.cli.table_file import ruleset_of_file
from app.console.words import CHANGES, word
from app.i18n import in_language, lines_of
from config.settings import REPOSITORY
from form_engine.forms_folder import fit_of
from form_engine.scoring_sheet import ScoringSheet
from registry.rules.standing import Standing
from review.actions import questions
from review.actions.rulesets import IN_FORCE, PROGRAM

XLSFORMS = REPOSITORY / "xlsforms"
_STANDINGS = click.Choice([str(one) for one in Standing])
_RULESET = click.option("--ruleset", required=True, help="Id, such as vn-2016-2020; `rasoat rules check` lists them.")
_PREV = click.option("--prev", type=_STANDINGS, default="non_poor", help="Standing when the round opened.")
_HISTORY = click.option("--history", default="", help="Standings of the years before that, comma between.")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON, the same as the API answers.")


_LAZY = {name: f"app.cli.{name}:{name}" for name in ("compare", "explain", "rescore")}
_LAZY |= {name: f"app.cli.corrections:{name}" for name in ("corrections", "adopt", "withdraw")}
_LAZY |= {"simulate": "app.cli.simulate:simulate_command"}


@click.group(cls=ToldGroup, lazy=_LAZY)
def rules() -> None:
    """Rule sets: check and correct them, classify totals, score answers, explain a stored score.

    Example: rasoat rules check
    """


@rules.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--forms", "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=XLSFORMS)
@click.option("--ruleset", default="", help="Rule set that a table is of; needed where the table does not tell it.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@LANGUAGE
def check(files: tuple[Path, ...], folder: Path, ruleset: str, as_json: bool, language: str) -> None:
    """Load rule sets, those in force or these FILES, and hold them against the forms that they read.

    FILES are rule sets (TOML) or tables of points as the console hands them out (CSV, XLSX). A faulty one is refused
    with the place of each fault. In force: in the system of RASOAT_MONGODB_URI or RASOAT_DATA_DIR; where none is
    there, the program's own files.

    Example: rasoat rules check corrected.toml
    """
    asked = rulesets_asked()
    with in_language(language):
        named: list[tuple[str, ScoringSheet]] = []
        faults: list[str] = []
        for path in files:
            found, wrong = ruleset_of_file(path, asked, ruleset)
            faults += [f"{path}: {told}" for told in wrong]
            named += [(str(path), found)] if found else []
        named = named if files else [(asked.source, sheet) for sheet in asked.all()]
        for name, sheet in named:
            faults += [f"{name}: {in_a_line(line)}" for line in lines_of(fit_of(folder, sheet))]
        if as_json:
            click.echo(json.dumps({"rulesets": [_row(*one) for one in named], "faults": faults}, ensure_ascii=False))
        for told in faults:
            click.echo(told, err=True)
        if faults:
            sys.exit(1)
        for name, sheet in () if as_json else named:
            counts = _(
                "%(items)s items of B1, %(indicators)s indicators of B2",
                items=len(sheet.items),
                indicators=len(sheet.indicators),
            )
            click.echo(f"{sheet.id}  {sheet.hash[:12]}  {counts}  ({_source(name)})")


def _source(name: str) -> str:
    """Where a rule set was looked up, in words; the path of a file as it is."""
    words = {IN_FORCE: _("in force"), PROGRAM: _("the program's own file: no running system was asked")}
    return str(words.get(name, name))


def _row(source: str, sheet: ScoringSheet) -> dict[str, Any]:
    counts = {"items": len(sheet.items), "indicators": len(sheet.indicators)}
    return {"ruleset_id": sheet.id, "ruleset_hash": sheet.hash, "ruleset_source": source, **counts}


@rules.command()
@_RULESET
@click.option("--area", type=click.Choice(["rural", "urban"]), default=None, help="Not needed with --region.")
@click.option("--region", default="", help="Score sheet: NT1..NT6 or TT. Not needed with --area.")
@click.option("--b1", type=int, required=True)
@click.option("--b2", type=int, required=True)
@_PREV
@_HISTORY
@_JSON
@LANGUAGE
def classify(
    ruleset: str,
    area: str | None,
    region: str,
    b1: int,
    b2: int,
    prev: str,
    history: str,
    as_json: bool,
    language: str,
) -> None:
    """Class, change and reason of two totals.

    Example: rasoat rules classify --ruleset vn-2016-2020 --area rural --b1 121 --b2 20 --prev poor --json
    """
    with in_language(language):
        if not area and not region:
            raise click.UsageError(_("say --area or --region"))
    asked = rulesets_asked()
    told = questions.classify_totals(
        ruleset,
        b1=b1,
        b2=b2,
        area_kind=area or "",
        score_area=region,
        before=prev,
        history=_listed(history),
        find=asked.get,
    )
    told |= {"ruleset_source": asked.source}
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    with in_language(language):
        click.echo(f"{told['reason'][language]} ({word(CHANGES, told['change'])})")
        click.echo(_by(told))


@rules.command()
@_RULESET
@click.option("--region", required=True, help="Score sheet: NT1..NT6 or TT.")
@click.option("--answers", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True)
@_PREV
@_HISTORY
@_JSON
@LANGUAGE
def score(ruleset: str, region: str, answers: Path, prev: str, history: str, as_json: bool, language: str) -> None:
    """Totals, class and a line for every question of a Phiếu B's answers (JSON, as the API gives them).

    Example: rasoat rules score --ruleset vn-2016-2020 --region NT3 --answers answers.json
    """
    try:
        given = json.loads(answers.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        with in_language(language):
            refuse(_("%(file)s is not JSON (%(told)s)", file=answers, told=error))
        sys.exit(1)
    asked = rulesets_asked()
    told = questions.score_answers(
        ruleset, given, score_area=region, before=prev, history=_listed(history), find=asked.get
    )
    told |= {"ruleset_source": asked.source}
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    with in_language(language):
        print_trace(told, language, asked.get(ruleset))
        click.echo(_by(told))


def _by(told: Mapping[str, Any]) -> str:
    """Which version of the rule set answered."""
    return f"{told['ruleset_id']} {told['ruleset_hash'][:12]} ({_source(told['ruleset_source'])})"


def _listed(history: str) -> list[str]:
    return [one.strip() for one in history.split(",") if one.strip()]
