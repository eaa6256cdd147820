"""The draft of a form: try it on a phone, see what it changes, publish it with a date."""

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import form_life, form_trials
from app.auth.permissions import PERMISSIONS, Role, may
from app.console.blueprint import bp
from app.console.form_changes import rows_of, rows_of_waiting
from app.enrolment.cards import qr_svg, settings_text
from app.i18n import lines_of, sentence
from app.i18n.differences import waiting_sentence
from app.i18n.workbook_faults import fault_lines
from app.openrosa.testing import test_address
from app.wiring import current_actor, deps, requires
from core.clock import local_day, start_of_day
from core.errors import Conflict, DomainError, InvalidInput, RuleBroken
from form_engine.publishing import drafts, repository
from form_engine.publishing.models import FormDraft

FILLERS = tuple(role for role in Role if "submission.send" in PERMISSIONS[role])


class DayUnreadable(InvalidInput):
    code = "forms.day_in_the_past"


@bp.get("/bieu-mau/<path:form_id>/ban-thu")
@requires("form.publish")
def form_draft(form_id: str) -> ResponseReturnValue:
    """Raises FormNotFound."""
    return _page(drafts.get_draft(form_id))


@bp.post("/bieu-mau/<path:form_id>/phat-hanh")
@requires("form.publish")
def publish_form(form_id: str) -> ResponseReturnValue:
    """Button “Phát hành”."""
    draft, filled = drafts.get_draft(form_id, request.form.get("phien_ban")), request.form
    try:
        version = form_life.publish(
            draft,
            may_override=may(current_actor(), form_life.OVERRIDES),
            effective_at=_day(filled.get("tu_ngay", "")),
            may_fill=[role for role in filled.getlist("ai_dien") if role in FILLERS],
            reason=filled.get("ly_do", ""),
            replace_waiting=bool(filled.get("thay_ban_cho")),
            by=current_actor(),
            definitions=deps().definitions,
            blobs=deps().blobs,
            clock=deps().clock,
        )
    except (InvalidInput, RuleBroken, Conflict) as refusal:
        return _page(draft, refusal), 409 if isinstance(refusal, Conflict) else 422
    told = (
        _("Version %(version)s is published; phones are offered it from its day on.", version=version.version)
        if version.effective_at
        else _("Version %(version)s is out; phones follow at their next refresh.", version=version.version)
    )
    flash(told, "success")
    return redirect(url_for("console.form_page", form_id=form_id), 303)


@bp.post("/bieu-mau/<path:form_id>/bo-ban-thu")
@requires("form.publish")
def discard_form_draft(form_id: str) -> ResponseReturnValue:
    form_life.discard(form_id, by=current_actor(), clock=deps().clock)
    flash(_("The draft was discarded; its test address has ended."), "success")
    return redirect(url_for("console.forms_page"), 303)


def _day(told: str) -> Any:
    """The moment at which the day begins; None: at once. Raises DayUnreadable."""
    if not told.strip():
        return None
    try:
        day = date.fromisoformat(told)
    except ValueError as error:
        raise DayUnreadable() from error
    return None if day == local_day(deps().clock()) else start_of_day(day)


_FIELDS = {
    "forms.day_in_the_past": "tu_ngay",
    "forms.nobody_fills": "ai_dien",
    "forms.version_exists": "",
    "forms.version_waiting": "thay_ban_cho",
}


def _page(draft: FormDraft, refusal: DomainError | None = None) -> str:
    compared = form_life.compare(draft, definitions=deps().definitions, blobs=deps().blobs, clock=deps().clock)
    address = test_address(draft)
    return render_template(
        "console/form_draft.html",
        draft=draft,
        form=repository.find_form(draft.id),
        address=address,
        svg=qr_svg(settings_text(address, "[" + _("Draft") + f"] {draft.title}", icon="📝")),
        trials=form_trials.trials(draft, deps().blobs).told,
        trials_count=drafts.trials_count(draft.id),
        warnings=fault_lines(drafts.told_of(draft)),
        compared=compared,
        sheet_faults=lines_of(compared.sheet_faults),
        changes=rows_of(compared),
        waiting=waiting_sentence(compared.waiting.version, compared.waiting.at) if compared.waiting else "",
        waiting_changes=rows_of_waiting(compared),
        fillers=FILLERS,
        today=local_day(deps().clock()),
        filled=request.form,
        chosen=request.form.getlist("ai_dien") or list(draft.may_fill),
        may_override=may(current_actor(), form_life.OVERRIDES),
        errors={_FIELDS.get(refusal.code, "ly_do"): sentence(refusal)} if refusal else {},
    )
