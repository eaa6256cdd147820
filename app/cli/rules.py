"""`rasoat rules`: rule sets, classes and points, by what is in force; why a stored form got its points."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from app.cli.lazy import LazyGroup
from app.cli.rulesets_asked import rulesets_asked
from app.cli.table_file import ruleset_of_file
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
_SOURCES = {IN_FORCE: "in force", PROGRAM: "the program's own file: no running system was asked"}
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
@click.option("--ruleset", default="", help="Rule set that a table is of; needed where the table does not tell it.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def check(files: tuple[Path, ...], folder: Path, ruleset: str, as_json: bool) -> None:
    """Load rule sets, those in force or these FILES, and hold them against the forms that they read.

    FILES are rule sets (TOML) or tables of points as the console hands them out (CSV, XLSX). A faulty one is refused
    with the place of each fault. In force: in the system of RASOAT_MONGODB_URI or RASOAT_DATA_DIR; where none is
    there, the program's own files.

    Example: rasoat rules check corrected.toml
    """
    asked = rulesets_asked()
    named: list[tuple[str, ScoringSheet]] = []
    faults: list[str] = []
    for path in files:
        found, wrong = ruleset_of_file(path, asked, ruleset)
        faults += [f"{path}: {fault}" for fault in wrong]
        named += [(str(path), found)] if found else []
    named = named if files else [(asked.source, sheet) for sheet in asked.all()]
    faults += [f"{name}: {fault}" for name, sheet in named for fault in fit_of(folder, sheet)]
    if as_json:
        click.echo(json.dumps({"rulesets": [_row(*one) for one in named], "faults": faults}, ensure_ascii=False))
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        sys.exit(1)
    for name, sheet in () if as_json else named:
        told = f"{len(sheet.items)} items, {len(sheet.indicators)} indicators"
        click.echo(f"{sheet.id}  {sheet.hash[:12]}  {told}  ({_SOURCES.get(name, name)})")


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
def classify(
    ruleset: str, area: str | None, region: str, b1: int, b2: int, prev: str, history: str, as_json: bool
) -> None:
    """Class, change and reason of two totals.

    Example: rasoat rules classify --ruleset vn-2016-2020 --area rural --b1 121 --b2 20 --prev poor --json
    """
    if not area and not region:
        raise click.UsageError("say --area or --region")
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
    click.echo(f"{told['reason']['vi']} ({told['change']})")
    click.echo(_by(told))


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
    asked = rulesets_asked()
    told = questions.score_answers(
        ruleset, given, score_area=region, before=prev, history=_listed(history), find=asked.get
    )
    told |= {"ruleset_source": asked.source}
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    print_trace(told)
    click.echo(_by(told))


def _by(told: Mapping[str, Any]) -> str:
    """Which version of the rule set answered."""
    return f"{told['ruleset_id']} {told['ruleset_hash'][:12]} ({_SOURCES[told['ruleset_source']]})"


def _listed(history: str) -> list[str]:
    return [one.strip() for one in history.split(",") if one.strip()]


def print_trace(told: Mapping[str, Any]) -> None:
    """A score record as lines for people: each question with its points, then totals and what decided."""
    for line in told["trace"]:
        points = "?" if line["points"] is None else line["points"]
        click.echo(f"{line['item']}  {points:>4}  {line['question']['vi']}: {line['answer_text']['vi']}")
        if line["detail"]:
            click.echo(f"             {line['detail']['vi']}")
        if seen := _seen(line):
            click.echo(f"             {seen}")
        if line["source"]:
            click.echo(f"             [{line['source']}]")
    click.echo(f"B1 = {_total(told['b1'])}, B2 = {_total(told['b2'])} ({told['ruleset_id']}, {told['sheet']})")
    click.echo(told["reason"]["vi"] if told["reason"] else f"missing: {', '.join(told['missing'])}")


def _seen(line: Mapping[str, Any]) -> str:
    """The values that a question looked at, of the household or of the member with that number."""
    told = (
        f"{'' if one['member'] is None else str(one['member']) + '.'}{one['field']}={one['value'] or '-'}"
        for one in line.get("saw") or ()
    )
    return ", ".join(told)


def _total(points: int | None) -> str:
    return "?" if points is None else str(points)
