"""How forms hang on a case, and which takes the place of which."""

from typing import Any

from core.clock import Clock
from core.mongo import Document
from review.models import Case, FormLink
from submissions import repository as submissions
from submissions.processing import may_replace
from submissions.rules.review_state import ReviewState

_KEPT_LINKS = 99
_LATEST = 20
"""So many forms of a household are looked at: a phone that goes mad must not make all others wait."""


def in_place_of_returned(case: Case, submission: Document, clock: Clock) -> Document:
    """A form that comes for a household whose last one was returned is the next version of that one.

    Collect sends the repeated visit as a new instance; only the case knows that it answers a return.
    """
    if not submission["is_current"] or submission.get("root_key"):
        return submission
    links = [link for link in case.forms[-_LATEST:] if link.form_id == submission["form_id"]]
    for old in submissions.heads([link.key for link in links if link.key != submission["_id"]]):
        if not old["is_current"] or old["review"]["state"] != ReviewState.HAS_ISSUES:
            continue
        later = old["received_at"] <= submission["received_at"]
        if later and may_replace(old, submission) and submissions.supersede(old, submission, now=clock()):
            return submissions.find_by_key(submission["_id"]) or submission
    return submission


def with_form_linked(case: Case, submission: Document, role: str) -> dict[str, Any]:
    """The change that hangs a form on a case; none when it hangs there already."""
    if any(link.key == submission["_id"] for link in case.forms):
        return {}
    link = FormLink(
        key=submission["_id"],
        instance_id=submission["instance_id"],
        form_id=submission["form_id"],
        role=role,
        received_at=submission["received_at"],
    )
    return {"forms": [*case.forms[-_KEPT_LINKS:], link]}


def let_others_follow(case: Case, returned: Document, clock: Clock) -> None:
    """Another form of the household that waited behind the returned one may now take its place."""
    for link in case.forms[-_LATEST:]:
        if link.form_id == returned["form_id"] and link.received_at > returned["received_at"]:
            submissions.wake(link.key, now=clock())


def is_later_version(submission: Document, key: str) -> bool:
    """Whether this submission is a later version of the one that holds the place."""
    return any(version["key"] == key for version in submission.get("versions", []))
