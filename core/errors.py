"""Refusals: a code and facts. Sentences and status numbers are given at the edge (app/errors.py)."""

from typing import Any, ClassVar


class CannotStart(Exception):
    """A process can't begin or go on, for a reason that its operator can mend. Told in a line, not as a fault."""


class DomainError(Exception):
    """Something that a caller asked for and that is refused, with the facts that explain why.

    Facts hold ids, counts, dates and codes; never names, identity numbers, places or answers.
    """

    code: ClassVar[str] = "error"

    def __init__(self, **facts: Any) -> None:
        super().__init__(self.code)
        self.facts = facts

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value}" for name, value in sorted(self.facts.items()))
        return f"{self.code} ({told})" if told else self.code


class InvalidInput(DomainError):
    """What was sent can't be read or understood."""

    code = "invalid_input"


class NotAllowed(DomainError):
    """Who asks has no right to do this."""

    code = "not_allowed"


class NotFound(DomainError):
    """There is no such thing, or it lies outside what the asker may see."""

    code = "not_found"


class Conflict(DomainError):
    """It was changed since it was read, or stands against what is stored."""

    code = "conflict"


class RuleBroken(DomainError):
    """A rule of the procedure forbids it now."""

    code = "rule_broken"
