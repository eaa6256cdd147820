"""Every query and write of requests for appraisal. `seen_by` on each that serves a person."""

from collections.abc import Iterable, Mapping
from typing import Any

from mongoengine.errors import NotUniqueError

from core.actor import Actor
from review import as_read
from review.commune_errors import AppraisalChanged, AppraisalNotFound
from review.commune_models import Appraisal


def get_appraisal(appraisal_id: str, *, seen_by: Actor) -> Appraisal:
    """Raises AppraisalNotFound, also when it lies outside the actor's area."""
    found: Appraisal | None = Appraisal.objects(id=appraisal_id).first()
    if found is None or not seen_by.covers(found.commune_path):
        raise AppraisalNotFound(appraisal_id=appraisal_id)
    return found


def appraisals_of(round_id: str) -> list[Appraisal]:
    """The first one first. For the system, and for who was let see the round."""
    return sorted(Appraisal.objects(round_id=round_id), key=lambda one: int(one.number))


def waiting(*, seen_by: Actor, most: int = 50) -> list[Appraisal]:
    """Lists of the actor's area that wait for an opinion, the one that is due first first."""
    found = Appraisal.objects(within=seen_by.area_path, state="submitted").limit(most)
    return sorted(found, key=lambda one: (one.due_on, one.id))


def unsettled() -> Iterable[Appraisal]:
    """Those whose cases may not stand yet where they belong. For the system."""
    return list(Appraisal.objects(is_settled=False))


def add(appraisal: Appraisal) -> Appraisal:
    """The request as it is kept; when two made it at once, the one that was first."""
    try:
        saved: Appraisal = appraisal.save(force_insert=True)
    except NotUniqueError:
        saved = Appraisal.objects(id=appraisal.id).get()
    return saved


def change(appraisal: Appraisal, changes: Mapping[str, Any]) -> Appraisal:
    """Write changes in one update if it is still as it was read. Raises AppraisalChanged."""
    return as_read.change(appraisal, changes, AppraisalChanged(appraisal_id=appraisal.id))
