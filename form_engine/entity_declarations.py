"""Which entity lists a form writes to, as its XForm declares it (protocol rules N1-N3).

An entity stands in the `meta` of the form, or of a group or repeat; `entities:saveto` of a bind names the property that
the answer is saved to, in the entity of the nearest of these.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from form_engine.safe_xml import local_name

_SPACE = "{http://www.opendatakit.org/xforms/entities}"
_NEWEST = (2025, 1)
"""The latest version of the sub-specification that is understood here."""
_NESTED_SINCE = (2025, 1)
_VERSION = re.compile(r"(\d{4})\.(\d+)(?:\.\d+)*")
_LIST_NAME = re.compile(r"(?!__)[^\W\d][\w:-]*|(?!__)[_:][\w:-]*")
_PROPERTY_NAME = re.compile(r"(?!__)[^\W\d][\w.-]*|(?!__)_[\w.-]*")
_RESERVED = frozenset({"name", "label"})


@dataclass(frozen=True, slots=True)
class EntityDeclaration:
    """One entity of a form. path: of the node whose `meta` holds it. saves: path of a field, and its property."""

    path: str
    dataset: str
    may_create: bool
    may_update: bool
    saves: tuple[tuple[str, str], ...] = ()

    @property
    def properties(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for _, name in self.saves))


@dataclass(frozen=True, slots=True)
class Declared:
    """What a form declares. version: as written, empty when there is none."""

    version: str = ""
    entities: tuple[EntityDeclaration, ...] = ()


def read_declarations(model: etree._Element, root: etree._Element) -> Declared:
    """root: of the primary instance. Never raises; what is wrong with it is told by `faults_of_declarations`."""
    places = dict(_entities(root, f"/{local_name(root)}"))
    saves: dict[str, list[tuple[str, str]]] = {path: [] for path in places}
    for bind in model:
        name = bind.get(f"{_SPACE}saveto", "").strip()
        path = bind.get("nodeset", "").strip()
        nearest = max((one for one in places if path.startswith(f"{one}/")), key=len, default=None) if name else None
        if nearest is not None:
            saves[nearest].append((path, name))
    return Declared(
        version=model.get(f"{_SPACE}entities-version", "").strip(),
        entities=tuple(
            EntityDeclaration(
                path=path,
                dataset=(element.get("dataset") or "").strip(),
                may_create="create" in element.attrib,
                may_update="update" in element.attrib,
                saves=tuple(saves[path]),
            )
            for path, element in places.items()
        ),
    )


def _entities(node: etree._Element, path: str) -> Iterator[tuple[str, etree._Element]]:
    """Path of a node and the entity in its `meta`, from the root down; a repeat that stands twice counts once."""
    for child in node:
        name = local_name(child)
        if name == "meta":
            entity = next((one for one in child if local_name(one) == "entity" and "dataset" in one.attrib), None)
            if entity is not None:
                yield path, entity
        elif len(child):
            yield from _entities(child, f"{path}/{name}")


def faults_of_declarations(declared: Declared) -> Iterator[str]:
    """What keeps a form from being published, each as an English sentence for its author."""
    if not declared.entities:
        return
    version = _VERSION.fullmatch(declared.version)
    if version is None:
        yield "The form declares entities without an entities-version."
        return
    spoken = (int(version[1]), int(version[2]))
    if spoken > _NEWEST:
        known = f"{_NEWEST[0]}.{_NEWEST[1]}"
        yield f"The form needs version {declared.version} of the entities specification; {known} is known here."
    lists = {one.dataset for one in declared.entities}
    if spoken < _NESTED_SINCE and (len(lists) > 1 or any(one.path.count("/") > 1 for one in declared.entities)):
        yield "Entities in groups or repeats, or of several lists, need entities-version 2025.1.0."
    yield from _faults_of_names(declared.entities)


def _faults_of_names(entities: Iterable[EntityDeclaration]) -> Iterator[str]:
    by_folded: dict[tuple[str, str], str] = {}
    for one in entities:
        if not _LIST_NAME.fullmatch(one.dataset):
            yield f"“{one.dataset}” is no name of an entity list."
        for name in one.properties:
            if not _PROPERTY_NAME.fullmatch(name) or name.casefold() in _RESERVED:
                yield f"“{name}” is no name of an entity property."
            other = by_folded.setdefault((one.dataset, name.casefold()), name)
            if other != name:
                yield f"The properties “{other}” and “{name}” differ only in case."
