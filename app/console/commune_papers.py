"""Papers of a commune's round that no other page prints: the report of what was decided."""

from flask import Response

from app.console import places
from app.console.blueprint import bp
from app.console.papers import FORM, paper_response
from app.documents.errors import PaperNotFound
from app.documents.kept import Subject
from app.documents.report_letter import report_letter
from app.wiring import current_actor, requires
from review import commune_reports, decisions, population, repository
from review.actions.report import in_force
from review.rules.report_counts import together


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
