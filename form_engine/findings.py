"""What is odd about an instance: a list for the reviewer, never an exception and never a reason to refuse."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class FindingKind(StrEnum):
    MISSING = "missing"
    """Required, relevant, and left empty."""
    WRONG_TYPE = "wrong_type"
    """The text is no value of the field's type; it is kept as text. Facts: `expected`."""
    LOOSE_TEXT = "loose_text"
    """Text where only questions stand: in a group, in a round, or (path "") in the form itself."""
    UNKNOWN_CHOICE = "unknown_choice"
    """A code that the form's list lacks. Facts: `value`."""
    UNKNOWN_FIELD = "unknown_field"
    """An element that this version of the form doesn't know."""
    ANSWERED_TWICE = "answered_twice"
    """A field or group that doesn't repeat, and stands twice; the first is read."""
    NOT_RELEVANT = "not_relevant"
    """Answered, though the form does not ask it after the other answers. Of a group once, not of all in it."""
    CONSTRAINT_FALSE = "constraint_false"
    """The answer breaks the question's rule."""
    CALCULATED_OTHERWISE = "calculated_otherwise"
    """The form works out something else from the answers that came. Facts: `phone`, `server`."""
    CHOICE_NOT_OFFERED = "choice_not_offered"
    """On the question's list, but filtered out after the other answers. Facts: `value`."""
    REPEAT_COUNT = "repeat_count"
    """Another number of rounds than the form fixes. Facts: `count`, `expected`."""
    NOT_EVALUATED = "not_evaluated"
    """The rules of the form could not be held against the answers."""
    ATTACHMENT_MISSING = "attachment_missing"
    """Named by the instance and not here yet. Facts: `name`."""
    TOO_MANY_FINDINGS = "too_many_findings"
    """The list was cut. Facts: `count`, how many were left out."""


@dataclass(frozen=True, slots=True)
class Finding:
    """`path` counts repeats from 1: `/data/members[2]/birth_date`."""

    path: str
    kind: FindingKind
    facts: Mapping[str, Any] = field(default_factory=dict)
