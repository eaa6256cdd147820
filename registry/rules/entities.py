"""Entities of a list: how a change becomes the next version, and when it is a conflict (protocol rules N6-N8, N14).

A list's rows live on phones that are offline for days, so changes come late, in any order and against versions that are
gone. Nothing is refused for being late: the last to come wins, and what it may have overwritten is marked.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

AUTO_LABEL = "auto generated"
"""Label of an entity whose creation never came (rule N8)."""


class Conflict(StrEnum):
    SOFT = "soft"
    """Somebody else changed it meanwhile, other properties or the same to the same value."""
    HARD = "hard"
    """Somebody else changed the same property to another value."""


class Kind(StrEnum):
    """Where a version comes from."""

    FORM = "form"
    REGISTER = "register"
    """The server's own values followed the register; no version of somebody's."""
    PERSON = "person"
    """A person resolved a conflict on a page."""
    FORCED = "forced"
    """A form whose forerunner never came."""


class Fault(StrEnum):
    """Why a change does nothing."""

    EXISTS = "entity_exists"
    UNKNOWN = "entity_unknown"
    DELETED = "entity_deleted"
    LABEL_MISSING = "entity_label_missing"
    BASE_MISSING = "entity_base_missing"
    BASE_UNKNOWN = "entity_version_unknown"


@dataclass(frozen=True, slots=True)
class EntityVersion:
    """received: the properties that this change brought. base: the server's version that it was made from.

    source: which block of which submission; empty for none. branch, branch_base, trunk: as the phone told them.
    """

    number: int
    label: str
    data: Mapping[str, str]
    received: Mapping[str, str]
    kind: Kind
    source: str
    by: str
    at: datetime
    base: int | None = None
    branch: str = ""
    branch_base: int | None = None
    trunk: int | None = None
    conflict: Conflict | None = None
    conflicting: tuple[str, ...] = ()
    labelled: bool = False
    """The change brought a label."""


@dataclass(frozen=True, slots=True)
class Entity:
    """versions: the latest, oldest first; never empty. conflict: not yet resolved by a person."""

    versions: tuple[EntityVersion, ...]
    conflict: Conflict | None = None
    is_deleted: bool = False

    @property
    def latest(self) -> EntityVersion:
        return self.versions[-1]


@dataclass(frozen=True, slots=True)
class Change:
    """What a form wants of one entity. is_forced: it waited too long for its forerunner."""

    create: bool
    update: bool
    label: str
    received: Mapping[str, str]
    source: str
    by: str
    at: datetime
    base: int | None = None
    trunk: int | None = None
    branch: str = ""
    is_forced: bool = False


@dataclass(frozen=True, slots=True)
class Changed:
    """version: what this change made. is_new: now, not in an earlier run."""

    entity: Entity
    version: EntityVersion
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class Held:
    """Its forerunner in the branch is not here yet."""


@dataclass(frozen=True, slots=True)
class Refused:
    fault: Fault


def changed(entity: Entity | None, change: Change) -> Changed | Held | Refused:
    """The entity after a change; the same change twice makes one version."""
    if entity is None:
        return _made(change)
    known = next((one for one in entity.versions if one.source and one.source == change.source), None)
    if known is not None:
        return Changed(entity, known, is_new=False)
    if entity.is_deleted:
        return Refused(Fault.DELETED)
    if not change.update:
        if not _was_forced(entity):
            return Refused(Fault.EXISTS)
        return _updated(entity, change, entity.latest.number, late=True)
    if change.base is None:
        return Refused(Fault.BASE_MISSING)
    base = _base_of(entity, change, change.base)
    return base if not isinstance(base, int) else _updated(entity, change, base, late=False)


def _made(change: Change) -> Changed | Held | Refused:
    label, kind = change.label, Kind.FORM
    if not change.create:
        if not change.branch or change.trunk is not None:
            return Refused(Fault.UNKNOWN)
        if not change.is_forced:
            return Held()
        label, kind = label or AUTO_LABEL, Kind.FORCED
    if not label:
        return Refused(Fault.LABEL_MISSING)
    first = EntityVersion(
        number=1,
        label=label,
        data=dict(change.received),
        received=dict(change.received),
        kind=kind,
        source=change.source,
        by=change.by,
        at=change.at,
        branch=change.branch,
        branch_base=change.base if kind is Kind.FORCED else None,
        trunk=change.trunk,
        labelled=bool(change.label),
    )
    return Changed(Entity((first,)), first)


def _was_forced(entity: Entity) -> bool:
    """Made without its creation: this is the creation, late."""
    first = entity.versions[0]
    return first.number == 1 and first.kind is Kind.FORCED


def _base_of(entity: Entity, change: Change, base: int) -> int | Held | Refused:
    """The server's version that the phone's `base` stands for."""
    latest = entity.latest.number
    if not change.branch:
        return base if 1 <= base <= latest else Refused(Fault.BASE_UNKNOWN)
    if change.trunk is not None and base <= change.trunk:
        return base if 1 <= base <= latest else Refused(Fault.BASE_UNKNOWN)
    if change.trunk is None and base == 1:
        return 1
    before = [one for one in entity.versions if one.branch == change.branch and one.branch_base == base - 1]
    if before:
        return before[-1].number
    return latest if change.is_forced else Held()


def _updated(entity: Entity, change: Change, base: int, *, late: bool) -> Changed:
    before = entity.latest
    meanwhile = [one for one in entity.versions if one.number > base and _is_of_another(one, change)]
    differing = _differing(meanwhile, before, change)
    conflict = None
    if differing:
        conflict = Conflict.HARD
    elif meanwhile or late or change.is_forced or _is_not_contiguous(entity, change, base):
        conflict = Conflict.SOFT
    version = EntityVersion(
        number=before.number + 1,
        label=change.label or before.label,
        data={**before.data, **change.received},
        received=dict(change.received),
        kind=Kind.FORCED if change.is_forced else Kind.FORM,
        source=change.source,
        by=change.by,
        at=change.at,
        base=base,
        branch=change.branch,
        branch_base=change.base,
        trunk=change.trunk,
        conflict=conflict,
        conflicting=differing,
        labelled=bool(change.label),
    )
    after = replace(entity, versions=(*entity.versions, version), conflict=_worse(entity.conflict, conflict))
    return Changed(after, version)


def _is_of_another(version: EntityVersion, change: Change) -> bool:
    """Not the server's own values following the register, nor another block of the same submission."""
    return version.kind is not Kind.REGISTER and submission_of(version.source) != submission_of(change.source)


