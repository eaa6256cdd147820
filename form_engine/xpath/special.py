"""Functions that look at their arguments unevaluated, or at the node that the expression belongs to."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from form_engine.xpath.errors import NotAnExpression
from form_engine.xpath.scope import Code, Scope
from form_engine.xpath.syntax import Expression, Path
from form_engine.xpath.values import Value, place, single, text, truth

Compile = Callable[[Expression], Code]
Arguments = Sequence[Expression]


def _need(arguments: Arguments, *counts: int, name: str) -> None:
    if len(arguments) not in counts:
        raise NotAnExpression(f"{name}() with {len(arguments)} arguments")


def _if(arguments: Arguments, compile_: Compile) -> Code:
    _need(arguments, 3, name="if")
    condition, yes, no = (compile_(one) for one in arguments)
    return lambda scope: yes(scope) if truth(condition(scope)) else no(scope)


def _coalesce(arguments: Arguments, compile_: Compile) -> Code:
    _need(arguments, 2, name="coalesce")
    first, second = (compile_(one) for one in arguments)

    def run(scope: Scope) -> Value:
        value = single(first(scope))
        return second(scope) if value == "" or value != value else value  # NaN differs from itself

    return run


def _once(arguments: Arguments, compile_: Compile) -> Code:
    """What the node holds already, else the value."""
    _need(arguments, 1, name="once")
    value = compile_(arguments[0])

    def run(scope: Scope) -> Value:
        held = single([scope.node])
        return held if text(held) else value(scope)

    return run


def _position(arguments: Arguments, compile_: Compile) -> Code:
    """Of the node in hand, or of the first of a list of nodes, among those of its name."""
    _need(arguments, 0, 1, name="position")
    if not arguments:
        return lambda scope: float(scope.place or scope.node.place)
    nodes = compile_(arguments[0])

    def run(scope: Scope) -> Value:
        found = nodes(scope)
        return float(found[0].place) if type(found) is list and found else 0.0

    return run


def _self_if_none(function: Callable[[Value], Value], name: str) -> Callable[[Arguments, Compile], Code]:
    def make(arguments: Arguments, compile_: Compile) -> Code:
        _need(arguments, 0, 1, name=name)
        if not arguments:
            return lambda scope: function([scope.node])
        code = compile_(arguments[0])
        return lambda scope: function(code(scope))

    return make


def _normalize_space(value: Value) -> str:
    return " ".join(text(value).split())


def _string_length(value: Value) -> float:
    """In UTF-16 units, as Java counts."""
    found = text(value)
    return float(len(found) + sum(letter > "\uffff" for letter in found))


def _indexed_repeat(arguments: Arguments, compile_: Compile) -> Code:
    """indexed-repeat(field, repeat, index, ...): the field in the round that the index names."""
    _need(arguments, 3, 5, 7, 9, 11, name="indexed-repeat")
    if not all(isinstance(one, Path) and one.start in ("/", ".") for one in (arguments[0], *arguments[1::2])):
        raise NotAnExpression("indexed-repeat() with something else than paths")
    target, *repeats = (_names(one) for one in (arguments[0], *arguments[1::2]))
    indexes = [compile_(one) for one in arguments[2::2]]

    def run(scope: Scope) -> Value:
        line = scope.node.line
        names = target(line)
        chosen = {
            len(repeat(line)): max(1, place(index(scope))) for repeat, index in zip(repeats, indexes, strict=True)
        }
        nodes: list[Any] = [scope.run.root]
        together = True
        for depth, name in enumerate(names[1:], 2):
            together = together and depth <= len(line) and line[depth - 1].name == name
            nodes = [kid for node in nodes for kid in node.kids.get(name, ())]
            bound = chosen.get(depth) or (line[depth - 1].place if together else None)
            if bound is not None:
                nodes = [node for node in nodes if node.place == bound]
        return nodes

    return run


def _names(path: Any) -> Callable[[Sequence[Any]], list[str]]:
    """The names from the root to what a path points at, given the line of nodes from the root to the node in hand."""
    steps = [step.name for step in path.steps]
    if path.start == "/":
        return lambda _line: steps

    def resolve(line: Sequence[Any]) -> list[str]:
        names = [node.name for node in line]
        for step in steps:
            if step == "..":
                names.pop()
            elif step != ".":
                names.append(step)
        return names

    return resolve


SPECIAL: Mapping[str, Callable[[Arguments, Compile], Code]] = {
    "if": _if,
    "coalesce": _coalesce,
    "once": _once,
    "position": _position,
    "indexed-repeat": _indexed_repeat,
    "normalize-space": _self_if_none(_normalize_space, "normalize-space"),
    "string-length": _self_if_none(_string_length, "string-length"),
}
