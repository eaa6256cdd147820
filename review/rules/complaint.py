"""A complaint about a posted list: what it must tell, until when it is in time, when it has to be settled.

Source: review procedure, section 4 steps 10-12 and section 8; slip: templates, section 7.
"""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

LONGEST_WORDS = 2_000
LONGEST_NAME = 120
LONGEST_CONTACT = 200
LONGEST_HOUSEHOLD = 200
LONGEST_DOCUMENTS = 500

_LONGEST = {
    "words": LONGEST_WORDS,
    "documents": LONGEST_DOCUMENTS,
    "name": LONGEST_NAME,
    "contact": LONGEST_CONTACT,
    "household": LONGEST_HOUSEHOLD,
}


class Ground(StrEnum):
    SHOULD_BE_IN = "should_be_in"
    """đề nghị đưa vào"""
    SHOULD_BE_OUT = "should_be_out"
    """đề nghị đưa ra"""
    WRONG_DATA = "wrong_data"
    """sai thông tin"""


class ComplaintState(StrEnum):
    OPEN = "open"
    """In the register; nobody has decided what follows."""
    ORDERED = "ordered"
    """Its household is being re-verified."""
    TAKEN_UP = "taken_up"
    """The household that was missing is being reviewed."""
    ANSWERED = "answered"
    DISMISSED = "dismissed"
    """Not admissible; the answer tells why."""
    LATE = "late"
    """Came after the end of its list: a note for whoever appraises."""


UNRESOLVED = frozenset({ComplaintState.OPEN, ComplaintState.ORDERED, ComplaintState.TAKEN_UP})
"""A list with one of these does not close."""


class Outcome(StrEnum):
    """How a complaint ended."""

    EXPLAINED = "explained"
    """Answered in words; nothing had to be looked at again."""
    DISMISSED = "dismissed"
    CONFIRMED = "confirmed"
    CHANGED = "changed"
    TAKEN_UP = "taken_up"
    """The household that was missing has been reviewed."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a complaint says. case_id: of a household on the list, else empty and `household` names it in words.

    name and contact: of who complains; both may be empty (anonymous: looked at, without a claim to an answer).
    documents: that came with it, in words.
    """

    case_id: str
    household: str
    ground: str
    words: str
    name: str = ""
    contact: str = ""
    documents: str = ""


def faults(told: Told, listed: Container[str]) -> dict[str, str]:
    """What is missing or can't be, code by field; empty: the complaint stands. listed: cases on the list."""
    found: dict[str, str] = {}
    if told.case_id and told.case_id not in listed:
        found["case_id"] = "not_on_the_list"
    elif not told.case_id and not told.household.strip():
        found["household"] = "missing"
    if told.ground not in set(Ground):
        found["ground"] = "missing"
    elif not told.case_id and told.ground != Ground.SHOULD_BE_IN:
        found["ground"] = "not_for_a_missing_one"
    if not told.words.strip():
        found["words"] = "missing"
    for name, longest in _LONGEST.items():
        if len(getattr(told, name)) > longest:
            found[name] = "too_long"
    return found


def is_in_time(on: date, until: date) -> bool:
    """The last day of the posting belongs to it."""
    return on <= until


def tidy_code(typed: str) -> str:
    """A receipt code as it is kept, of what somebody read off a paper: capitals, blanks and dots do not matter."""
    letters = "".join(one for one in typed.lower() if one.isalnum())
    if not letters.startswith("kn"):
        letters = f"kn{letters}"
    return "-".join([letters[:2], *(letters[at : at + 4] for at in range(2, len(letters), 4))])
