"""Text of an expression to its tokens."""

import re
from dataclasses import dataclass

from form_engine.xpath.errors import NotAnExpression

_MOST_TOKENS = 20_000
_TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>\d+(?:\.\d*)?|\.\d+)
    | (?P<text>"[^"]*"|'[^']*')
    | (?P<name>[^\W\d][\w.\-]*(?::[^\W\d][\w.\-]*)?)
    | (?P<sign>\.\.|//|::|!=|<=|>=|[()\[\]/@,.*+\-=<>|$])
    )""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """kind: number, text, name, sign, or end."""

    kind: str
    text: str


def tokens(expression: str) -> list[Token]:
    """Ends with a token of kind `end`. Raises NotAnExpression."""
    found: list[Token] = []
    at, end = 0, len(expression.rstrip())
    while at < end:
        match = _TOKEN.match(expression, at)
        if match is None:
            raise NotAnExpression(f"unreadable from character {at + 1}")
        kind = str(match.lastgroup)
        text = match.group(kind)
        found.append(Token(kind, text[1:-1] if kind == "text" else text))
        if len(found) > _MOST_TOKENS:
            raise NotAnExpression("too long")
        at = match.end()
    return [*found, Token("end", "")]