def submission_of(source: str) -> str:
    """source: key of the submission, "#", number of the block. Empty when it came from none."""
    return source.rpartition("#")[0]


def _differing(meanwhile: Collection[EntityVersion], now: EntityVersion, change: Change) -> tuple[str, ...]:
    """What the change sets otherwise than somebody set it meanwhile."""
    touched = {name for one in meanwhile for name in one.received}
    names = [name for name, value in change.received.items() if name in touched and now.data.get(name) != value]
    if change.label and change.label != now.label and any(one.labelled for one in meanwhile):
        names.append("label")
    return tuple(sorted(names))


def _is_not_contiguous(entity: Entity, change: Change, base: int) -> bool:
    """Somebody else wrote between what the phone downloaded and its own earlier changes."""
    if not change.branch or change.trunk is None:
        return False
    between = (one for one in entity.versions if change.trunk < one.number <= base)
    return any(one.branch != change.branch and _is_of_another(one, change) for one in between)


def _worse(one: Conflict | None, other: Conflict | None) -> Conflict | None:
    if Conflict.HARD in (one, other):
        return Conflict.HARD
    return one or other


def resolved(entity: Entity, values: Mapping[str, str], label: str, *, by: str, at: datetime) -> Entity:
    """A person looked at a conflict: the values that shall hold; no new version when they hold already."""
    before = entity.latest
    other = {name: value for name, value in values.items() if before.data.get(name, "") != value}
    entity = replace(entity, conflict=None)
    if not other and label in ("", before.label):
        return entity
    version = replace(
        _following(before, other, Kind.PERSON, by=by, at=at), label=label or before.label, labelled=bool(label)
    )
    return replace(entity, versions=(*entity.versions, version))


def in_step(entity: Entity | None, label: str, values: Mapping[str, str], *, by: str, at: datetime) -> Entity | None:
    """The entity with the server's own values as they are now; None when they are so already."""
    if entity is None:
        first = EntityVersion(1, label, dict(values), dict(values), Kind.REGISTER, "", by, at, labelled=True)
        return Entity((first,))
    before = entity.latest
    other = {name: value for name, value in values.items() if before.data.get(name, "") != value}
    if not other and label == before.label:
        return None
    version = replace(_following(before, other, Kind.REGISTER, by=by, at=at), label=label)
    return replace(entity, versions=(*entity.versions, version))


def _following(before: EntityVersion, values: Mapping[str, str], kind: Kind, *, by: str, at: datetime) -> EntityVersion:
    return EntityVersion(
        number=before.number + 1,
        label=before.label,
        data={**before.data, **values},
        received=dict(values),
        kind=kind,
        source="",
        by=by,
        at=at,
        base=before.number,
    )
