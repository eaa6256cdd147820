"""Sửa bảng điểm: take the point table of a rule set, bring it back corrected, see what it changes, adopt it."""

from datetime import date
from functools import partial
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.auth import people
from app.console import places
from app.console.blueprint import bp, language
from app.console.correction_view import (
    acts_of,
    comparison_table,
    fault_rows,
    first_day_of,
    state_words,
    version_rows,
)
from app.console.ruleset_view import difference_groups, told
from app.i18n import lines_of, sentence
from app.ruleset_fit import faults_of_forms_out
from app.wiring import current_actor, deps, requires, today
from core.errors import Conflict, DomainError, InvalidInput, RuleBroken
from form_engine.base_mark import with_mark
from form_engine.points_sheet import as_csv, as_xlsx
from form_engine.scoring_errors import PointTableInvalid, RulesetFaulty, SourceMissing, SourceUnreadable
from form_engine.scoring_sheet import ScoringSheet
from review import corrections as kept
from review import repository as review
from review.actions import corrections
from review.actions.rulesets import (
    content_last_adopted,
    last_adopted,
    read_scoring_sheet_of,
    ruleset_in_force,
    ruleset_of,
)
from review.corrections import Correction
from review.models import Round
from review.ruleset_errors import CorrectionFileMissing, EffectTooEarly, EffectUnreadable

_MOST_BYTES = 5_000_000
_TABLES = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
    "toml": ("application/toml", lambda sheet: with_mark(content_last_adopted(sheet.id), sheet)),
}


@bp.get("/bo-quy-tac/<ruleset_id>/bang-diem.<any(csv, xlsx, toml):kind>")
@requires("ruleset.read")
def point_table(ruleset_id: str, kind: str) -> Response:
    """The points adopted last, a row for each answer, or the whole file: the way out and, corrected, back in."""
    sheet = last_adopted(ruleset_id)
    content_type, write = _TABLES[kind]
    response = Response(write(sheet), content_type=content_type)
    response.headers.set("Content-Disposition", "attachment", filename=f"{sheet.id}-{sheet.hash[:8]}.{kind}")
    return response


@bp.get("/bo-quy-tac/<ruleset_id>/ban-sua")
@requires("ruleset.correct")
def ruleset_corrections(ruleset_id: str) -> ResponseReturnValue:
    return _list(last_adopted(ruleset_id))


