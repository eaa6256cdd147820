"""Names of the fields of Phiếu A and B that the review reads, wherever the form's groups put them."""

from collections.abc import Iterator, Mapping
from typing import Any

VILLAGE = "village"
HOUSEHOLD = "household"
NOT_LISTED = "other"
"""The answer to `household` when it is not on the phone's list."""
HEAD_NAME = "head_name"
ADDRESS = "address"
INTERVIEW_DATE = "interview_date"
GPS = "gps"
MEMBERS = "members"
MEMBERS_COUNT = "members_count"
OVERRIDE = "override"
OVERRIDE_REASON = "override_reason"

PHONE_B1 = "b1_total"
PHONE_B2 = "b2_total"
PHONE_CLASS = "expected_class"


def flat(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers by field name, groups opened; repeats stay lists. Field names are unique in a form."""
    return dict(_pairs(answers))


def _pairs(answers: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in answers.items():
        if isinstance(value, Mapping) and "latitude" not in value:
            yield from _pairs(value)
        else:
            yield name, value


def path_of(answers: Mapping[str, Any], name: str, *, root: str = "/data") -> str:
    """The path of a field in the answers; the root's when it is not there."""
    for key, value in answers.items():
        if key == name:
            return f"{root}/{key}"
        if isinstance(value, Mapping) and (found := path_of(value, name, root=f"{root}/{key}")).endswith(f"/{name}"):
            return found
    return root
