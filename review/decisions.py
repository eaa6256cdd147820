"""Every query and write of decisions and certificates. `seen_by` on each that serves a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from mongoengine.errors import NotUniqueError

from core.actor import Actor
from core.portions import portions
from review.commune_errors import CertificateNotFound, DecisionNotFound
from review.commune_models import Certificate, Decision


@dataclass(frozen=True, slots=True)
class Signed:
    """Of which round, and when."""

    round_id: str
    on: date


def get_decision(decision_id: str, *, seen_by: Actor) -> Decision:
    """Raises DecisionNotFound, also when it lies outside the actor's area."""
    found: Decision | None = Decision.objects(id=decision_id).first()
    if found is None or not seen_by.covers(found.commune_path):
        raise DecisionNotFound(decision_id=decision_id)
    return found


def decisions_of(round_id: str) -> list[Decision]:
    """The first one first. For the system, and for who was let see the round."""
    return sorted(Decision.objects(round_id=round_id), key=lambda one: int(one.number))


def signed_in(commune: str) -> dict[str, Signed]:
    """Round and day of every decision of a commune, by id. For the system."""
    found = Decision.objects(commune_path=commune).only("id", "round_id", "signed_on")
    return {one.id: Signed(one.round_id, one.signed_on) for one in found}


def by_id(ids: Iterable[str | None], *, seen_by: Actor) -> dict[str, Decision]:
    """Without their households; those outside the actor's area are left out."""
    found = Decision.objects(id__in=[one for one in set(ids) if one]).exclude("rows")
    return {one.id: one for one in found if seen_by.covers(one.commune_path)}


def decided_among(round_ids: Iterable[str]) -> set[str]:
    """Those of these rounds that have a decision. For the system."""
    found = (Decision.objects(round_id__in=some).only("round_id") for some in portions(round_ids))
    return {one.round_id for several in found for one in several}


def known_among(ids: Iterable[str | None]) -> set[str]:
    """Those of these ids that are a decision's. For the system."""
    found = (Decision.objects(id__in=some).only("id") for some in portions(one for one in set(ids) if one))
    return {one.id for several in found for one in several}


def bears_number(commune: str, year: int, document_number: str) -> Decision | None:
    """The decision of a commune that bears a number in a year: numbers begin anew each year."""
    found = Decision.objects(commune_path=commune, year=year)
    return next((one for one in found if one.document_number == document_number), None)


def days_of(commune: str) -> list[date]:
    """When decisions of a commune were signed."""
    return [one.signed_on for one in Decision.objects(within=commune).only("signed_on")]


def unsettled() -> Iterable[Decision]:
    """Those whose cases or register may not stand yet where they belong. For the system."""
    return list(Decision.objects(is_settled=False))


def with_papers_due() -> Iterable[Decision]:
    """Those whose certificates are not all made out. For the system."""
    return list(Decision.objects(has_papers_due=True))


def add(decision: Decision) -> Decision:
    """The decision as it is kept; when two made it at once, the one that was first."""
    try:
        saved: Decision = decision.save(force_insert=True)
    except NotUniqueError:
        saved = Decision.objects(id=decision.id).get()
    return saved


def get_certificate(certificate_id: str, *, seen_by: Actor) -> Certificate:
    """Raises CertificateNotFound, also when it lies outside the actor's area."""
    found: Certificate | None = Certificate.objects(id=certificate_id).first()
    if found is None or not seen_by.covers(found.village_path):
        raise CertificateNotFound(certificate_id=certificate_id)
    return found


def certificates_of(household_id: str) -> list[Certificate]:
    """Of one household, the earliest first. For who was let see the household."""
    return sorted(Certificate.objects(household_id=household_id), key=lambda one: (one.issued_at, one.id))


def certificates_in(scope: str, commune: str) -> list[Certificate]:
    """All papers of a commune in one scope, by number."""
    return sorted(Certificate.objects(scope=scope, within=commune), key=lambda one: int(one.number))


def has_certificate(certificate_id: str) -> bool:
    return Certificate.objects(id=certificate_id).only("id").first() is not None


def try_certificate(made: Certificate, number: int) -> bool:
    """Write a paper under a number. False when the number is another's, or the paper was written at this moment."""
    made.number = number
    try:
        made.save(force_insert=True)
    except NotUniqueError:
        return False
    return True


def note_papers_made(decision: Decision) -> None:
    """All certificates of a decision are made out."""
    Decision.objects(id=decision.id).update_one(set__has_papers_due=False)
