"""Đợt của xã: its villages by step, what keeps the list back, whether the year closes, what was signed."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.utils import redirect

from app.auth import people
from app.console import places
from app.console.blueprint import bp
from app.console.papers import sent
from app.console.reports import BORDERS, TODAY
from app.console.strip import STEPS, step_of, strip_row
from app.holidays import working_calendar
from app.i18n import sentence
from app.reports.scope import of_round
from app.reports.workbook import workbook
from app.wiring import current_actor, deps, requires
from core.clock import local_day
from core.errors import DomainError, NotAllowed, NotFound
from registry import repository as registry
from review import appraisals, commune_reports, decisions, repository
from review.actions import appraisal as asking
from review.actions import decision as deciding
from review.actions import report as reporting
from review.actions.appraisal import Document, appraisal_rule
from review.actions.commune_list import (
    balance_of,
    cases_of_commune,
    reopened_of,
    those_that_go_up,
    what_blocks_the_list,
)
from review.models import Case, Round
from review.rules.balance import Balance
from review.rules.stages import Stage

_NAMED = 30
"""So many households are named that keep a list back; the rest is a number."""


@bp.get("/dot/<round_id>")
@requires("case.read")
def commune(round_id: str) -> ResponseReturnValue:
    """One commune in one round. Raises RoundNotFound outside the actor's area."""
    return page_of_commune(repository.get_round_of(round_id, seen_by=current_actor()))


@bp.post("/dot/<round_id>/trinh")
@requires("list.submit")
def send_up(round_id: str) -> ResponseReturnValue:
    """Send the list up. Pressed twice: the second press leads to the same request."""
    actor = current_actor()
    opened = repository.get_round_of(round_id, seen_by=actor)
    try:
        asked = asking.submit(
            opened, document_told(request.form), by=actor, calendar=working_calendar(), clock=deps().clock
        )
    except (NotAllowed, NotFound):
        raise
    except DomainError as refusal:
        return page_of_commune(opened, errors={"trinh": sentence(refusal)}, given=request.form), 422
    return redirect(url_for("console.appraisal", appraisal_id=asked.id), 303)


@bp.post("/dot/<round_id>/quyet-dinh")
@requires("decision.sign")
def decide(round_id: str) -> ResponseReturnValue:
    """Sign the decision. Pressed twice: the second press leads to the same decision."""
    actor, given = current_actor(), request.form
    opened = repository.get_round_of(round_id, seen_by=actor)
    try:
        signed = deciding.decide(
            opened, document_told(given), title=given.get("chuc-danh", ""), by=actor, clock=deps().clock
        )
    except (NotAllowed, NotFound):
        raise
    except DomainError as refusal:
        return page_of_commune(opened, errors={"quyet-dinh": sentence(refusal)}, given=given), 422
    return redirect(url_for("console.decision", decision_id=signed.id), 303)


@bp.post("/dot/<round_id>/bao-cao")
@requires("list.submit")
def report_round(round_id: str) -> ResponseReturnValue:
    """Report the decided lists to the level above. Pressed twice it is one report."""
    actor = current_actor()
    opened = repository.get_round_of(round_id, seen_by=actor)
    try:
        reporting.report(opened, document_told(request.form), by=actor, clock=deps().clock)
    except (NotAllowed, NotFound):
        raise
    except DomainError as refusal:
        return page_of_commune(opened, errors={"bao-cao": sentence(refusal)}, given=request.form), 422
    return redirect(f"{url_for('console.commune', round_id=opened.id)}#bao-cao", 303)


@bp.get("/dot/<round_id>/dien-bien.xlsx")
@requires("case.read")
def flow_report(round_id: str) -> Response:
    """The flow reports R2 and R3 of the commune by village, as they stand now; `ranh-gioi=nay`: in today's borders."""
    opened = repository.get_round_of(round_id, seen_by=current_actor())
    today = local_day(deps().clock())
    borders = today if request.args.get(BORDERS) == TODAY else None
    scope = of_round(opened, official=False, definitions=deps().definitions, today=today, borders=borders)
    tables = [one for one in scope.tables() if one.code in ("R2", "R3")]
    return sent(workbook(tables, scope.place, scope.told), "xlsx", f"dien-bien-{opened.year}")