@bp.post("/bo-quy-tac/<ruleset_id>/ban-sua")
@requires("ruleset.correct")
def propose_correction(ruleset_id: str) -> ResponseReturnValue:
    """Button “Tải lên và kiểm tra”."""
    filled = {name: request.form.get(name, "") for name in ("nguon", "ghi_chu")}
    try:
        file = request.files.get("tep")
        content = file.read(_MOST_BYTES + 1) if file else b""
        if not content or len(content) > _MOST_BYTES:
            raise CorrectionFileMissing(most=_MOST_BYTES // 1_000_000)
        made = corrections.propose(
            ruleset_id,
            content,
            source=filled["nguon"],
            note=filled["ghi_chu"],
            fit=lambda sheet: faults_of_forms_out(sheet, deps().definitions),
            by=current_actor(),
            clock=deps().clock,
        )
    except InvalidInput as refusal:
        return _list(last_adopted(ruleset_id), refusal=refusal, filled=filled), 422
    flash(_("The corrected table was read and is kept. Nothing is in force yet."), "success")
    return redirect(url_for("console.correction", correction_id=made.id), 303)


@bp.get("/ban-sua-bo-quy-tac/<correction_id>")
@requires("ruleset.correct")
def correction(correction_id: str) -> ResponseReturnValue:
    """What it changes in the rule set; with `dot` (a round) also among that round's households."""
    return _page(kept.get(correction_id))


@bp.post("/ban-sua-bo-quy-tac/<correction_id>/ap-dung")
@requires("ruleset.adopt")
def adopt_correction(correction_id: str) -> ResponseReturnValue:
    """Button “Áp dụng”: for rounds that open on the day “tu_ngay” or later; today when it is left empty."""
    try:
        adopt = partial(corrections.adopt, effective_on=_day(request.form.get("tu_ngay", "")))
    except EffectUnreadable as refusal:
        return _page(kept.get(correction_id), refusal=refusal), 422
    return _decide(correction_id, adopt, _("Adopted for rounds that open from that day on."))


@bp.post("/ban-sua-bo-quy-tac/<correction_id>/bo")
@requires("ruleset.correct")
def withdraw_correction(correction_id: str) -> ResponseReturnValue:
    """Button “Bỏ bản sửa này”."""
    return _decide(correction_id, corrections.withdraw, _("The correction was taken off the table."))


@bp.post("/ban-sua-bo-quy-tac/<correction_id>/rut-lai")
@requires("ruleset.adopt")
def revoke_correction(correction_id: str) -> ResponseReturnValue:
    """Button “Rút lại”, until its day has come."""
    return _decide(correction_id, corrections.revoke, _("The correction was withdrawn before it took effect."))


def _day(told: str) -> date | None:
    """Raises EffectUnreadable."""
    try:
        return date.fromisoformat(told.strip()) if told.strip() else None
    except ValueError as error:
        raise EffectUnreadable() from error


def _decide(correction_id: str, act: Any, done: str) -> ResponseReturnValue:
    found, reason = kept.get(correction_id), request.form.get("ly_do", "")
    try:
        act(found, reason=reason, by=current_actor(), clock=deps().clock)
    except (RuleBroken, InvalidInput, Conflict) as refusal:
        status = 409 if isinstance(refusal, Conflict) else 422
        return _page(kept.get(correction_id), refusal=refusal, reason=reason), status
    flash(done, "success")
    return redirect(url_for("console.correction", correction_id=correction_id), 303)


_FIELDS = {one.code: "nguon" for one in (SourceMissing, SourceUnreadable)}
"""Where what is refused was typed; else it stands in the file."""


def _list(sheet: ScoringSheet, *, refusal: DomainError | None = None, filled: dict[str, str] | None = None) -> str:
    found, adopted = kept.of_ruleset(sheet.id), kept.versions(sheet.id)
    faults = fault_rows(refusal.faults) if isinstance(refusal, PointTableInvalid) else []
    return render_template(
        "console/ruleset_corrections.html",
        sheet=sheet,
        title=told(sheet.title, language()),
        corrections=found,
        states={one.id: state_words(one, today()) for one in found},
        versions=version_rows(read_scoring_sheet_of(sheet.id).hash, adopted, today()),
        waits_for=adopted[-1].first_day if adopted and adopted[-1].first_day > today() else None,
        names=people.names_of(
            {one.by for one in found}
            | {one.by for one in adopted}
            | {one.decided_by for one in found if one.decided_by}
        ),
        errors={_FIELDS.get(refusal.code, "tep"): sentence(refusal)} if refusal else {},
        faults=faults,
        ruleset_faults=lines_of(refusal.faults) if isinstance(refusal, RulesetFaulty) else [],
        filled=filled or {},
    )


_OF_THE_DAY = {one.code for one in (EffectUnreadable, EffectTooEarly)}


def _page(found: Correction, *, refusal: DomainError | None = None, reason: str = "") -> str:
    base, sheet = ruleset_of(found.ruleset_id, found.base_hash), corrections.sheet_of(found)
    rounds = [one for one in review.rounds_within(current_actor().area_path) if one.ruleset_id == found.ruleset_id]
    chosen = next((one for one in rounds if one.id == request.args.get("dot")), None)
    return render_template(
        "console/ruleset_correction.html",
        correction=found,
        sheet=sheet,
        title=told(sheet.title, language()),
        groups=difference_groups(base, sheet, language()) if base is not None else {},
        state=state_words(found, today()),
        acts=acts_of(found),
        names=people.names_of({found.by, *(one.by for one in acts_of(found))}),
        rounds=rounds,
        communes=places.names_of_places(one.commune_path for one in rounds),
        chosen=chosen,
        comparison=_compared(chosen, sheet) if chosen is not None else None,
        in_force=ruleset_in_force(found.ruleset_id, today()).hash == found.hash,
        first_day=max([today(), *(one.first_day for one in kept.versions(found.ruleset_id))]),
        may_be_revoked=found.state == "adopted" and first_day_of(found) > today(),
        filled_day=request.form.get("tu_ngay", ""),
        is_own=found.by == current_actor().id,
        errors={"tu_ngay" if refusal.code in _OF_THE_DAY else "ly_do": sentence(refusal)} if refusal else {},
        reason=reason,
    )


def _compared(opened: Round, sheet: ScoringSheet) -> Any:
    found = corrections.compare(opened, sheet, seen_by=current_actor(), clock=deps().clock)
    return comparison_table(found, places.names_of_places(found.by_village))
