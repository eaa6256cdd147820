"""`rasoat rules`: rule sets, classification and scoring without a server."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from form_engine.scoring import score as score_answers
from registry.rules.standing import Standing, change_of
from review.rules.classification import classify as classify_totals
from review.rulesets import all_rulesets, get_ruleset

_STANDINGS = click.Choice([str(one) for one in Standing])


@click.group()
def rules() -> None:
    """Rule sets: check them, classify totals, score answers.

    Example: rasoat rules check
    """


@rules.command()
def check() -> None:
    """Load every rule set; a faulty one is refused with the place of the fault.

    Example: rasoat rules check
    """
    for sheet in all_rulesets().values():
        click.echo(f"{sheet.id}  {sheet.hash[:12]}  {len(sheet.items)} items, {len(sheet.indicators)} indicators")


@rules.command()
@click.option("--ruleset", required=True)
@click.option("--area", type=click.Choice(["rural", "urban"]), required=True)
@click.option("--region", default="", help="Score sheet: NT1..NT6 or TT. Any that fits the area when left out.")
@click.option("--b1", type=int, required=True)
@click.option("--b2", type=int, required=True)
@click.option("--prev", type=_STANDINGS, default="non_poor", help="Standing when the round opened.")
@click.option("--history", default="", help="Earlier standings, comma between.")
@click.option("--json", "as_json", is_flag=True)
def classify(ruleset: str, area: Any, region: str, b1: int, b2: int, prev: str, history: str, as_json: bool) -> None:
    """Class, change and reason of two totals.

    Example: rasoat rules classify --ruleset vn-2016-2020 --area rural --b1 121 --b2 20 --prev poor --json
    """
    sheet = get_ruleset(ruleset)
    fitting = region or next(code for code, one in sheet.sheets.items() if one.area_kind == area)
    verdict = classify_totals(sheet, area, fitting, b1, b2)
    before = [Standing(one.strip()) for one in history.split(",") if one.strip()]
    told = {
        "ruleset": sheet.id,
        "class": verdict.standing,
        "subclass": verdict.subclass,
        "change": change_of(Standing(prev), before, verdict.standing),
        "reason": asdict(verdict.reason),
    }
    click.echo(json.dumps(told, ensure_ascii=False) if as_json else f"{verdict.reason.vi} ({told['change']})")


@rules.command()
@click.option("--ruleset", required=True)
@click.option("--region", required=True, help="Score sheet: NT1..NT6 or TT.")
@click.option("--answers", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True)
@click.option("--json", "as_json", is_flag=True)
def score(ruleset: str, region: str, answers: Path, as_json: bool) -> None:
    """Totals and a line for every question of a Phiếu B's answers (JSON, as the API gives them).

    Example: rasoat rules score --ruleset vn-2016-2020 --region NT3 --answers answers.json
    """
    try:
        given = json.loads(answers.read_text(encoding="utf-8"))
    except ValueError as error:
        click.echo(f"Refused: {answers} is not JSON ({error})", err=True)
        sys.exit(1)
    result = score_answers(get_ruleset(ruleset), given, region)
    if as_json:
        click.echo(json.dumps(asdict(result), ensure_ascii=False))
        return
    for line in result.trace:
        points = "?" if line.points is None else line.points
        click.echo(f"{line.item}  {points:>4}  {line.question.vi}: {line.answer_text.vi}  [{line.source}]")
    click.echo(f"B1 = {result.b1}, B2 = {result.b2}")
