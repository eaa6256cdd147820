"""Every query and write of applications. `seen_by` on each that serves a person."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from mongoengine.errors import NotUniqueError

from core.actor import Actor
from core.mongo import ensure_index
from core.portions import portions
from review.application_models import Application
from review.listing_errors import ApplicationNotFound


def ensure_indexes() -> None:
    Application.ensure_indexes()
    ensure_index(Application._get_collection(), "commune_path", "year", "number", unique=True)


def find(application_id: str) -> Application | None:
    """For the system."""
    found: Application | None = Application.objects(id=application_id).first()
    return found


def get_application(application_id: str, *, seen_by: Actor) -> Application:
    """Raises ApplicationNotFound, also when it lies outside the actor's area."""
    found = find(application_id)
    if found is None or not seen_by.covers(found.village_path):
        raise ApplicationNotFound(application_id=application_id)
    return found


def of_round(round_id: str, *, seen_by: Actor) -> list[Application]:
    """In the order of their numbers."""
    found = [one for one in Application.objects(round_id=round_id) if seen_by.covers(one.village_path)]
    return sorted(found, key=lambda one: (int(one.year), int(one.number)))


def of_rounds(round_ids: Iterable[str]) -> Iterator[Application]:
    """For the system."""
    for some in portions(round_ids):
        yield from Application.objects(round_id__in=some)


def of_household(household_id: str, *, seen_by: Actor) -> list[Application]:
    """The oldest first."""
    found = [one for one in Application.objects(household_id=household_id) if seen_by.covers(one.village_path)]
    return sorted(found, key=lambda one: one.recorded_at)


def of_households(household_ids: Iterable[str]) -> dict[str, list[Application]]:
    """By household, the oldest first. For who was let see the households."""
    found: dict[str, list[Application]] = defaultdict(list)
    for one in Application.objects(household_id__in=sorted(set(household_ids))):
        found[one.household_id].append(one)
    return {home: sorted(those, key=lambda one: one.recorded_at) for home, those in found.items()}


def add(application: Application) -> Application:
    """Keep an application under the next number that is free; kept twice it is the first one."""
    numbers = Application.objects(commune_path=application.commune_path, year=application.year).scalar("number")
    number = max(numbers, default=0)
    while (known := find(application.id)) is None:
        number += 1
        application.number = number
        try:
            application.save(force_insert=True)
        except NotUniqueError:  # that number is taken, or the same post came at the same moment
            continue
    return known
