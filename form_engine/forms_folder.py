"""The folder of forms (`xlsforms/`): what is derived from the workbooks and the rule sets, and whether it all fits.

`catalog.toml` names the forms. A form is a folder with `form.xlsx` (the source), `form.md` (its mirror) and `media/`.
Rows that several forms share stand in `parts/` (`workbook_parts.py`).
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from form_engine.compiler import compile_form
from form_engine.errors import FormNotCompiled
from form_engine.odk_validate import validate
from form_engine.points_table import FILE_NAME, points_csv
from form_engine.ruleset_fault import RulesetFault
from form_engine.scoring_fit import faults_of_fit
from form_engine.scoring_sheet import ScoringSheet
from form_engine.workbook_mirror import mirror
from form_engine.workbook_parts import Part, read_part, with_parts

Rulesets = Mapping[str, ScoringSheet]
SCORED = frozenset({"identify", "assess"})


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """`role`: identify (Phiếu A), assess (B), profile (C), assistance (C1). `filled_by`: roles of people.

    `personal`: lists made per person.
    """

    form_id: str
    role: str
    ruleset: str
    filled_by: tuple[str, ...]
    personal: tuple[str, ...]
    folder: Path

    @property
    def workbook(self) -> Path:
        return self.folder / "form.xlsx"

    @property
    def has_points(self) -> bool:
        """Does the phone work out points with the table of the rule set?"""
        return self.role in SCORED


def read_catalog(folder: Path) -> tuple[CatalogEntry, ...]:
    raw = tomllib.loads((folder / "catalog.toml").read_text(encoding="utf-8"))
    return tuple(
        CatalogEntry(
            form_id=each["form_id"],
            role=each["role"],
            ruleset=each["ruleset"],
            filled_by=tuple(each["filled_by"]),
            personal=tuple(each["personal"]),
            folder=folder / each.get("folder", each["form_id"]),
        )
        for each in raw["form"]
    )


def read_parts(folder: Path) -> dict[str, Part]:
    """The shared pages, by the name that a form calls them."""
    return {path.stem: read_part(path.read_bytes()) for path in sorted((folder / "parts").glob("*.xlsx"))}


def renew(folder: Path, rulesets: Rulesets) -> list[Path]:
    """Write what is derived, where it differs; returns the files that changed. Raises FormNotCompiled."""
    changed = []
    for path, content in _all_derived(folder, rulesets):
        if not path.exists() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            changed.append(path)
    return changed


def check(folder: Path, rulesets: Rulesets, *, with_java: bool = True) -> list[str]:
    """Everything that is wrong, each as "form: what"; empty when all is in order.

    ODK Validate is left out where Java is missing, or on request.
    """
    parts = read_parts(folder)
    stale = [
        f"{path.relative_to(folder)} differs from what it is made of; run `make forms`"
        for path, content in _mirrored(folder / "parts", parts)
        if not path.exists() or path.read_bytes() != content
    ]
    return stale + [
        f"{entry.form_id}: {problem}"
        for entry in read_catalog(folder)
        for problem in [*_stale(entry, parts, rulesets), *_faults(entry, rulesets[entry.ruleset], with_java)]
    ]


def fit_of(folder: Path, sheet: ScoringSheet) -> list[RulesetFault]:
    """What keeps the forms of a rule set's id from being scored by it. Raises FormNotCompiled."""
    return [
        problem.of_form(entry.form_id)
        for entry in read_catalog(folder)
        if entry.ruleset == sheet.id and entry.has_points
        for form in [compile_form(entry.workbook.read_bytes(), filename=f"{entry.form_id}.xlsx")]
        for problem in faults_of_fit(entry.role, sheet, form.definition)
    ]


def _all_derived(folder: Path, rulesets: Rulesets) -> Iterator[tuple[Path, bytes]]:
    parts = read_parts(folder)
    yield from _mirrored(folder / "parts", parts)
    for entry in read_catalog(folder):
        yield from _derived(entry, parts, rulesets).items()


def _mirrored(folder: Path, parts: Mapping[str, Part]) -> Iterator[tuple[Path, bytes]]:
    for name in parts:
        yield folder / f"{name}.md", mirror((folder / f"{name}.xlsx").read_bytes(), name=f"{name}.xlsx").encode()


def _derived(entry: CatalogEntry, parts: Mapping[str, Part], rulesets: Rulesets) -> dict[Path, bytes]:
    workbook = with_parts(entry.workbook.read_bytes(), parts)
    made = {entry.workbook: workbook, entry.folder / "form.md": mirror(workbook).encode()}
    if entry.has_points:
        made[entry.folder / "media" / FILE_NAME] = points_csv(rulesets[entry.ruleset])
    return made


def _stale(entry: CatalogEntry, parts: Mapping[str, Part], rulesets: Rulesets) -> list[str]:
    try:
        made = _derived(entry, parts, rulesets)
    except FormNotCompiled as refusal:
        return [str(refusal.facts["reason"])]
    return [
        f"{path.relative_to(entry.folder)} differs from what it is made of; run `make forms`"
        for path, content in made.items()
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
    problems += map(str, faults_of_fit(entry.role, sheet, form.definition))
    return problems + ((validate(form.xform) or []) if with_java else [])
