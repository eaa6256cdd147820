"""A tree to one closure, made once and run for each node. Only what is needed is evaluated, as on the phone."""

import math
from collections.abc import Callable
from typing import Any

from form_engine.xpath.errors import NotAnExpression, Unknown
from form_engine.xpath.functions import FUNCTIONS
from form_engine.xpath.parser import parse
from form_engine.xpath.paths import offers_code, path_code
from form_engine.xpath.scope import Code, Scope
from form_engine.xpath.special import SPECIAL
from form_engine.xpath.syntax import Binary, Call, Expression, Negative, Number, Path, Text
from form_engine.xpath.values import NAN, Value, equal, number, truth


def compile_expression(expression: str) -> tuple[Expression, Code]:
    """The tree too, for who wants to know what it refers to. Raises NotAnExpression."""
    tree = parse(expression)
    try:
        return tree, _code(tree)
    except RecursionError:
        raise NotAnExpression("too deep") from None


def compile_offers(itemset: str, column: str) -> Callable[[Scope, str], bool]:
    """Whether the expression of a question's choices offers one; random order does not matter."""
    tree = parse(itemset)
    if isinstance(tree, Call) and tree.name == "randomize" and tree.arguments:
        tree = tree.arguments[0]
    if not isinstance(tree, Path):
        raise NotAnExpression("choices that are no path")
    return offers_code(tree, column, _code)


def _code(tree: Expression) -> Code:
    if isinstance(tree, Number | Text):
        value = tree.value
        return lambda _scope: value
    if isinstance(tree, Path):
        return path_code(tree, _code)
    if isinstance(tree, Negative):
        of = _code(tree.of)
        return lambda scope: -number(of(scope))
    if isinstance(tree, Binary):
        return _binary(tree)
    return _call(tree)


def _call(call: Call) -> Code:
    special = SPECIAL.get(call.name)
    if special is not None:
        return special(call.arguments, _code)
    if call.name not in FUNCTIONS:
        raise NotAnExpression(f"the function {call.name}() is not supported")
    fewest, most, function = FUNCTIONS[call.name]
    if not fewest <= len(call.arguments) <= most:
        raise NotAnExpression(f"{call.name}() with {len(call.arguments)} arguments")
    codes = [_code(argument) for argument in call.arguments]
    if len(codes) == 1:
        only = codes[0]
        return lambda scope: function(scope, only(scope))
    return lambda scope: function(scope, *[code(scope) for code in codes])


def _binary(tree: Binary) -> Code:
    left, right = _code(tree.left), _code(tree.right)
    if tree.operator in ("and", "or"):
        return _logical(left, right, decided_by=tree.operator == "or")
    if tree.operator == "=":
        return lambda scope: equal(left(scope), right(scope))
    if tree.operator == "!=":
        return lambda scope: not equal(left(scope), right(scope))
    operation = _NUMERIC[tree.operator]
    return lambda scope: operation(number(left(scope)), number(right(scope)))


def _logical(left: Code, right: Code, *, decided_by: bool) -> Code:
    """What is unknown on one side does not matter where the other decides."""

    def run(scope: Scope) -> Value:
        try:
            first = truth(left(scope))
        except Unknown:
            if truth(right(scope)) is decided_by:
                return decided_by
            raise
        return decided_by if first is decided_by else truth(right(scope))

    return run


def _divide(left: float, right: float) -> float:
    if right == 0:
        if left == 0 or math.isnan(left):
            return NAN
        return math.copysign(math.inf, left) * math.copysign(1, right)
    return left / right


def _remainder(left: float, right: float) -> float:
    return NAN if right == 0 or math.isinf(left) or math.isnan(left) else math.fmod(left, right)


_NUMERIC: dict[str, Callable[[float, float], Any]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "div": _divide,
    "mod": _remainder,
}
