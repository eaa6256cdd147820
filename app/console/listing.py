"""Danh sách cần rà soát: who is reviewed in a round and why; applications and households found are put on it."""

from collections.abc import Mapping
from typing import Any

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from werkzeug.utils import redirect

from app.auth.permissions import may
from app.console import places
from app.console.application_form import MORE, NEW, lines_of, read_application, told_faults
from app.console.blueprint import bp
from app.console.complaint_form import key_of
from app.holidays import working_calendar
from app.i18n import sentence
from app.wiring import current_actor, deps, requires
from core.clock import local_day
from core.errors import DomainError, NotAllowed, NotFound
from core.ids import new_id
from registry import repository as registry
from registry.rules.ethnic_groups import NAMES
from review import applications, complaints, repository
from review.actions import listing
from review.actions.commune_list import cases_of_commune
from review.listing_errors import ApplicationIncomplete
from review.models import Round
from review.rules.application import MOST_PEOPLE, ApplicationKind, Channel, Work
from review.rules.procedures import procedure_for
from review.rules.stages import Stage

_MOST_HOMES = 3_000


@bp.get("/dot/<round_id>/danh-sach")
@requires("case.read")
def review_list(round_id: str) -> ResponseReturnValue:
    """The list to review, by village: how each household came on it. Raises RoundNotFound outside the area."""
    return _page(repository.get_round_of(round_id, seen_by=current_actor()))


@bp.post("/dot/<round_id>/danh-sach/quan-ly")
@requires("list.make")
def list_managed(round_id: str) -> ResponseReturnValue:
    """Put those on the list who came to the managed list since the round opened."""
    actor = current_actor()
    opened = repository.get_round_of(round_id, seen_by=actor)
    try:
        new = listing.list_managed(opened, by=actor, clock=deps().clock)
    except NotAllowed:
        raise
    except DomainError as refusal:
        return _page(opened, errors={"": sentence(refusal)}), 422
    told = ngettext(
        "%(num)s household of the managed list is on the list to review now.",
        "%(num)s households of the managed list are on the list to review now.",
        new,
    )
    flash(told, "success")
    return _back(opened)


@bp.post("/dot/<round_id>/danh-sach/de-nghi")
@requires("list.make")
def take_application(round_id: str) -> ResponseReturnValue:
    """Enter an application; pressed twice it is one entry. `them-dong`: the same page with more lines for members."""
    actor, given = current_actor(), request.form
    opened = repository.get_round_of(round_id, seen_by=actor)
    if given.get("them-dong"):
        return _page(opened, given=given, lines=lines_of(given) + MORE)
    try:
        kept = listing.take_application(
            opened,
            read_application(given),
            key=key_of(given),
            by=actor,
            calendar=working_calendar(),
            clock=deps().clock,
        )
    except (NotAllowed, NotFound):
        raise
    except ApplicationIncomplete as refusal:
        return _page(opened, given=given, errors=told_faults(refusal.facts["faults"])), 422
    except DomainError as refusal:
        return _page(opened, given=given, errors={"": sentence(refusal)}), 422
    return redirect(f"{url_for('console.review_list', round_id=opened.id)}#don-{kept.id}", 303)


@bp.post("/dot/<round_id>/danh-sach/phat-hien")
@requires("list.make")
def list_found(round_id: str) -> ResponseReturnValue:
    """Put a household on the list that nobody applied for. Pressed twice it is one household."""
    actor, given = current_actor(), request.form
    opened = repository.get_round_of(round_id, seen_by=actor)
    told = read_application(given)
    try:
        case = listing.list_found(
            opened,
            household_id=told.household_id,
            village_path=told.village_path,
            head_name=told.head_name,
            address=told.address,
            members_count=told.members_count,
            key=key_of(given),
            by=actor,
            clock=deps().clock,
        )
    except (NotAllowed, NotFound):
        raise
    except ApplicationIncomplete as refusal:
        return _page(opened, given=given, errors=told_faults(refusal.facts["faults"])), 422
    except DomainError as refusal:
        return _page(opened, given=given, errors={"": sentence(refusal)}), 422
    return redirect(url_for("console.case", case_id=case.id), 303)


@bp.post("/dot/<round_id>/danh-sach/phan-anh/<complaint_id>")
@requires("list.make")
def list_left_over(round_id: str, complaint_id: str) -> ResponseReturnValue:
    """Put the household of a complaint on the list that came too late for an earlier round."""
    actor = current_actor()
    opened = repository.get_round_of(round_id, seen_by=actor)
    found = complaints.get_complaint(complaint_id, seen_by=actor)
    try:
        case = listing.list_left_over(opened, found, by=actor, clock=deps().clock)
    except (NotAllowed, NotFound):
        raise
    except DomainError as refusal:
        return _page(opened, errors={"": sentence(refusal)}), 422
    return redirect(url_for("console.case", case_id=case.id), 303)


def _page(
    opened: Round,
    *,
    given: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    lines: int | None = None,
) -> str:
    actor = current_actor()
    cases = [one for one in cases_of_commune(opened) if Stage(one.stage) is not Stage.WITHDRAWN]
    villages = registry.villages_within(opened.commune_path, on=opened.opens_on)
    came = applications.of_round(opened.id, seen_by=actor)
    listed = {one.household_id for one in cases}
    homes = registry.households_within(opened.commune_path, seen_by=actor)
    facts: dict[str, Any] = {
        "opened": opened,
        "area": places.breadcrumb(opened.commune_path),
        "villages": villages,
        "by_village": [(one, [case for case in cases if case.village_path == one.id]) for one in villages],
        "count": len(cases),
        "applications": came,
        "application_of": {one.case_id: one for one in came},
        "homes": homes[:_MOST_HOMES],
        "listed": listed,
        "unlisted": sum(one.is_managed and one.id not in listed for one in homes),
        "left_over": listing.left_over(opened, cases) if may(actor, "list.make") else [],
        "names": {one.id: one.name for one in villages},
        "kinds": tuple(ApplicationKind),
        "channels": tuple(Channel),
        "new": NEW,
        "forms": procedure_for(opened.ruleset_id).application,
        "lines": min(lines or lines_of(given or {}), MOST_PEOPLE),
        "works": tuple(Work),
        "groups": NAMES,
        "key": key_of(given) if given else new_id(),
        "today": local_day(deps().clock()),
        "given": given or {},
        "errors": errors or {},
    }
    return render_template("console/review_list.html", **facts)


def _back(opened: Round) -> ResponseReturnValue:
    return redirect(url_for("console.review_list", round_id=opened.id), 303)
