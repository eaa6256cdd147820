"""Nhập danh sách: a workbook of people is looked at first, and made into accounts only when every row is right."""

import json

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.auth.ranks import roles_given_by
from app.console.blueprint import bp
from app.enrolment import accounts
from app.enrolment.accounts import Plan
from app.enrolment.errors import WorkbookUnreadable
from app.enrolment.rows import ROLE_WORDS
from app.enrolment.workbook import MOST_BYTES, SheetRow, read_rows, template
from app.i18n import sentence, sentence_of
from app.wiring import current_actor, deps, requires
from core.clock import local_day
from core.errors import DomainError
from registry import repository as registry

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_KINDS = ("province", "district", "commune", "village")


@bp.get("/dieu-tra-vien/nhap")
@requires("people.manage")
def enrol() -> ResponseReturnValue:
    return _page()


def _page(*, plan: Plan | None = None, rows: list[SheetRow] | None = None, error: str = "") -> str:
    return render_template(
        "console/enrol.html",
        plan=plan,
        faults=[(one, sentence_of(one.code, dict(one.facts))) for one in plan.faults] if plan else [],
        carried=json.dumps([[one.number, dict(one.texts), sorted(one.numeric)] for one in rows or []]),
        errors={"": error} if error else {},
    )


@bp.get("/dieu-tra-vien/mau.xlsx")
@requires("people.manage")
def enrol_template() -> Response:
    """The workbook to fill in, with the roles and areas that this officer may write into it."""
    actor, today = current_actor(), local_day(deps().clock())
    given = roles_given_by(actor)
    areas = registry.areas_within(actor.area_path, on=today, kinds=_KINDS)
    content = template(
        roles=[(word[:1].upper() + word[1:], str(role)) for word, role in ROLE_WORDS.items() if role in given],
        areas=[(one.code, one.name) for one in areas],
    )
    response = Response(content, content_type=_XLSX)
    response.headers.set("Content-Disposition", "attachment", filename="mau-nguoi-dung.xlsx")
    return response


@bp.post("/dieu-tra-vien/nhap")
@requires("people.manage")
def enrol_look() -> ResponseReturnValue:
    """The dry run: nothing is written; each fault is told by row and column."""
    file = request.files.get("tep")
    try:
        rows = read_rows(file.read(MOST_BYTES + 1) if file else b"")
        plan = accounts.plan(rows, by=current_actor(), clock=deps().clock)
    except DomainError as refusal:
        return _page(error=sentence(refusal)), 422
    return _page(plan=plan, rows=rows), 200 if plan.is_sound else 422


@bp.post("/dieu-tra-vien/nhap/tao")
@requires("people.manage")
def enrol_carry_out() -> ResponseReturnValue:
    """Make the accounts of the rows that were looked at. They are looked at again: meanwhile a name may be taken."""
    try:
        rows = _carried(request.form.get("dong", ""))
        plan = accounts.plan(rows, by=current_actor(), clock=deps().clock)
        if not plan.is_sound:
            return _page(plan=plan, rows=rows), 422
        count = accounts.carry_out(plan, by=current_actor(), clock=deps().clock)
    except DomainError as refusal:
        return _page(error=sentence(refusal)), 422
    flash(_("%(count)s accounts were made. Now print their cards.", count=count), "success")
    return redirect(url_for("console.phones", dot=plan.import_id), 303)


def _carried(text: str) -> list[SheetRow]:
    """The rows as the page sent them back. Raises WorkbookUnreadable."""
    try:
        rows = [
            SheetRow(int(number), {str(k): str(v) for k, v in texts.items()}, frozenset(numeric))
            for number, texts, numeric in json.loads(text)
        ]
    except (ValueError, TypeError, AttributeError) as error:
        raise WorkbookUnreadable() from error
    if not rows or any(not {"username", "name", "role", "area"} <= set(row.texts) for row in rows):
        raise WorkbookUnreadable()
    return rows
