"""Việc của tôi: what waits for this person, and how far his villages are."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from app.auth.permissions import may
from app.console import places
from app.console.blueprint import bp
from app.console.queue_filter import QueueFilter
from app.console.reminders import matters_of
from app.console.strip import STEPS, StripRow, step_of, strip_row
from app.wiring import current_actor, deps, requires
from core.actor import Actor
from core.clock import local_day
from core.mongo import Document
from registry import repository as registry
from review import appraisals, complaints, meetings, postings
from review import repository as review
from review.actions.meeting import ready_to_meet
from review.actions.reopened import count_by_round, reopened_within, still_on_their_way
from review.models import Round
from review.rules.stages import Stage
from submissions import repository as submissions
from submissions.rules.review_state import ReviewState

MOST = 10_000
"""Counting stops here: the page then says “hơn 10.000”."""
_RETURNED_SHOWN = 20
_VILLAGE_CARDS = 8
_ROUNDS_LOOKED_AT = 4


@dataclass(frozen=True, slots=True)
class Card:
    """kind: names its words in the template. nearest: the newest form behind the count."""

    kind: str
    count: int
    link: str
    nearest: Document | None = None
    on: date | None = None
    """The day that counts: of the meeting, or the last of a posting."""
    place: str = ""

    @property
    def is_more(self) -> bool:
        return self.count >= MOST


@dataclass(frozen=True, slots=True)
class Strip:
    opened: Round
    rows: list[StripRow]
    steps: list[str]
    has_commune: bool
    """The person may open the commune's page."""


@bp.get("/")
@requires("signed_in")
def home() -> ResponseReturnValue:
    actor, now = current_actor(), deps().clock()
    return render_template(
        "console/home.html",
        cards=_cards(actor, now),
        strip=_strip(actor) if may(actor, "case.read") else None,
        own=_own_forms(actor, now) if may(actor, "submission.send") else None,
        area=places.breadcrumb(actor.area_path),
    )


def _cards(actor: Actor, now: datetime) -> list[Card]:
    cards = _village_cards(actor) if may(actor, "case.read") and places.is_local(actor.area_path) else []
    if may(actor, "meeting.hold") and places.is_local(actor.area_path):
        cards += _cards_to_meet(actor)
    cards += _commune_cards(actor)
    if may(actor, "complaint.read"):
        cards += _reopened_card(actor)
    if may(actor, "case.read"):
        cards += _reminder_card(actor, now)
    if may(actor, "submission.read"):
        cards += [_queue_card(kind, actor, now) for kind in ("chua-xem", "gui-lai", "tra-lai")]
    if may(actor, "job.read"):
        cards.append(Card("failing", len(submissions.failing()), url_for("console.failing")))
    return cards


def _village_cards(actor: Actor) -> list[Card]:
    """Meetings whose minutes are awaited, lists that hang, complaints to settle: the nearest first, in a commune or a
    village."""
    meeting = [
        Card(
            "meeting",
            len(one.agenda),
            url_for("console.meeting", meeting_id=one.id),
            None,
            local_day(one.meets_at),
            one.village_path,
        )
        for one in meetings.open_meetings(seen_by=actor)
    ]
    if may(actor, "complaint.handle"):
        waiting = complaints.unresolved(seen_by=actor)
        if waiting:
            due = waiting[0].due_on
            meeting.append(Card("complaint", len(waiting), url_for("console.complaint_register"), None, due, ""))
    posting = [
        Card("posting", len(one.rows), url_for("console.posting", posting_id=one.id), None, one.until, one.village_path)
        for one in postings.running(seen_by=actor)
    ]
    cards = sorted([*meeting, *posting], key=lambda card: (card.on or date.max, card.place))[:_VILLAGE_CARDS]
    names = places.names_of_places(card.place for card in cards)
    return [replace(card, place=names.get(card.place, "")) for card in cards]


