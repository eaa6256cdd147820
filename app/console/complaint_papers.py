"""Papers of complaints: with the name of who complained only for the duty, and it is written down who printed it."""

from typing import Any

from flask import Response, url_for

from app.auth import people
from app.auth.permissions import PUBLIC
from app.complaints import complainant_for
from app.console import places
from app.console.blueprint import bp
from app.console.complaints import find_complaint
from app.console.papers import FORM, paper_response
from app.documents.complaint_papers import answer_paper, receipt_paper, reverification_paper
from app.documents.kept import Subject
from app.wiring import current_actor, own_origin, requires
from review import complaints, meetings, reverifications
from review.complaint_errors import ComplaintNotFound, ReverificationNotFound
from review.complaint_models import Complainant, Complaint
from submissions import repository as submissions

_SEALED = "complaint.unseal"
"""Whoever may read who complained may have the paper that names him."""


@bp.get(f"/khieu-nai/<complaint_id>/giay-tiep-nhan.{FORM}")
@requires("complaint.unseal")
def complaint_receipt_on_paper(complaint_id: str, form: str) -> Response:
    """The receipt with the name of who complained, to be handed over."""
    found = find_complaint(complaint_id)
    return _receipt(found, complainant_for(found, current_actor()), form)


@bp.get(f"/cong-khai/<code>/giay-tiep-nhan.{FORM}")
@requires(PUBLIC)
def public_receipt_on_paper(code: str, form: str) -> Response:
    """The receipt for whoever holds its code, without a name. Raises ComplaintNotFound."""
    return _receipt(complaints.by_receipt(code), None, form)


@bp.get(f"/khieu-nai/<complaint_id>/tra-loi.{FORM}")
@requires("complaint.unseal")
def answer_on_paper(complaint_id: str, form: str) -> Response:
    """The answer to who complained. Raises ComplaintNotFound while it is not answered."""
    found = find_complaint(complaint_id)
    if not found.answer:
        raise ComplaintNotFound(complaint_id=complaint_id)
    who = complainant_for(found, current_actor())
    paper = answer_paper(found, who, places.breadcrumb(found.village_path))
    return paper_response(paper, form, _of("complaint_answer", found, _SEALED))


@bp.get(f"/phuc-tra/<reverification_id>/bien-ban.{FORM}")
@requires("complaint.read")
def reverification_on_paper(reverification_id: str, form: str) -> Response:
    """The minutes of a second visit. Raises ReverificationNotFound while they are not written."""
    actor = current_actor()
    done = reverifications.get_reverification(reverification_id, seen_by=actor)
    if done.state != "done":
        raise ReverificationNotFound(reverification_id=reverification_id)
    before, after = (_trace(one.submission_key) for one in (done.before, done.after))
    heard = meetings.get_meeting(done.meeting_id, seen_by=actor) if done.meeting_id else None
    paper = reverification_paper(done, before, after, heard, places.breadcrumb(done.village_path))
    subject = Subject("reverification", done.id, done.round_id, done.village_path, "complaint.read")
    return paper_response(paper, form, subject)


def _trace(key: str) -> list[dict[str, Any]]:
    kept = submissions.find_by_key(key) or {}
    found: list[dict[str, Any]] = (kept.get("score") or {}).get("trace", [])
    return found


def _receipt(found: Complaint, who: Complainant | None, form: str) -> Response:
    names = people.names_of([found.received_by]) if found.received_by else {}
    address = f"{own_origin()}{url_for('console.public_list', code=found.code)}"
    paper = receipt_paper(
        found,
        who,
        places.breadcrumb(found.village_path),
        received_by=names.get(found.received_by, ""),
        address=address,
    )
    return paper_response(paper, form, _of("complaint_receipt", found, "complaint.read" if who is None else _SEALED))


def _of(kind: str, found: Complaint, permission: str) -> Subject:
    return Subject(kind, found.id, found.round_id, found.village_path, permission)
