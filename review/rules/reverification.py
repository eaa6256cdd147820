"""Re-verification: who may visit, and what its minutes must hold.

Source: review procedure, section 2 (separation of duties), section 4 step 11, section 8; minutes: templates, section 7.
"""

from dataclasses import dataclass
from datetime import date

LONGEST_WORDS = 2_000
LONGEST_TEAM = 300


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What the officer writes down. team: who went. words: what was found. answer: what the complainants are told."""

    visited_on: date | None
    team: str
    words: str
    answer: str


def faults(told: Conclusion, *, ordered_on: date, today: date) -> dict[str, str]:
    """What is missing or can't be, code by field; empty: the conclusion stands."""
    found: dict[str, str] = {}
    if told.visited_on is None:
        found["visited_on"] = "missing"
    elif not ordered_on <= told.visited_on <= today:
        found["visited_on"] = "not_in_time"
    for name, longest in (("team", LONGEST_TEAM), ("words", LONGEST_WORDS), ("answer", LONGEST_WORDS)):
        text = getattr(told, name).strip()
        if not text:
            found[name] = "missing"
        elif len(text) > longest:
            found[name] = "too_long"
    return found
