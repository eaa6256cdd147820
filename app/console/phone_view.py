"""What the list of phones tells of each: its key, when it was last heard of, and the work that is known to wait for it.

What lies on a phone and was never sent is unknown here, and the page says so.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from app.auth import people, phone_keys
from app.auth.models import Person
from app.auth.permissions import PERMISSIONS
from app.auth.ranks import may_manage
from app.console import places
from app.wiring import deps
from core.actor import Actor
from core.clock import local_day
from registry import repository as registry
from review import repository as review
from review.rules.stages import Stage
from submissions import repository as submissions
from submissions.rules.quality import Flag
from submissions.rules.review_state import ReviewState

_TO_VISIT = (Stage.LISTED, Stage.TO_SURVEY, Stage.SURVEYED)
_MOST_FORMS = 500


@dataclass(frozen=True, slots=True)
class Waiting:
    """Known work: households to visit in his villages, which those share who work at the same place; forms of his own
    that were returned, or whose files are still to come."""

    to_visit: int
    shared_by: int
    returned: int
    incomplete: int


@dataclass(frozen=True, slots=True)
class PhoneRow:
    """card_made_at: of the latest card, None when there never was one. waiting: None above a commune."""

    person: Person
    place: str
    has_key: bool
    card_made_at: datetime | None
    waiting: Waiting | None
    may_manage: bool


SENDING = tuple(str(role) for role, permissions in PERMISSIONS.items() if "submission.send" in permissions)
"""Roles whose people carry phones."""
MOST_ROWS = 2_000


def phone_rows(
    actor: Actor, *, sought: str = "", imported_by: str = "", after: Person | None = None, most: int = MOST_ROWS
) -> list[PhoneRow]:
    """Those of the actor's area whose role sends forms, by area and user name; the first `most` that fit."""
    found = people.people_within(
        actor.area_path, roles=SENDING, sought=sought, imported_by=imported_by, after=after, most=most
    )
    return _rows(found, actor)


def _rows(found: list[Person], actor: Actor) -> list[PhoneRow]:
    names = places.names_of_places(one.area_path for one in found)
    made = phone_keys.issued_to(one.id for one in found)
    waiting = _waiting(actor, found) if places.is_local(actor.area_path) else {}
    return [
        PhoneRow(
            person=one,
            place=names.get(one.area_path, one.area_path),
            has_key=bool(one.phone_keys),
            card_made_at=made.get(one.id),
            waiting=waiting.get(one.id),
            may_manage=may_manage(actor, one),
        )
        for one in found
    ]


def row_of(person: Person, actor: Actor) -> PhoneRow:
    """One of them."""
    return _rows([person], actor)[0]


def _waiting(actor: Actor, found: list[Person]) -> dict[str, Waiting]:
    """Households of a village are everybody's who works there; returned and incomplete forms are their sender's."""
    now = deps().clock()
    villages = [one.id for one in registry.villages_within(actor.area_path, on=local_day(now))]
    rounds = review.rounds_covering(actor.area_path)
    stages = review.stages_by_village(rounds[0].id, villages) if rounds else {}
    to_visit = {village: sum(counts.get(stage, 0) for stage in _TO_VISIT) for village, counts in stages.items()}
    incomplete = _by_sender(submissions.Wanted(finding=Flag.ATTACHMENT_MISSING), actor, now)
    returned = _by_sender(submissions.Wanted(review_states=(ReviewState.HAS_ISSUES,)), actor, now)
    together = Counter(one.area_path for one in _of_field(actor))
    return {
        one.id: Waiting(
            to_visit=sum(count for village, count in to_visit.items() if village.startswith(one.area_path)),
            shared_by=together[one.area_path],
            returned=returned[one.id],
            incomplete=incomplete[one.id],
        )
        for one in found
    }


def _of_field(actor: Actor) -> list[Person]:
    return [one for one in people.people_within(actor.area_path, roles=SENDING) if not one.is_disabled]


def _by_sender(wanted: submissions.Wanted, actor: Actor, now: datetime) -> Counter[str]:
    rows = submissions.page(wanted, seen_by=actor, now=now, before=None, limit=_MOST_FORMS)
    return Counter(one["received_by"] for one in rows)
