"""What an author should know of his expressions before phones do: unknown functions, questions that are not there,
columns that a list lacks, patterns that nobody can read. The form compiles with all of them.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from form_engine.definition import Field, FormDefinition, Node, Repeat
from form_engine.workbook_fault import WorkbookFault
from form_engine.workbook_places import Places, place_of
from form_engine.xpath.compiling import compile_expression, compile_offers
from form_engine.xpath.errors import NotAnExpression
from form_engine.xpath.functions import FUNCTIONS
from form_engine.xpath.functions_text import is_of_java_alone
from form_engine.xpath.parser import parse
from form_engine.xpath.special import SPECIAL
from form_engine.xpath.syntax import Binary, Call, Expression, Negative, Path, Step, Text

_KNOWN = frozenset({*FUNCTIONS, *SPECIAL, "instance", "current"})
_LAST_SAVED = "__last-saved"
_LONGEST = 120
_MOST = 200


@dataclass(frozen=True, slots=True)
class _Here:
    """What a relative path starts from. names: of the nodes down to it; None inside a list, which has `columns`."""

    names: tuple[str, ...] | None
    columns: Collection[str] | None = None
    list_name: str = ""


def faults_of_expressions(
    definition: FormDefinition, places: Places, columns: Mapping[str, Collection[str]]
) -> list[WorkbookFault]:
    """columns: of the list files that are known, by file name. Each fault at most once a cell."""
    checks = _Checks(definition, columns)
    found: dict[WorkbookFault, None] = {}
    for node in definition.nodes.values():
        for part, expression in _expressions(node):
            place = place_of(node.path, places)
            column = place.title_of(part) if place else ""
            for code, facts in checks.of(node, part, expression):
                told = {name: text[:_LONGEST] for name, text in facts.items()}
                fault = WorkbookFault(
                    code, "survey", place.row if place else 0, column, _Facts(told | {"q": node.name})
                )
                found.setdefault(fault)
        if len(found) >= _MOST:
            break
    return list(found)


class _Facts(dict[str, str]):
    """Facts that tell two equal faults."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(sorted(self.items())))


def _expressions(node: Node) -> Iterator[tuple[str, str]]:
    told = [("relevant", node.relevant)]
    if isinstance(node, Field):
        told += [("required", node.required_when), ("constraint", node.constraint)]
        told += [("calculate", node.calculate), ("itemset", node.itemset)]
    if isinstance(node, Repeat):
        told.append(("count", node.count))
    return ((part, expression) for part, expression in told if expression)


_Told = Iterator[tuple[str, dict[str, str]]]


