"""Nhập danh sách hộ: last year's list from the commune's workbook, written when every cell is right."""

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.console import places
from app.console.blueprint import bp
from app.console.carried_workbook import carried, carry, uploaded, workbook_file
from app.household_import import importing, members_sheet
from app.household_import.errors import HouseholdWorkbookUnreadable
from app.household_import.importing import STANDING_WORDS, Plan
from app.household_import.members import CellFault
from app.household_import.workbook import COLUMNS, HEADINGS, MOST_BYTES, TITLE, read_rows, template
from app.i18n import sentence, sentence_of
from app.marked_workbook import Marked, with_faults
from app.wiring import current_actor, deps, requires
from core.clock import local_day
from core.errors import DomainError
from registry import repository as registry

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
    return workbook_file(template(villages, words), "mau-danh-sach-ho.xlsx")


@bp.post("/ho/nhap")
@requires("household.import")
def look_at_households() -> ResponseReturnValue:
    """The dry run: nothing is written; each fault is told by row and column."""
    try:
        workbook = uploaded(MOST_BYTES)
        plan = _planned(workbook)
    except DomainError as refusal:
        return _page(error=sentence(refusal)), 422
    return _page(plan=plan, workbook=workbook), 200 if plan.is_sound else 422


@bp.post("/ho/nhap/loi.xlsx")
@requires("household.import")
def households_with_faults() -> ResponseReturnValue:
    """The person's own workbook, with its faults marked cell by cell."""
    try:
        workbook = carried(HouseholdWorkbookUnreadable)
        plan = _planned(workbook)
    except DomainError as refusal:
        return _page(error=sentence(refusal)), 422
    told = [(one, is_doubt) for is_doubt, all_ in ((False, plan.faults), (True, plan.doubts)) for one in all_]
    marked = [Marked(one.row, one.column, _sentence(one), one.sheet, is_doubt) for one, is_doubt in told]
    return workbook_file(with_faults(workbook, HEADINGS | members_sheet.HEADINGS, marked), "danh-sach-ho-loi.xlsx")


@bp.post("/ho/nhap/ghi")
@requires("household.import")
def write_households() -> ResponseReturnValue:
    """Write what was looked at. It is looked at again: meanwhile a household may have come from elsewhere."""
    actor = current_actor()
    try:
        workbook = carried(HouseholdWorkbookUnreadable)
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
        sheets=(TITLE, members_sheet.TITLE),
        carried=carry(workbook),
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
