"""Paths to closures.

An absolute path is bound to the rounds in which the node in hand stands, as on the phone: within a round of `r`,
`/data/r/q` is the `q` of that round, though `/data/r` is all rounds.
"""

from collections.abc import Callable, Sequence
from typing import Any

from form_engine.xpath.errors import NotAnExpression, Unknown
from form_engine.xpath.nodes import NOWHERE
from form_engine.xpath.scope import Code, Scope
from form_engine.xpath.syntax import Binary, Call, Expression, Number, Path, Step, Text
from form_engine.xpath.values import single

Compile = Callable[[Expression], Code]
_FEW = 8
_Walk = Callable[[Scope, list[Any]], list[Any]]


def path_code(path: Path, compile_: Compile) -> Code:
    """A closure that gives the list of nodes."""
    if isinstance(path.start, Call):
        return _instance(path, compile_) if path.start.name == "instance" else _current(path, compile_)
    if path.start == "/":
        return _absolute(path, compile_)
    walk = _walk(path.steps, compile_)
    return lambda scope: walk(scope, [scope.node])


def _instance(path: Path, compile_: Compile) -> Code:
    arguments = path.start.arguments if isinstance(path.start, Call) else ()
    if len(arguments) != 1 or not isinstance(arguments[0], Text) or len(path.steps) < 2:
        raise NotAnExpression("instance() without the name of a list and its rows")
    name, walk = arguments[0].value, _walk(path.steps[2:], compile_)
    predicates = path.steps[1].predicates
    sought = _sought(predicates, compile_, in_list=True)
    test = _tests(predicates, compile_)

    def run(scope: Scope) -> list[Any]:
        table = scope.run.table(name)
        columns, values = _known_texts(sought, Scope(scope.run, NOWHERE, scope.origin)) if sought else ((), ())
        return walk(scope, test(scope, list(table.rows_where(columns, values))))

    return run


def _current(path: Path, compile_: Compile) -> Code:
    walk = _walk(path.steps, compile_)
    return lambda scope: walk(scope, [scope.origin])


def _absolute(path: Path, compile_: Compile) -> Code:
    steps = path.steps
    if not steps or any(step.name in (".", "..", "*") for step in steps):
        raise NotAnExpression("an absolute path with . or .. or *")
    names = tuple(step.name for step in steps)
    bindable = min([place for place, step in enumerate(steps) if step.predicates] + [len(steps) - 1])
    walks = [_walk(steps[place:], compile_) for place in range(len(steps) + 1)]

    def run(scope: Scope) -> list[Any]:
        line = scope.node.line
        place = 0
        most = min(bindable, len(line))
        while place < most and line[place].name == names[place]:
            place += 1
        if place:
            return walks[place](scope, [line[place - 1]])
        root = scope.run.root
        return walks[1](scope, [root]) if root.name == names[0] else []

    return run


def offers_code(path: Path, column: str, compile_: Compile) -> Callable[[Scope, str], bool]:
    """Is there, among the nodes of the path, one whose part `column` is the given text?"""
    if isinstance(path.start, Call) and path.start.name == "instance" and len(path.steps) == 2:
        name, tests = path.start.arguments[0], _tests(path.steps[1].predicates, compile_)
        if not isinstance(name, Text):
            raise NotAnExpression("instance() without the name of a list")
        return lambda scope, sought: bool(
            tests(scope, list(scope.run.table(name.value).rows_where((column,), (sought,))))
        )
    nodes = path_code(path, compile_)
    return lambda scope, sought: any(single(list(one.kids.get(column, ()))) == sought for one in nodes(scope))


def _walk(steps: Sequence[Step], compile_: Compile) -> _Walk:
    moves = [_move(step, compile_) for step in steps]
    if not moves:
        return lambda _scope, nodes: nodes
    if len(moves) == 1:
        return moves[0]

    def walk(scope: Scope, nodes: list[Any]) -> list[Any]:
        for move in moves:
            nodes = move(scope, nodes)
            if not nodes:
                break
        return nodes

    return walk


