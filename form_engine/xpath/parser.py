"""Tokens to a tree: the grammar of XPath 1.0 as far as forms use it, a method a level of precedence."""

from collections.abc import Callable

from form_engine.xpath.errors import NotAnExpression
from form_engine.xpath.lexer import Token, tokens
from form_engine.xpath.syntax import Binary, Call, Expression, Negative, Number, Path, Step, Text

_DEEPEST = 120


def parse(expression: str) -> Expression:
    """Raises NotAnExpression."""
    try:
        return _Parser(tokens(expression)).whole()
    except RecursionError:
        raise NotAnExpression("too deep") from None


class _Parser:
    def __init__(self, found: list[Token]) -> None:
        self._tokens = found
        self._at = 0
        self._depth = 0

    def whole(self) -> Expression:
        expression = self._or()
        if self._now.kind != "end":
            raise NotAnExpression(f"“{self._now.text}” is not expected")
        return expression

    @property
    def _now(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._now
        self._at += 1
        return token

    def _is(self, *texts: str, kind: str = "sign") -> bool:
        return self._now.kind == kind and self._now.text in texts

    def _expect(self, text: str) -> None:
        if not self._is(text):
            raise NotAnExpression(f"“{text}” is missing")
        self._at += 1

    def _or(self) -> Expression:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise NotAnExpression("too deep")
        found = self._chain(self._and, "or", kind="name")
        self._depth -= 1
        return found

    def _and(self) -> Expression:
        return self._chain(self._equal, "and", kind="name")

    def _equal(self) -> Expression:
        return self._chain(self._ordered, "=", "!=")

    def _ordered(self) -> Expression:
        return self._chain(self._sum, "<", "<=", ">", ">=")

    def _sum(self) -> Expression:
        return self._chain(self._product, "+", "-")

    def _product(self) -> Expression:
        left = self._negative()
        while self._is("*") or self._is("div", "mod", kind="name"):
            left = Binary(self._take().text, left, self._negative())
        return left

    def _chain(self, part: Callable[[], Expression], *operators: str, kind: str = "sign") -> Expression:
        left = part()
        while self._is(*operators, kind=kind):
            left = Binary(self._take().text, left, part())
        return left

    def _negative(self) -> Expression:
        if self._is("-"):
            self._take()
            return Negative(self._negative())
        found = self._primary()
        if self._is("|"):
            raise NotAnExpression("a union (|) is not supported")
        return found

    def _primary(self) -> Expression:
        token = self._now
        if token.kind == "number":
            return Number(float(self._take().text))
        if token.kind == "text":
            return Text(self._take().text)
        if self._is("("):
            self._take()
            inner = self._or()
            self._expect(")")
            return inner
        if token.kind == "name" and self._tokens[self._at + 1] == Token("sign", "("):
            return self._call()
        return self._path()

    def _call(self) -> Expression:
        name = self._take().text
        self._take()
        arguments: list[Expression] = []
        while not self._is(")"):
            if arguments:
                self._expect(",")
            arguments.append(self._or())
        self._take()
        call = Call(name, tuple(arguments))
        if name in ("instance", "current"):
            return Path(call, self._steps() if self._is("/") else ())
        if self._is("/", "["):
            raise NotAnExpression(f"a path that begins with {name}() is not supported")
        return call

    def _path(self) -> Path:
        if self._is("/"):
            return Path("/", self._steps())
        return Path(".", (self._step(), *self._steps()))

    def _steps(self) -> tuple[Step, ...]:
        steps = []
        while self._is("/"):
            self._take()
            steps.append(self._step())
        return tuple(steps)

    def _axis(self) -> Token | None:
        """The long way of saying `.` and `..`; `child::` says nothing."""
        if self._tokens[min(self._at + 1, len(self._tokens) - 1)] != Token("sign", "::"):
            return None
        axis = self._now.text
        if axis not in ("child", "parent", "self"):
            raise NotAnExpression(f"the step {axis} is not supported")
        self._at += 2
        if axis == "child":
            return None
        for part in ("node", "(", ")"):
            if self._take().text != part:
                raise NotAnExpression(f"{axis}:: with something else than node()")
        return Token("sign", "." if axis == "self" else "..")

    def _step(self) -> Step:
        token = self._axis() or self._take()
        if token.text not in (".", "..", "*") and token.kind != "name":
            raise NotAnExpression(f"“{token.text or 'the end'}” is not expected")
        if self._is("::") or (token.kind == "name" and self._is("(")):
            raise NotAnExpression(f"the step {token.text} is not supported")
        predicates: list[Expression] = []
        while self._is("["):
            self._take()
            predicates.append(self._or())
            self._expect("]")
        return Step(token.text, tuple(predicates))
