"""Niêm yết: where a village's list hangs, its clock day by day, and what keeps it open."""

from datetime import date

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.utils import redirect

from app.auth import people
from app.console import places
from app.console.blueprint import bp
from app.console.papers import FORM, paper_response
from app.console.village import find_village, page_of_village
from app.documents.kept import Subject
from app.documents.village_papers import posted_paper
from app.holidays import working_calendar
from app.i18n import sentence
from app.wiring import current_actor, deps, own_origin, requires
from core.clock import local_day
from core.errors import DomainError, NotAllowed, NotFound
from review import complaints, photos, postings, repository
from review.actions import posting as acts
from review.actions.posting import posting_rule
from review.models import Posting
from review.rules.posting import Day, days, missing_places


@bp.post("/dot/<round_id>/thon/<path:village>/niem-yet")
@requires("list.post")
def post_at_a_place(round_id: str, village: str) -> ResponseReturnValue:
    """Say that the list hangs at a place. Pressed twice: the second press changes nothing."""
    actor, given = current_actor(), request.form
    opened, area = find_village(round_id, village, actor)
    try:
        on = date.fromisoformat(given.get("tu-ngay", "").strip())
    except ValueError:
        on = local_day(deps().clock())
    try:
        posting = acts.post_at(
            opened,
            area.id,
            given.get("noi", ""),
            on=on,
            words=given.get("ghi-chu", ""),
            by=actor,
            calendar=working_calendar(),
            clock=deps().clock,
        )
    except (NotAllowed, NotFound):
        raise
    except DomainError as refusal:
        return page_of_village(opened, area, errors={"niem-yet": sentence(refusal)}), 422
    return redirect(url_for("console.posting", posting_id=posting.id), 303)


@bp.get("/niem-yet/<posting_id>")
@requires("case.read")
def posting(posting_id: str) -> ResponseReturnValue:
    """Places, days and the list as citizens see it."""
    found = acts.settle(postings.get_posting(posting_id, seen_by=current_actor()), clock=deps().clock)
    opened = repository.get_round(found.round_id)
    taken = photos.photos_of(found.id)
    return render_template(
        "console/posting.html",
        posting=found,
        opened=opened,
        area=places.breadcrumb(found.village_path),
        rule=acts.posting_rule(opened),
        missing=missing_places({one.kind: one.on for one in found.places}, acts.posting_rule(opened)),
        days=days_of(found),
        left=left_of(found),
        names=people.names_of([*(one.by for one in found.places), *(one.added_by for one in taken)]),
        photos=taken,
        today=local_day(deps().clock()),
        address=public_address(found),
        open_about=complaints.open_on_posting(found.id),
        again=acts.posted_again(found),
    )


@bp.get(f"/niem-yet/<posting_id>/danh-sach.{FORM}")
@requires("case.read")
def list_on_paper(posting_id: str, form: str) -> Response:
    """The notice with its list, to be hung up."""
    found = postings.get_posting(posting_id, seen_by=current_actor())
    paper = posted_paper(found, places.breadcrumb(found.village_path), address=public_address(found))
    return paper_response(paper, form, Subject("posted_list", found.id, found.round_id, found.village_path))


def public_address(found: Posting) -> str:
    return f"{own_origin()}{url_for('console.public_list', code=found.code)}"


def days_of(found: Posting) -> list[Day]:
    if found.since is None or found.until is None:
        return []
    term = posting_rule(repository.get_round(found.round_id)).term
    return days(found.since, found.until, term, working_calendar(), today=local_day(deps().clock()))


def left_of(found: Posting) -> int:
    """Working days that are still to come, today's included."""
    return sum(one.number is not None and not one.is_past for one in days_of(found))
