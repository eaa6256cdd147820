"""A form as the content of a KoboToolbox asset (survey, choices, settings in JSON), both ways without loss."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from form_engine.errors import FormNotCompiled
from form_engine.workbook_fault import WorkbookFault
from form_engine.workbook_rows import SHEETS, Row
from form_engine.workbook_writer import write_workbook

SCHEMA = "1"
_MOST_BYTES = 5_000_000
_TRANSLATED = frozenset(
    {"label", "hint", "guidance_hint", "constraint_message", "required_message", "image", "audio", "video", "big-image"}
)
_MEDIA = "media::"
_LISTS = ("select_one", "select_multiple", "rank")
_FILES = ("select_one_from_file", "select_multiple_from_file")
_OTHER = " or_other"


def content_of_sheets(sheets: Mapping[str, list[Row]]) -> dict[str, Any]:
    """sheets: as workbook_rows.py reads them."""
    languages = _languages(sheets)
    content: dict[str, Any] = {"schema": SCHEMA}
    for name in SHEETS:
        rows = [_packed(row, languages) for row in sheets.get(name, ()) if row]
        if name == "settings":
            content[name] = rows[0] if rows else {}
        elif rows or name in ("survey", "choices"):
            content[name] = [_typed(row) for row in rows] if name == "survey" else rows
    translated = {key for name in SHEETS for row in sheets.get(name, ()) for key in map(_base, row) if key}
    return {**content, "translations": list(languages) or [None], "translated": sorted(translated)}


def workbook_of_content(content: bytes) -> bytes:
    """An XLSForm (.xlsx) of an asset, or of its content alone. Raises FormNotCompiled."""
    try:
        if len(content) > _MOST_BYTES:
            raise ValueError
        told = json.loads(content)
        told = told.get("content", told)
        languages = list(told.get("translations") or [None])
        sheets = {name: _rows(told[name]) for name in SHEETS if told.get(name)}
        if "survey" not in sheets:
            raise ValueError
        unpacked = {name: [_unpacked(row, languages) for row in rows] for name, rows in sheets.items()}
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError) as error:
        raise FormNotCompiled.of(WorkbookFault("unreadable_json")) from error
    return write_workbook(unpacked)


def _rows(told: Any) -> list[dict[str, Any]]:
    rows = [told] if isinstance(told, dict) else told
    if not all(isinstance(row, dict) for row in rows):
        raise ValueError
    return list(rows)


def _languages(sheets: Mapping[str, list[Row]]) -> tuple[str | None, ...]:
    """In the order in which they stand; None for columns without a language."""
    columns = [key for name in ("survey", "choices") for row in sheets.get(name, ()) for key in row]
    found = dict.fromkeys(_language(key) for key in columns if _base(key))
    return tuple(found)


def _base(column: str) -> str:
    """`label` of `label::English (en)`; empty when the column is not one that has languages."""
    plain = column.removeprefix(_MEDIA)
    base = plain.partition("::")[0]
    if base not in _TRANSLATED:
        return ""
    return column[: len(column) - len(plain)] + base


def _language(column: str) -> str | None:
    return column.removeprefix(_base(column)).removeprefix("::") or None


def _packed(row: Row, languages: Iterable[str | None]) -> dict[str, Any]:
    """Translated columns of a row as lists, in the order of the languages."""
    order, packed = list(languages), dict[str, Any]()
    for column, cell in row.items():
        base = _base(column)
        if base:
            packed.setdefault(base, [None] * len(order))[order.index(_language(column))] = cell
        else:
            packed[column] = cell
    return packed


def _typed(row: dict[str, Any]) -> dict[str, Any]:
    """`select_one yn` as a type and the name of its list, `begin_group` for `begin group`."""
    kind, _, rest = str(row.get("type", "")).partition(" ")
    if kind in _LISTS and rest:
        suffix = "_or_other" if rest.endswith(_OTHER) else ""
        return {**row, "type": f"{kind}{suffix}", "select_from_list_name": rest.removesuffix(_OTHER)}
    if kind in _FILES and rest:
        return {**row, "type": kind, "file": rest}
    return row


def _unpacked(row: Mapping[str, Any], languages: list[str | None]) -> Row:
    cells: Row = {}
    told = {key: value for key, value in row.items() if not key.startswith("$") and key != "kuid"}
    for key, value in _plain_type(told).items():
        if isinstance(value, list):
            for language, text in zip(languages, value, strict=False):
                if text not in (None, ""):
                    cells[f"{key}::{language}" if language else key] = _text(text)
        elif value not in (None, "") and not isinstance(value, dict):
            cells[key] = _text(value)
    if "name" not in cells and row.get("$autoname"):
        cells["name"] = _text(row["$autoname"])
    return cells


def _plain_type(row: dict[str, Any]) -> dict[str, Any]:
    kind = str(row.get("type", ""))
    listed, file = row.pop("select_from_list_name", None), row.get("file")
    if listed:
        plain = kind.removesuffix("_or_other")
        row["type"] = f"{plain} {listed}{_OTHER if plain != kind else ''}"
    elif kind in _FILES and file:
        row["type"] = f"{kind} {row.pop('file')}"
    return row


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
