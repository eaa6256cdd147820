"""`rasoat doctor`: is everything here that is needed, and does it answer?"""

import os
import shutil
import sys
from pathlib import Path

import click

from app import stores
from app.cli.connected import settings_of_command
from core import mongo


@click.command()
def doctor() -> None:
    """Say what works and what is missing.

    Example: rasoat doctor
    """
    found = [("Java, for ODK Validate", shutil.which("java") is not None, "optional")]
    settings = settings_of_command(or_else={"RASOAT_ENV": "training"})
    if settings.mongodb_uri and settings.s3:
        blobs = stores.connect(settings)
        found += [
            ("database answers", mongo.is_reachable(mongo.database()), "needed"),
            ("object store answers", blobs.is_reachable(), "needed"),
        ]
    else:
        programs = (("secantusd-rs", "embedded database"), ("weed", "embedded object store"))
        beside = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
        found += [(what, shutil.which(name, path=beside) is not None, "needed") for name, what in programs]
    for what, is_there, need in found:
        click.echo(f"{'ok     ' if is_there else 'MISSING'}  {what} ({need})")
    if any(need == "needed" and not is_there for _, is_there, need in found):
        sys.exit(1)
