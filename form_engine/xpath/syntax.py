"""The tree of an expression."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Number:
    value: float


@dataclass(frozen=True, slots=True)
class Text:
    value: str


@dataclass(frozen=True, slots=True)
class Negative:
    of: "Expression"


@dataclass(frozen=True, slots=True)
class Binary:
    """`operator`: or, and, =, !=, <, <=, >, >=, +, -, *, div, mod."""

    operator: str
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    arguments: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Step:
    """`name`: of a child, `*` for any, `.` or `..`."""

    name: str
    predicates: tuple["Expression", ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """`start`: "/" (the instance), "." (the node in hand), or a call of `instance` or `current`."""

    start: "str | Call"
    steps: tuple[Step, ...]


Expression: TypeAlias = Number | Text | Negative | Binary | Call | Path


def parts(expression: Expression) -> Iterator[Expression]:
    """The expression and all below it, predicates left out."""
    yield expression
    if isinstance(expression, Negative):
        yield from parts(expression.of)
    elif isinstance(expression, Binary):
        yield from parts(expression.left)
        yield from parts(expression.right)
    elif isinstance(expression, Call):
        for argument in expression.arguments:
            yield from parts(argument)
