"""`rasoat rounds`: review rounds of communes."""

import json
from collections import Counter
from datetime import date, datetime
from typing import Any

import click

from app.cli.connected import connect
from core.actor import SYSTEM
from core.clock import utc_now
from core.ids import id_from
from registry import repository as registry
from review import repository as review
from review.actions.commune_list import balance_of, cases_of_commune, what_blocks_the_list
from review.actions.rounds import list_households, open_round
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
@click.option("--json", "as_json", is_flag=True)
def open_(
    commune: str, year: int, kind: str, ruleset: str, opens_on: datetime, closes_on: datetime, name: str, as_json: bool
) -> None:
    """Open a round for a commune (its path of codes) and put its managed list on the list to review.

    The same round opened again adds households that came to the managed list since. Exits 1 when it is refused.

    Example: rasoat rounds open 46/482/20128/ --year 2026 --ruleset vn-2021-2025 --from 2026-09-01 --to 2026-12-14
    """
    if closes_on < opens_on:
        raise click.BadParameter("a round ends after it begins", param_hint="--to")
    connect()
    area = registry.find_area(commune)
    if area.kind != "commune":
        raise click.BadParameter("a round belongs to a commune", param_hint="COMMUNE")
    opened = _open(area.id, year, kind, ruleset, opens_on.date(), closes_on.date(), name)
    managed = [one for one in registry.households_within(area.id, seen_by=SYSTEM) if one.is_managed]
    before = len(review.cases_of_round(opened.id))
    list_households(opened, managed, by=SYSTEM, clock=utc_now)
    listed = len(review.cases_of_round(opened.id))
    told = {"round_id": opened.id, "name": opened.name, "listed": listed, "new": listed - before}
    click.echo(
        json.dumps(told, ensure_ascii=False)
        if as_json
        else f"{opened.name} ({opened.id}): {listed} households listed, {listed - before} of them now"
    )


def _open(commune: str, year: int, kind: str, ruleset: str, opens_on: date, closes_on: date, name: str) -> Round:
    """The round of a commune, year, kind, standard and first day: opened once."""
    round_id = id_from("round", commune, kind, str(year), ruleset, str(opens_on))
    known = [one for one in review.rounds_within(commune) if one.id == round_id]
    if known:
        return known[0]
    words = "định kỳ" if kind == "periodic" else f"thường xuyên tháng {opens_on.month}"
    return open_round(
        round_id,
        name=name or f"Rà soát {words} năm {year}",
        kind=kind,
        year=year,
        commune=registry.get_area(commune),
        ruleset_id=ruleset,
        opens_on=opens_on,
        closes_on=closes_on,
        by=SYSTEM,
        clock=utc_now,
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
