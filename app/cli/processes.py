"""`rasoat serve` and `rasoat worker`: the two processes of a production machine."""

import os

import click

from app import logging, stores
from app.auth import people
from app.jobs.worker import Worker
from app.processes.child import collect_seldom
from app.processes.ports import require_free_port
from config.settings import Environment, Settings, UnsafeSettings
from core.clock import utc_now
from form_engine.publishing.repository import Definitions

_HEADERS_WITHIN_MS = 15_000
_IN_FLIGHT_SECONDS = 30


@click.command()
def serve() -> None:
    """Serve console, API and OpenRosa on one address, until SIGTERM; requests in flight are finished.

    Example: RASOAT_ENV=production RASOAT_MONGODB_URI=... rasoat serve
    """
    from granian import Granian
    from granian.constants import Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    settings = Settings.from_env(os.environ)
    _make_ready(settings)
    require_free_port(settings.host, settings.port)
    logging.configure(settings.log_format)
    Granian(
        "app.wsgi:application",
        factory=True,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.web_workers,
        blocking_threads=settings.web_threads,
        backlog=2048,
        http1_settings=HTTP1Settings(header_read_timeout=_HEADERS_WITHIN_MS),
        websockets=False,
        workers_kill_timeout=_IN_FLIGHT_SECONDS,
        log_level=LogLevels.error,
    ).serve()


@click.command()
def worker() -> None:
    """Read, score and follow up what was received, until SIGTERM. Any number may run.

    Example: rasoat worker
    """
    settings = Settings.from_env(os.environ)
    logging.configure(settings.log_format)
    _make_ready(settings)
    blobs = stores.connect(settings)
    collect_seldom()
    running = Worker(Definitions(blobs), utc_now)
    running.stop_on_signals()
    running.run()


def _make_ready(settings: Settings) -> None:
    """Indexes and bucket are there before the first request; `rasoat demo` has seen to that in training.

    Raises UnsafeSettings when a production start meets a database that was used for training.
    """
    if settings.environment is not Environment.PRODUCTION:
        return
    stores.prepare(stores.connect(settings))
    if people.has_training_accounts():
        raise UnsafeSettings(["the database holds training accounts, whose passwords stand in a file: use another"])
