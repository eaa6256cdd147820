"""Chờ xử lý: submissions that could not be read yet. None is lost; an administrator sees why, and may try again."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.console import places
from app.console.blueprint import bp
from app.wiring import current_actor, deps, requires
from core import audit
from core.errors import NotFound
from submissions import repository as submissions


class NothingToRetry(NotFound):
    code = "not_found"


@bp.get("/he-thong/cho-xu-ly")
@requires("job.read")
def failing() -> ResponseReturnValue:
    found = submissions.failing()
    return render_template(
        "console/failing.html",
        rows=found,
        names=places.names_of_places(one["sender_area"] for one in found),
        waiting=submissions.waiting_count(),
    )


@bp.post("/he-thong/cho-xu-ly/<path:key>/thu-lai")
@requires("job.retry")
def retry(key: str) -> ResponseReturnValue:
    """Button “Thử lại ngay”; pressed twice it still is one try."""
    if submissions.find_by_key(key) is None:
        raise NothingToRetry()
    now = deps().clock()
    submissions.wake(key, now=now)
    audit.record("submission.retried", by=current_actor().id, subject=key, at=now)
    flash(_("It is being tried again."), "success")
    return redirect(url_for("console.failing"), 303)
