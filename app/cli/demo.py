"""`rasoat demo`: everything on one machine, with the training commune; `rasoat demo fill` plays phones."""

import json
import os
import secrets
import sys
from dataclasses import asdict, replace
from pathlib import Path
from random import Random
from typing import Any

import click
import urllib3

from app import logging, stores
from app.cli.processes import require_free_port
from app.processes import folder_lock
from app.processes.child import Child
from app.processes.stores import EmbeddedDatabase, EmbeddedObjects, Secrets
from app.processes.supervisor import Supervisor
from app.training import commune, demo_file, stages
from app.training.forms import publish_folder
from app.training.phone import Phone
from app.training.play import Sent, visit_households
from config.settings import Environment, Settings
from core.blobs import S3Blobs
from core.clock import utc_now


@click.group(invoke_without_command=True)
@click.pass_context
def demo(context: click.Context) -> None:
    """Start everything with the training commune: embedded stores, forms, web server and worker, until Ctrl-C.

    Example: rasoat demo
    """
    if context.invoked_subcommand is None:
        run(_training_settings())


def _training_settings() -> Settings:
    settings = Settings.from_env({"RASOAT_ENV": "training", "RASOAT_LOG": "text", **os.environ})
    if settings.environment is not Environment.TRAINING:
        click.echo("Refused: the training commune is not for RASOAT_ENV=production.", err=True)
        sys.exit(1)
    return settings


def run(settings: Settings) -> None:
    """Bring everything up, watch over it, take it down."""
    logging.configure(settings.log_format)
    lock = folder_lock.take(settings.data_dir)
    require_free_port(settings.host, settings.port)
    supervisor = Supervisor()
    supervisor.stop_on_signals()
    try:
        settings = _start_stores(settings, supervisor)
        if not supervisor.is_stopping:
            blobs = stores.connect(settings)
            told = _settle(settings, blobs)
            _start_processes(settings, supervisor)
            if not stages.are_played(settings.data_dir) and not supervisor.is_stopping:
                click.echo("The training commune is being filled in: phones of villages 2 to 4 are played.")
                stages.play(told, blobs)
                stages.mark_played(settings.data_dir)
                told = _written(settings, told["people"], told["round_id"])
            if not supervisor.is_stopping:
                _welcome(settings, told)
                supervisor.watch()
    finally:
        supervisor.end()
        lock.close()


def _start_stores(settings: Settings, supervisor: Supervisor) -> Settings:
    """Start what is embedded; returns the settings with its addresses. Real stores are taken as they are."""
    (settings.data_dir / "logs").mkdir(parents=True, exist_ok=True)
    keys = Secrets.of(settings.data_dir)
    children: list[Child] = []
    objects = None
    if settings.s3 is None:
        objects = EmbeddedObjects(settings.data_dir, keys)
        children.append(objects.child())
        settings = replace(settings, s3=objects.settings)
    if settings.mongodb_uri is None:
        database = EmbeddedDatabase(settings.data_dir, keys)
        children.append(database.child())
        settings = replace(settings, mongodb_uri=database.uri)
    supervisor.start(children, within=90)
    if objects is not None and not supervisor.is_stopping:
        objects.make_durable()
    return replace(settings, secret_key=settings.secret_key or keys.secret_key)


def _settle(settings: Settings, blobs: S3Blobs) -> dict[str, Any]:
    """Indexes, forms, areas, households, people. Returns what demo.json tells."""
    stores.prepare(blobs)
    publish_folder(settings.xlsforms_dir, blobs=blobs, clock=utc_now)
    opened = commune.settle(utc_now)
    known = demo_file.read(settings.data_dir)
    people = known["people"] if known else demo_file.people_rows(commune.add_people(utc_now))
    return _written(settings, people, opened.id)


def _written(settings: Settings, people: list[dict[str, Any]], round_id: str) -> dict[str, Any]:
    return demo_file.write(settings.data_dir, base_url=settings.base_url, round_id=round_id, people=people)


def _start_processes(settings: Settings, supervisor: Supervisor) -> None:
    env = environment_of(settings)
    program = [sys.executable, "-m", "app"]
    web = Child(
        name="web",
        argv=[*program, "serve"],
        env=env,
        is_ready=lambda: _is_ready(settings),
        patience=35.0,
    )
    worker = Child(name="worker", argv=[*program, "worker"], env=env, is_ready=lambda: True, patience=20.0)
    supervisor.start([web, worker], within=60)


def environment_of(settings: Settings) -> dict[str, str]:
    """The settings as the environment of a child process."""
    if settings.s3 is None or settings.mongodb_uri is None:
        raise AssertionError("stores come first")
    env = {
        "RASOAT_ENV": str(settings.environment),
        "RASOAT_SECRET_KEY": settings.secret_key,
        "RASOAT_MONGODB_URI": settings.mongodb_uri,
        "RASOAT_MONGODB_DATABASE": settings.mongodb_database,
        "RASOAT_S3_ENDPOINT": settings.s3.endpoint,
        "RASOAT_S3_BUCKET": settings.s3.bucket,
        "AWS_ACCESS_KEY_ID": settings.s3.access_key,
        "AWS_SECRET_ACCESS_KEY": settings.s3.secret_key,
        "RASOAT_DATA_DIR": str(settings.data_dir),
        "RASOAT_HOST": settings.host,
        "RASOAT_PORT": str(settings.port),
        "RASOAT_LOG": str(settings.log_format),
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
    }
    return env | ({"RASOAT_BASE_URL": settings.base_url} if settings.has_fixed_address else {})


def _is_ready(settings: Settings) -> bool:
    host = "127.0.0.1" if settings.host == "0.0.0.0" else settings.host  # noqa: S104
    try:
        url = f"http://{host}:{settings.port}/readyz"
        return urllib3.request("GET", url, timeout=2.0, retries=False).status == 200
    except urllib3.exceptions.HTTPError:
        return False


def _welcome(settings: Settings, told: dict[str, Any]) -> None:
    click.echo(
        f"\nRà Soát is ready at {settings.base_url} (Ctrl-C ends it). The training commune has made-up people:\n"
    )
    click.echo(f"  {'name':<14}{'password':<18}{'role':<18}area")
    for one in told["people"]:
        click.echo(f"  {one['username']:<14}{one['password']:<18}{one['role']:<18}{one['area_code'] or '(all)'}")
    phone = next(one for one in told["people"] if one["role"] == "enumerator")
    click.echo(f"\n  ODK Collect, server URL: {settings.base_url}/openrosa (user name {phone['username']})")
    click.echo(f"  or without a password:   {phone['openrosa_url']}")
    click.echo("  Without a phone:         rasoat demo fill --village 1 --households 20")
    click.echo(f"  All of this as a file:   {demo_file.path_of(settings.data_dir)}\n")


@demo.command()
@click.option("--village", type=click.IntRange(1, len(commune.VILLAGES)), default=1, help="Number of the village.")
@click.option("--households", type=click.IntRange(1, 1000), default=20, help="How many households to visit.")
@click.option("--seed", type=int, default=None, help="For the same answers again.")
@click.option("--json", "as_json", is_flag=True, help="Print what was sent as JSON.")
def fill(village: int, households: int, seed: int | None, as_json: bool) -> None:
    """Play an enumerator's phone over HTTP: fetch the forms, fill them with valid answers, send them.

    Example: rasoat demo fill --village 1 --households 20
    """
    settings = _training_settings()
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
        if not sent:
            click.echo("No household of this village waits for a form.")
