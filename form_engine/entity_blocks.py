"""What a filled form says about entities: its `entity` blocks, checked, with the values to be saved (rules N5, N6)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from lxml import etree

from form_engine.entity_declarations import EntityDeclaration
from form_engine.instance import Instance
from form_engine.safe_xml import local_name

_TRUE = frozenset({"1", "true"})
_UUID_4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_WHOLE = re.compile(r"[0-9]{1,9}")
_JR_TEMPLATE = "{http://openrosa.org/javarosa}template"
_MOST = 1_000
_LONGEST_LABEL = 500
_LARGEST = 200_000
"""Characters of all values of an entity: phones carry them in every list."""
_LONGEST_BRANCH = 100


class BlockFault(StrEnum):
    """Why a block can't be acted on, whatever is stored."""

    NOT_DECLARED = "entity_not_declared"
    """This version of the form declares no such entity at this place."""
    ID_INVALID = "entity_id_invalid"
    LABEL_MISSING = "entity_label_missing"
    BASE_MISSING = "entity_base_missing"
    TOO_MANY = "entity_too_many"
    TOO_LARGE = "entity_too_large"


@dataclass(frozen=True, slots=True)
class EntityBlock:
    """One entity of a submission that is to be created or updated.

    number: its place among the blocks of the submission, from 0. label: empty on an update leaves the label.
    base: the version that the phone counted on from; trunk: the version it had downloaded (None: made offline).
    fault: None when it can be acted on.
    """

    number: int
    dataset: str
    entity_id: str
    create: bool
    update: bool
    label: str
    values: dict[str, str] = field(default_factory=dict)
    base: int | None = None
    trunk: int | None = None
    branch: str = ""
    fault: BlockFault | None = None


def read_blocks(instance: Instance, declarations: Sequence[EntityDeclaration]) -> list[EntityBlock]:
    """In document order; those that ask for nothing are left out. Never raises on content."""
    if instance.encrypted:
        return []
    root = instance.root
    declared = {(one.path, one.dataset): one for one in declarations}
    found: list[EntityBlock] = []
    for path, holder, entity in _entities(root, f"/{local_name(root)}"):
        dataset = (entity.get("dataset") or "").strip()
        block = _block(len(found), entity, holder, path, dataset, declared.get((path, dataset)))
        if block is not None:
            found.append(block)
        if len(found) > _MOST:
            return [*found[:_MOST], EntityBlock(_MOST, dataset, "", False, False, "", fault=BlockFault.TOO_MANY)]
    return found


def _entities(node: etree._Element, path: str) -> Iterator[tuple[str, etree._Element, etree._Element]]:
    for child in node:
        name = local_name(child)
        if name == "meta":
            yield from ((path, node, one) for one in child if local_name(one) == "entity" and "dataset" in one.attrib)
        elif len(child) and _JR_TEMPLATE not in child.attrib:
            yield from _entities(child, f"{path}/{name}")


def _block(
    number: int,
    entity: etree._Element,
    holder: etree._Element,
    path: str,
    dataset: str,
    declared: EntityDeclaration | None,
) -> EntityBlock | None:
    create, update = _is_true(entity, "create"), _is_true(entity, "update")
    if declared is not None:
        create, update = create and declared.may_create, update and declared.may_update
    if not create and not update:
        return None
    label = next((one.text or "" for one in entity if local_name(one) == "label"), "").strip()[:_LONGEST_LABEL]
    entity_id = (entity.get("id") or "").strip().lower().removeprefix("uuid:")
    base, trunk = _whole(entity, "baseVersion"), _whole(entity, "trunkVersion")
    values = dict(_values(holder, path, declared)) if declared else {}
    fault = _fault(declared, entity_id, create, update, label, base)
    if sum(map(len, values.values())) > _LARGEST:
        values, fault = {}, BlockFault.TOO_LARGE
    return EntityBlock(
        number=number,
        dataset=dataset[:_LONGEST_BRANCH],
        entity_id=entity_id[:_LONGEST_BRANCH],
        create=create,
        update=update,
        label=label,
        values=values,
        base=base,
        trunk=trunk,
        branch=(entity.get("branchId") or "").strip().lower()[:_LONGEST_BRANCH],
        fault=fault,
    )


def _fault(
    declared: EntityDeclaration | None, entity_id: str, create: bool, update: bool, label: str, base: int | None
) -> BlockFault | None:
    """Of one that may be either, what it turns out to be decides (rule N6)."""
    if declared is None:
        return BlockFault.NOT_DECLARED
    if not _UUID_4.fullmatch(entity_id):
        return BlockFault.ID_INVALID
    if create and not update and not label:
        return BlockFault.LABEL_MISSING
    if update and not create and base is None:
        return BlockFault.BASE_MISSING
    return None


def _values(holder: etree._Element, path: str, declared: EntityDeclaration) -> Iterator[tuple[str, str]]:
    """What was received; a field that was not relevant is absent and leaves its property as it is."""
    for field_path, name in declared.saves:
        element: etree._Element | None = holder
        for part in field_path.removeprefix(f"{path}/").split("/"):
            element = next((one for one in element if local_name(one) == part), None) if element is not None else None
        if element is not None:
            yield name, "".join(element.itertext()).strip()


def _is_true(entity: etree._Element, name: str) -> bool:
    return (entity.get(name) or "").strip().lower() in _TRUE


def _whole(entity: etree._Element, name: str) -> int | None:
    text = (entity.get(name) or "").strip()
    return int(text) if _WHOLE.fullmatch(text) else None
