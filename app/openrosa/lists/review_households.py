"""review_households: the households of a person's villages as an entity list, with the last answers of returned forms.

What the register and the case say is written into the entities when a list is made of them, each change as a version;
so a phone takes it over. Properties that forms save stand beside.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from app.openrosa.lists import households, returned
from app.openrosa.lists.listed import Listed, households_with_cases
from core.actor import SYSTEM, Actor
from core.clock import Clock
from core.mongo import Document
from form_engine.publishing import repository as forms
from registry import entities
from registry import repository as registry
from registry.models import Area, Household
from registry.rules import household_list
from registry.rules.areas import parent_of
from registry.rules.entities import in_step
from review.actions.forms import ASSESS, IDENTIFY
from review.rules.form_fields import flat
from review.rules.roster import texts
from submissions import repository as submissions


def follow_register(villages: Iterable[Area], actor: Actor, clock: Clock) -> None:
    """Bring the entities of these villages in step with register, cases and returned forms."""
    here = {one for village in villages for one in _follow_village(village.id, actor, clock)}
    _let_go({one["entity_id"] for one in entities.in_list(household_list.NAME, seen_by=actor)} - here)


def _let_go(gone: Collection[str]) -> None:
    """Entities whose household moved out of these villages go where it is; one that left its commune, or is no more,
    is off the list, and lies with the commune until somebody takes it in."""
    stored = entities.with_versions(household_list.NAME, gone)
    households = registry.households_by_id(one["household_id"] for one in stored.values())
    made = []
    for entity_id, kept in stored.items():
        household, entity = households.get(kept["household_id"]), entities.entity_of(kept)
        place = household.village_path if household else kept["place"]
        if household is None:
            entity = replace(entity, is_deleted=True)
        elif household.left_on is not None:
            place, entity = parent_of(place), replace(entity, is_deleted=True)
        made.append((entity_id, place, "", kept, entity))
    entities.keep_many(household_list.NAME, made)


def _follow_village(village: str, actor: Actor, clock: Clock) -> Collection[str]:
    """Returns the ids of the entities of this village. Versions are read of those alone that changed."""
    listed = households_with_cases(village, actor)
    told = _returned(village, actor)
    ids = {one.household.id: household_list.entity_id_of(one.household.id) for one in listed}
    present = entities.by_id(household_list.NAME, ids.values())
    wanted = {ids[one.household.id]: (one.household, *_wanted(one, told)) for one in listed}
    changed = [one for one, now in wanted.items() if _differs(present.get(one), *now)]
    stored = entities.with_versions(household_list.NAME, changed)
    made = []
    for entity_id in changed:
        household, label, values = wanted[entity_id]
        kept = stored.get(entity_id)
        before = entities.entity_of(kept) if kept else None
        entity = in_step(before, label, values, by=SYSTEM.id, at=clock()) or before
        if entity is not None and kept is not None and _lay_with_a_commune(kept):
            entity = replace(entity, is_deleted=False)
        if entity is not None:
            made.append((entity_id, household.village_path, household.id, kept, entity))
    entities.keep_many(household_list.NAME, made)
    return ids.values()


def _lay_with_a_commune(kept: Document) -> bool:
    """It was off the list because its household had left, which is here now."""
    return bool(kept["is_deleted"]) and registry.find_village(kept["place"]) is None


def _wanted(one: Listed, told: Mapping[str, Mapping[str, str]]) -> tuple[str, dict[str, str]]:
    """Label and the server's own values, as register and case have them now."""
    row = households.row_of(one)
    values = {name: row.get(name, "") for name in household_list.OF_THE_REGISTER}
    return row["label"], {**values, **told.get(one.household.id, _NOTHING)}


def _differs(present: Document | None, household: Household, label: str, values: Mapping[str, str]) -> bool:
    return present is None or (
        (present["place"], present["label"]) != (household.village_path, label)
        or any(present["data"].get(name, "") != value for name, value in values.items())
    )


def _returned(village: str, actor: Actor) -> dict[str, dict[str, str]]:
    """By household what the form that was sent back last tells: which it is, and its answers."""
    roles = {form.id: form.role for form in forms.all_forms() if form.role in (IDENTIFY, ASSESS)}
    found: dict[str, dict[str, str]] = {}
    for one in submissions.sent_back(village, roles, seen_by=actor):
        if one.get("answers"):
            found[one["household_id"]] = _told(one, roles[one["form_id"]])
    return found


def _told(one: Mapping[str, Any], role: str) -> dict[str, str]:
    answers = texts(flat(one["answers"]), returned.ANSWERS[role])
    last = {f"{household_list.LAST}{name}": value for name, value in answers.items()}
    return {**_NOTHING, **last, "returned_form": one["form_id"], "returned_instance": one["instance_id"]}


LAST_ANSWERS = tuple(
    dict.fromkeys(f"{household_list.LAST}{name}" for names in returned.ANSWERS.values() for name in names)
)
_NOTHING = dict.fromkeys(("returned_form", "returned_instance", *LAST_ANSWERS), "")
