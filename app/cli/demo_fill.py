"""`rasoat demo fill`: phones played over HTTP, so that a newcomer without a phone sees it move."""

import json
import secrets
import sys
from dataclasses import asdict
from random import Random

import click

from app.cli.demo import training_settings
from app.training import commune, demo_file
from app.training.phone import Phone
from app.training.play import Sent, visit_households
from core.clock import utc_now


@click.command()
@click.option("--village", type=click.IntRange(1, len(commune.VILLAGES)), default=1, help="Number of the village.")
@click.option("--households", type=click.IntRange(1, 1000), default=20, help="How many households to visit.")
@click.option("--seed", type=int, default=None, help="For the same answers again.")
@click.option("--json", "as_json", is_flag=True, help="Print what was sent as JSON.")
def fill(village: int, households: int, seed: int | None, as_json: bool) -> None:
    """Play an enumerator's phone over HTTP: fetch the forms, fill them with valid answers, send them.

    Example: rasoat demo fill --village 1 --households 20
    """
    settings = training_settings()
    told = demo_file.read(settings.data_dir)
    if told is None:
        raise click.ClickException(f"no demo.json in {settings.data_dir}: start `rasoat demo` first")
    path = commune.VILLAGES[village - 1][0]
    code = path.rstrip("/").rsplit("/", 1)[-1]
    owner = next(one for one in told["people"] if one["role"] == "enumerator" and one["area_code"] == code)
    with (
        Phone(owner["openrosa_url"]) as phone,
        click.progressbar(
            length=households, label=f"Village {village}", file=sys.stderr, hidden=as_json or not sys.stderr.isatty()
        ) as bar,
    ):
        seen: set[str] = set()

        def count(one: Sent) -> None:
            if one.household_id not in seen:
                seen.add(one.household_id)
                bar.update(1)

        sent = visit_households(
            phone,
            path,
            households=households,
            chance=Random(secrets.randbits(64) if seed is None else seed),
            clock=utc_now,
            ruleset_id=commune.RULESET,
            after_each=count,
        )
    if as_json:
        click.echo(json.dumps([asdict(one) for one in sent], ensure_ascii=False))
    else:
        refused = [one for one in sent if one.status not in (201, 202)]
        click.echo(f"{len(seen)} households visited, {len(sent) - len(refused)} forms received.")
        for one in refused:
            click.echo(f"  {one.form_id} {one.instance_id}: {one.status} {one.message}", err=True)
        if len(seen) < households:
            click.echo(f"{'No' if not seen else 'No other'} household of village {village} waits for a form.")
