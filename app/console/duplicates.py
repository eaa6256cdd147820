"""Trùng: candidates of my area, and two of them side by side, for a person to decide and to take back."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.utils import redirect

from app.auth import people
from app.auth.permissions import may
from app.console import places
from app.console.blueprint import bp
from app.console.duplicate_view import rows_of, sides_of
from app.i18n import sentence
from app.wiring import current_actor, deps, requires
from core.errors import DomainError, NotAllowed, NotFound
from core.mongo import Document
from registry import deciding, duplicates
from registry.errors import DuplicateBeyondArea, DuplicateChanged

_AT_ONCE = 50
STATES = {"can-xem": duplicates.OPEN, "la-mot": duplicates.SAME, "khac-nhau": duplicates.DIFFERENT}
"""Addresses of the states."""


@bp.get("/trung")
@requires("household.read")
def duplicates_page() -> ResponseReturnValue:
    """Those to be decided, or those that were."""
    actor, given = current_actor(), request.args
    shown = given.get("trang-thai", "can-xem")
    before = given.get("truoc", "")
    found = duplicates.page(
        seen_by=actor,
        state=STATES.get(shown, duplicates.OPEN),
        now=deps().clock(),
        before=int(before) if before.isdecimal() else None,
        limit=_AT_ONCE,
    )
    return render_template(
        "console/duplicates.html",
        rows=rows_of(found, actor),
        shown=shown if shown in STATES else "can-xem",
        states=STATES,
        older=found[-1]["seq"] if len(found) == _AT_ONCE else None,
        area=places.breadcrumb(actor.area_path),
    )


@bp.get("/trung/<duplicate_id>")
@requires("household.read")
def duplicate(duplicate_id: str) -> ResponseReturnValue:
    """The two side by side."""
    return _page(_find(duplicate_id))


@bp.post("/trung/<duplicate_id>")
@requires("duplicate.decide")
def decide_duplicate(duplicate_id: str) -> ResponseReturnValue:
    """One, or two different ones. Pressed twice it is said once."""
    actor, given, clock = current_actor(), request.form, deps().clock
    found = _find(duplicate_id)
    words = given.get("ly-do", "")
    try:
        _require_as_seen(found)
        if given.get("ket-luan") == "cung":
            kept, home = given.get("giu", ""), given.get("o-ho", "")
            deciding.say_same(found, words, kept=kept, lives_in=home, by=actor, clock=clock)
        else:
            deciding.say_different(found, words, by=actor, clock=clock)
    except DuplicateBeyondArea as refusal:
        return _page(found, error=sentence(refusal)), 403
    except (NotAllowed, NotFound):
        raise
    except DomainError as refusal:
        return _page(_find(duplicate_id), error=sentence(refusal)), 422
    return redirect(url_for("console.duplicate", duplicate_id=duplicate_id), 303)


@bp.post("/trung/<duplicate_id>/rut-lai")
@requires("duplicate.decide")
def take_back_duplicate(duplicate_id: str) -> ResponseReturnValue:
    """The question is open again, and both are as they were."""
    found = _find(duplicate_id)
    try:
        _require_as_seen(found)
        deciding.take_back(found, request.form.get("ly-do", ""), by=current_actor(), clock=deps().clock)
    except DuplicateBeyondArea as refusal:
        return _page(found, error=sentence(refusal)), 403
    except DuplicateChanged as refusal:
        return _page(found, error=sentence(refusal)), 422
    return redirect(url_for("console.duplicate", duplicate_id=duplicate_id), 303)


def _find(duplicate_id: str) -> Document:
    return deciding.settle(duplicates.get(duplicate_id, seen_by=current_actor()), clock=deps().clock)


def _require_as_seen(found: Document) -> None:
    """Raises DuplicateChanged when it is not what the page showed, but for the same post again."""
    if request.form.get("ban") != str(found["revision"]) and found["state"] == duplicates.OPEN:
        raise DuplicateChanged(duplicate_id=found["_id"])


def _page(found: Document, *, error: str = "") -> str:
    actor = current_actor()
    sides = sides_of(found, actor)
    ours = all(one.is_ours for one in sides)
    return render_template(
        "console/duplicate.html",
        duplicate=found,
        sides=sides,
        labels=list(dict.fromkeys(label for one in sides for label in one.facts)),
        homes={one.home: one.home_name for one in sides if one.home},
        ours=ours,
        may_decide=may(actor, "duplicate.decide") and ours,
        names=people.names_of(one["by"] for one in found["history"]),
        area=places.breadcrumb(actor.area_path),
        filled=request.form,
        errors={"ly-do": error} if error else {},
    )
