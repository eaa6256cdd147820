"""Every query and write of complaints. `seen_by` on each that serves a person."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from mongoengine.errors import NotUniqueError

from core.actor import Actor
from core.mongo import newest
from review import as_read
from review.complaint_errors import ComplaintChanged, ComplaintNotFound
from review.complaint_models import Complainant, Complaint, ComplaintAct
from review.rules.complaint import UNRESOLVED, ComplaintState, tidy_code

_ON_A_CASE = (ComplaintState.OPEN, ComplaintState.ORDERED)


def ensure_indexes() -> None:
    Complaint.ensure_indexes()


def get_complaint(complaint_id: str, *, seen_by: Actor) -> Complaint:
    """Raises ComplaintNotFound, also when it lies outside the actor's area."""
    found = find(complaint_id)
    if found is None or not seen_by.covers(found.village_path):
        raise ComplaintNotFound(complaint_id=complaint_id)
    return found


def find(complaint_id: str) -> Complaint | None:
    """For the system."""
    found: Complaint | None = Complaint.objects(id=complaint_id).first()
    return found


def by_receipt(typed: str) -> Complaint:
    """The complaint of a receipt code, for whoever holds the code. Raises ComplaintNotFound."""
    found: Complaint | None = Complaint.objects(code=tidy_code(typed)).first()
    if found is None:
        raise ComplaintNotFound()
    return found


def complainant_of(complaint: Complaint) -> Complainant:
    """Who complained; both fields empty for an anonymous one. Whoever asks leaves a trace (app/sealed.py)."""
    found: Complainant | None = Complainant.objects(id=complaint.id).first()
    return found or Complainant(id=complaint.id)


def page(
    *,
    seen_by: Actor,
    now: datetime,
    village: str = "",
    states: Iterable[str] = (),
    before: int | None = None,
    limit: int = 50,
) -> list[Complaint]:
    """The register of an area, the newest first. Nothing for a village outside the actor's area."""
    if village and not seen_by.covers(village):
        return []
    where: dict[str, Any] = {"within": village or seen_by.area_path}
    if wanted := [str(one) for one in states]:
        where["state"] = {"$in": wanted}
    rows = newest(Complaint._get_collection(), where, now=now, before=before, limit=limit)
    return [Complaint._from_son(row) for row in rows]


def late_within(path: str) -> list[Complaint]:
    """Those of an area that came after the end of their list, in order. For the system, and for who has the area."""
    return sorted(Complaint.objects(within=path, state=ComplaintState.LATE), key=lambda one: int(one.seq))


def unresolved(*, seen_by: Actor, most: int = 200) -> list[Complaint]:
    """What waits for the commune, what is due first first."""
    found: list[Complaint] = []
    for state in sorted(UNRESOLVED):
        found += Complaint.objects(within=seen_by.area_path, state=state).limit(most)
    return sorted(found, key=lambda one: (one.due_on, int(one.seq)))


def of_posting(posting_id: str) -> list[Complaint]:
    """In the order in which they came. For the system, and for who was let see the list."""
    return sorted(Complaint.objects(posting_id=posting_id), key=lambda one: int(one.seq))


def of_case(case_id: str) -> list[Complaint]:
    """In the order in which they came. For the system, and for who was let see the case."""
    return sorted(Complaint.objects(case_id=case_id), key=lambda one: int(one.seq)) if case_id else []


def open_on_posting(posting_id: str) -> int:
    """How many about a list are unresolved. For the system; which they are is for those with the duty."""
    return sum(one.state in UNRESOLVED for one in Complaint.objects(posting_id=posting_id))


def open_on_case(case_id: str) -> list[Complaint]:
    """Unresolved complaints about the posted result of a case. For the system."""
    return [one for one in of_case(case_id) if one.state in _ON_A_CASE and not one.is_missing]


def unsettled() -> list[Complaint]:
    """For the system."""
    return list(Complaint.objects(is_settled=False))


def add(complaint: Complaint, complainant: Complainant) -> Complaint:
    """Keep a complaint; kept twice it is the first one. Who complains is written first: no entry is without him."""
    if complainant.name or complainant.contact:
        with suppress(NotUniqueError):  # the same post at the same moment: his is the same entry
            complainant.save(force_insert=True)
    try:
        saved: Complaint = complaint.save(force_insert=True)
    except NotUniqueError:
        saved = Complaint.objects(id=complaint.id).get()
    return saved


def change(complaint: Complaint, changes: Mapping[str, Any], **more: Any) -> Complaint:
    """Write changes in one update if it is still as it was read. Raises ComplaintChanged."""
    return as_read.change(complaint, changes, ComplaintChanged(complaint_id=complaint.id), **more)


def attach(case_id: str, reverification_id: str, act: ComplaintAct) -> None:
    """All open complaints about a case wait for its re-verification. Doing it again changes none."""
    waiting = Complaint.objects(case_id=case_id, state=ComplaintState.OPEN, is_missing__ne=True)
    waiting.update(
        set__state=ComplaintState.ORDERED, set__reverification_id=reverification_id, push__history=act, inc__revision=1
    )


def answer_all(reverification_id: str, case_id: str, changes: Mapping[str, Any], act: ComplaintAct) -> None:
    """Answer every complaint that waited for a re-verification. Doing it again changes none."""
    waiting = Complaint.objects(case_id=case_id, reverification_id=reverification_id, state=ComplaintState.ORDERED)
    waiting.update(
        set__state=ComplaintState.ANSWERED,
        push__history=act,
        inc__revision=1,
        **{f"set__{name}": value for name, value in changes.items()},
    )


def first_due(found: Iterable[Complaint]) -> date | None:
    return min((one.due_on for one in found), default=None)