def document_told(given: Mapping[str, str]) -> Document:
    """Number, day, signer and words of a paper, from the fields of a page; today when no day is told."""
    try:
        on = date.fromisoformat(given.get("ngay", "").strip())
    except ValueError:
        on = local_day(deps().clock())
    return Document(given.get("so", ""), on, given.get("nguoi-ky", ""), given.get("noi-dung", ""))


def page_of_commune(
    opened: Round, *, errors: Mapping[str, str] | None = None, given: Mapping[str, str] | None = None
) -> str:
    clock = deps().clock
    asked = [asking.settle(one, clock=clock) for one in appraisals.appraisals_of(opened.id)]
    signed = [deciding.settle(one, clock=clock) for one in decisions.decisions_of(opened.id)]
    cases = cases_of_commune(opened)
    reopened = {case.id: case for one in signed for case in reopened_of(one, cases)}
    blocking = what_blocks_the_list(cases)
    closed = balance_of(opened, cases)
    villages = registry.villages_within(opened.commune_path, on=opened.opens_on)
    counts = {one.id: Counter(case.stage for case in cases if case.village_path == one.id) for one in villages}
    used = {step_of(case.stage) for case in cases}
    differing = set(reporting.what_differs(opened, cases, signed))
    actor = current_actor()
    facts: dict[str, Any] = {
        "opened": opened,
        "area": places.breadcrumb(opened.commune_path),
        "rows": [strip_row(one.name, one.id, counts[one.id]) for one in villages],
        "steps": [step for step in STEPS if step in used],
        "blocking": _by_village(blocking),
        "blocking_count": len(blocking),
        "named": _NAMED,
        "to_send": len(those_that_go_up(cases)),
        "waits_for_opinion": bool(asked) and asked[-1].state == "submitted",
        "appraisals": asked,
        "decisions": signed,
        "reopened": reopened,
        "blocking_anew": sum(one.id in reopened for one in blocking),
        "to_decide": sum(Stage(one.stage) is Stage.APPRAISED for one in cases),
        "reports": [reporting.settle(one, clock=clock) for one in commune_reports.reports_of(opened.id)],
        "differing": [one for one in cases if one.household_id in differing],
        "without_profile": sum(Stage(one.stage) is Stage.CERTIFIED for one in cases),
        "undecided": len(deciding.undecided(cases)),
        "balance": closed,
        "breaking": _breaking(closed, cases),
        "rule": appraisal_rule(opened),
        "names": people.names_of([one.submitted_by for one in asked] + [one.signed_by for one in signed]),
        "is_redrawn": any(one.valid_to or one.successors for one in villages),
        "today": local_day(clock()),
        "errors": errors or {},
        "given": given or {},
        "signer": actor.name,
    }
    return render_template("console/commune.html", **facts)


def _by_village(cases: list[Case]) -> list[tuple[str, str, list[Case]]]:
    """Path and name of each village with the households that keep the list back."""
    paths = sorted({one.village_path for one in cases})
    names = places.names_of_places(paths)
    return [(path, names.get(path, ""), [one for one in cases if one.village_path == path]) for path in paths]


def _breaking(closed: Balance, cases: list[Case]) -> list[tuple[str, str, str, str]]:
    """Household, name, where it can be looked at, and why it breaks the balance; the first ones."""
    by_household = {one.household_id: one for one in cases}
    homes = registry.households_by_id(closed.breaking[:_NAMED])
    found = []
    for kind, ids in (
        (_("On the register's list, but not in this round"), closed.not_in_round),
        (_("Begins the round as something else than the register tells"), closed.other_standing),
        (_("Has no result yet"), closed.without_result),
        (_("Its change does not fit what it was and what it is"), closed.misnamed),
    ):
        for household_id in ids:
            case, home = by_household.get(household_id), homes.get(household_id)
            name = case.head_name if case else (home.head_name if home else "")
            link = url_for("console.case", case_id=case.id) if case else ""
            found.append((household_id, name, link, kind))
    return found[:_NAMED]
