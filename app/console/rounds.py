"""Đợt rà soát: the rounds of an area, and opening one with the days that its period proposes."""

from collections.abc import Iterable, Mapping
from datetime import date

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.utils import redirect

from app.console import places
from app.console.blueprint import bp
from app.console.complaint_form import read_day
from app.holidays import working_calendar
from app.i18n import sentence
from app.wiring import current_actor, deps, requires
from core.clock import local_day
from core.errors import DomainError, NotAllowed
from form_engine.scoring_sheet import ScoringSheet
from review import repository
from review.actions.opening import RoundAsked, begin_round
from review.actions.reopened import count_by_round, reopened_within, still_on_their_way
from review.actions.rulesets import rulesets_in_force
from review.listing_errors import RoundDaysNotPossible
from review.rules.procedures import Procedure, all_procedures
from review.rules.ruleset_years import MONTHLY, PERIODIC, is_valid
from review.rules.windows import usual_days

_SHOWN = 200
_FIELDS = ("xa", "loai", "nam", "chuan", "tu", "den", "ten", "ly-do")
_FIELD_OF = {
    "review.round_days_not_possible": "tu",
    "review.outside_window": "ly-do",
    "review.round_there": "tu",
    "review.not_a_commune": "xa",
    "registry.area_not_found": "xa",
    "review.ruleset_not_valid": "chuan",
    "review.ruleset_unknown": "chuan",
}


@bp.get("/dot")
@requires("case.read")
def rounds() -> ResponseReturnValue:
    """Rounds of the area, the latest first; `loai` and `nam` choose what the form proposes."""
    return _page()


@bp.post("/dot")
@requires("round.open")
def open_round() -> ResponseReturnValue:
    """Open a round. Pressed twice: the second press leads to the same round."""
    given = {name: request.form.get(name, "").strip() for name in _FIELDS}
    opens_on, closes_on = read_day(given["tu"]), read_day(given["den"])
    year = int(given["nam"]) if given["nam"].isdecimal() and len(given["nam"]) == 4 else 0
    if opens_on is None or closes_on is None or not year:
        return _page(given=given, errors={"tu": sentence(RoundDaysNotPossible(year=year or given["nam"]))}), 422
    actor = current_actor()
    commune = given["xa"] or actor.area_path
    asked = RoundAsked(commune, given["loai"], year, given["chuan"], opens_on, closes_on, given["ten"], given["ly-do"])
    try:
        opened, new = begin_round(asked, by=actor, calendar=working_calendar(), clock=deps().clock)
    except NotAllowed:
        raise
    except DomainError as refusal:
        return _page(given=given, errors={_FIELD_OF.get(refusal.code, "tu"): sentence(refusal)}), 422
    told = ngettext(
        "%(num)s household of the managed list is on the list to review now.",
        "%(num)s households of the managed list are on the list to review now.",
        new,
    )
    flash(told if opened.kind != MONTHLY else _("The round is open."), "success")
    return redirect(url_for("console.review_list", round_id=opened.id), 303)


def _page(*, given: Mapping[str, str] | None = None, errors: Mapping[str, str] | None = None) -> str:
    actor, today = current_actor(), local_day(deps().clock())
    found = repository.rounds_within(actor.area_path) or repository.rounds_covering(actor.area_path)
    area = places.breadcrumb(actor.area_path)
    sheets = [one for one in rulesets_in_force(today) if one.items]
    filled = given or _proposed(sheets, today)
    return render_template(
        "console/rounds.html",
        rounds=found[:_SHOWN],
        names=places.names_of_places(one.commune_path for one in found[:_SHOWN]),
        area=area,
        may_look=actor.covers,
        reopened=count_by_round(still_on_their_way(reopened_within(actor.area_path))),
        is_commune=bool(area) and area[-1].kind == "commune",
        sheets=sheets,
        given=filled,
        errors=errors or {},
        procedure=_procedure(filled["chuan"]),
    )


def _proposed(sheets: Iterable[ScoringSheet], today: date) -> dict[str, str]:
    """A round of the kind that `loai` asks for, this year, under the standard and on the days of its period."""
    asked = request.args.get("loai", PERIODIC)
    kind = asked if asked in (PERIODIC, MONTHLY) else PERIODIC
    standard = next((one.id for one in sheets if is_valid(one, kind, today.year)), "")
    proposed = {"loai": kind, "nam": str(today.year), "chuan": standard}
    if (procedure := _procedure(standard)) is None:
        return proposed
    first, last = usual_days(procedure, kind, today.year, today.month)
    return proposed | {"tu": first.isoformat(), "den": last.isoformat()}


def _procedure(standard: str) -> Procedure | None:
    return next((one for one in all_procedures().values() if standard in one.rulesets), None)
