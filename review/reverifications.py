"""Every query and write of re-verifications. `seen_by` on each that serves a person."""

from collections.abc import Mapping
from typing import Any

from mongoengine.errors import NotUniqueError

from core.actor import Actor
from review import as_read
from review.complaint_errors import ReverificationChanged, ReverificationNotFound
from review.complaint_models import Reverification


def ensure_indexes() -> None:
    Reverification.ensure_indexes()


def get_reverification(reverification_id: str, *, seen_by: Actor) -> Reverification:
    """Raises ReverificationNotFound, also when it lies outside the actor's area."""
    found: Reverification | None = Reverification.objects(id=reverification_id).first()
    if found is None or not seen_by.covers(found.village_path):
        raise ReverificationNotFound(reverification_id=reverification_id)
    return found


def of_case(case_id: str) -> list[Reverification]:
    """The first one first. For the system, and for who was let see the case."""
    return sorted(Reverification.objects(case_id=case_id), key=lambda one: int(one.number)) if case_id else []


def open_of_case(case_id: str) -> Reverification | None:
    """For the system."""
    return next((one for one in of_case(case_id) if one.state == "ordered"), None)


def ordered_to(person_id: str) -> dict[str, Reverification]:
    """The re-verifications that wait for this enumerator, by case."""
    return {one.case_id: one for one in Reverification.objects(enumerator=person_id, state="ordered")}


def under_way(*, seen_by: Actor, most: int = 200) -> list[Reverification]:
    """Those of the actor's area that are not concluded, what is due first first."""
    found = Reverification.objects(within=seen_by.area_path, state="ordered").limit(most)
    return sorted(found, key=lambda one: (one.due_on, one.id))


def after_decisions(area_path: str) -> list[tuple[str, str]]:
    """Case and round of the visits of an area that took up a decided household. For who was let see the area."""
    found = Reverification.objects(within=area_path, reopens=True).only("case_id", "round_id")
    return [(one.case_id, one.round_id) for one in found]


def unsettled() -> list[Reverification]:
    """For the system."""
    return list(Reverification.objects(is_settled=False))


def add(made: Reverification) -> Reverification:
    """The order as it is kept; when two gave it at once, the one that was first."""
    try:
        saved: Reverification = made.save(force_insert=True)
    except NotUniqueError:
        saved = Reverification.objects(id=made.id).get()
    return saved


def drop(case_id: str) -> None:
    """The household left the round, or nothing about it is open any more: nobody visits it again."""
    Reverification.objects(case_id=case_id, state="ordered").update(set__state="dropped", inc__revision=1)


def change(found: Reverification, changes: Mapping[str, Any], **more: Any) -> Reverification:
    """Write changes in one update if it is still as it was read. Raises ReverificationChanged."""
    return as_read.change(found, changes, ReverificationChanged(reverification_id=found.id), **more)
