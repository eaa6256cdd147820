"""`rasoat forms`: the workbooks of the forms folder."""

import json
import os
import sys
from pathlib import Path

import click

from app.cli.connected import connect, settings_of_command
from app.training.forms import publish_folder, sources
from config.settings import REPOSITORY
from core.actor import SYSTEM
from core.clock import utc_now
from form_engine.forms_folder import check as check_folder
from form_engine.forms_folder import renew as renew_folder
from form_engine.publishing import drafts
from form_engine.publishing.errors import DraftNotFound
from form_engine.workbook_mirror import mirror
from review.rulesets import all_rulesets

_FOLDER = click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=lambda: os.environ.get("RASOAT_XLSFORMS_DIR") or REPOSITORY / "xlsforms",
    help="Where the forms stand.",
)


@click.group()
def forms() -> None:
    """XLSForms: check, renew what is derived from them, publish.

    Example: rasoat forms check
    """


@forms.command()
@_FOLDER
@click.option("--json", "as_json", is_flag=True)
def check(folder: Path, as_json: bool) -> None:
    """Compile every form, run ODK Validate (where Java is), hold mirrors, media and rule sets against it.

    Example: rasoat forms check
    """
    problems = check_folder(folder, all_rulesets())
    if as_json:
        click.echo(json.dumps(problems, ensure_ascii=False))
    for problem in () if as_json else problems:
        click.echo(problem)
    if problems:
        sys.exit(1)
    if not as_json:
        click.echo("All forms are in order.")


@forms.command()
@_FOLDER
def renew(folder: Path) -> None:
    """Write text mirrors and derived media anew, where they differ.

    Example: rasoat forms renew
    """
    for path in renew_folder(folder, all_rulesets()):
        click.echo(f"renewed {path}")


@forms.command()
@click.argument("form_id", required=False, default="")
@_FOLDER
def publish(form_id: str, folder: Path) -> None:
    """Publish all forms, or one, on the running system; the new version is current, older ones stay accepted.

    Example: rasoat forms publish phieu_b
    """
    blobs = connect()
    for version in publish_folder(folder, only=form_id, blobs=blobs, clock=utc_now):
        click.echo(f"{version.form_id} {version.version} is out")


@forms.command()
@click.argument("form_id")
@click.argument("state", type=click.Choice(["open", "closing", "closed"]))
def state(form_id: str, state: str) -> None:
    """Say whether a form is offered and taken (open), only taken (closing), or refused (closed).

    Example: rasoat forms state phieu_b closing
    """
    connect()
    click.echo(f"{form_id} is {drafts.set_state(form_id, state).state}")


@forms.command()
@click.argument("form_id")
@_FOLDER
def draft(form_id: str, folder: Path) -> None:
    """Offer a form of the folder under a test address, which only those who know it have. Nothing is published.

    Example: rasoat forms draft phieu_b
    """
    blobs = connect()
    for source in sources(folder, only=form_id):
        made = drafts.make_draft(source, by=SYSTEM, blobs=blobs, clock=utc_now)
        click.echo(f"{settings_of_command().base_url}/openrosa/test/{made.token}")


@forms.command()
@click.argument("form_id")
def discard(form_id: str) -> None:
    """End the test address of a draft; what was sent to it goes.

    Example: rasoat forms discard phieu_b
    """
    connect()
    if not drafts.discard_draft(form_id):
        raise DraftNotFound(form_id=form_id)


@forms.command()
@click.argument("workbook", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def cat(workbook: Path) -> None:
    """Print a workbook as text, as its mirror has it.

    Example: rasoat forms cat xlsforms/phieu_a/form.xlsx
    """
    click.echo(mirror(workbook.read_bytes()), nl=False)
