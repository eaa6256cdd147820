"""Papers of a commune's round that no other page prints: its plan, the report of what was decided."""

from collections import Counter

from flask import Response

from app.auth import people
from app.auth.models import Person
from app.auth.permissions import Role
from app.console import places
from app.console.blueprint import bp
from app.console.papers import FORM, paper_response
from app.documents.errors import PaperNotFound
from app.documents.kept import Subject
from app.documents.plan_paper import RoundPlan, VillagePlan, criteria_of, plan_paper
from app.documents.report_letter import report_letter
from app.holidays import working_calendar
from app.wiring import current_actor, requires
from registry import repository as registry
from review import commune_reports, decisions, population, repository
from review.actions.report import in_force
from review.actions.rounds import frozen_ruleset
from review.models import Round
from review.rules.procedures import procedure_for
from review.rules.report_counts import together
from review.rules.windows import begun_by

_STAFF = (Role.ENUMERATOR, Role.SUPERVISOR, Role.VILLAGE_HEAD)


@bp.get(f"/dot/<round_id>/ke-hoach.{FORM}")
@requires("case.read")
def plan_on_paper(round_id: str, form: str) -> Response:
    """The plan: days, villages and staff as they are set now. Raises RoundNotFound."""
    opened = repository.get_round_of(round_id, seen_by=current_actor())
    paper = plan_paper(_plan(opened), places.breadcrumb(opened.commune_path))
    return paper_response(paper, form, Subject("plan", opened.id, opened.id, opened.commune_path))


def _plan(opened: Round) -> RoundPlan:
    procedure, sheet = procedure_for(opened.ruleset_id), frozen_ruleset(opened)
    calendar, decided = working_calendar(), opened.decide_by or opened.closes_on
    asked_by = begun_by(procedure.appraisal.term, decided, calendar)
    found = people.people_within(opened.commune_path, roles=[str(one) for one in _STAFF])
    staff = [one for one in found if not one.is_disabled]
    listed = Counter(one.village_path for one in repository.cases_of_round(opened.id))
    villages = tuple(
        VillagePlan(
            one.name,
            listed[one.id],
            enumerators=_names(staff, Role.ENUMERATOR, one.id),
            heads=_names(staff, Role.VILLAGE_HEAD, one.id),
        )
        for one in registry.villages_within(opened.commune_path, on=opened.opens_on)
    )
    return RoundPlan(
        opened=opened,
        procedure=procedure,
        basis=tuple(one.vi for one in sheet.legal_basis),
        criteria=criteria_of(sheet, opened.area_kind),
        posted_by=begun_by(procedure.posting.term, asked_by, calendar),
        asked_by=asked_by,
        villages=villages,
        supervisors=tuple(one.name for one in staff if Role.SUPERVISOR in one.roles),
    )


def _names(staff: list[Person], role: Role, village: str) -> tuple[str, ...]:
    return tuple(one.name for one in staff if role in one.roles and one.area_path == village)


@bp.get(f"/dot/<round_id>/bao-cao-len/<int:number>.{FORM}")
@requires("case.read")
def report_on_paper(round_id: str, number: int, form: str) -> Response:
    """A report to the level above, with what it rested on that day. Raises PaperNotFound when there is none."""
    opened = repository.get_round_of(round_id, seen_by=current_actor())
    sent = next((one for one in commune_reports.reports_of(opened.id) if one.number == number), None)
    if sent is None:
        raise PaperNotFound(round_id=round_id, number=number)
    decided = [one for one in decisions.decisions_of(opened.id) if one.id in set(sent.decision_ids)]
    lives = together(population.population_of(opened.id).values())
    area = places.breadcrumb(opened.commune_path)
    paper = report_letter(sent, opened, area, decided, in_force(decided), lives)
    return paper_response(paper, form, Subject("report_letter", sent.id, opened.id, opened.commune_path))
