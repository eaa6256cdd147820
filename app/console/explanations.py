"""Giải trình điểm theo thôn: the scored households of a village, each with the sheet that explains its points."""

from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.console import places
from app.console.blueprint import bp
from app.wiring import current_actor, requires
from core.actor import Actor
from core.errors import NotAllowed
from registry import repository as registry
from registry.models import Area
from review import repository as review
from review.models import Case


@dataclass(frozen=True, slots=True)
class ExplainedHousehold:
    case: Case
    instance_id: str


@bp.get("/giai-trinh")
@requires("score.explain")
def explanations() -> ResponseReturnValue:
    """Of one's own village, or of `thon`. Raises NotAllowed for a village outside one's area."""
    actor = current_actor()
    villages = _villages(actor)
    chosen = request.args.get("thon", "") or (villages[0].id if villages else "")
    if chosen and not actor.covers(chosen):
        raise NotAllowed(path=chosen)
    rounds = review.rounds_covering(chosen) if chosen else []
    cases = review.cases_of_villages(rounds[0].id, [chosen]) if rounds else []
    return render_template(
        "console/explanations.html",
        opened=rounds[0] if rounds else None,
        area=places.breadcrumb(chosen) if chosen else [],
        villages=villages,
        chosen=chosen,
        households=[one for case in cases if (one := _explained(case)) is not None],
    )


def _villages(actor: Actor) -> list[Area]:
    """Of the commune that he works in, or of his latest round's; his own village alone for its head."""
    rounds = review.rounds_covering(actor.area_path) or review.rounds_within(actor.area_path)
    if not rounds:
        return []
    within = actor.area_path if places.is_local(actor.area_path) else rounds[0].commune_path
    return registry.villages_within(within, on=rounds[0].opens_on)


def _explained(case: Case) -> ExplainedHousehold | None:
    key = case.assessment.submission_key if case.assessment else ""
    found = next((form.instance_id for form in case.forms if form.key == key), None)
    return ExplainedHousehold(case, found) if found else None
