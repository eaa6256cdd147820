"""Options that several commands take."""

import os
from pathlib import Path

import click

from config.settings import REPOSITORY

FOLDER = click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=lambda: os.environ.get("RASOAT_XLSFORMS_DIR") or REPOSITORY / "xlsforms",
    help="Where the forms stand.",
)
LANGUAGE = click.option("--language", type=click.Choice(["vi", "en"]), default="vi", help="Of what is told.")
