"""Họp thôn: the agenda, what the meeting says of each household, the minutes and their corrections."""

from collections.abc import Mapping
from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.utils import redirect

from app.auth import people
from app.auth.permissions import may
from app.console import places
from app.console.blueprint import bp
from app.console.minutes_form import fields_of, read_minutes, told
from app.console.papers import FORM, paper_response
from app.documents.kept import Subject
from app.documents.village_papers import minutes_paper
from app.i18n import sentence
from app.wiring import current_actor, deps, requires
from core.clock import local_day
from core.errors import DomainError, NotAllowed
from core.ids import new_id
from review import meetings, photos, repository
from review.actions import meeting as acts
from review.hearings import result_told
from review.meeting_errors import MeetingNotFound, MinutesIncomplete
from review.models import Meeting
from review.rules.meeting import Body

_LONGEST_KEY = 64


@bp.get("/hop/<meeting_id>")
@requires("case.read")
def meeting(meeting_id: str) -> ResponseReturnValue:
    """The agenda to vote on; when it was held, its minutes."""
    return _page(_find(meeting_id), key=new_id())


@bp.get(f"/hop/<meeting_id>/bien-ban.{FORM}")
@requires("case.read")
def minutes_on_paper(meeting_id: str, form: str) -> Response:
    """The minutes in force, to be printed twice and signed. Raises MeetingNotFound while none are recorded."""
    found = _find(meeting_id)
    if not found.minutes:
        raise MeetingNotFound(meeting_id=meeting_id)
    paper = minutes_paper(found, places.breadcrumb(found.village_path))
    return paper_response(paper, form, Subject("minutes", found.id, found.round_id, found.village_path))


@bp.get("/hop/<meeting_id>/sua")
@requires("meeting.hold")
def minutes_to_correct(meeting_id: str) -> ResponseReturnValue:
    """The recorded minutes in their fields, for a further version."""
    found = _find(meeting_id)
    filled = fields_of(found.minutes[-1]) if found.minutes else {}
    return _page(found, key=new_id(), filled=filled, is_correction=bool(found.minutes))


@bp.post("/hop/<meeting_id>")
@requires("meeting.hold")
def record_minutes(meeting_id: str) -> ResponseReturnValue:
    """Record minutes, or a correction of them. The same page sent twice records once."""
    actor, given = current_actor(), request.form
    found = _find(meeting_id)
    key = given.get("khoa", "")[:_LONGEST_KEY] or new_id()
    is_correction = given.get("viec") == "sua"
    agenda = [one.id for one in acts.agenda_of(found)]
    minutes = read_minutes(given, agenda)
    try:
        if is_correction:
            reason = given.get("ly-do-sua", "")
            acts.correct_minutes(found, minutes, reason=reason, key=key, by=actor, clock=deps().clock)
        else:
            acts.record_minutes(found, minutes, key=key, by=actor, clock=deps().clock)
    except NotAllowed:
        raise
    except MinutesIncomplete as refusal:
        names = {one.id: one.head_name for one in acts.agenda_of(found)}
        errors = told(refusal.facts["faults"], names)
        return _page(found, key=key, filled=given, errors=errors, is_correction=is_correction), 422
    except DomainError as refusal:
        found = _find(meeting_id)  # somebody else may have recorded his: what was typed here is kept, as a correction
        again = bool(found.minutes)
        errors, wrong = {"": sentence(refusal)}, refusal.facts.get("case", "")
        return _page(found, key=new_id(), filled=given, errors=errors, is_correction=again, wrong_case=wrong), 409
    return redirect(url_for("console.meeting", meeting_id=meeting_id), 303)


def _find(meeting_id: str) -> Meeting:
    return acts.settle(meetings.get_meeting(meeting_id, seen_by=current_actor()), clock=deps().clock)


def _page(
    found: Meeting,
    *,
    key: str,
    filled: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    is_correction: bool = False,
    wrong_case: str = "",
) -> str:
    """wrong_case: of which another opinion was typed than the meeting's."""
    opened = repository.get_round(found.round_id)
    may_hold = may(current_actor(), "meeting.hold")
    taken = photos.photos_of(found.id)
    facts: dict[str, Any] = {
        "meeting": found,
        "opened": opened,
        "area": places.breadcrumb(found.village_path),
        "agenda": acts.agenda_of(found),
        "bodies": tuple(Body),
        "result_told": result_told,
        "rule": acts.meeting_rule(opened),
        "names": people.names_of(
            [found.called_by, *(one.recorded_by for one in found.minutes), *(one.added_by for one in taken)],
        ),
        "photos": taken,
        "is_form": may_hold and (found.state == "called" or is_correction),
        "is_correction": is_correction,
        "may_hold": may_hold,
        "key": key,
        "today": local_day(deps().clock()),
        "filled": filled or _suggested(found),
        "errors": errors or {},
        "wrong_case": wrong_case,
    }
    return render_template("console/meeting.html", **facts)


def _suggested(found: Meeting) -> dict[str, str]:
    """What the village head need not type: the place it was called to, himself as the chair."""
    return {"dia-diem": found.place, "chu-tri": current_actor().name, "chu-tri-chuc-danh": _("Village head")}
