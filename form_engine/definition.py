"""A form as data: its groups, repeats and fields in form order, with labels, types and choices."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias

from form_engine.entity_declarations import Declared

Labels: TypeAlias = Mapping[str, str]
"""Language code (`vi`; the full name when it has no code; empty in a form without languages) to text."""

_POSITION = re.compile(r"\[\d+\]")


class FieldType(StrEnum):
    STRING = "string"
    INT = "int"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    DATE = "date"
    TIME = "time"
    DATE_TIME = "dateTime"
    GEOPOINT = "geopoint"
    GEOTRACE = "geotrace"
    GEOSHAPE = "geoshape"
    SELECT_ONE = "select1"
    SELECT = "select"
    RANK = "rank"
    BINARY = "binary"
    BARCODE = "barcode"


class MediaKind(StrEnum):
    IMAGE = "image"
    SIGNATURE = "signature"
    AUDIO = "audio"
    VIDEO = "video"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Choice:
    name: str
    labels: Labels


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question, or one value that the form works out. XPath expressions are kept as the form has them."""

    name: str
    path: str
    type: FieldType
    labels: Labels = field(default_factory=dict)
    hints: Labels = field(default_factory=dict)
    guidance: Labels = field(default_factory=dict)
    required: bool = False
    """Always required. A condition stands in `required_when` instead."""
    required_when: str = ""
    readonly: bool = False
    calculate: str = ""
    relevant: str = ""
    constraint: str = ""
    default: str = ""
    appearance: str = ""
    asked: bool = True
    """The form has a control for it (else it is filled by the phone alone)."""
    choices: tuple[Choice, ...] | None = None
    """The whole list, before any filter; None when it isn't in the form."""
    itemset_file: str | None = None
    """The file that holds the choices, such as `households.csv`."""
    itemset: str = ""
    """The expression that gives the choices, with its filter."""
    itemset_value: str = "name"
    """Which part of a row is the answer."""
    itemset_label: str = "label"
    """Which part of a row people read."""
    media: MediaKind | None = None
    choice_names: frozenset[str] | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        names = None if self.choices is None else frozenset(choice.name for choice in self.choices)
        object.__setattr__(self, "choice_names", names)

    def choice(self, name: str) -> Choice | None:
        return next((choice for choice in self.choices or () if choice.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    name: str
    path: str
    labels: Labels = field(default_factory=dict)
    relevant: str = ""
    appearance: str = ""
    children: tuple["Node", ...] = ()
    by_name: Mapping[str, "Node"] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {child.name: child for child in self.children})


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat(Group):
    """A group that may stand any number of times."""

    count: str = ""
    """The expression that fixes how often, if the form fixes it."""


Node: TypeAlias = Field | Group | Repeat


@dataclass(frozen=True, kw_only=True)
class FormDefinition:
    """One version of one form."""

    form_id: str
    version: str
    title: str
    languages: tuple[str, ...]
    """Codes, the form's default first; empty when it has no translations."""
    root: Group
    media_files: tuple[str, ...] = ()
    """Files that a phone must fetch with the form: lists, pictures, sounds."""
    has_audit: bool = False
    instance_name: str = ""
    """The expression that names an instance, if the form has one."""
    lists: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    """The rows of the lists that stand in the form, by the id that `instance()` names."""
    list_files: Mapping[str, str] = field(default_factory=dict)
    """The names of the files that hold the other lists, by that id."""
    entities: Declared = field(default_factory=Declared)

    @property
    def root_name(self) -> str:
        return self.root.name

    @cached_property
    def nodes(self) -> Mapping[str, Node]:
        """Path to node, in form order, the root left out."""
        return {node.path: node for node in _below(self.root)}

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        return tuple(node for node in self.nodes.values() if isinstance(node, Field))

    @cached_property
    def fields_by_name(self) -> Mapping[str, Field]:
        """Name to field; of two with one name, the first in form order."""
        return {field.name: field for field in reversed(self.fields)}

    @cached_property
    def binary_paths(self) -> frozenset[str]:
        return frozenset(field.path for field in self.fields if field.type is FieldType.BINARY)

    def node_at(self, path: str) -> Node | None:
        """`path` may carry positions, as findings have them: `/data/members[2]/sex`."""
        return self.nodes.get(_POSITION.sub("", path))


def _below(group: Group) -> Iterator[Node]:
    for child in group.children:
        yield child
        if isinstance(child, Group):
            yield from _below(child)
