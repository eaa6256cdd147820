"""What a person does with an entity: settle a conflict, take it off its list, put it back."""

from collections.abc import Mapping
from dataclasses import replace

from core import audit
from core.actor import Actor
from core.clock import Clock
from core.mongo import Document
from registry import entities
from registry.errors import EntityStale
from registry.rules import household_list
from registry.rules.entities import resolved, submission_of
from submissions import repository


def resolve_conflict(
    list_name: str, entity_id: str, values: Mapping[str, str], label: str, *, revision: int, by: Actor, clock: Clock
) -> None:
    """A person says which values hold; the forms that were in conflict lose their finding.

    revision: of what he saw. Raises EntityNotFound, EntityStale.
    """
    stored = _as_seen(list_name, entity_id, revision, by)
    entity = entities.entity_of(stored)
    is_household = list_name == household_list.NAME
    told = {
        name: value
        for name, value in values.items()
        if name in stored["data"] and not (is_household and household_list.is_of_the_register(name))
    }
    now = clock()
    entities.replace_entity(stored, resolved(entity, told, "" if is_household else label, by=by.id, at=now))
    audit.record("entity.resolved", by=by.id, subject=stored["_id"], at=now, version=stored["version"])
    for key in {submission_of(one.source) for one in entity.versions if one.conflict and one.source}:
        repository.wake(key, now=now)


def set_off_the_list(list_name: str, entity_id: str, *, deleted: bool, revision: int, by: Actor, clock: Clock) -> None:
    """Take an entity off its list, or put it back (rule N14). Raises EntityNotFound, EntityStale."""
    stored = _as_seen(list_name, entity_id, revision, by)
    entities.replace_entity(stored, replace(entities.entity_of(stored), is_deleted=deleted))
    act = "entity.taken_off" if deleted else "entity.put_back"
    audit.record(act, by=by.id, subject=stored["_id"], at=clock())


def _as_seen(list_name: str, entity_id: str, revision: int, by: Actor) -> Document:
    stored = entities.get(list_name, entity_id, seen_by=by)
    if stored["revision"] != revision:
        raise EntityStale(list=list_name, entity_id=entity_id)
    return stored