class _Checks:
    def __init__(self, definition: FormDefinition, columns: Mapping[str, Collection[str]]) -> None:
        self._nodes = definition.nodes
        self._root = definition.root_name
        self._files = columns
        self._lists: dict[str, Collection[str] | None] = {_LAST_SAVED: None}
        self._lists |= {name: columns.get(file) for name, file in definition.list_files.items()}
        self._lists |= {name: {column for row in rows for column in row} for name, rows in definition.lists.items()}

    def of(self, node: Node, part: str, expression: str) -> _Told:
        try:
            tree = parse(expression)
        except NotAnExpression as error:
            yield "expression_unreadable", {"told": str(error)}
            return
        names = tuple(node.path.strip("/").split("/"))
        found = list(self._walk(tree, _Here(names), names))
        yield from found
        if not any(code == "function_unknown" for code, _ in found):
            yield from _not_compiled(node, part, expression)

    def _walk(self, tree: Expression, here: _Here, origin: tuple[str, ...]) -> _Told:
        if isinstance(tree, Negative):
            yield from self._walk(tree.of, here, origin)
        elif isinstance(tree, Binary):
            yield from self._walk(tree.left, here, origin)
            yield from self._walk(tree.right, here, origin)
        elif isinstance(tree, Call):
            yield from self._call(tree, here, origin)
        elif isinstance(tree, Path):
            yield from self._path(tree, here, origin)

    def _call(self, call: Call, here: _Here, origin: tuple[str, ...]) -> _Told:
        if call.name not in _KNOWN:
            yield "function_unknown", {"value": call.name}
        texts = [one.value if isinstance(one, Text) else "" for one in call.arguments]
        if call.name == "regex" and len(texts) == 2 and texts[1]:
            yield from _pattern(texts[1])
        elif call.name == "jr:choice-name" and len(texts) == 2 and texts[1].strip().startswith("/"):
            yield from self._known_path(tuple(texts[1].strip().strip("/").split("/")))
        elif call.name == "pulldata" and len(texts) == 4:
            file = texts[0] if texts[0].endswith(".csv") else f"{texts[0]}.csv"
            known = self._files.get(file)
            yield from (_column(one, file) for one in texts[1:3] if known is not None and one and one not in known)
        for argument in call.arguments:
            yield from self._walk(argument, here, origin)

    def _path(self, path: Path, here: _Here, origin: tuple[str, ...]) -> _Told:
        if isinstance(path.start, Call) and path.start.name == "instance":
            yield from self._list(path, origin)
        elif path.start == "." and here.names is None:
            yield from self._in_list(path.steps, here, origin)
        else:
            start = () if path.start == "/" else here.names if path.start == "." else origin
            yield from self._in_form(path.steps, start or (), origin)

    def _list(self, path: Path, origin: tuple[str, ...]) -> _Told:
        named = path.start.arguments[0] if isinstance(path.start, Call) and path.start.arguments else None
        if not isinstance(named, Text):
            return
        name = named.value
        if name not in self._lists:
            yield "list_not_here", {"value": name}
            return
        here = _Here(None, self._lists[name], name)
        if name == _LAST_SAVED:
            return
        for step in path.steps[:2]:
            yield from self._predicates(step, here, origin)
        yield from self._in_list(path.steps[2:], here, origin)

    def _in_list(self, steps: tuple[Step, ...], here: _Here, origin: tuple[str, ...]) -> _Told:
        first = steps[0].name if steps else "."
        if here.columns is not None and first not in (".", "..", "*") and first not in here.columns:
            yield _column(first, here.list_name)
        for step in steps:
            yield from self._predicates(step, here, origin)

    def _in_form(self, steps: tuple[Step, ...], start: tuple[str, ...], origin: tuple[str, ...]) -> _Told:
        at, is_known = list(start), True
        for step in steps:
            if step.name == "..":
                at = at[:-1]
            elif step.name == "*":
                is_known = False
            elif step.name != ".":
                at.append(step.name)
            yield from self._predicates(step, _Here(tuple(at)), origin)
        if is_known:
            yield from self._known_path(tuple(at))

    def _predicates(self, step: Step, here: _Here, origin: tuple[str, ...]) -> _Told:
        for predicate in step.predicates:
            yield from self._walk(predicate, here, origin)

    def _known_path(self, names: tuple[str, ...]) -> _Told:
        path = "/" + "/".join(names)
        in_meta = names[:2] == (self._root, "meta")
        if path != f"/{self._root}" and not in_meta and path not in self._nodes:
            yield "path_unknown", {"value": path}


def _column(name: str, list_name: str) -> tuple[str, dict[str, str]]:
    return "list_lacks_column", {"value": name, "list": list_name}


def _pattern(pattern: str) -> _Told:
    if is_of_java_alone(pattern):
        yield "pattern_of_java", {"value": pattern}
        return
    try:
        re.compile(pattern, re.ASCII)
    except (re.error, RecursionError, OverflowError) as error:
        yield "pattern_unreadable", {"value": pattern, "told": str(error)}


def _not_compiled(node: Node, part: str, expression: str) -> _Told:
    try:
        if part == "itemset" and isinstance(node, Field):
            compile_offers(expression, node.itemset_value)
        else:
            compile_expression(expression)
    except NotAnExpression as error:
        yield "expression_not_evaluated", {"told": str(error)}
