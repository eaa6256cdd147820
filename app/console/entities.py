"""Danh sách dùng chung: entity lists, one entity with its versions, and the conflicts that a person resolves."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.console import places
from app.console.blueprint import bp
from app.console.entity_view import entity_page
from app.i18n import sentence
from app.wiring import current_actor, deps, requires
from core import audit
from core.errors import Conflict
from core.mongo import Document
from form_engine.publishing import entity_lists
from form_engine.publishing.errors import EntityListNotFound
from form_engine.publishing.models import EntityList
from registry import entities
from registry.errors import EntityNotFound
from registry.rules import household_list
from submissions.entity_actions import resolve_conflict, set_off_the_list

_LONGEST = 2_000
_ON_A_PAGE = 100
_FIELD = "gia_tri."


@dataclass(frozen=True, slots=True)
class ListRow:
    name: str
    kept: EntityList | None
    conflicts: list[Document]


@bp.get("/danh-sach")
@requires("submission.read")
def lists() -> ResponseReturnValue:
    """The lists that phones write to, and what two people changed in the reader's area."""
    kept = {one.id: one for one in entity_lists.all_lists()}
    actor = current_actor()
    rows = [
        ListRow(name, kept.get(name), entities.in_conflict(name, seen_by=actor))
        for name in sorted({*kept, *entity_lists.OF_THE_SERVER})
    ]
    return render_template("console/lists.html", rows=rows)


@bp.get("/danh-sach/<name>")
@requires("submission.read")
def entity_list(name: str) -> ResponseReturnValue:
    """What a list holds in the reader's area, a page at a time. Raises EntityListNotFound."""
    actor = current_actor()
    if not entity_lists.is_list(name):
        raise EntityListNotFound(list=name)
    kept = entity_lists.find_list(name)
    rows = entities.page(name, seen_by=actor, after=request.args.get("sau", ""), limit=_ON_A_PAGE + 1)
    audit.record("entity_list.viewed", by=actor.id, subject=name, at=deps().clock())
    return render_template(
        "console/entity_list.html",
        name=name,
        kept=kept,
        rows=rows[:_ON_A_PAGE],
        next_after=rows[_ON_A_PAGE - 1]["entity_id"] if len(rows) > _ON_A_PAGE else "",
        area=places.breadcrumb(actor.area_path),
    )


@bp.get("/danh-sach/<name>/<entity_id>")
@requires("submission.read")
def entity(name: str, entity_id: str) -> ResponseReturnValue:
    """One entity: what it holds now, who wrote what, from which form. That it was looked at is recorded."""
    found = entities.get(name, entity_id, seen_by=current_actor())
    audit.record("entity.viewed", by=current_actor().id, subject=found["_id"], at=deps().clock())
    return _page(found)


def _page(found: Document, errors: dict[str, str] | None = None) -> str:
    return render_template("console/entity.html", page=entity_page(found), errors=errors or {}, field=_FIELD)


@bp.post("/danh-sach/<name>/<entity_id>/giai-quyet")
@requires("entity.resolve")
def resolve_entity(name: str, entity_id: str) -> ResponseReturnValue:
    """The values that shall hold; the mark of the conflict goes."""
    told = {
        field.removeprefix(_FIELD): " ".join(value.split())[:_LONGEST]
        for field, value in request.form.items()
        if field.startswith(_FIELD)
    }
    actor = current_actor()
    try:
        resolve_conflict(
            name,
            entity_id,
            told,
            " ".join(request.form.get("nhan", "").split())[:_LONGEST],
            revision=_revision(),
            by=actor,
            clock=deps().clock,
        )
    except Conflict as refusal:
        return _page(entities.get(name, entity_id, seen_by=actor), {"": sentence(refusal)}), 409
    flash(_("Settled: the values below hold; phones take them over at the next refresh."), "success")
    return redirect(url_for("console.entity", name=name, entity_id=entity_id), 303)


@bp.post("/danh-sach/<name>/<entity_id>/dua-ra")
@requires("entity.resolve")
def take_entity_off(name: str, entity_id: str) -> ResponseReturnValue:
    return _set_off(name, entity_id, deleted=True)


@bp.post("/danh-sach/<name>/<entity_id>/dua-vao")
@requires("entity.resolve")
def put_entity_back(name: str, entity_id: str) -> ResponseReturnValue:
    return _set_off(name, entity_id, deleted=False)


def _set_off(name: str, entity_id: str, *, deleted: bool) -> ResponseReturnValue:
    """Off the list, or back on it; what it holds is kept either way. A household follows the register alone."""
    actor = current_actor()
    if name == household_list.NAME:
        raise EntityNotFound(list=name, entity_id=entity_id)
    try:
        set_off_the_list(name, entity_id, deleted=deleted, revision=_revision(), by=actor, clock=deps().clock)
    except Conflict as refusal:
        return _page(entities.get(name, entity_id, seen_by=actor), {"": sentence(refusal)}), 409
    flash(_("Changed; phones follow at the next refresh."), "success")
    return redirect(url_for("console.entity", name=name, entity_id=entity_id), 303)


@bp.post("/danh-sach/<name>/can-duyet")
@requires("form.publish")
def set_list_approval(name: str) -> ResponseReturnValue:
    """Whether new entries wait until their form is approved. Raises EntityListNotFound."""
    needed = request.form.get("can_duyet") == "1"
    entity_lists.set_approval(name, needed=needed)
    audit.record("entity_list.approval_set", by=current_actor().id, subject=name, at=deps().clock(), needed=needed)
    flash(_("Changed; phones follow at the next refresh."), "success")
    return redirect(url_for("console.lists"), 303)


def _revision() -> int:
    text = request.form.get("revision", "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1
