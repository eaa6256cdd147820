"""Is a workbook safe and meant to be compiled? Size, macros, links, rows, formulas.

Reads the archive's own directory and streams the sheets; nothing is ever held unzipped in memory.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePath
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import BadZipFile, ZipFile, ZipInfo

from form_engine.workbook_fault import WorkbookFault

MOST_BYTES = 20_000_000
MOST_UNZIPPED = 60_000_000
MOST_PARTS = 2_000
MOST_ROWS = 20_000
"""Rows with something in them, a sheet."""
_MOST_FAULTS = 50
_MEGA = 1_000_000
_PIECE = 64 * 1024
_XML = (".xml", ".rels", ".vml")
_FORMULA_SHEETS = frozenset({"survey", "choices", "settings", "entities", "external_choices", "osm"})
_OTHER_BOOK = re.compile(r"\[\d+\]|\[[^\]]+\.xls\w?\]", re.IGNORECASE)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How an older workbook begins, and a newer one that is locked."""
_LETTERS = re.compile(r"[A-Z]+")


class _Enough(Exception):
    pass


def faults_before_compiling(workbook: bytes, filename: str) -> tuple[WorkbookFault, ...]:
    """Why the workbook is not handed to the compiler; empty when it may be. Never raises on the content."""
    suffix = PurePath(filename).suffix.lower()
    if suffix in (".xlsm", ".xltm", ".xlsb"):
        return (WorkbookFault("macro"),)
    if len(workbook) > MOST_BYTES:
        return (WorkbookFault("too_large", facts={"most": str(MOST_BYTES // _MEGA)}),)
    if suffix != ".xlsx":
        return _too_many_lines(workbook) if suffix in (".csv", ".md") else ()
    if workbook.startswith(_OLE):
        return (WorkbookFault("password"),)
    try:
        with ZipFile(BytesIO(workbook)) as archive:
            return _of_archive(archive)
    except (BadZipFile, ExpatError, OSError, ValueError, LookupError, NotImplementedError, RuntimeError):
        return (WorkbookFault("unreadable", facts={"kind": suffix}),)


def _too_many_lines(text: bytes) -> tuple[WorkbookFault, ...]:
    count = text.count(b"\n")
    return (_rows("", count),) if count > MOST_ROWS else ()


def _rows(sheet: str, count: int) -> WorkbookFault:
    return WorkbookFault("too_many_rows", sheet, facts={"count": str(count), "most": str(MOST_ROWS)})


def _of_archive(archive: ZipFile) -> tuple[WorkbookFault, ...]:
    parts = archive.infolist()
    names = [part.filename.lower() for part in parts]
    unzipped = sum(part.file_size for part in parts)
    if unzipped > MOST_UNZIPPED or len(parts) > MOST_PARTS:
        facts = {"size": str(unzipped // _MEGA), "most": str(MOST_UNZIPPED // _MEGA)}
        return (WorkbookFault("unzips_too_large", facts=facts),)
    if any(name.endswith(("vbaproject.bin", ".xlm")) or "/macrosheets/" in name for name in names):
        return (WorkbookFault("macro"),)
    if any("externallinks/" in name for name in names):
        return (WorkbookFault("external_links"),)
    if any(_declares_entities(archive, part) for part in parts if part.filename.lower().endswith(_XML)):
        return (WorkbookFault("unreadable", facts={"kind": ".xlsx"}),)
    found: list[WorkbookFault] = []
    for name, path in _sheets(archive):
        found += _Sheet(name).read(archive, path)
    return tuple(found[:_MOST_FAULTS])


def _declares_entities(archive: ZipFile, part: ZipInfo) -> bool:
    with archive.open(part) as file:
        return b"<!DOCTYPE" in file.read(4096)


def _sheets(archive: ZipFile) -> Iterator[tuple[str, str]]:
    """Name and path of each sheet."""
    targets: dict[str, str] = {}
    sheets: list[tuple[str, str]] = []

    def relation(name: str, told: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "Relationship":
            targets[told.get("Id", "")] = told.get("Target", "")

    def sheet(name: str, told: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "sheet":
            place = next((value for key, value in told.items() if key.rpartition(":")[2] == "id"), "")
            sheets.append((told.get("name", ""), place))

    for path, handler in (("xl/_rels/workbook.xml.rels", relation), ("xl/workbook.xml", sheet)):
        parser = ParserCreate()
        parser.StartElementHandler = handler
        parser.Parse(archive.read(path), True)
    for name, place in sheets:
        target = targets.get(place, "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if path in archive.namelist():
            yield name, path


class _Sheet:
    """One pass over a sheet: rows that hold something, formulas whose value is missing or wrong."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._matters = name.strip().lower() in _FORMULA_SHEETS
        self._rows = self._row = 0
        self._cell, self._kind, self._formula, self._value = "", "", "", ""
        self._within = ""
        self._has_formula = self._row_counts = False
        self._faults: list[WorkbookFault] = []

    def read(self, archive: ZipFile, path: str) -> list[WorkbookFault]:
        parser = ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text
        with archive.open(path) as file:
            try:
                while piece := file.read(_PIECE):
                    parser.Parse(piece, False)
                parser.Parse(b"", True)
            except _Enough:
                pass
        return self._faults

    def _start(self, name: str, told: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "row":
            self._row = int(told.get("r", self._row + 1))
            self._row_counts = False
        elif name == "c":
            self._cell, self._kind = told.get("r", ""), told.get("t", "")
            self._formula = self._value = ""
            self._has_formula = False
        elif name in ("f", "v", "is"):
            self._within = name
            self._has_formula = self._has_formula or name == "f"
            self._row_counts = True

    def _text(self, text: str) -> None:
        if self._within == "f":
            self._formula += text
        elif self._within:
            self._value += text

    def _end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name in ("f", "v", "is"):
            self._within = ""
        elif name == "c" and self._matters:
            self._look_at_cell()
        elif name == "row" and self._row_counts:
            self._rows += 1
            if self._rows > MOST_ROWS:
                self._faults = [_rows(self._name, self._row)]
                raise _Enough

    def _look_at_cell(self) -> None:
        if self._kind == "e":
            self._find("error_value", value=self._value[:40])
        elif self._has_formula and _OTHER_BOOK.search(self._formula):
            self._find("external_links")
        elif self._has_formula and not self._value.strip():
            self._find("formula_without_value", value=f"={self._formula}"[:80])

    def _find(self, code: str, **facts: str) -> None:
        letters = _LETTERS.match(self._cell)
        column = letters[0] if letters else ""
        self._faults.append(WorkbookFault(code, self._name, self._row, column, facts))
        if len(self._faults) >= _MOST_FAULTS:
            raise _Enough
