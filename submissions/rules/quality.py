"""What is odd about a submission as a whole: flags for the reviewer, never a reason to refuse."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any


class Flag(StrEnum):
    """Kinds of findings that concern the submission, beside those about single questions (form_engine.findings)."""

    ATTACHMENT_MISSING = "attachment_missing"
    ATTACHMENT_UNEXPECTED = "attachment_unexpected"
    ATTACHMENT_DIFFERS = "attachment_differs"
    """The same file name came again with other bytes."""
    ATTACHMENT_BESIDE = "attachment_beside"
    """A file came that may not become the form's any more, and there is none of its name."""
    UNKNOWN_VERSION = "unknown_version"
    OLDER_VERSION = "older_version"
    OUTSIDE_AREA = "outside_area"
    """The household lies outside the area of who sent it."""
    ROLE_DOES_NOT_FILL = "role_does_not_fill"
    """No role that the sender had then fills this form: it is kept, and who reviews it has to know."""
    HOUSEHOLD_UNKNOWN = "household_unknown"
    HOUSEHOLD_NEW = "household_new"
    HOUSEHOLD_DIFFERS = "household_differs"
    """The head written in the form is not the head of the household that was chosen."""
    FILLED_TWICE = "filled_twice"
    CALCULATION_DIFFERS = "calculation_differs"
    """The phone and the server computed different things. Facts: phone, server."""
    ORIGINAL_UNKNOWN = "original_unknown"
    """It replaces a submission that is not here."""
    OUTDATED_EDIT = "outdated_edit"
    """It replaces a version that another one replaced already."""
    EDIT_NOT_TAKEN = "edit_not_taken"
    """It wants to replace what is approved, or what lies outside the area of who sent it."""
    NO_ROUND = "no_round"
    NO_SCREENING = "no_screening"
    NOT_SCORED = "not_scored"
    NOT_THE_REVERIFIER = "not_the_reverifier"
    """The household is being re-verified, and somebody else was sent."""
    CASE_CLOSED_TO_FORMS = "case_closed_to_forms"
    ENCRYPTED = "encrypted"
    ENTITY_LIST_UNKNOWN = "entity_list_unknown"
    ENTITY_AWAITS_APPROVAL = "entity_awaits_approval"
    ENTITY_NO_VILLAGE = "entity_no_village"
    """A household can't be put on the register: no village of the sender's area is named."""
    ENTITY_OF_THE_REGISTER = "entity_of_the_register"
    """It saves to a property that follows the register."""
    ENTITY_HELD = "entity_held"
    """It was made on top of a change that is not here yet."""
    ENTITY_CONFLICT = "entity_conflict"
    ENTITY_OUTSIDE_AREA = "entity_outside_area"


FindingRecord = dict[str, Any]


def finding(kind: str, path: str = "", **facts: Any) -> FindingRecord:
    """A finding as it is kept: a path in the form ("" for the whole), a kind and facts for its sentence."""
    return {"path": path, "kind": kind, "facts": facts}


def attachment_findings(
    expected: Iterable[str], attachments: Iterable[Mapping[str, Any]], alternatives: Iterable[Mapping[str, Any]]
) -> list[FindingRecord]:
    """Files that the form names and that are not here yet; files that it does not name; files kept beside."""
    expected, here = set(expected), {one["name"] for one in attachments}
    beside = {one["name"] for one in alternatives}
    return [
        *(finding(Flag.ATTACHMENT_MISSING, name=name) for name in sorted(expected - here)),
        *(finding(Flag.ATTACHMENT_UNEXPECTED, name=name) for name in sorted(here - expected)),
        *(finding(Flag.ATTACHMENT_DIFFERS, name=name) for name in sorted(beside & here)),
        *(finding(Flag.ATTACHMENT_BESIDE, name=name) for name in sorted(beside - here)),
    ]
