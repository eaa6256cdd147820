"""Sáp nhập, chia tách: asked for, looked at with all that moves, carried out."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.area_change import carrying
from app.area_change.asking import CHANGING, Asked, checked
from app.area_change.preview import Preview, preview_of
from app.console import places
from app.console.areas import area_of
from app.console.blueprint import bp
from app.i18n import sentence, sentence_of
from app.wiring import current_actor, deps, requires, today
from core.errors import DomainError
from registry import areas
from registry import repository as registry
from registry.models import Area
from registry.rules.area_changes import Target
from registry.rules.areas import AreaFault

_PARTS = 3
"""So many parts the page of a division offers."""
_MOST = 1_500


@bp.get("/dia-ban/sap-nhap")
@requires("area.change")
def merge_areas() -> ResponseReturnValue:
    """The areas of a commune, or the communes of a province, to tick; and what they become."""
    return _merge_page(_parent(), request.args)


@bp.post("/dia-ban/sap-nhap/xem")
@requires("area.change")
def look_at_merger() -> ResponseReturnValue:
    """What would move. Nothing is written."""
    return _look(_merger(request.form), lambda errors: _merge_page(_parent(), request.form, errors))


@bp.post("/dia-ban/sap-nhap")
@requires("area.change")
def carry_out_merger() -> ResponseReturnValue:
    """Carry out what was looked at. Pressed twice it is done once."""
    return _do(_merger(request.form), lambda errors: _merge_page(_parent(), request.form, errors))


@bp.get("/dia-ban/chia")
@requires("area.change")
def divide_area() -> ResponseReturnValue:
    return _split_page(_parent(), request.args)


@bp.post("/dia-ban/chia/xem")
@requires("area.change")
def look_at_division() -> ResponseReturnValue:
    """What would move. Nothing is written."""
    return _look(_division(request.form), lambda errors: _split_page(_parent(), request.form, errors))


@bp.post("/dia-ban/chia")
@requires("area.change")
def carry_out_division() -> ResponseReturnValue:
    """Carry out what was looked at. Pressed twice it is done once."""
    return _do(_division(request.form), lambda errors: _split_page(_parent(), request.form, errors))


def _parent() -> Area:
    """The area whose page this was called from. Raises AreaNotFound outside the actor's area."""
    return area_of(request.values.get("o", ""), seen_by=current_actor())


def _merger(given: MultiDict[str, str]) -> Asked:
    chosen = given.get("dich", "")
    path = chosen or f"{given.get('o', '')}{given.get('ma', '').strip()}/"
    target = Target(path, given.get("ten", ""), given.get("loai") or None, given.get("vung") or None)
    return Asked("merge", given.getlist("nguon"), [target], _day(given), given.get("can-cu", ""))


def _division(given: MultiDict[str, str]) -> Asked:
    source = given.get("o", "")
    above = source.rstrip("/").rpartition("/")[0]
    targets = [Target(source)] if given.get("giu") else []
    for number in range(1, _PARTS + 1):
        if code := given.get(f"ma-{number}", "").strip():
            name, region = given.get(f"ten-{number}", ""), given.get(f"vung-{number}") or None
            targets.append(Target(f"{above}/{code}/", name, given.get(f"loai-{number}") or None, region))
    by_field = {"giu": source, **{str(n): f"{above}/{given.get(f'ma-{n}', '').strip()}/" for n in range(1, _PARTS + 1)}}
    parts = {name[5:]: by_field.get(given[name], "") for name in given if name.startswith("phan-")}
    return Asked("split", [source], targets, _day(given), given.get("can-cu", ""), parts)


def _day(given: Mapping[str, str]) -> date | None:
    try:
        return date.fromisoformat(given.get("ngay", ""))
    except ValueError:
        return None


def _look(asked: Asked, page: Any) -> ResponseReturnValue:
    change, faults = checked(asked, by=current_actor(), clock=deps().clock)
    if change is None:
        return page(_errors(faults)), 422
    return _preview_page(preview_of(change, clock=deps().clock))


def _do(asked: Asked, page: Any) -> ResponseReturnValue:
    actor = current_actor()
    change, faults = checked(asked, by=actor, clock=deps().clock)
    if change is None and (done := _done_already(asked)):
        return redirect(url_for("console.areas", o=done), 303)
    if change is None:
        return page(_errors(faults)), 422
    try:
        carrying.carry_out(change, by=actor, clock=deps().clock)
    except DomainError as refusal:
        return _preview_page(preview_of(change, clock=deps().clock), error=sentence(refusal)), 422
    flash(_("The change was carried out; phones carry the new areas from their next refresh on."), "success")
    return redirect(url_for("console.areas", o=asked.targets[0].path), 303)


def _done_already(asked: Asked) -> str:
    """The target, when this very change was carried out by the press before."""
    paths = {one.path for one in asked.targets}
    sources = [areas.find(one) for one in asked.sources]
    done = bool(sources) and all(one is not None and set(one.successors) & paths for one in sources if one)
    return asked.targets[0].path if done and areas.find(asked.targets[0].path) else ""


def _errors(faults: Iterable[AreaFault]) -> dict[str, str]:
    return {one.column: sentence_of(one.code, dict(one.facts)) for one in reversed(list(faults))}


def _merge_page(parent: Area, given: Any, errors: Mapping[str, str] | None = None) -> str:
    kind = "village" if parent.kind == "commune" else "commune"
    there = registry.areas_within(parent.id, on=today(), kinds=[kind], most=_MOST)
    return render_template(
        "console/area_merge.html",
        parent=parent,
        area=places.breadcrumb(parent.id),
        kind=kind,
        there=[one for one in there if one.valid_to is None],
        given=given,
        ticked=set(given.getlist("nguon")),
        today=today(),
        errors=errors or {},
        anchors=_ANCHORS,
    )


def _split_page(source: Area, given: Any, errors: Mapping[str, str] | None = None) -> str:
    parts: Sequence[tuple[str, str, str]]
    if source.kind == "village":
        homes = registry.households_of(source.id, seen_by=current_actor())
        parts = [(one.id, one.head_name, one.code) for one in homes]
    else:
        parts = [(one.id, one.name, one.code) for one in areas.children_on(source.id, today())]
    return render_template(
        "console/area_split.html",
        source=source,
        area=places.breadcrumb(source.id),
        may_divide=source.kind in CHANGING,
        parts=parts,
        numbers=range(1, _PARTS + 1),
        given=given,
        today=today(),
        errors=errors or {},
        anchors=_ANCHORS,
    )


_ANCHORS = {"on": "ngay", "document": "can-cu", "sources": "nguon", "target": "ma", "code": "ma", "name": "ten"} | {
    "area_kind": "loai",
    "score_area": "vung",
}


def _preview_page(told: Preview, error: str = "") -> str:
    fields = [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]
    merge = told.change.kind == "merge"
    return render_template(
        "console/area_preview.html",
        told=told,
        merge=merge,
        fields=fields,
        area=places.breadcrumb(request.form.get("o", "")),
        action=url_for("console.carry_out_merger" if merge else "console.carry_out_division"),
        back=url_for("console.merge_areas" if merge else "console.divide_area", o=request.form.get("o", "")),
        names=places.names_of_places(one.opened.commune_path for one in told.open_rounds),
        targets=places.names_of_places(path for _, path in told.accounts)
        | {one.path: one.name for one in told.change.made},
        errors={"": error} if error else {},
    )
