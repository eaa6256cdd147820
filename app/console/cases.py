"""Hồ sơ: a household's case in a round; and the household itself."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.auth import people
from app.auth.permissions import may
from app.console import places
from app.console.blueprint import bp
from app.console.queue import titles_of_forms
from app.wiring import current_actor, requires
from registry import repository as registry
from review import meetings, rescores
from review import repository as review


@bp.get("/ho-so/<case_id>")
@requires("case.read")
def case(case_id: str) -> ResponseReturnValue:
    """Stage, class, change, forms and history of one case."""
    actor = current_actor()
    found = review.get_case(case_id, seen_by=actor)
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
        versions=rescores.versions_of_case(found.id) if may(actor, "ruleset.simulate") else [],
    )


@bp.get("/ho/<household_id>")
@requires("household.read")
def household(household_id: str) -> ResponseReturnValue:
    """Who the household is, its standing through the years, its cases."""
    actor = current_actor()
    found = registry.get_household(household_id, seen_by=actor)
    cases = review.cases_of_household(household_id, seen_by=actor)
    return render_template(
        "console/household.html",
        household=found,
        area=places.breadcrumb(found.village_path),
        cases=cases,
        rounds={one.round_id: review.get_round(one.round_id) for one in cases},
    )
