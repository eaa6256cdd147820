"""The process that compiles an uploaded workbook: limited in memory and time, without the program's secrets.

Standard input: a line of JSON (`filename`), then the workbook. Standard output: JSON with `xform` (base64) and
`warnings`, `files` (base64 by name) and `places`, or with `faults`. Started by compile_apart.py.
"""

import base64
import json
import resource
import sys
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

MOST_MEMORY = 500 * 1024 * 1024
"""Address space in bytes."""
MOST_SECONDS = 10
MOST_WRITTEN = 64 * 1024 * 1024
"""The compiler writes its result into a file."""


def limit_this_process() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_WRITTEN, MOST_WRITTEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    limit_this_process()
    told = json.loads(sys.stdin.buffer.readline())
    workbook = sys.stdin.buffer.read()
    try:
        answer = _compiled(workbook, told["filename"])
    except (MemoryError, RecursionError):
        answer = {"faults": [{"code": "too_large_to_compile"}]}
    sys.stdout.write(json.dumps(answer))


def _compiled(workbook: bytes, filename: str) -> dict[str, Any]:
    # Imported under the limits, and only here: nothing else of this module needs the compiler.
    from form_engine.circles import circles_in, fault_of
    from form_engine.compiler import compile_form
    from form_engine.errors import FormNotCompiled
    from form_engine.workbook_fault import WorkbookFault
    from form_engine.workbook_faults import faults_in
    from form_engine.workbook_gate import faults_before_compiling

    faults = faults_before_compiling(workbook, filename)
    if not faults:
        try:
            form = compile_form(workbook, filename=filename)
        except FormNotCompiled as refusal:
            told = refusal.faults or faults_in(str(refusal.facts["reason"]))
            faults = tuple(_with_all_others(told, workbook, filename))
        else:
            faults = tuple(fault_of(circle, form.definition, form.places) for circle in circles_in(form.definition))
            if not form.definition.fields:
                faults = (WorkbookFault("no_survey_rows", "survey"),)
            if not faults:
                return {
                    "xform": base64.b64encode(form.xform).decode(),
                    "warnings": list(form.warnings),
                    "files": {name: base64.b64encode(content).decode() for name, content in form.made_files.items()},
                    "places": {path: asdict(place) for path, place in form.places.items()},
                }
    return {"faults": [asdict(fault) for fault in faults]}


def _with_all_others(told: Iterable[Any], workbook: bytes, filename: str) -> list[Any]:
    """The compiler stops at the first fault: what else the sheets show by themselves is told in one go with it."""
    from form_engine.survey_checks import faults_of_sheets
    from form_engine.workbook_rows import sheets_of

    try:
        sheets = sheets_of(workbook, filename)
    except Exception:  # noqa: BLE001  what could not be compiled may be unreadable, too
        return list(told)
    shown = faults_of_sheets(sheets)
    has_place = {one.code for one in shown if one.row}
    found = [one for one in (_located(fault, sheets) for fault in told) if one.row or one.code not in has_place]
    places = {(fault.sheet, fault.row, fault.column) for fault in found if fault.row}
    return [*found, *(one for one in shown if (one.sheet, one.row, one.column) not in places)]


def _located(fault: Any, sheets: Any) -> Any:
    """The row of the survey that holds what the fault names, where the compiler did not say it."""
    from dataclasses import replace

    needle = fault.facts.get("value") or fault.facts.get("q")
    if fault.code == "choice_with_space" and not fault.row:
        return replace(fault, row=_row_of_choice(fault.facts.get("list"), needle, sheets))
    if fault.row or fault.sheet != "survey" or not needle or fault.code in ("sheet_missing", "circular"):
        return fault
    for number, row in enumerate(sheets.get("survey", ()), 2):
        for column, cell in row.items():
            if cell == needle:
                return replace(fault, row=number, column=fault.column or column)
    return fault


def _row_of_choice(listed: object, code: object, sheets: Any) -> int:
    """0: not found."""
    from form_engine.workbook_places import cells_of

    rows = ((number, cells_of(row)) for number, row in enumerate(sheets.get("choices", ()), 2))
    return next((no for no, one in rows if (one.get("list_name"), one.get("name")) == (listed, code)), 0)


if __name__ == "__main__":
    main()
