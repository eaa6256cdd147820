"""`rasoat rounds`: review rounds of communes."""

import json
from collections import Counter
from datetime import datetime
from typing import Any

import click

from app.cli.connected import connect
from app.holidays import working_calendar
from core.actor import SYSTEM
from core.clock import utc_now
from registry import repository as registry
from review import repository as review
from review.actions.commune_list import balance_of, cases_of_commune, what_blocks_the_list
from review.actions.opening import RoundAsked, begin_round
from review.models import Round

_DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def rounds() -> None:
    """Review rounds: open one for a commune, see how far it is.

    Example: rasoat rounds open 46/482/20128/ --year 2026 --ruleset vn-2021-2025 --from 2026-09-01 --to 2026-12-14
    """


@rounds.command("open")
@click.argument("commune")
@click.option("--year", type=int, required=True)
@click.option("--kind", type=click.Choice(["periodic", "monthly"]), default="periodic", show_default=True)
@click.option("--ruleset", required=True, help="Standard, such as vn-2021-2025.")
@click.option("--from", "opens_on", type=_DAY, required=True, help="First day.")
@click.option("--to", "closes_on", type=_DAY, required=True, help="Last day.")
@click.option("--name", default="", help="As people call it; made from kind and year when left out.")
@click.option("--reason", default="", help="Why it is held on other days than the text sets.")
@click.option("--json", "as_json", is_flag=True)
def open_(
    commune: str,
    year: int,
    kind: str,
    ruleset: str,
    opens_on: datetime,
    closes_on: datetime,
    name: str,
    reason: str,
    as_json: bool,
) -> None:
    """Open a round for a commune (its path of codes) and put its managed list on the list to review.

    The same round opened again adds households that came to the managed list since. Exits 1 when it is refused.

    Example: rasoat rounds open 46/482/20128/ --year 2026 --ruleset vn-2021-2025 --from 2026-09-01 --to 2026-12-14
    """
    if closes_on < opens_on:
        raise click.BadParameter("a round ends after it begins", param_hint="--to")
    connect()
    if registry.find_area(commune).kind != "commune":
        raise click.BadParameter("a round belongs to a commune", param_hint="COMMUNE")
    asked = RoundAsked(commune, kind, year, ruleset, opens_on.date(), closes_on.date(), name, reason)
    opened, new = begin_round(asked, by=SYSTEM, calendar=working_calendar(), clock=utc_now)
    listed = len(review.cases_of_round(opened.id))
    told = {"round_id": opened.id, "name": opened.name, "listed": listed, "new": new}
    click.echo(
        json.dumps(told, ensure_ascii=False)
        if as_json
        else f"{opened.name} ({opened.id}): {listed} households listed, {new} of them now"
    )


@rounds.command()
@click.argument("area", default="")
@click.option("--json", "as_json", is_flag=True)
def status(area: str, as_json: bool) -> None:
    """How far the rounds of an area are: cases by stage, what keeps the list back, whether the year closes.

    Example: rasoat rounds status 46/482/
    """
    connect()
    told = [_state(one) for one in review.rounds_within(area)]
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    for one in told:
        stages = ", ".join(f"{stage} {count}" for stage, count in sorted(one["stages"].items())) or "no household"
        click.echo(f"{one['name']} ({one['round_id']}, {one['commune']})")
        click.echo(f"  {stages}; {one['blocking']} keep the list back; the year {one['closes']}")


def _state(opened: Round) -> dict[str, Any]:
    cases = cases_of_commune(opened)
    return {
        "round_id": opened.id,
        "name": opened.name,
        "commune": opened.commune_path,
        "year": opened.year,
        "stages": dict(Counter(one.stage for one in cases)),
        "blocking": len(what_blocks_the_list(cases)),
        "closes": "closes" if balance_of(opened, cases).closes else "does not close",
    }
