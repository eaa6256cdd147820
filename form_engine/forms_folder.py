"""The folder of forms (`xlsforms/`): what is derived from the workbooks and the rule sets, and whether it all fits.

`catalog.toml` names the forms. A form is a folder with `form.xlsx` (the source), `form.md` (its mirror) and `media/`.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from form_engine.compiler import compile_form
from form_engine.errors import FormNotCompiled
from form_engine.odk_validate import validate
from form_engine.points_table import FILE_NAME, points_csv
from form_engine.scoring_fit import assessment_faults, screening_faults
from form_engine.scoring_sheet import ScoringSheet
from form_engine.workbook_mirror import mirror

Rulesets = Mapping[str, ScoringSheet]


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """`role`: identify (Phiếu A), assess (Phiếu B). `filled_by`: roles of people. `personal`: lists made per person."""

    form_id: str
    role: str
    ruleset: str
    filled_by: tuple[str, ...]
    personal: tuple[str, ...]
    folder: Path

    @property
    def workbook(self) -> Path:
        return self.folder / "form.xlsx"


def read_catalog(folder: Path) -> tuple[CatalogEntry, ...]:
    raw = tomllib.loads((folder / "catalog.toml").read_text(encoding="utf-8"))
    return tuple(
        CatalogEntry(
            form_id=each["form_id"],
            role=each["role"],
            ruleset=each["ruleset"],
            filled_by=tuple(each["filled_by"]),
            personal=tuple(each["personal"]),
            folder=folder / each["form_id"],
        )
        for each in raw["form"]
    )


def renew(folder: Path, rulesets: Rulesets) -> list[Path]:
    """Write what is derived, where it differs; returns the files that changed."""
    changed = []
    for entry in read_catalog(folder):
        for path, content in _derived(entry, rulesets).items():
            if not path.exists() or path.read_bytes() != content:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
                changed.append(path)
    return changed


def check(folder: Path, rulesets: Rulesets, *, with_java: bool = True) -> list[str]:
    """Everything that is wrong, each as "form: what"; empty when all is in order.

    ODK Validate is left out where Java is missing, or on request.
    """
    return [
        f"{entry.form_id}: {problem}"
        for entry in read_catalog(folder)
        for problem in [*_stale(entry, rulesets), *_faults(entry, rulesets[entry.ruleset], with_java)]
    ]


def _derived(entry: CatalogEntry, rulesets: Rulesets) -> dict[Path, bytes]:
    return {
        entry.folder / "form.md": mirror(entry.workbook.read_bytes()).encode(),
        entry.folder / "media" / FILE_NAME: points_csv(rulesets[entry.ruleset]),
    }


def _stale(entry: CatalogEntry, rulesets: Rulesets) -> list[str]:
    return [
        f"{path.relative_to(entry.folder)} differs from what it is made of; run `make forms`"
        for path, content in _derived(entry, rulesets).items()
        if not path.exists() or path.read_bytes() != content
    ]


def _faults(entry: CatalogEntry, sheet: ScoringSheet, with_java: bool) -> list[str]:
    try:
        form = compile_form(entry.workbook.read_bytes(), filename=f"{entry.form_id}.xlsx")
    except FormNotCompiled as refusal:
        return [str(refusal.facts["reason"])]
    problems = [f"warning: {warning}" for warning in form.warnings]
    if form.form_id != entry.form_id:
        problems.append(f"the workbook calls itself {form.form_id}")
    present = {path.name for path in (entry.folder / "media").glob("*")}
    problems += [f"media/{name} is missing" for name in form.definition.media_files if name not in present]
    fit = {"identify": screening_faults, "assess": assessment_faults}.get(entry.role)
    problems += fit(sheet, form.definition) if fit else []
    return problems + ((validate(form.xform) or []) if with_java else [])
