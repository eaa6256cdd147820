"""`rasoat rules`: rule sets, classes and points without a server; why a stored form got its points."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from app.cli.lazy import LazyGroup
from config.settings import REPOSITORY
from form_engine.forms_folder import fit_of
from form_engine.scoring_errors import ScoringSheetInvalid
from form_engine.scoring_sheet_reader import read_scoring_sheet
from registry.rules.standing import Standing
from review.actions import questions
from review.rulesets import all_rulesets

XLSFORMS = REPOSITORY / "xlsforms"
_STANDINGS = click.Choice([str(one) for one in Standing])
_RULESET = click.option("--ruleset", required=True, help="Id, such as vn-2016-2020; `rasoat rules check` lists them.")
_PREV = click.option("--prev", type=_STANDINGS, default="non_poor", help="Standing when the round opened.")
_HISTORY = click.option("--history", default="", help="Standings of the years before that, comma between.")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON, the same as the API answers.")


_LAZY = {name: f"app.cli.{name}:{name}" for name in ("compare", "explain", "rescore")}
_LAZY |= {"simulate": "app.cli.simulate:simulate_command"}


@click.group(cls=LazyGroup, lazy=_LAZY)
def rules() -> None:
    """Rule sets: check them, classify totals, score answers, explain a stored score.

    Example: rasoat rules check
    """


@rules.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--forms", "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=XLSFORMS)
def check(files: tuple[Path, ...], folder: Path) -> None:
    """Load rule sets, those of the program or these FILES, and hold them against the forms that they read.

    A faulty one is refused with the place of each fault.

    Example: rasoat rules check corrected.toml
    """
    faults = [fault for path in files for fault in _faults(path, folder)]
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        sys.exit(1)
    sheets = [read_scoring_sheet(path.read_bytes()) for path in files] if files else all_rulesets().values()
    for sheet in sheets:
        click.echo(f"{sheet.id}  {sheet.hash[:12]}  {len(sheet.items)} items, {len(sheet.indicators)} indicators")


def _faults(path: Path, folder: Path) -> list[str]:
    try:
        sheet = read_scoring_sheet(path.read_bytes())
    except ScoringSheetInvalid as refusal:
        return [f"{path}: {fault}" for fault in refusal.facts["faults"]]
    return [f"{path}: {fault}" for fault in fit_of(folder, sheet)]


@rules.command()
@_RULESET
@click.option("--area", type=click.Choice(["rural", "urban"]), default=None, help="Not needed with --region.")
@click.option("--region", default="", help="Score sheet: NT1..NT6 or TT. Not needed with --area.")
@click.option("--b1", type=int, required=True)
@click.option("--b2", type=int, required=True)
@_PREV
@_HISTORY
@_JSON
def classify(
    ruleset: str, area: str | None, region: str, b1: int, b2: int, prev: str, history: str, as_json: bool
) -> None:
    """Class, change and reason of two totals.

    Example: rasoat rules classify --ruleset vn-2016-2020 --area rural --b1 121 --b2 20 --prev poor --json
    """
    if not area and not region:
        raise click.UsageError("say --area or --region")
    told = questions.classify_totals(
        ruleset, b1=b1, b2=b2, area_kind=area or "", score_area=region, before=prev, history=_listed(history)
    )
    click.echo(json.dumps(told, ensure_ascii=False) if as_json else f"{told['reason']['vi']} ({told['change']})")


@rules.command()
@_RULESET
@click.option("--region", required=True, help="Score sheet: NT1..NT6 or TT.")
@click.option("--answers", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True)
@_PREV
@_HISTORY
@_JSON
def score(ruleset: str, region: str, answers: Path, prev: str, history: str, as_json: bool) -> None:
    """Totals, class and a line for every question of a Phiếu B's answers (JSON, as the API gives them).

    Example: rasoat rules score --ruleset vn-2016-2020 --region NT3 --answers answers.json
    """
    try:
        given = json.loads(answers.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        click.echo(f"Refused: {answers} is not JSON ({error})", err=True)
        sys.exit(1)
    told = questions.score_answers(ruleset, given, score_area=region, before=prev, history=_listed(history))
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        print_trace(told)


def _listed(history: str) -> list[str]:
    return [one.strip() for one in history.split(",") if one.strip()]


def print_trace(told: Mapping[str, Any]) -> None:
    """A score record as lines for people: each question with its points, then totals and what decided."""
    for line in told["trace"]:
        points = "?" if line["points"] is None else line["points"]
        click.echo(f"{line['item']}  {points:>4}  {line['question']['vi']}: {line['answer_text']['vi']}")
        if line["detail"]:
            click.echo(f"             {line['detail']['vi']}")
        if line["source"]:
            click.echo(f"             [{line['source']}]")
    click.echo(f"B1 = {_total(told['b1'])}, B2 = {_total(told['b2'])} ({told['ruleset_id']}, {told['sheet']})")
    click.echo(told["reason"]["vi"] if told["reason"] else f"missing: {', '.join(told['missing'])}")


def _total(points: int | None) -> str:
    return "?" if points is None else str(points)
