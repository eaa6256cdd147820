"""Thôn trong đợt: how far a village is, what keeps it from the next step, and its meetings."""

from datetime import datetime

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.utils import redirect

from app.auth.permissions import may
from app.console import places
from app.console.blueprint import bp
from app.console.strip import STEPS, step_of, strip_row
from app.i18n import sentence
from app.wiring import current_actor, deps, requires
from core.actor import Actor
from core.clock import VIET_NAM, local_day
from core.errors import DomainError, NotAllowed, NotFound
from registry import repository as registry
from registry.models import Area
from review import complaints, meetings, postings, repository
from review.actions.meeting import call_meeting, meeting_rule, what_blocks_a_meeting
from review.actions.posting import what_blocks_a_posting
from review.hearings import to_hear
from review.meeting_errors import MeetingOpen
from review.models import Case, Posting, Round
from review.rules.posting import missing_places
from review.rules.procedures import procedure_for
from review.rules.stages import Stage
from review.rules.transitions import froms

_FIELDS = {
    "review.meeting_in_the_past": "ngay",
    "review.meeting_too_far_ahead": "ngay",
    "review.meeting_place_missing": "dia-diem",
}
_TO_POST = froms("post_list", Stage.POSTED)


class VillageNotFound(NotFound):
    """No village of this commune has the path, or it lies outside the actor's area."""

    code = "registry.area_not_found"


@bp.get("/dot/<round_id>/thon/<path:village>")
@requires("case.read")
def village(round_id: str, village: str) -> ResponseReturnValue:
    """One village of a round: its households by step, what blocks the meeting, its meetings."""
    return page_of_village(*find_village(round_id, village, current_actor()))


@bp.post("/dot/<round_id>/thon/<path:village>/hop")
@requires("meeting.hold")
def call_a_meeting(round_id: str, village: str) -> ResponseReturnValue:
    """Call the village. Pressed twice: the second press leads to the same meeting."""
    actor = current_actor()
    opened, area = find_village(round_id, village, actor)
    given = {name: request.form.get(name, "") for name in ("ngay", "gio", "dia-diem")}
    meets_at = _moment(given["ngay"], given["gio"])
    if meets_at is None:
        return page_of_village(
            opened, area, given=given, errors={"ngay": _("Enter the day and the hour of the meeting.")}
        ), 422
    try:
        meeting = call_meeting(
            opened, area.id, meets_at=meets_at, place=given["dia-diem"], by=actor, clock=deps().clock
        )
    except MeetingOpen as open_one:
        return redirect(url_for("console.meeting", meeting_id=open_one.facts["meeting"]), 303)
    except (NotAllowed, NotFound):
        raise
    except DomainError as refusal:
        field = _FIELDS.get(refusal.code, "")
        return page_of_village(opened, area, given=given, errors={field: sentence(refusal)}), 422
    return redirect(url_for("console.meeting", meeting_id=meeting.id), 303)


def find_village(round_id: str, village: str, actor: Actor) -> tuple[Round, Area]:
    opened = repository.get_round(round_id)
    path = village if village.endswith("/") else f"{village}/"
    area = registry.find_village(path)
    if area is None or not actor.covers(path) or not path.startswith(opened.commune_path):
        raise VillageNotFound(path=path)
    return opened, area


def page_of_village(
    opened: Round, area: Area, *, given: dict[str, str] | None = None, errors: dict[str, str] | None = None
) -> str:
    cases = sorted(repository.cases_of_villages(opened.id, [area.id]), key=lambda one: str(one.household_code))
    by_id = {one.id: one for one in cases}
    held = meetings.meetings_of_village(opened.id, area.id)
    posted = postings.postings_of_village(opened.id, area.id)
    counts: dict[str, int] = {}
    for one in cases:
        counts[one.stage] = counts.get(one.stage, 0) + 1
    used = {step_of(stage) for stage in counts}
    return render_template(
        "console/village.html",
        opened=opened,
        village=area,
        crumbs_of_village=places.breadcrumb(area.id),
        row=strip_row(area.name, area.id, counts),
        steps=[step for step in STEPS if step in used],
        cases=cases,
        blocking=[by_id[one] for one in what_blocks_a_meeting(cases)],
        waiting=sum(one.stage == Stage.SCORED for one in cases) + len(to_hear(cases)),
        meetings=held,
        is_called=bool(held) and held[-1].state == "called",
        may_call=may(current_actor(), "meeting.hold"),
        rule=meeting_rule(opened),
        postings=posted,
        open_about={one.id: complaints.open_on_posting(one.id) for one in posted if one.state == "posted"},
        posting_rule=procedure_for(opened.ruleset_id).posting,
        to_post=_to_post(opened, posted, cases),
        today=local_day(deps().clock()),
        may_open_commune=current_actor().covers(opened.commune_path),
        given=given or {},
        errors=errors or {},
    )


def _to_post(opened: Round, made: list[Posting], cases: list[Case]) -> list[str]:
    """Places where the list may be posted now; none while the village is not agreed on, or when all have it."""
    rule = procedure_for(opened.ruleset_id).posting
    if made and made[-1].state == "preparing":
        return missing_places({one.kind: one.on for one in made[-1].places}, rule)
    if what_blocks_a_posting(cases) or not any(one.stage in _TO_POST for one in cases):
        return []
    return list(rule.places)


def _moment(day: str, hour: str) -> datetime | None:
    """Of Viet Nam, from the two fields of the page."""
    try:
        return datetime.fromisoformat(f"{day.strip()}T{hour.strip()}").replace(tzinfo=VIET_NAM)
    except ValueError:
        return None
