"""Circular references of a form: a value that is worked out from itself. The phone refuses to open such a form.

As JavaRosa finds them: over calculations and conditions of relevance, where a group's condition decides about all
that is in it. A constraint may look at anything.
"""

from collections.abc import Iterator, Sequence
from graphlib import CycleError, TopologicalSorter

from form_engine.definition import Field, FormDefinition, Group
from form_engine.definition import Node as FormNode
from form_engine.evaluation_plan import paths_in
from form_engine.workbook_fault import WorkbookFault
from form_engine.workbook_places import Places, place_of
from form_engine.xpath.errors import NotAnExpression
from form_engine.xpath.parser import parse


def circles_in(definition: FormDefinition) -> list[tuple[str, ...]]:
    """The first circle as paths of questions, its first one again at the end; empty when there is none."""
    needs: dict[str, set[str]] = {}
    for node in definition.root.children:
        _collect(node, set(), needs)
    graph = {path: sorted(one for one in wanted if one in needs) for path, wanted in needs.items()}
    for path, wanted in graph.items():
        if path in wanted:
            return [(path, path)]
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return [tuple(reversed(error.args[1]))]
    return []


def fault_of(circle: Sequence[str], definition: FormDefinition, places: Places) -> WorkbookFault:
    """At the cell of its first question that looks at the next."""
    names = [path.rpartition("/")[2] for path in circle]
    path, part = _looks_at(circle[0], circle[1], definition)
    place = place_of(path, places)
    row, column = (place.row, place.title_of(part)) if place else (0, "")
    return WorkbookFault("circular", "survey", row, column, {"value": " → ".join(names), "q": names[0]})


def _looks_at(path: str, wanted: str, definition: FormDefinition) -> tuple[str, str]:
    """Whose expression it is by which the question at `path` looks at `wanted`: its own, or a condition around it."""
    node = definition.nodes[path]
    if isinstance(node, Field) and wanted in _read_by(node.calculate, path):
        return path, "calculate"
    above = path
    while above in definition.nodes:
        if wanted in _read_by(definition.nodes[above].relevant, above):
            return above, "relevant"
        above = above.rpartition("/")[0]
    return path, ""


def _collect(node: FormNode, above: set[str], needs: dict[str, set[str]]) -> None:
    """above: what the conditions of the groups around it look at."""
    around = above | set(_read_by(node.relevant, node.path))
    if isinstance(node, Group):
        for child in node.children:
            _collect(child, around, needs)
        return
    calculated = node.calculate if isinstance(node, Field) else ""
    needs[node.path] = around | set(_read_by(calculated, node.path))


def _read_by(expression: str, context: str) -> Iterator[str]:
    if expression:
        try:
            yield from paths_in(parse(expression), context)
        except NotAnExpression:
            return
