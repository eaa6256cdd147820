"""Nhập danh sách hộ: last year's list from the commune's workbook, written when every cell is right."""

import base64
import binascii

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from app.console import places
from app.console.blueprint import bp
from app.household_import import importing, members_sheet
from app.household_import.errors import HouseholdWorkbookUnreadable
from app.household_import.importing import STANDING_WORDS, Plan
from app.household_import.members import CellFault
from app.household_import.workbook import COLUMNS, HEADINGS, MOST_BYTES, read_rows, template
from app.i18n import sentence, sentence_of
from app.marked_workbook import Marked, with_faults
from app.wiring import current_actor, deps, requires
from core.clock import local_day
from core.errors import DomainError
from registry import repository as registry

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHOWN = 200


@bp.get("/ho/nhap")
@requires("household.import")
def import_households() -> ResponseReturnValue:
    return _page()


@bp.get("/ho/nhap/mau.xlsx")
@requires("household.import")
def households_template() -> Response:
    """The workbook to fill in, with the villages of this officer."""
    actor, today = current_actor(), local_day(deps().clock())
    villages = [(one.code, one.name) for one in registry.villages_within(actor.area_path, on=today)]
    words = [word[:1].upper() + word[1:] for word in STANDING_WORDS]
    return _file(template(villages, words), "mau-danh-sach-ho.xlsx")


@bp.post("/ho/nhap")
@requires("household.import")
def look_at_households() -> ResponseReturnValue:
    """The dry run: nothing is written; each fault is told by row and column."""
    try:
        workbook = _uploaded(request.files.get("tep"))
        plan = _planned(workbook)
    except DomainError as refusal:
        return _page(error=sentence(refusal)), 422
    return _page(plan=plan, workbook=workbook), 200 if plan.is_sound else 422


@bp.post("/ho/nhap/loi.xlsx")
@requires("household.import")
def households_with_faults() -> ResponseReturnValue:
    """The person's own workbook, with its faults marked cell by cell."""
    try:
        workbook = _carried()
        plan = _planned(workbook)
    except DomainError as refusal:
        return _page(error=sentence(refusal)), 422
    told = [(one, is_doubt) for is_doubt, all_ in ((False, plan.faults), (True, plan.doubts)) for one in all_]
    marked = [Marked(one.row, one.column, _sentence(one), one.sheet, is_doubt) for one, is_doubt in told]
    return _file(with_faults(workbook, HEADINGS | members_sheet.HEADINGS, marked), "danh-sach-ho-loi.xlsx")


@bp.post("/ho/nhap/ghi")
@requires("household.import")
def write_households() -> ResponseReturnValue:
    """Write what was looked at. It is looked at again: meanwhile a household may have come from elsewhere."""
    actor = current_actor()
    try:
        workbook = _carried()
        plan = _planned(workbook)
        if not plan.is_sound:
            return _page(plan=plan, workbook=workbook), 422
        new = importing.carry_out(plan, by=actor, clock=deps().clock)
    except DomainError as refusal:
        return _page(error=sentence(refusal)), 422
    flash(_("%(new)s new households were written; %(all)s rows in all.", new=new, all=len(plan.households)), "success")
    if plan.people:
        told = _("%(people)s members of %(all)s households were told.", people=plan.people, all=len(plan.rosters))
        flash(told, "success")
    return redirect(url_for("console.import_households"), 303)


def _page(*, plan: Plan | None = None, workbook: bytes = b"", error: str = "") -> str:
    faults = plan.faults if plan else []
    return render_template(
        "console/household_import.html",
        plan=plan,
        faults=[_shown(one) for one in faults[:_SHOWN]],
        doubts=[_shown(one) for one in (plan.doubts if plan else [])[:_SHOWN]],
        count=len(faults),
        carried=base64.b64encode(workbook).decode(),
        area=places.breadcrumb(current_actor().area_path),
        errors={"tep": error} if error else {},
    )


def _planned(workbook: bytes) -> Plan:
    people = members_sheet.read_members(workbook, most_bytes=MOST_BYTES)
    return importing.plan(read_rows(workbook), by=current_actor(), clock=deps().clock, people=people)


def _shown(fault: CellFault) -> tuple[CellFault, str, str]:
    """The fault, the heading of its column, and its sentence."""
    columns = members_sheet.COLUMNS if fault.sheet else COLUMNS
    return fault, columns.get(fault.column, ""), _sentence(fault)


def _sentence(fault: CellFault) -> str:
    return str(sentence_of(fault.code, dict(fault.facts)))


def _uploaded(file: FileStorage | None) -> bytes:
    return file.read(MOST_BYTES + 1) if file else b""


def _carried() -> bytes:
    """The workbook as the page sent it back. Raises HouseholdWorkbookUnreadable."""
    try:
        return base64.b64decode(request.form.get("tep_da_xem", ""), validate=True)
    except (ValueError, binascii.Error) as error:
        raise HouseholdWorkbookUnreadable() from error


def _file(content: bytes, name: str) -> Response:
    response = Response(content, content_type=_XLSX)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
