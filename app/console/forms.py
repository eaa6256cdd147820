"""Biểu mẫu: which forms are out, in which state; a new one is uploaded here."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import form_life
from app.console.blueprint import bp
from app.form_upload import upload_of
from app.i18n import sentence
from app.i18n.workbook_faults import FaultLine, fault_lines
from app.wiring import current_actor, deps, requires
from core.errors import Conflict, DomainError, InvalidInput
from form_engine.errors import FormNotCompiled
from form_engine.publishing import drafts, repository
from form_engine.publishing.models import STATES, Form


class StateUnknown(InvalidInput):
    code = "invalid_input"


@dataclass(frozen=True, slots=True)
class FormRow:
    form: Form
    title: str


@bp.get("/bieu-mau")
@requires("form.publish")
def forms_page() -> ResponseReturnValue:
    return _list()


@bp.post("/bieu-mau")
@requires("form.publish")
def upload_form() -> ResponseReturnValue:
    """Button “Tải lên và kiểm tra”."""
    try:
        given = upload_of(request, "tep", "kem")
        made = form_life.upload(given, by=current_actor(), blobs=deps().blobs, clock=deps().clock)
    except (InvalidInput, Conflict) as refusal:
        return _list(refusal), 422
    flash(_("The form was compiled and is kept as a draft. Phones are offered nothing yet."), "success")
    return redirect(url_for("console.form_draft", form_id=made.id), 303)


def _list(refusal: DomainError | None = None) -> str:
    rows = [
        FormRow(one, version.title if (version := repository.find_version(one.id, one.current_version)) else one.id)
        for one in repository.all_forms()
    ]
    return render_template(
        "console/forms.html",
        rows=sorted(rows, key=lambda row: row.form.state == "retired"),
        drafts=drafts.all_drafts(),
        errors={"tep": told_of(refusal)} if refusal else {},
        faults=faults_of(refusal),
    )


def told_of(refusal: DomainError) -> str:
    """The sentence, of a workbook with its first fault."""
    if isinstance(refusal, FormNotCompiled) and refusal.faults:
        return str(_("The form can't be compiled: %(why)s", why=fault_lines(refusal.faults)[0].message))
    return sentence(refusal)


def faults_of(refusal: DomainError | None) -> list[FaultLine]:
    return fault_lines(refusal.faults) if isinstance(refusal, FormNotCompiled) else []


@bp.post("/bieu-mau/<path:form_id>/trang-thai")
@requires("form.publish")
def set_form_state(form_id: str) -> ResponseReturnValue:
    state = request.form.get("trang_thai", "")
    if state not in STATES:
        raise StateUnknown()
    try:
        form_life.set_state(form_id, state, by=current_actor(), definitions=deps().definitions, clock=deps().clock)
    except Conflict as refusal:
        flash(sentence(refusal), "error")
    else:
        flash(_("The state of the form was changed; phones follow at their next refresh."), "success")
    return redirect(url_for("console.form_page", form_id=form_id), 303)
