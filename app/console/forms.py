"""Biểu mẫu: which forms are out, in which state, and the drafts with their test codes."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.console.blueprint import bp
from app.enrolment.cards import qr_svg, settings_text
from app.openrosa.testing import test_address
from app.wiring import current_actor, deps, requires
from core import audit
from core.errors import InvalidInput
from form_engine.publishing import drafts, repository
from form_engine.publishing.models import Form, FormDraft

STATES = ("open", "closing", "closed")


class StateUnknown(InvalidInput):
    code = "invalid_input"


@dataclass(frozen=True, slots=True)
class FormRow:
    form: Form
    title: str


@dataclass(frozen=True, slots=True)
class DraftRow:
    draft: FormDraft
    address: str
    svg: str
    trials: int


@bp.get("/bieu-mau")
@requires("form.publish")
def forms_page() -> ResponseReturnValue:
    rows = [
        FormRow(one, version.title if (version := repository.find_version(one.id, one.current_version)) else one.id)
        for one in repository.all_forms()
    ]
    return render_template("console/forms.html", rows=rows, drafts=[_draft(one) for one in drafts.all_drafts()])


def _draft(one: FormDraft) -> DraftRow:
    address = test_address(one)
    svg = qr_svg(settings_text(address, f"[Draft] {one.title}", icon="📝"))
    return DraftRow(one, address, svg, drafts.trials_count(one.id))


@bp.post("/bieu-mau/<path:form_id>/trang-thai")
@requires("form.publish")
def set_form_state(form_id: str) -> ResponseReturnValue:
    state = request.form.get("trang_thai", "")
    if state not in STATES:
        raise StateUnknown()
    drafts.set_state(form_id, state)
    audit.record("form.state_set", by=current_actor().id, subject=form_id, at=deps().clock(), state=state)
    flash(_("The state of the form was changed; phones follow at their next refresh."), "success")
    return redirect(url_for("console.forms_page"), 303)


@bp.post("/bieu-mau/<path:form_id>/bo-ban-thu")
@requires("form.publish")
def discard_form_draft(form_id: str) -> ResponseReturnValue:
    drafts.discard_draft(form_id)
    audit.record("form.draft_discarded", by=current_actor().id, subject=form_id, at=deps().clock())
    flash(_("The draft was discarded; its test address has ended."), "success")
    return redirect(url_for("console.forms_page"), 303)
