"""What the list of phones tells of each: its key, when it was last heard of, and the work that is known to wait for it.

What lies on a phone and was never sent is unknown here, and the page says so.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from app.auth import people, phone_keys
from app.auth.models import Person
from app.auth.permissions import PERMISSIONS, Role
from app.auth.ranks import may_manage
from app.console import places
from app.wiring import deps
from core.actor import Actor
from core.clock import local_day
from registry import repository as registry
from registry.rules.names import folded
from review import repository as review
from review.rules.stages import Stage
from submissions import repository as submissions
from submissions.rules.quality import Flag

_TO_VISIT = (Stage.LISTED, Stage.TO_SURVEY, Stage.SURVEYED)
_MOST_INCOMPLETE = 500


@dataclass(frozen=True, slots=True)
class Waiting:
    """Known work: households to visit and returned forms in his villages, and forms of his with files still to come."""

    to_visit: int
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


def phone_rows(actor: Actor, *, sought: str = "", imported_by: str = "") -> list[PhoneRow]:
    """Those of the actor's area whose role sends forms, by area and user name."""
    found = [one for one in people.people_within(actor.area_path) if _sends(one) and _fits(one, sought, imported_by)]
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


def _sends(person: Person) -> bool:
    return any("submission.send" in PERMISSIONS[Role(role)] for role in person.roles)


def _fits(person: Person, sought: str, imported_by: str) -> bool:
    if imported_by and person.imported_by != imported_by:
        return False
    return folded(sought) in folded(f"{person.name} {person.username} {person.phone_number}")


def _waiting(actor: Actor, found: list[Person]) -> dict[str, Waiting]:
    now = deps().clock()
    villages = [one.id for one in registry.villages_within(actor.area_path, on=local_day(now))]
    rounds = review.rounds_covering(actor.area_path)
    stages = review.stages_by_village(rounds[0].id, villages) if rounds else {}
    incomplete = _incomplete(actor, now)
    told = {}
    for one in found:
        own = Counter[str]()
        for village, counts in stages.items():
            if village.startswith(one.area_path):
                own.update(counts)
        to_visit = sum(own[stage] for stage in _TO_VISIT)
        told[one.id] = Waiting(to_visit, own[Stage.RETURNED_FOR_CORRECTION], incomplete[one.id])
    return told


def _incomplete(actor: Actor, now: datetime) -> Counter[str]:
    wanted = submissions.Wanted(finding=Flag.ATTACHMENT_MISSING)
    rows = submissions.page(wanted, seen_by=actor, now=now, before=None, limit=_MOST_INCOMPLETE)
    return Counter(one["received_by"] for one in rows)
