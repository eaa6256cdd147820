"""`rasoat forms`: the workbooks of the forms folder, and the life of forms (form_life.py)."""

import json
import sys
from pathlib import Path

import click

from app.cli.form_life import COMMANDS
from app.cli.options import FOLDER
from app.cli.refusals import ToldGroup
from form_engine.forms_folder import check as check_folder
from form_engine.forms_folder import renew as renew_folder
from form_engine.workbook_mirror import mirror
from review.rulesets import all_rulesets


@click.group(cls=ToldGroup, lazy={})
def forms() -> None:
    """XLSForms: check, renew what is derived from them, publish.

    Example: rasoat forms check
    """


for _command in COMMANDS:
    forms.add_command(_command)


@forms.command()
@FOLDER
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
@FOLDER
def renew(folder: Path) -> None:
    """Write text mirrors and derived media anew, where they differ.

    Example: rasoat forms renew
    """
    for path in renew_folder(folder, all_rulesets()):
        click.echo(f"renewed {path}")


@forms.command()
@click.argument("workbook", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def cat(workbook: Path) -> None:
    """Print a workbook as text, as its mirror has it.

    Example: rasoat forms cat xlsforms/phieu_a/form.xlsx
    """
    click.echo(mirror(workbook.read_bytes()), nl=False)
