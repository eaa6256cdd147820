"""Hàng duyệt: the submissions of my area, newest first, filtered by the address."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.auth import people
from app.console import places
from app.console.blueprint import bp
from app.console.finding_view import CHECK, CLASS, effect_of
from app.console.queue_filter import STATES, QueueFilter, read_filter
from app.console.words import FINDING_NAMES, STANDINGS, word
from app.wiring import current_actor, deps, requires
from core.actor import Actor
from core.mongo import Document
from form_engine.publishing import repository as forms
from registry import repository as registry
from registry.rules.names import by_given_name
from submissions import repository as submissions

PAGE = 25
_MOST_COUNTED = 10_000
_COUNTED = ("cho", "chua-xem", "gui-lai", "tra-lai", "duyet")


@dataclass(frozen=True, slots=True)
class QueueRow:
    """warnings: findings worth a look; decisive: whether one of them may change the class."""

    instance_id: str
    name: str
    code: str
    village: str
    form: str
    version: str
    score: Mapping[str, Any]
    before: str
    state: str
    processing: str
    warnings: int
    decisive: bool
    received_at: datetime
    received_by: str


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    name: str


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set, and the address without it."""

    name: str
    value: str
    without: str


@bp.get("/duyet")
@requires("submission.read")
def queue() -> ResponseReturnValue:
    asked, actor, now = read_filter(request.args), current_actor(), deps().clock()
    before = _before(request.args.get("truoc", ""))
    found = submissions.page(asked.wanted, seen_by=actor, now=now, before=before, limit=PAGE + 1)
    options = _options(asked, actor, found)
    return render_template(
        "console/queue.html",
        asked=asked,
        rows=_rows(found[:PAGE]),
        older=_older(asked, found),
        before=before,
        states=_states(asked, actor),
        options=options,
        chips=_chips(asked, options),
        newest=None if found else _newest(actor, now),
        area=places.breadcrumb(actor.area_path),
    )


def _before(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 20 else None


def _older(asked: QueueFilter, found: list[Document]) -> str:
    """The address of the page after this one, "" when there is none."""
    if len(found) <= PAGE:
        return ""
    return address(asked, truoc=str(found[PAGE - 1]["seq"]))


def address(asked: QueueFilter, **more: str) -> str:
    query = "&".join(part for part in (asked.query, *(f"{name}={value}" for name, value in more.items())) if part)
    return url_for("console.queue") + (f"?{query}" if query else "")


def _states(asked: QueueFilter, actor: Actor) -> list[tuple[str, str, int | None]]:
    """Each state with the address that shows it, counted where the area is small."""
    counted = places.is_local(actor.area_path)
    found = []
    for state in STATES:
        count = None
        if counted and state in _COUNTED:
            count = submissions.count(asked.but(state=state).wanted, seen_by=actor, most=_MOST_COUNTED)
        found.append((state, address(asked.but(state=state)), count))
    return found


def _options(asked: QueueFilter, actor: Actor, found: list[Document]) -> dict[str, list[Option]]:
    """What each filter may be set to; of people those whose forms are shown."""
    titles = titles_of_forms()
    senders = people.names_of([*(one["received_by"] for one in found), asked.received_by])
    return {
        "village": [Option(area.id, area.name) for area in places.villages_of(actor)],
        "form_id": [Option(form_id, title) for form_id, title in titles.items()],
        "finding": [Option(kind, word(FINDING_NAMES, kind)) for kind in FINDING_NAMES],
        "standing": [Option(code, word(STANDINGS, code)) for code in ("poor", "near_poor", "non_poor")],
        "received_by": [Option(one, name) for one, name in sorted(senders.items(), key=_by_given_name)],
    }


def _by_given_name(person: tuple[str, str]) -> Any:
    return by_given_name(person[1])


def titles_of_forms() -> dict[str, str]:
    """Title of the current version by form id."""
    return {form.id: forms.get_version(form.id, form.current_version).title for form in forms.all_forms()}


def _chips(asked: QueueFilter, options: Mapping[str, list[Option]]) -> list[Chip]:
    chips = []
    for name in asked.narrowed:
        value = getattr(asked, name)
        told = next((one.name for one in options[name] if one.value == value), value)
        chips.append(Chip(name, told, address(asked.but(**{name: ""}))))
    return chips


def _newest(actor: Actor, now: datetime) -> Document | None:
    found = submissions.page(submissions.Wanted(), seen_by=actor, now=now, before=None, limit=1)
    return found[0] if found else None


def _rows(found: Iterable[Document]) -> list[QueueRow]:
    found = list(found)
    households = registry.households_by_id(one["household_id"] for one in found if one.get("household_id"))
    villages = places.names_of_places(one.get("village_path") for one in found)
    senders = people.names_of(one["received_by"] for one in found)
    titles = titles_of_forms()
    return [_row(one, households.get(one.get("household_id") or ""), villages, senders, titles) for one in found]


def _row(
    one: Document, household: Any, villages: Mapping[str, str], senders: Mapping[str, str], titles: Mapping[str, str]
) -> QueueRow:
    effects = [effect_of(each["kind"], each["path"], ()) for each in one.get("findings") or []]
    return QueueRow(
        instance_id=one["instance_id"],
        name=household.head_name if household else one.get("instance_name") or one["instance_id"],
        code=household.code if household else "",
        village=villages.get(one.get("village_path") or "", ""),
        form=titles.get(one["form_id"], one["form_id"]),
        version=one["form_version"],
        score=one.get("score") or {},
        before=household.standing if household else "",
        state=one["review"]["state"],
        processing=one["processing_state"],
        warnings=sum(effect in (CLASS, CHECK) for effect in effects),
        decisive=CLASS in effects,
        received_at=one["received_at"],
        received_by=senders.get(one["received_by"], ""),
    )
