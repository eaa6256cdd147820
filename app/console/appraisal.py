"""Thẩm định: the list that was sent up, and the answer of the level above."""

from collections.abc import Mapping

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.utils import redirect

from app.auth import people
from app.auth.permissions import may
from app.console import places
from app.console.blueprint import bp
from app.console.commune import document_told
from app.console.papers import FORM, paper_response
from app.documents.appraisal_papers import opinion_paper, request_paper
from app.documents.kept import Subject
from app.i18n import sentence
from app.wiring import current_actor, deps, requires
from core.clock import local_day
from core.errors import DomainError, NotAllowed, NotFound
from review import appraisals, complaints, population, postings, repository
from review.actions import appraisal as acts
from review.actions.appraisal import Answer
from review.commune_errors import AppraisalNotFound, NotTheAppraisingLevel, SameHandTwice
from review.commune_models import Appraisal
from review.complaint_models import Complaint
from review.rules.complaint import ComplaintState
from review.rules.report_counts import together

_LATE_SHOWN = 20
_AGREES, _BACK = "nhat-tri", "tra-lai"


@bp.get("/tham-dinh/<appraisal_id>")
@requires("case.read")
def appraisal(appraisal_id: str) -> ResponseReturnValue:
    """The list by village, when the answer is due, and the answer."""
    return _page(_find(appraisal_id))


@bp.post("/tham-dinh/<appraisal_id>")
@requires("appraisal.give")
def give_opinion(appraisal_id: str) -> ResponseReturnValue:
    """Agree, or send villages and households back. The same answer sent twice is given once."""
    found, given = _find(appraisal_id), request.form
    said = Answer(
        agrees=given.get("y-kien") == _AGREES,
        villages={one: given.get(f"ly-do-thon-{one}", "") for one in given.getlist("thon")},
        cases={one: given.get(f"ly-do-ho-{one}", "") for one in given.getlist("ho")},
    )
    try:
        if given.get("y-kien") not in (_AGREES, _BACK):
            return _page(found, errors={"y-kien": "y-kien"}, given=given), 422
        acts.give_opinion(found, document_told(given), said, by=current_actor(), clock=deps().clock)
    except (NotTheAppraisingLevel, SameHandTwice) as refusal:
        return _page(found, errors={"": sentence(refusal)}, given=given), 403
    except (NotAllowed, NotFound):
        raise
    except DomainError as refusal:
        return _page(_find(appraisal_id), errors={"": sentence(refusal)}, given=given), 422
    return redirect(url_for("console.appraisal", appraisal_id=appraisal_id), 303)


@bp.get(f"/tham-dinh/<appraisal_id>/bao-cao.{FORM}")
@requires("case.read")
def request_on_paper(appraisal_id: str, form: str) -> Response:
    """The report that asks for the appraisal, with its list."""
    found = _find(appraisal_id)
    opened = repository.get_round(found.round_id)
    paper = request_paper(
        found,
        opened,
        places.breadcrumb(found.commune_path),
        places.names_of_places(one.village_path for one in found.rows),
        _settled_before(found),
        together(population.population_of(found.round_id).values()),
    )
    return paper_response(paper, form, Subject("appraisal_request", found.id, found.round_id, found.commune_path))


@bp.get(f"/tham-dinh/<appraisal_id>/y-kien.{FORM}")
@requires("case.read")
def opinion_on_paper(appraisal_id: str, form: str) -> Response:
    """The answer. Raises AppraisalNotFound while there is none."""
    found = _find(appraisal_id)
    if found.opinion is None:
        raise AppraisalNotFound(appraisal_id=appraisal_id)
    opened = repository.get_round(found.round_id)
    paper = opinion_paper(
        found,
        opened,
        places.breadcrumb(found.commune_path),
        places.names_of_places(one.village_path for one in found.rows),
    )
    return paper_response(paper, form, Subject("appraisal_opinion", found.id, found.round_id, found.commune_path))


def _settled_before(found: Appraisal) -> list[Complaint]:
    """Complaints about its lists that were settled when they went up."""
    hung = [one for path in _villages(found) for one in postings.postings_of_village(found.round_id, path)]
    came = [one for posting in hung for one in complaints.of_posting(posting.id)]
    return [one for one in came if one.answered_at and one.answered_at <= found.submitted_at]


def _villages(found: Appraisal) -> list[str]:
    return sorted({one.village_path for one in found.rows})


def _find(appraisal_id: str) -> Appraisal:
    return acts.settle(appraisals.get_appraisal(appraisal_id, seen_by=current_actor()), clock=deps().clock)


def _page(found: Appraisal, *, errors: Mapping[str, str] | None = None, given: Mapping[str, str] | None = None) -> str:
    said = found.opinion
    return render_template(
        "console/appraisal.html",
        appraisal=found,
        opened=repository.get_round(found.round_id),
        area=places.breadcrumb(found.commune_path),
        villages=places.names_of_places({one.village_path for one in found.rows}),
        is_form=said is None and may(current_actor(), "appraisal.give"),
        names=people.names_of([found.submitted_by, *([said.by] if said else [])]),
        late_complaints=_late_complaints(found),
        is_late=said is None and local_day(deps().clock()) > found.due_on,
        today=local_day(deps().clock()),
        errors=errors or {},
        given=given or {},
        picked=request.form.getlist("thon") + request.form.getlist("ho"),
        signer=current_actor().name,
    )


def _late_complaints(found: Appraisal) -> list[Complaint]:
    """What came after the lists had closed: notes for whoever appraises (review procedure, section 8)."""
    actor, now = current_actor(), deps().clock()
    if not may(actor, "complaint.read"):
        return []
    late = [ComplaintState.LATE]
    return complaints.page(
        seen_by=actor, now=now, village=found.commune_path, states=late, before=None, limit=_LATE_SHOWN
    )
