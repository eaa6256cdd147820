"""Nhập danh sách địa bàn: areas from somebody's own workbook, written when every cell is right."""

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.area_import import importing
from app.area_import.errors import AreaWorkbookUnreadable
from app.area_import.importing import Plan
from app.area_import.workbook import COLUMNS, HEADINGS, MOST_BYTES, read_rows, template
from app.console import places
from app.console.blueprint import bp
from app.console.carried_workbook import carried, carry, uploaded, workbook_file
from app.i18n import sentence, sentence_of
from app.marked_workbook import Marked, with_faults
from app.wiring import current_actor, deps, requires, today
from core.errors import DomainError
from registry import repository as registry
from registry.rules.areas import KINDS

_SHOWN = 200


@bp.get("/dia-ban/nhap")
@requires("area.import")
def import_areas() -> ResponseReturnValue:
    return _page()


@bp.get("/dia-ban/nhap/mau.xlsx")
@requires("area.import")
def areas_template() -> Response:
    """The workbook to fill in, with the areas that are there."""
    there = registry.areas_within(current_actor().area_path, on=today(), kinds=KINDS, most=importing.MOST_TOLD)
    return workbook_file(template((one.kind, one.id, one.name) for one in there), "mau-dia-ban.xlsx")


@bp.post("/dia-ban/nhap")
@requires("area.import")
def look_at_areas() -> ResponseReturnValue:
    """The dry run: nothing is written; each fault is told by row and column."""
    workbook = uploaded(MOST_BYTES)
    try:
        plan = importing.plan(read_rows(workbook), by=current_actor(), clock=deps().clock)
    except DomainError as refusal:
        return _page(error=sentence(refusal)), 422
    return _page(plan=plan, workbook=workbook), 200 if plan.is_sound else 422


@bp.post("/dia-ban/nhap/loi.xlsx")
@requires("area.import")
def areas_with_faults() -> ResponseReturnValue:
    """The person's own workbook, with its faults marked cell by cell."""
    try:
        workbook = carried(AreaWorkbookUnreadable)
        plan = importing.plan(read_rows(workbook), by=current_actor(), clock=deps().clock)
    except DomainError as refusal:
        return _page(error=sentence(refusal)), 422
    marked = [Marked(one.row, one.column, sentence_of(one.code, dict(one.facts))) for one in plan.faults]
    return workbook_file(with_faults(workbook, HEADINGS, marked), "dia-ban-loi.xlsx")


@bp.post("/dia-ban/nhap/ghi")
@requires("area.import")
def write_areas() -> ResponseReturnValue:
    """Write what was looked at. It is looked at again: meanwhile the tree may have changed."""
    actor = current_actor()
    try:
        workbook = carried(AreaWorkbookUnreadable)
        plan = importing.plan(read_rows(workbook), by=actor, clock=deps().clock)
        if not plan.is_sound:
            return _page(plan=plan, workbook=workbook), 422
        new = importing.carry_out(plan, by=actor, clock=deps().clock)
    except DomainError as refusal:
        return _page(error=sentence(refusal)), 422
    flash(_("%(new)s new areas were written; %(all)s rows in all.", new=new, all=len(plan.areas)), "success")
    return redirect(url_for("console.areas"), 303)


def _page(*, plan: Plan | None = None, workbook: bytes = b"", error: str = "") -> str:
    faults = plan.faults if plan else []
    return render_template(
        "console/area_import.html",
        plan=plan,
        faults=[(one, COLUMNS.get(one.column, ""), sentence_of(one.code, dict(one.facts))) for one in faults[:_SHOWN]],
        count=len(faults),
        carried=carry(workbook),
        area=places.breadcrumb(current_actor().area_path),
        errors={"tep": error} if error else {},
    )