def _move(step: Step, compile_: Compile) -> _Walk:
    name, tests = step.name, _tests(step.predicates, compile_)
    if name == ".":
        return tests
    if name == "..":
        return lambda _scope, nodes: _parents(nodes)
    if name == "*":
        return lambda scope, nodes: tests(scope, [kid for node in nodes for kids in node.kids.values() for kid in kids])
    if not step.predicates:

        def move(_scope: Scope, nodes: list[Any]) -> list[Any]:
            if len(nodes) == 1:
                return list(nodes[0].kids.get(name, ()))
            return [kid for node in nodes for kid in node.kids.get(name, ())]

        return move
    return _filtered(step, compile_)


def _parents(nodes: list[Any]) -> list[Any]:
    if len(nodes) == 1:
        return [nodes[0].up] if nodes[0].up is not None else []
    return list({id(node.up): node.up for node in nodes if node.up is not None}.values())


def _filtered(step: Step, compile_: Compile) -> _Walk:
    """Children under a condition; those asked for by an equal value are found by an index made once a run."""
    name = step.name
    tests = _tests(step.predicates, compile_)
    sought = _sought(step.predicates, compile_, in_list=False)

    def move(scope: Scope, nodes: list[Any]) -> list[Any]:
        result: list[Any] = []
        for node in nodes:
            kids = node.kids.get(name, ())
            if sought and len(kids) > _FEW:
                columns, values = _known_texts(sought, scope)
                index = _index(scope, node, name, columns, kids)
                kids = kids if index is None else index.get(values, ())
            result += tests(scope, list(kids))
        return result

    return move


def _known_texts(sought: Sequence[tuple[str, Code]], scope: Scope) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Columns and values, of those whose value is a text: numbers and dates are compared otherwise."""
    told = [(column, single(code(scope))) for column, code in sought]
    texts = [(column, value) for column, value in told if type(value) is str]
    return tuple([column for column, _ in texts]), tuple([value for _, value in texts])


def _index(
    scope: Scope, node: Any, name: str, columns: tuple[str, ...], kids: Sequence[Any]
) -> dict[tuple[str, ...], list[Any]] | None:
    """Of the children of a node by their texts; None when one of these is no text."""
    key = (id(node), name, columns)
    if key not in scope.run.found:
        index: dict[tuple[str, ...], list[Any]] = {}
        for kid in kids:
            index.setdefault(tuple([single(list(kid.kids.get(column, ()))) for column in columns]), []).append(kid)
        is_text = all(type(value) is str for values in index for value in values)
        scope.run.found[key] = index if is_text else None
    known: dict[tuple[str, ...], list[Any]] | None = scope.run.found[key]
    return known


def _tests(predicates: Sequence[Expression], compile_: Compile) -> _Walk:
    codes = [compile_(predicate) for predicate in predicates]
    if not codes:
        return lambda _scope, nodes: nodes

    def tests(scope: Scope, nodes: list[Any]) -> list[Any]:
        for code in codes:
            kept = []
            for place, node in enumerate(nodes, 1):
                result = single(code(Scope(scope.run, node, scope.origin, place)))
                if type(result) is float:
                    raise Unknown("a predicate that is a number: the phones' engines differ")
                if result is True:
                    kept.append(node)
            nodes = kept
        return nodes

    return tests


def _sought(predicates: Sequence[Expression], compile_: Compile, *, in_list: bool) -> list[tuple[str, Code]]:
    """What the first predicate asks for, among other things, by equality: names of children and their values."""
    found: dict[str, Code] = {}
    for part in _anded(predicates[0]) if predicates else ():
        if isinstance(part, Binary) and part.operator == "=":
            for child, value in ((part.left, part.right), (part.right, part.left)):
                if isinstance(child, Path) and _is_child(child) and _is_from_outside(value, in_list):
                    found.setdefault(child.steps[0].name, compile_(value))
    return list(found.items())


def _anded(expression: Expression) -> list[Expression]:
    if isinstance(expression, Binary) and expression.operator == "and":
        return [*_anded(expression.left), *_anded(expression.right)]
    return [expression]


def _is_child(one: Path) -> bool:
    return (
        one.start == "."
        and len(one.steps) == 1
        and not one.steps[0].predicates
        and one.steps[0].name not in (".", "..", "*")
    )


def _is_from_outside(one: Expression, in_list: bool) -> bool:
    if isinstance(one, Path):
        is_current = isinstance(one.start, Call) and one.start.name == "current"
        return is_current or (in_list and one.start == "/")
    return isinstance(one, Text | Number)
