"""`rasoat demo`: everything on one machine, with the training commune.

What reads in half the program stands in app/training and is imported once the stores are starting.
"""

import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import urllib3

from app import logging
from app.cli.lazy import LazyGroup
from app.processes import folder_lock, running
from app.processes.child import Child
from app.processes.ports import require_free_port
from app.processes.stores import EmbeddedDatabase, EmbeddedObjects, Secrets
from app.processes.supervisor import Supervisor
from config.settings import Environment, Settings

if TYPE_CHECKING:
    from app.training.opening import Opening

_DEMO_JSON = "demo.json"


@click.group(cls=LazyGroup, lazy={"fill": "app.cli.demo_fill:fill"}, invoke_without_command=True)
@click.pass_context
def demo(context: click.Context) -> None:
    """Start everything with the training commune: embedded stores, forms, web server and worker, until Ctrl-C.

    Example: rasoat demo
    """
    if context.invoked_subcommand is None:
        run(training_settings())


def training_settings() -> Settings:
    """From the environment, which may leave everything out. Exits 1 when it says production."""
    settings = Settings.from_env({"RASOAT_ENV": "training", "RASOAT_LOG": "text", **os.environ})
    if settings.environment is not Environment.TRAINING:
        click.echo("Refused: the training commune is not for RASOAT_ENV=production.", err=True)
        sys.exit(1)
    return settings


def run(settings: Settings) -> None:
    """Bring everything up, watch over it, take it down.

    Where all stood once, web server and worker start beside the stores and wait for them; the first time, after what
    they serve is there.
    """
    logging.configure(settings.log_format)
    lock = folder_lock.take(settings.data_dir)
    require_free_port(settings.host, settings.port)
    supervisor = Supervisor()
    supervisor.stop_on_signals()
    try:
        objects, settings = _start_stores(settings, supervisor)
        running.tell(settings.data_dir, environment_of(settings))
        stood_once = (settings.data_dir / _DEMO_JSON).exists() and (objects is None or objects.is_durable)
        if stood_once:
            _start_processes(settings, supervisor)
        from app.training.opening import Opening

        supervisor.wait_until_ready("database", "objects", within=90)
        if objects is not None and not supervisor.is_stopping:
            objects.make_durable()
        if not supervisor.is_stopping:
            _open(Opening.of(settings), settings, supervisor, stood_once=stood_once)
            supervisor.watch()
    finally:
        running.forget(settings.data_dir)
        supervisor.end()
        lock.close()


def _open(opening: "Opening", settings: Settings, supervisor: Supervisor, *, stood_once: bool) -> None:
    if not stood_once:
        click.echo("The training commune is being settled: last year's round is played to its end.")
    told = opening.settle()
    if not stood_once:
        _start_processes(settings, supervisor)
    supervisor.wait_until_ready("web", "worker", within=60)
    if not supervisor.is_stopping and not opening.is_played:
        click.echo("The training commune is being filled in: phones of villages 2 to 4 are played.")
        told = opening.play(told)
    if not supervisor.is_stopping:
        _welcome(settings, told)


def _start_stores(settings: Settings, supervisor: Supervisor) -> tuple[EmbeddedObjects | None, Settings]:
    """Start what is embedded; returns the settings with its addresses. Real stores are taken as they are."""
    (settings.data_dir / "logs").mkdir(parents=True, exist_ok=True)
    keys = Secrets.of(settings.data_dir)
    objects = None
    if settings.s3 is None:
        objects = EmbeddedObjects(settings.data_dir, keys)
        supervisor.start(objects.child())
        settings = replace(settings, s3=objects.settings)
    if settings.mongodb_uri is None:
        database = EmbeddedDatabase(settings.data_dir, keys)
        supervisor.start(database.child())
        settings = replace(settings, mongodb_uri=database.uri)
    return objects, replace(settings, secret_key=settings.secret_key or keys.secret_key)


def _start_processes(settings: Settings, supervisor: Supervisor) -> None:
    env = environment_of(settings) | {"PROMETHEUS_MULTIPROC_DIR": str(_empty_folder(settings.data_dir / "metrics"))}
    program = [sys.executable, "-m", "app"]
    web = Child(
        name="web",
        argv=[*program, "serve"],
        env=env,
        is_ready=lambda: _is_ready(settings),
        patience=35.0,
    )
    worker = Child(name="worker", argv=[*program, "worker"], env=env, is_ready=lambda: True, patience=20.0)
    supervisor.start(web)
    supervisor.start(worker)


def _empty_folder(path: Path) -> Path:
    """Counts of an earlier run would be told as this one's."""
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    return path


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
        "RASOAT_WEB_WORKERS": str(settings.web_workers),
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
    click.echo(f"  All of this as a file:   {settings.data_dir / _DEMO_JSON}\n")
