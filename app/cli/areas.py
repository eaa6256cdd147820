"""`rasoat areas`: the dated tree of provinces, districts, communes and villages."""

import json
import sys
from pathlib import Path

import click

from app.area_import.importing import CellFault, carry_out, plan
from app.area_import.workbook import COLUMNS, HEADINGS, read_rows
from app.cli.connected import connect
from app.i18n import in_language, sentence_of
from app.marked_workbook import Marked, with_faults
from core.actor import SYSTEM
from core.clock import utc_now


@click.group()
def areas() -> None:
    """The dated tree of areas: read a list of them from a workbook.

    Example: rasoat areas import dia-ban.xlsx --dry-run
    """


@areas.command("import")
@click.argument("workbook", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Look at every row and write nothing.")
@click.option(
    "--faults",
    "marked",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the same workbook with its faults marked cell by cell to this file.",
)
@click.option("--language", type=click.Choice(["vi", "en"]), default="vi", show_default=True, help="Of what is told.")
@click.option("--json", "as_json", is_flag=True)
def import_(workbook: Path, dry_run: bool, marked: Path | None, language: str, as_json: bool) -> None:
    """Write the areas of a workbook: all rows, or none when one is wrong. The same workbook again writes nothing twice.

    The page of areas gives out the template. Exits 1 when a row is wrong.

    Example: rasoat areas import dia-ban.xlsx --dry-run
    """
    connect()
    content = workbook.read_bytes()
    made = plan(read_rows(content), by=SYSTEM, clock=utc_now)
    if made.is_sound and not dry_run:
        carry_out(made, by=SYSTEM, clock=utc_now)
    with in_language(language):
        faults = [(one, sentence_of(one.code, dict(one.facts))) for one in made.faults]
    if faults and marked:
        marked.write_bytes(with_faults(content, HEADINGS, (Marked(o.row, o.column, told) for o, told in faults)))
    if as_json:
        told = {"rows": len(made.areas), "new": made.new, "written": made.is_sound and not dry_run}
        click.echo(json.dumps({**told, "faults": [_fault(one, words) for one, words in faults]}, ensure_ascii=False))
    else:
        for one, words in faults:
            click.echo(f"row {one.row}, {COLUMNS[one.column]}: {words}", err=True)
        verb = "would be written" if dry_run or faults else "written"
        click.echo(f"{len(made.areas) if not faults else 0} areas {verb}, {made.new if not faults else 0} of them new")
    if faults:
        sys.exit(1)


def _fault(one: CellFault, words: str) -> dict[str, object]:
    return {"row": one.row, "column": COLUMNS[one.column], "code": one.code, "message": words}
