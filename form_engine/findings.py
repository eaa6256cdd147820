"""What is odd about an instance: a list for the reviewer, never an exception and never a reason to refuse."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class FindingKind(StrEnum):
    MISSING = "missing"
    """Required, asked, and left empty."""
    WRONG_TYPE = "wrong_type"
    """The text is no value of the field's type; it is kept as text. Facts: `expected`."""
    UNKNOWN_CHOICE = "unknown_choice"
    """A code that the form's list lacks. Facts: `value`."""
    UNKNOWN_FIELD = "unknown_field"
    """An element that this version of the form doesn't know."""
    ANSWERED_TWICE = "answered_twice"
    """A field or group that doesn't repeat, and stands twice; the first is read."""
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
