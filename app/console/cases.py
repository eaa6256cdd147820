"""Hồ sơ: a household's case in a round."""

from collections.abc import Mapping

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.utils import redirect

from app.auth import people
from app.auth.permissions import may
from app.complaints import candidates
from app.console import places
from app.console.blueprint import bp
from app.console.queue import titles_of_forms
from app.documents.refusal_papers import is_refused
from app.i18n import sentence
from app.wiring import current_actor, deps, requires
from core.errors import DomainError, NotAllowed, NotFound
from review import complaints, decisions, meetings, rescores, reverifications
from review import repository as review
from review.actions.meet_again import can_meet_again, meet_again
from review.actions.withdraw import REASONS, withdraw
from review.commune_models import Decision
from review.models import Case
from review.rules.recognised import DECIDED
from review.rules.stages import Stage, may_move


@bp.get("/ho-so/<case_id>")
@requires("case.read")
def case(case_id: str) -> ResponseReturnValue:
    """Stage, class, change, forms and history of one case."""
    return page_of_case(review.get_case(case_id, seen_by=current_actor()))


@bp.post("/ho-so/<case_id>/rut")
@requires("case.withdraw")
def withdraw_case(case_id: str) -> ResponseReturnValue:
    """Take a household off the list. Pressed twice, it is off once."""
    actor, given = current_actor(), request.form
    found = review.get_case(case_id, seen_by=actor)
    try:
        withdraw(found, given.get("ly-do", ""), given.get("noi-dung", ""), by=actor, clock=deps().clock)
    except (NotAllowed, NotFound):
        raise
    except DomainError as refusal:
        return page_of_case(found, error=sentence(refusal), given=given), 422
    return redirect(url_for("console.case", case_id=case_id), 303)


@bp.post("/ho-so/<case_id>/hop-lai")
@requires("meeting.repeat")
def meet_about_case_again(case_id: str) -> ResponseReturnValue:
    """Put a household back for another meeting. Pressed twice, it is put back once."""
    actor, given = current_actor(), request.form
    found = review.get_case(case_id, seen_by=actor)
    try:
        meet_again(found, given.get("ly-do-hop-lai", ""), by=actor, clock=deps().clock)
    except (NotAllowed, NotFound):
        raise
    except DomainError as refusal:
        return page_of_case(found, again_error=sentence(refusal)), 422
    return redirect(url_for("console.case", case_id=case_id), 303)


def page_of_case(
    found: Case,
    *,
    error: str = "",
    again_error: str = "",
    given: Mapping[str, str] | None = None,
    filled: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> str:
    actor = current_actor()
    reads = may(actor, "complaint.read")
    reopens = Stage(found.stage) in DECIDED and may(actor, "complaint.handle")
    sends_again = reopens or (found.stage == Stage.APPRAISAL_RETURNED and may(actor, "complaint.handle"))
    scored_by = found.assessment.submission_key if found.assessment else ""
    return render_template(
        "console/case.html",
        case=found,
        opened=review.get_round(found.round_id),
        area=places.breadcrumb(found.village_path),
        titles=titles_of_forms(),
        sheet_of=next((one.instance_id for one in found.forms if one.key == scored_by), None),
        in_force={one.submission_key for one in (found.screening, found.assessment) if one},
        names=people.names_of(entry.by for entry in found.history),
        may_open_forms=may(actor, "submission.read"),
        may_open_household=may(actor, "household.read"),
        meetings=meetings.meetings_of_case(found.round_id, found.village_path, found.id),
        complaints=complaints.of_case(found.id) if reads else [],
        reverifications=reverifications.of_case(found.id) if reads else [],
        sends_again=sends_again,
        reopens=reopens,
        candidates=candidates(found, actor) if sends_again else [],
        filled=filled or {},
        errors=errors or {},
        versions=rescores.versions_of_case(found.id) if may(actor, "ruleset.simulate") else [],
        may_withdraw=may(actor, "case.withdraw") and may_move(Stage(found.stage), Stage.WITHDRAWN),
        withdrawals=REASONS,
        meets_again=may(actor, "meeting.repeat") and can_meet_again(found),
        again_error=again_error,
        error=error,
        given=given or {},
        is_refused=is_refused(found, _last_decision(found.round_id)),
    )


def _last_decision(round_id: str) -> Decision | None:
    made = decisions.decisions_of(round_id)
    return made[-1] if made else None
