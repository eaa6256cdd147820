"""`rasoat rules check`: rule sets in force, or files of them, held against the forms that read them."""

import json
import sys
from pathlib import Path
from typing import Any

import click
from flask_babel import gettext as _

from app.cli.refusals import LANGUAGE, in_a_line
from app.cli.rulesets_asked import rulesets_asked, source_told
from app.cli.table_file import ruleset_of_file
from app.i18n import in_language, lines_of
from config.settings import REPOSITORY
from form_engine.forms_folder import fit_of
from form_engine.scoring_sheet import ScoringSheet

XLSFORMS = REPOSITORY / "xlsforms"


@click.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--forms", "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=XLSFORMS)
@click.option("--ruleset", default="", help="Rule set that a table is of; needed where the table does not tell it.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@LANGUAGE
def check(files: tuple[Path, ...], folder: Path, ruleset: str, as_json: bool, language: str) -> None:
    """Load rule sets, those in force or these FILES, and hold them against the forms that they read.

    FILES are rule sets (TOML) or tables of points as the console hands them out (CSV, XLSX). A faulty one is refused
    with the place of each fault. In force: in the system of RASOAT_MONGODB_URI or RASOAT_DATA_DIR; where none is
    there, the program's own files.

    Example: rasoat rules check corrected.toml
    """
    asked = rulesets_asked()
    with in_language(language):
        named: list[tuple[str, ScoringSheet]] = []
        faults: list[str] = []
        for path in files:
            found, wrong = ruleset_of_file(path, asked, ruleset)
            faults += [f"{path}: {told}" for told in wrong]
            named += [(str(path), found)] if found else []
        named = named if files else [(asked.source, sheet) for sheet in asked.all()]
        for name, sheet in named:
            faults += [f"{name}: {in_a_line(line)}" for line in lines_of(fit_of(folder, sheet))]
        if as_json:
            click.echo(json.dumps({"rulesets": [_row(*one) for one in named], "faults": faults}, ensure_ascii=False))
        for told in faults:
            click.echo(told, err=True)
        if faults:
            sys.exit(1)
        for name, sheet in () if as_json else named:
            counts = _(
                "%(items)s items of B1, %(indicators)s indicators of B2",
                items=len(sheet.items),
                indicators=len(sheet.indicators),
            )
            click.echo(f"{sheet.id}  {sheet.hash[:12]}  {counts}  ({source_told(name)})")


def _row(source: str, sheet: ScoringSheet) -> dict[str, Any]:
    counts = {"items": len(sheet.items), "indicators": len(sheet.indicators)}
    return {"ruleset_id": sheet.id, "ruleset_hash": sheet.hash, "ruleset_source": source, **counts}
