"""An entity as a page shows it: its values, where they were set otherwise, and each version with what it changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.auth import people
from app.console import places
from core.mongo import Document
from registry import entities
from registry.models import Area
from registry.rules import household_list
from registry.rules.entities import EntityVersion, Kind, submission_of

_MOST_OTHERS = 5


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody set a property to."""

    value: str
    number: int
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PropertyRow:
    """may_change: it does not follow the register. others: set otherwise, the latest first."""

    name: str
    value: str
    may_change: bool
    is_conflicting: bool
    others: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class VersionRow:
    """changes: name, before, after. instance_id: of the form that it came from, "" when from none."""

    version: EntityVersion
    who: str
    instance_id: str
    changes: tuple[tuple[str, str, str], ...]
    is_offline: bool


@dataclass(frozen=True, slots=True)
class EntityPage:
    stored: Document
    area: list[Area]
    properties: list[PropertyRow]
    versions: list[VersionRow]
    is_household: bool


def entity_page(stored: Document) -> EntityPage:
    """Reads stores; writes nothing."""
    versions = entities.entity_of(stored).versions
    names = people.names_of({one.by for one in versions})
    conflicting = {name for one in versions if one.conflict for name in one.conflicting}
    return EntityPage(
        stored=stored,
        area=places.breadcrumb(stored["place"]),
        properties=_properties(stored, versions, conflicting if stored["conflict"] else set(), names),
        versions=[_row(one, before, names) for before, one in _pairs(versions)][::-1],
        is_household=stored["list"] == household_list.NAME,
    )


def _properties(
    stored: Document, versions: tuple[EntityVersion, ...], conflicting: set[str], names: Mapping[str, str]
) -> list[PropertyRow]:
    is_household = stored["list"] == household_list.NAME
    rows = []
    for name, value in stored["data"].items():
        follows = is_household and household_list.is_of_the_register(name)
        if follows and not value:
            continue
        others = _others(versions, name, value, names) if name in conflicting else ()
        rows.append(PropertyRow(name, value, not follows, name in conflicting, others))
    return rows


def _others(versions: tuple[EntityVersion, ...], name: str, value: str, names: Mapping[str, str]) -> tuple[Told, ...]:
    found = [
        Told(one.received[name], one.number, names.get(one.by, "Rà Soát"), one.at)
        for one in reversed(versions)
        if name in one.received and one.received[name] != value
    ]
    return tuple(found[:_MOST_OTHERS])


def _pairs(versions: tuple[EntityVersion, ...]) -> list[tuple[EntityVersion | None, EntityVersion]]:
    return list(zip((None, *versions[:-1]), versions, strict=True))


def _row(one: EntityVersion, before: EntityVersion | None, names: Mapping[str, str]) -> VersionRow:
    earlier = before.data if before else {}
    changes = [
        (name, earlier.get(name, ""), value) for name, value in one.data.items() if earlier.get(name, "") != value
    ]
    return VersionRow(
        version=one,
        who=names.get(one.by, "Rà Soát"),
        instance_id=submission_of(one.source).rpartition("@")[0],
        changes=tuple(changes),
        is_offline=one.kind is Kind.FORM and bool(one.branch) and one.branch_base != one.trunk,
    )