def _cards_to_meet(actor: Actor) -> list[Card]:
    """Villages whose households are all ready, and which nobody called to the meeting yet."""
    cards = []
    for opened in review.rounds_covering(actor.area_path)[:_ROUNDS_LOOKED_AT]:
        for area in registry.villages_within(actor.area_path, on=opened.opens_on)[:_VILLAGE_CARDS]:
            about = ready_to_meet(opened, area.id)
            if about:
                link = url_for("console.village", round_id=opened.id, village=area.id)
                cards.append(Card("to_meet", len(about), link, place=area.name))
    return cards


def _commune_cards(actor: Actor) -> list[Card]:
    """Lists that wait for this person's opinion, and rounds that wait for his signature."""
    cards = []
    if may(actor, "appraisal.give"):
        for one in appraisals.waiting(seen_by=actor):
            link = url_for("console.appraisal", appraisal_id=one.id)
            cards.append(Card("appraisal", len(one.rows), link, None, one.due_on, one.commune_path))
    if may(actor, "decision.sign"):
        for opened in review.rounds_within(actor.area_path)[:_ROUNDS_LOOKED_AT]:
            waiting = review.count_at(opened.id, Stage.APPRAISED)
            if waiting:
                cards.append(Card("decision", waiting, url_for("console.commune", round_id=opened.id)))
    names = places.names_of_places(card.place for card in cards)
    return [replace(card, place=names.get(card.place, "")) for card in cards]


def _reopened_card(actor: Actor) -> list[Card]:
    """Households of the area that go the whole way again after their decision; none when there are none."""
    found = still_on_their_way(reopened_within(actor.area_path))
    rounds = count_by_round(found)
    if not found:
        return []
    opened = review.get_round(found[0].round_id)
    if len(rounds) == 1 and actor.covers(opened.commune_path):
        link, place = url_for("console.commune", round_id=opened.id, _anchor="quyet-dinh"), opened.commune_path
    else:
        link, place = url_for("console.case", case_id=found[0].id) if len(found) == 1 else url_for("console.rounds"), ""
    return [Card("reopened", len(found), link, place=places.names_of_places([place]).get(place, "") if place else "")]


def _reminder_card(actor: Actor, now: datetime) -> list[Card]:
    """What is due soon or overdue: one card for all, none when there is nothing."""
    matters = matters_of(actor, local_day(now))
    link = url_for("console.reminders_page")
    return [Card("reminder", len(matters), link, None, matters[0].reminder.due_on)] if matters else []


def _queue_card(state: str, actor: Actor, now: datetime) -> Card:
    asked = QueueFilter(state=state)
    count = submissions.count(asked.wanted, seen_by=actor, most=MOST)
    newest = submissions.page(asked.wanted, seen_by=actor, now=now, before=None, limit=1) if count else []
    return Card(state, count, f"{url_for('console.queue')}?{asked.query}", newest[0] if newest else None)


def _own_forms(actor: Actor, now: datetime) -> list[Document]:
    """What an enumerator sent and has to correct."""
    wanted = submissions.Wanted(received_by=actor.id, review_states=(ReviewState.HAS_ISSUES,))
    return submissions.page(wanted, seen_by=actor, now=now, before=None, limit=_RETURNED_SHOWN)


def _strip(actor: Actor) -> Strip | None:
    """Villages and stages of the latest round; for areas above the commune, of the commune it is in."""
    rounds = review.rounds_covering(actor.area_path) or review.rounds_within(actor.area_path)
    if not rounds:
        return None
    opened = rounds[0]
    within = actor.area_path if places.is_local(actor.area_path) else opened.commune_path
    villages = registry.villages_within(within, on=opened.opens_on)
    counts = review.stages_by_village(opened.id, [area.id for area in villages])
    rows = [strip_row(area.name, area.id, counts.get(area.id, Counter())) for area in villages]
    used = {step_of(stage) for found in counts.values() for stage in found}
    return Strip(opened, rows, [step for step in STEPS if step in used], actor.covers(opened.commune_path))
