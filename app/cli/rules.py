"""`rasoat rules`: rule sets, classes and points, by what is in force; why a stored form got its points."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from flask_babel import gettext as _

from app.cli.refusals import LANGUAGE, ToldGroup, refuse
from app.cli.rulesets_asked import rulesets_asked, source_told
from app.cli.score_text import print_trace
from app.console.words import CHANGES, word
from app.i18n import in_language
from registry.rules.standing import Standing
from review.actions import questions

_STANDINGS = click.Choice([str(one) for one in Standing])
_RULESET = click.option("--ruleset", required=True, help="Id, such as vn-2016-2020; `rasoat rules check` lists them.")
_PREV = click.option("--prev", type=_STANDINGS, default="non_poor", help="Standing when the round opened.")
_HISTORY = click.option("--history", default="", help="Standings of the years before that, comma between.")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON, the same as the API answers.")


_LAZY = {name: f"app.cli.{name}:{name}" for name in ("check", "compare", "explain", "rescore")}
_LAZY |= {name: f"app.cli.corrections:{name}" for name in ("corrections", "adopt", "withdraw")}
_LAZY |= {"simulate": "app.cli.simulate:simulate_command"}


@click.group(cls=ToldGroup, lazy=_LAZY)
def rules() -> None:
    """Rule sets: check and correct them, classify totals, score answers, explain a stored score.

    Example: rasoat rules check
    """


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
    return f"{told['ruleset_id']} {told['ruleset_hash'][:12]} ({source_told(told['ruleset_source'])})"


def _listed(history: str) -> list[str]:
    return [one.strip() for one in history.split(",") if one.strip()]
