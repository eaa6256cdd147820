"""Công khai: pages that everybody may open: a list while it hangs, a complaint about it, and how that one stands."""

from collections.abc import Mapping
from typing import Any

from flask import Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.utils import redirect

from app.auth.permissions import PUBLIC
from app.auth.throttle import take_turn
from app.console import places
from app.console.blueprint import bp
from app.console.complaint_form import key_of, read_complaint, told_faults
from app.console.posting import days_of, left_of
from app.holidays import working_calendar
from app.i18n import sentence
from app.wiring import deps, requires
from core.clock import local_day
from core.errors import DomainError, NotFound
from core.ids import new_id
from review import complaints, postings, repository
from review.actions import complaint as acts
from review.actions.posting import posted_again, posting_rule
from review.complaint_errors import ComplaintIncomplete, ComplaintNotFound
from review.models import Posting
from review.rules.complaint import is_in_time, tidy_code

PART, LARGEST_POST = "cong-khai", 65_536
"""First part of these addresses, and how many bytes anybody may send to one."""
MOST_COMPLAINTS, MOST_LOOKS = 20, 60
"""From one address in a quarter of an hour; a whole hamlet may share one."""


@bp.get("/cong-khai")
@requires(PUBLIC)
def public_door() -> ResponseReturnValue:
    """Where somebody types the code of his receipt, or of a list."""
    typed = request.args.get("ma", "").strip()
    if not typed:
        return _unlisted(render_template("console/public_door.html", typed="", errors={}))
    try:
        known = postings.in_public(typed.lower()).code
    except NotFound:
        known = tidy_code(typed)
    return redirect(url_for("console.public_list", code=known), 303)


@bp.get("/cong-khai/<code>")
@requires(PUBLIC)
def public_list(code: str) -> ResponseReturnValue:
    """What the code on the notice board opens, gone when the days are over; or what the code of a receipt tells.

    Raises PostingNotFound.
    """
    if code.lower().startswith(acts.RECEIPT):
        return _receipt(code)
    return _unlisted(_list(postings.in_public(code), key=new_id()))


@bp.post("/cong-khai/<code>/khieu-nai")
@requires(PUBLIC)
def complain(code: str) -> ResponseReturnValue:
    """Complain about a list that hangs. The same page sent twice is one complaint."""
    found = postings.in_public(code)
    given, now = request.form, deps().clock()
    key = key_of(given)
    try:
        take_turn("complaint", request.remote_addr or "", most=MOST_COMPLAINTS, now=now)
        kept = acts.file_complaint(
            found, read_complaint(given), key=key, by=None, calendar=working_calendar(), clock=deps().clock
        )
    except ComplaintIncomplete as refusal:
        errors = told_faults(refusal.facts["faults"])
        return _unlisted(_list(found, key=key, filled=given, errors=errors), 422)
    except DomainError as refusal:
        status, headers = _status(refusal)
        page = _unlisted(_list(found, key=key, filled=given, errors={"": sentence(refusal)}), status)
        page.headers.extend(headers)
        return page
    return redirect(url_for("console.public_list", code=kept.code), 303)


def _status(refusal: DomainError) -> tuple[int, dict[str, str]]:
    wait = refusal.facts.get("retry_after")
    return (429, {"Retry-After": str(wait)}) if wait else (422, {})


def _receipt(code: str) -> Response:
    """How a complaint stands, for whoever holds its receipt: nothing of who made it. Wrong codes are counted."""
    try:
        kept = complaints.by_receipt(code)
    except ComplaintNotFound as refusal:
        take_turn("receipt", request.remote_addr or "", most=MOST_LOOKS, now=deps().clock())
        page = render_template("console/public_door.html", typed=code, errors={"ma": sentence(refusal)})
        return _unlisted(page, 404)
    return _unlisted(
        render_template(
            "console/receipt.html", complaint=kept, area=places.breadcrumb(kept.village_path), today=_today()
        )
    )


def _list(
    found: Posting,
    *,
    key: str,
    filled: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> str:
    facts: dict[str, Any] = {
        "posting": found,
        "opened": repository.get_round(found.round_id),
        "area": places.breadcrumb(found.village_path),
        "rule": posting_rule(repository.get_round(found.round_id)),
        "days": days_of(found),
        "left": left_of(found),
        "again": posted_again(found),
        "is_open": is_in_time(_today(), found.until),
        "key": key,
        "filled": filled or {},
        "errors": errors or {},
        "action": url_for("console.complain", code=found.code),
        "button": _("Send the complaint"),
    }
    return render_template("console/public_list.html", **facts)


def _today() -> Any:
    return local_day(deps().clock())


def _unlisted(page: str, status: int = 200) -> Response:
    """No search engine keeps it, and no browser shows it again to the next person."""
    answer = make_response(page, status)
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
