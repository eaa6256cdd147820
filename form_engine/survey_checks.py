"""What the sheets of a form that does not compile show by themselves, in one go; the compiler stops at its first fault.

Only what is surely wrong: names that stand twice, types and lists that there are not, references to nothing, groups
without an end, expressions that nobody can read.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from pyxform import aliases
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT
from pyxform.xls2json import RE_OSM, RE_SELECT

from form_engine.workbook_fault import WorkbookFault
from form_engine.workbook_places import BEGIN, END, Row, cells_of, meaning
from form_engine.xpath.errors import NotAnExpression
from form_engine.xpath.parser import parse

_MOST = 50
_NAME = re.compile(r"[^\W\d][\w.\-]*")
_REFERENCE = re.compile(r"\$\{\s*(?:last-saved#)?([^}]*?)\s*\}")
_EXPRESSIONS = ("relevant", "constraint", "calculate", "itemset", "count", "required")
_FILE = re.compile(r"\.(?:csv|xml|geojson)$", re.IGNORECASE)
_YES = frozenset(aliases.yes_no)
_BESIDES = ("include", "csv-external", "xml-external")
_TYPES = frozenset(each.lower() for each in (*QUESTION_TYPE_DICT, *aliases.settings_header, *_BESIDES))


def faults_of_sheets(sheets: Mapping[str, Sequence[Row]]) -> list[WorkbookFault]:
    """sheets: as workbook_rows.py reads them."""
    survey = [(number, row) for number, row in enumerate(sheets.get("survey", ()), 2) if row]
    checks = (_names, _blocks, _types, _references, _expressions)
    found = [fault for check in checks for fault in check(survey, sheets)]
    found += _choices(sheets)
    order = list(sheets)
    return sorted(found, key=lambda one: (order.index(one.sheet) if one.sheet in order else -1, one.row))[:_MOST]


_Survey = Sequence[tuple[int, Row]]


def _names(survey: _Survey, _sheets: object) -> Iterator[WorkbookFault]:
    scopes: list[set[str]] = [set()]
    for number, row in survey:
        cells = cells_of(row)
        kind, name = cells.get("type", "").strip(), cells.get("name", "").strip()
        if END.match(kind):
            scopes = scopes[:-1] or [set()]
            continue
        if name in scopes[-1]:
            yield WorkbookFault("names_001", "survey", number, _title(row, "name"), {"value": name})
        elif name and not _NAME.fullmatch(name):
            yield WorkbookFault("names_009", "survey", number, _title(row, "name"), {"name": name})
        scopes[-1].add(name or f"row {number}")
        if BEGIN.match(kind):
            scopes.append(set())


def _blocks(survey: _Survey, _sheets: object) -> Iterator[WorkbookFault]:
    """Groups and repeats that are not ended, or that end without a beginning."""
    open_: list[tuple[int, str, str]] = []
    for number, row in survey:
        cells = cells_of(row)
        kind = cells.get("type", "").strip()
        if begun := BEGIN.match(kind):
            open_.append((number, begun["kind"].lower(), cells.get("name", "").strip()))
        elif ended := END.match(kind):
            if open_ and open_[-1][1] == ended["kind"].lower():
                open_.pop()
            else:
                yield WorkbookFault("survey_001", "survey", number, _title(row, "type"), {"type": ended["kind"]})
    for number, kind, name in open_:
        yield WorkbookFault("survey_002", "survey", number, "type", {"type": kind, "name": name})


def _types(survey: _Survey, sheets: Mapping[str, Sequence[Row]]) -> Iterator[WorkbookFault]:
    def lists(sheet: str) -> set[str]:
        return {cells_of(row).get("list_name", "") for row in sheets.get(sheet, ())}

    inside, outside = lists("choices"), lists("external_choices")
    for number, row in survey:
        kind = " ".join(cells_of(row).get("type", "").split())
        select = RE_SELECT.search(kind)
        if select is None:
            if kind.lower().partition(" ")[0] == "include":
                yield WorkbookFault("include_unknown", "survey", number, _title(row, "type"))
            elif kind and not _is_type(kind):
                yield WorkbookFault("unknown_type", "survey", number, _title(row, "type"), {"value": kind})
            continue
        command, wanted = select["select_command"], select["list_name"]
        is_here = command not in aliases.select_from_file and not _FILE.search(wanted) and "${" not in wanted
        if is_here and wanted not in (outside if command == "select_one_external" else inside):
            yield WorkbookFault("list_unknown", "survey", number, _title(row, "type"), {"value": wanted})


def _is_type(kind: str) -> bool:
    return bool(BEGIN.match(kind) or END.match(kind) or RE_OSM.search(kind)) or kind.lower() in _TYPES


def _references(survey: _Survey, _sheets: object) -> Iterator[WorkbookFault]:
    names = {cells_of(row).get("name", "").strip() for _, row in survey}
    for number, row in survey:
        for title, cell in row.items():
            for name in dict.fromkeys(_REFERENCE.findall(cell)):
                if name not in names:
                    yield WorkbookFault("pyref_003", "survey", number, title, {"q": name})


def _expressions(survey: _Survey, _sheets: object) -> Iterator[WorkbookFault]:
    for number, row in survey:
        for title, cell in row.items():
            if meaning(title) in _EXPRESSIONS and cell.strip() not in _YES:
                try:
                    parse(_REFERENCE.sub(r"/\1", cell))
                except NotAnExpression as error:
                    if "not supported" not in str(error):
                        q = cells_of(row).get("name", "")
                        yield WorkbookFault(
                            "expression_unreadable", "survey", number, title, {"told": str(error), "q": q}
                        )


def _choices(sheets: Mapping[str, Sequence[Row]]) -> Iterator[WorkbookFault]:
    settings = cells_of(next(iter(sheets.get("settings", ())), {}))
    may_repeat = (
        settings.get("allow_choice_duplicates", "") in _YES and aliases.yes_no[settings["allow_choice_duplicates"]]
    )
    seen: set[tuple[str, str]] = set()
    for number, row in enumerate(sheets.get("choices", ()), 2):
        cells = cells_of(row)
        listed, code = cells.get("list_name", ""), cells.get("name", "")
        if listed and not code:
            yield WorkbookFault("names_006", "choices", number, _title(row, "name"))
        elif listed and (listed, code) in seen and not may_repeat:
            yield WorkbookFault("names_007", "choices", number, _title(row, "name"))
        seen.add((listed, code))


def _title(row: Row, what: str) -> str:
    return next((title for title in row if meaning(title) == what), what)
