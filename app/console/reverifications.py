"""Phúc tra: a second visit, what it waits for, its minutes; the order for a household that the appraisal sent back."""

from collections.abc import Mapping
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.utils import redirect

from app.auth import people
from app.auth.permissions import may
from app.complaints import due_of_returned, find_enumerator
from app.console import places
from app.console.blueprint import bp
from app.console.cases import page_of_case
from app.console.complaint_form import key_of, read_conclusion, told_conclusion_faults
from app.i18n import sentence
from app.wiring import current_actor, deps, requires
from core.clock import local_day
from core.errors import Conflict, DomainError, NotAllowed, NotFound
from core.ids import new_id
from review import complaints, repository, reverifications
from review.actions import reverification as acts
from review.complaint_errors import ReverificationIncomplete
from review.complaint_models import Reverification
from review.errors import ReopeningNotConfirmed
from review.hearings import hearing_of, is_changed
from review.models import Case
from review.rules.recognised import DECIDED
from review.rules.stages import Stage


@bp.get("/phuc-tra/<reverification_id>")
@requires("complaint.read")
def reverification(reverification_id: str) -> ResponseReturnValue:
    """Who was sent, both results, what the conclusion waits for."""
    return _page(_find(reverification_id))


@bp.post("/phuc-tra/<reverification_id>/ket-luan")
@requires("complaint.handle")
def conclude_reverification(reverification_id: str) -> ResponseReturnValue:
    """Write the minutes. Pressed twice they are written once."""
    found, given, actor = _find(reverification_id), request.form, current_actor()
    try:
        acts.conclude(found, read_conclusion(given), key=key_of(given), by=actor, clock=deps().clock)
    except (NotAllowed, NotFound):
        raise
    except ReverificationIncomplete as refusal:
        return _page(found, filled=given, errors=told_conclusion_faults(refusal.facts["faults"])), 422
    except DomainError as refusal:
        status = 409 if isinstance(refusal, Conflict) else 422
        return _page(_find(reverification_id), filled=given, errors={"": sentence(refusal)}), status
    return redirect(url_for("console.reverification", reverification_id=found.id), 303)


@bp.post("/ho-so/<case_id>/phuc-tra")
@requires("complaint.handle")
def reverify_returned(case_id: str) -> ResponseReturnValue:
    """Send another enumerator to a household that the appraisal sent back, or reopen one that was decided upon.

    Pressed twice he is sent once. What reopens is confirmed with `toi-hieu`.
    """
    given, actor = request.form, current_actor()
    case = repository.get_case(case_id, seen_by=actor)
    if Stage(case.stage) in DECIDED and not given.get("toi-hieu"):
        return page_of_case(case, filled=given, errors={"toi-hieu": sentence(ReopeningNotConfirmed())}), 422
    try:
        made = acts.order_returned(
            case,
            find_enumerator(given.get("dieu-tra-vien", ""), actor),
            instruction=given.get("dan-do", ""),
            due_on=due_of_returned(case),
            by=actor,
            clock=deps().clock,
        )
    except (NotAllowed, NotFound):
        raise
    except DomainError as refusal:
        return page_of_case(case, filled=given, errors={"dieu-tra-vien": sentence(refusal)}), 422
    return redirect(url_for("console.reverification", reverification_id=made.id), 303)


def _find(reverification_id: str) -> Reverification:
    known = reverifications.get_reverification(reverification_id, seen_by=current_actor())
    return acts.settle(known, clock=deps().clock)


def _page(
    found: Reverification, *, filled: Mapping[str, str] | None = None, errors: Mapping[str, str] | None = None
) -> str:
    case = repository.get_case(found.case_id, seen_by=current_actor())
    is_done = found.state == "done"
    facts: dict[str, Any] = {
        "ordered": found,
        "case": case,
        "area": places.breadcrumb(found.village_path),
        "before": found.before if is_done else case.assessment,
        "after": found.after if is_done else case.reassessment,
        "hearing": hearing_of(case),
        "is_changed": is_changed(case),
        "complaints": [one for one in complaints.of_case(case.id) if one.reverification_id == found.id],
        "reopens": acts.reopens_decision(found, case),
        "waits_for": "" if is_done else _waits_for(found, case),
        "handles": may(current_actor(), "complaint.handle"),
        "names": people.names_of([found.ordered_by, found.concluded_by]),
        "key": (filled or {}).get("khoa") or new_id(),
        "today": local_day(deps().clock()),
        "filled": filled or {},
        "errors": errors or {},
    }
    return render_template("console/reverification.html", **facts)


def _waits_for(found: Reverification, case: Case) -> str:
    """What the conclusion waits for, in a sentence; empty when it can be written."""
    try:
        acts.require_ready(found, case)
    except DomainError as refusal:
        return sentence(refusal)
    return ""
