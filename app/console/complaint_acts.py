"""What the commune does about a complaint: open who made it, answer, send another enumerator, review who was left."""

from flask import request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.utils import redirect

from app.complaints import complainant_for, find_enumerator
from app.console.blueprint import bp
from app.console.complaint_form import key_of, told_faults
from app.console.complaints import find_complaint, page_of_complaint
from app.i18n import sentence
from app.wiring import current_actor, deps, requires
from core.errors import Conflict, DomainError, NotAllowed, NotFound
from review.actions import complaint as acts
from review.actions import reverification
from review.complaint_errors import ComplaintIncomplete
from review.complaint_models import Complaint
from review.rules.complaint import Outcome


@bp.post("/khieu-nai/<complaint_id>/nguoi-gui")
@requires("complaint.unseal")
def unseal_complaint(complaint_id: str) -> ResponseReturnValue:
    """Show who complained, this once. It is written down who looked."""
    found = find_complaint(complaint_id)
    return page_of_complaint(found, opened_to=complainant_for(found, current_actor()))


@bp.post("/khieu-nai/<complaint_id>/tra-loi")
@requires("complaint.handle")
def answer_complaint(complaint_id: str) -> ResponseReturnValue:
    """Answer in words, or dismiss with the reason. Pressed twice it is one answer."""
    found, given = find_complaint(complaint_id), request.form
    outcome = Outcome.DISMISSED if given.get("cach") == Outcome.DISMISSED else Outcome.EXPLAINED
    try:
        acts.answer(found, outcome, given.get("loi-dap", ""), key=key_of(given), by=current_actor(), clock=deps().clock)
    except (NotAllowed, NotFound):
        raise
    except DomainError as refusal:
        return _refused(found, "loi-dap", refusal)
    return _back(found)


@bp.post("/khieu-nai/<complaint_id>/phuc-tra")
@requires("complaint.handle")
def order_reverification(complaint_id: str) -> ResponseReturnValue:
    """Send another enumerator. Pressed twice he is sent once."""
    found, given, actor = find_complaint(complaint_id), request.form, current_actor()
    try:
        enumerator = find_enumerator(given.get("dieu-tra-vien", ""), actor)
        reverification.order(found, enumerator, instruction=given.get("dan-do", ""), by=actor, clock=deps().clock)
    except (NotAllowed, NotFound):
        raise
    except DomainError as refusal:
        return _refused(found, "dieu-tra-vien", refusal)
    return _back(found)


@bp.post("/khieu-nai/<complaint_id>/dua-vao")
@requires("complaint.handle")
def take_up_household(complaint_id: str) -> ResponseReturnValue:
    """Review a household that is on no list. Pressed twice it is taken up once."""
    found, given = find_complaint(complaint_id), request.form
    try:
        acts.take_up(
            found,
            case_id=given.get("ho", ""),
            head_name=given.get("ten-ho", ""),
            address=given.get("dia-chi", ""),
            by=current_actor(),
            clock=deps().clock,
        )
    except (NotAllowed, NotFound):
        raise
    except ComplaintIncomplete as refusal:
        errors = told_faults(refusal.facts["faults"])
        return page_of_complaint(found, filled=given, errors=errors), 422
    except DomainError as refusal:
        return _refused(found, "ho", refusal)
    return _back(found)


def _refused(found: Complaint, field: str, refusal: DomainError) -> ResponseReturnValue:
    """The page as it is now, with what was typed and why it was not done."""
    status = 409 if isinstance(refusal, Conflict) else 422
    now = find_complaint(found.id)
    return page_of_complaint(now, filled=request.form, errors={field: sentence(refusal)}), status


def _back(found: Complaint) -> ResponseReturnValue:
    return redirect(url_for("console.complaint", complaint_id=found.id), 303)
