"""Phản ánh, khiếu nại: the register of an area, one complaint, and the entry of one that came on paper."""

from collections.abc import Mapping
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.utils import redirect

from app.auth import people
from app.auth.permissions import may
from app.complaints import candidates, who_looked
from app.console import places
from app.console.blueprint import bp
from app.console.complaint_form import key_of, read_complaint, read_day, told_faults
from app.holidays import working_calendar
from app.i18n import sentence
from app.wiring import current_actor, deps, requires
from core.calendar import working_days_after
from core.clock import local_day
from core.errors import DomainError, NotAllowed, NotFound
from core.ids import new_id
from review import complaints, postings, repository, reverifications
from review.actions import complaint as acts
from review.actions.reverification import settle as settle_reverification
from review.complaint_errors import ComplaintIncomplete
from review.complaint_models import Complainant, Complaint, Reverification
from review.models import Case, Posting
from review.rules.complaint import UNRESOLVED, ComplaintState

_AT_ONCE = 50
_OPEN, _LATE, _ALL = "dang-mo", "den-muon", "tat-ca"


@bp.get("/khieu-nai")
@requires("complaint.read")
def complaint_register() -> ResponseReturnValue:
    """What is unresolved, what is due first first; or everything, or what came late, the newest first.

    Names nobody who complained.
    """
    actor, given = current_actor(), request.args
    village, shown = given.get("thon", ""), given.get("trang-thai", _OPEN)
    before = given.get("truoc", "")
    now = deps().clock()
    if shown in (_ALL, _LATE):
        last = int(before) if before.isdecimal() else None
        states = [ComplaintState.LATE] if shown == _LATE else []
        found = complaints.page(seen_by=actor, now=now, village=village, states=states, before=last, limit=_AT_ONCE)
    else:
        found = [one for one in complaints.unresolved(seen_by=actor) if one.village_path.startswith(village)]
    return render_template(
        "console/complaints.html",
        found=found,
        shown=shown,
        village=village,
        villages=places.villages_of(actor),
        names=places.names_of_places(one.village_path for one in found),
        left={one.id: days_left(one) for one in found},
        older=found[-1].seq if shown != _OPEN and len(found) == _AT_ONCE else None,
        area=places.breadcrumb(actor.area_path),
    )


@bp.get("/khieu-nai/<complaint_id>")
@requires("complaint.read")
def complaint(complaint_id: str) -> ResponseReturnValue:
    """One complaint: what it says, its clock, what was done, what can be done next."""
    return page_of_complaint(find_complaint(complaint_id))


@bp.get("/niem-yet/<posting_id>/khieu-nai")
@requires("complaint.handle")
def paper_complaint(posting_id: str) -> ResponseReturnValue:
    """The slip of one that came on paper, to be typed."""
    return _paper_page(postings.get_posting(posting_id, seen_by=current_actor()), key=new_id())


@bp.post("/niem-yet/<posting_id>/khieu-nai")
@requires("complaint.handle")
def enter_paper_complaint(posting_id: str) -> ResponseReturnValue:
    """Enter it into the register. Pressed twice it is one entry."""
    actor, given = current_actor(), request.form
    found, key = postings.get_posting(posting_id, seen_by=actor), key_of(given)
    try:
        kept = acts.file_complaint(
            found,
            read_complaint(given),
            key=key,
            on=read_day(given.get("ngay-nhan", "")),
            by=actor,
            calendar=working_calendar(),
            clock=deps().clock,
        )
    except (NotAllowed, NotFound):
        raise
    except ComplaintIncomplete as refusal:
        return _paper_page(found, key=key, filled=given, errors=told_faults(refusal.facts["faults"])), 422
    except DomainError as refusal:
        return _paper_page(found, key=key, filled=given, errors={"ngay-nhan": sentence(refusal)}), 422
    return redirect(url_for("console.complaint", complaint_id=kept.id), 303)


def find_complaint(complaint_id: str) -> Complaint:
    return acts.settle(complaints.get_complaint(complaint_id, seen_by=current_actor()), clock=deps().clock)


def days_left(found: Complaint) -> int:
    """Working days until it is due, today's not counted; below zero when that is past."""
    today, calendar = local_day(deps().clock()), working_calendar()
    if found.due_on >= today:
        return working_days_after(today, found.due_on, calendar)
    return -working_days_after(found.due_on, today, calendar)


def page_of_complaint(
    found: Complaint,
    *,
    opened_to: Complainant | None = None,
    filled: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> str:
    actor = current_actor()
    case = repository.find_case(found.case_id) if found.case_id else None
    handles = may(actor, "complaint.handle")
    looked = who_looked(found)
    ordered = _reverification_of(found)
    opened = repository.get_round(found.round_id)
    facts: dict[str, Any] = {
        "complaint": found,
        "case": case,
        "opened": opened,
        "rule": acts.complaint_rule(opened),
        "area": places.breadcrumb(found.village_path),
        "left": days_left(found),
        "is_open": found.state in UNRESOLVED,
        "handles": handles,
        "may_unseal": may(actor, "complaint.unseal"),
        "complainant": opened_to,
        "looked": looked,
        "names": people.names_of([*(one["by"] for one in looked), *(one.by for one in found.history)]),
        "candidates": candidates(case, actor) if handles and case and found.state == ComplaintState.OPEN else [],
        "missing": _may_be_taken_up(found) if handles else [],
        "ordered": ordered,
        "posting": postings.get_posting(found.posting_id, seen_by=actor),
        "key": (filled or {}).get("khoa") or new_id(),
        "today": local_day(deps().clock()),
        "filled": filled or {},
        "errors": errors or {},
    }
    return render_template("console/complaint.html", **facts)


def _may_be_taken_up(found: Complaint) -> list[Case]:
    if not found.is_missing or found.state != ComplaintState.OPEN:
        return []
    return acts.may_be_taken_up(repository.cases_of_villages(found.round_id, [found.village_path]))


def _reverification_of(found: Complaint) -> Reverification | None:
    if not found.reverification_id:
        return None
    known = reverifications.get_reverification(found.reverification_id, seen_by=current_actor())
    return settle_reverification(known, clock=deps().clock)


def _paper_page(
    found: Posting,
    *,
    key: str,
    filled: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> str:
    return render_template(
        "console/paper_complaint.html",
        posting=found,
        area=places.breadcrumb(found.village_path),
        key=key,
        today=local_day(deps().clock()),
        filled=filled or {},
        errors=errors or {},
        action=url_for("console.enter_paper_complaint", posting_id=found.id),
        button=_("Enter it into the register"),
    )
