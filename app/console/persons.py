"""Người: what is told of a person of the register, where he belonged, his papers, who may be another entry of him."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.utils import redirect

from app.auth import people
from app.auth.permissions import may
from app.console import places
from app.console.blueprint import bp
from app.console.complaint_form import read_day
from app.console.duplicate_view import rows_of
from app.i18n import sentence
from app.persons import numbers_for, person_for, who_looked
from app.wiring import current_actor, deps, requires
from core.errors import DomainError, NotAllowed, NotFound
from registry import duplicates, papers, persons
from registry import repository as registry
from registry.rules.person import Paper, PaperState, Person

JUDGEMENTS = {"dung": PaperState.CONFIRMED, "sai": PaperState.REFUTED}


@bp.get("/nguoi/<person_id>")
@requires("household.read")
def person(person_id: str) -> ResponseReturnValue:
    """With the last digits of his numbers."""
    return _page(person_for(person_id, current_actor()))


@bp.post("/nguoi/<person_id>/so")
@requires("person.identify")
def whole_numbers(person_id: str) -> ResponseReturnValue:
    """With his whole numbers; it is written down who looked."""
    actor = current_actor()
    found = persons.get_person(person_id, seen_by=actor)
    return _page(found, whole=numbers_for(found, actor))


@bp.post("/nguoi/<person_id>/giay-to")
@requires("person.identify")
def judge_paper(person_id: str) -> ResponseReturnValue:
    """Say that a number was seen on the paper, or is wrong; or enter one that was seen."""
    actor, given = current_actor(), request.form
    found = persons.get_person(person_id, seen_by=actor)
    try:
        if given.get("giay"):
            state = JUDGEMENTS.get(given.get("ket-luan", ""), PaperState.CONFIRMED)
            papers.judge(found, given["giay"], state, by=actor.id, clock=deps().clock)
        else:
            issued = read_day(given.get("ngay-cap", ""))
            papers.enter(found, given.get("so", ""), issued_on=issued, by=actor.id, clock=deps().clock)
    except (NotAllowed, NotFound):
        raise
    except DomainError as refusal:
        return _page(found, error=sentence(refusal)), 422
    return redirect(url_for("console.person", person_id=person_id), 303)


def _page(found: Person, *, whole: list[Paper] | None = None, error: str = "") -> str:
    actor = current_actor()
    looked = who_looked(found) if may(actor, "person.identify") else []
    homes = registry.households_by_id(one.household_id for one in found.memberships)
    return render_template(
        "console/person.html",
        person=found,
        area=places.breadcrumb(found.village_path),
        homes={key: one for key, one in homes.items() if actor.covers(one.village_path)},
        papers=[(papers.key_of(found, one), one) for one in found.papers],
        whole=whole,
        may_identify=may(actor, "person.identify"),
        candidates=rows_of(duplicates.of_entries([found.id]), actor),
        same_as=persons.names_of_persons([found.merged_into]) if found.merged_into else {},
        looked=looked,
        names=people.names_of(one["by"] for one in looked),
        errors={"so": error} if error else {},
    )
