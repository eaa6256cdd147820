"""Every query of household events, and their part in the register. Each write carries the event's id: done once."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from mongoengine.errors import NotUniqueError

from core.actor import Actor, paths_down_to
from core.mongo import collection
from registry.errors import EventNotFound
from registry.household_event_models import HouseholdEvent
from registry.models import FormerPlace
from registry.repository import find_household
from registry.rules.names import folded, tidy
from registry.rules.search_terms import terms_of


def ensure_indexes() -> None:
    HouseholdEvent.ensure_indexes()


def add(event: HouseholdEvent) -> HouseholdEvent:
    """Keep an event; the same one (by its id) twice is kept once."""
    try:
        saved: HouseholdEvent = event.save(force_insert=True)
    except NotUniqueError:
        saved = HouseholdEvent.objects(id=event.id).get()
    return saved


def find(event_id: str) -> HouseholdEvent | None:
    found: HouseholdEvent | None = HouseholdEvent.objects(id=event_id).first()
    return found


def get(event_id: str, *, seen_by: Actor) -> HouseholdEvent:
    """Raises EventNotFound, also when neither its village nor the commune it leads to lies in the actor's area."""
    found = find(event_id)
    if found is None or not (
        seen_by.covers(found.village_path) or (found.to_commune and seen_by.covers(found.to_commune))
    ):
        raise EventNotFound(event_id=event_id)
    return found


def of_household(household_id: str) -> list[HouseholdEvent]:
    """What happened to a household, and how it came to be; the latest first. For who was let see it."""
    found = [*HouseholdEvent.objects(household_id=household_id), *HouseholdEvent.objects(other=household_id)]
    return sorted({one.id: one for one in found}.values(), key=lambda one: (one.on, one.at), reverse=True)


def coming_to(commune: str) -> list[HouseholdEvent]:
    """Households that moved out towards a commune, which did not take them in yet; the latest first."""
    found = [one for one in HouseholdEvent.objects(to_commune=commune, taken_in="") if not one.undone_by]
    return sorted(found, key=lambda one: (one.on, one.at), reverse=True)


def unsettled() -> list[HouseholdEvent]:
    return list(HouseholdEvent.objects(is_settled=False))


def note_settled(event: HouseholdEvent) -> None:
    HouseholdEvent.objects(id=event.id).update_one(set__is_settled=True)


def note_taken_in(event_id: str, by_event: str) -> bool:
    """False when another event did so already, or the move was taken back."""
    open_ = HouseholdEvent.objects(id=event_id, taken_in__in=["", by_event], undone_by="")
    return bool(open_.update_one(set__taken_in=by_event))


def note_undone(event_id: str, by_event: str) -> bool:
    """False when it was taken back already, or another commune took the household in."""
    open_ = HouseholdEvent.objects(id=event_id, undone_by__in=["", by_event], taken_in="")
    return bool(open_.update_one(set__undone_by=by_event))


def change_household(
    household_id: str,
    event_id: str,
    *,
    fields: Mapping[str, Any] | None = None,
    people: int = 0,
    former: FormerPlace | None = None,
) -> bool:
    """Write what an event makes of a household, once for each event. people: so many members more or fewer."""
    household = find_household(household_id)
    if household is None or event_id in household.events:
        return False
    told: dict[str, Any] = dict(fields or {})
    pushed: dict[str, Any] = {"events": event_id}
    update: dict[str, Any] = {"$inc": {"revision": 1}}
    if former is not None:
        pushed["former_places"] = former.to_mongo()
        update["$addToSet"] = {"was_within": {"$each": paths_down_to(former.village_path)[1:]}}
    if people and household.members_count is not None:
        told["members_count"] = max(0, household.members_count + people)
    update |= {"$push": pushed} | ({"$set": told} if told else {})
    where = {"_id": household_id, "revision": household.revision, "events": {"$ne": event_id}}
    if collection("households").update_one(where, update).matched_count:
        return True
    return change_household(household_id, event_id, fields=fields, people=people, former=former)


def head_fields(name: str) -> dict[str, Any]:
    """All that a household keeps of its head's name."""
    return {"head_name": tidy(name), "head_folded": folded(name), "terms": terms_of(name)}


def gone(day: date, why: str) -> dict[str, Any]:
    """Of a household that is no longer here: moved away, died out, joined to another."""
    return {"left_on": at_midnight(day), "left_why": why, "is_managed": False}


def at_midnight(day: date) -> datetime:
    """A day as the documents keep it."""
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001
