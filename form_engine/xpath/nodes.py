"""What paths walk over: the nodes of an instance, and the rows of lists as if they were nodes."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

UNREADABLE = object()
"""The value of a node whose text is not of its type: whatever reads it is unknown."""

Rows: TypeAlias = tuple[Mapping[str, str], ...]


class Node:
    """`place`: from 1, among those of its name. `line`: from the root to this node."""

    __slots__ = ("kids", "line", "name", "place", "text", "up", "value")

    def __init__(self, name: str, up: "Node | None", place: int = 1, value: Any = "", text: str = "") -> None:
        self.name = name
        self.up = up
        self.place = place
        self.value = value
        self.text = text
        self.kids: Any = {}
        """Name to nodes of that name, in order."""
        self.line: tuple[Node, ...] = (*up.line, self) if up is not None else (self,)

    def add(self, name: str, value: Any = "", text: str = "") -> "Node":
        same = self.kids.setdefault(name, [])
        node = Node(name, self, len(same) + 1, value, text)
        same.append(node)
        return node


class Table:
    """A secondary instance `root/item`: its rows, found by the value of a column without looking at all."""

    def __init__(self, rows: Sequence[Mapping[str, str]]) -> None:
        item_nodes = [_Row(place, cells) for place, cells in enumerate(rows, 1)]
        self.top = _Level("root", _Level("item", item_nodes))
        self.cells = rows
        self._rows = item_nodes
        self._indexes: dict[tuple[str, ...], dict[tuple[str, ...], list[Any]]] = {}

    def rows_where(self, columns: tuple[str, ...], values: tuple[str, ...]) -> Sequence[Any]:
        """The rows with these values in these columns; all rows for none."""
        known = self._indexes.get(columns)
        if known is None:
            known = {}
            for row in self._rows:
                key = tuple([row.kids.cells.get(column, "") for column in columns])
                known.setdefault(key, []).append(row)
            self._indexes[columns] = known
        return known.get(values, ())


class _Level:
    """A node above the rows, which answers to every name: lists differ in what they call their root and items."""

    __slots__ = ("kids", "line", "name", "place", "up", "value")

    def __init__(self, name: str, below: Any) -> None:
        self.name, self.up, self.place, self.value = name, None, 1, ""
        self.line = ()
        self.kids = _Any(below if isinstance(below, list) else [below])


class _Any:
    __slots__ = ("nodes",)

    def __init__(self, nodes: list[Any]) -> None:
        self.nodes = nodes

    def get(self, _name: str, _default: Any = ()) -> list[Any]:
        return self.nodes

    def values(self) -> list[list[Any]]:
        return [self.nodes]


class _Row:
    __slots__ = ("kids", "line", "name", "place", "up", "value")

    def __init__(self, place: int, cells: Mapping[str, str]) -> None:
        self.name, self.up, self.place, self.value = "item", None, place, ""
        self.line = ()
        self.kids = _Cells(cells)


class _Cells:
    __slots__ = ("cells",)

    def __init__(self, cells: Mapping[str, str]) -> None:
        self.cells = cells

    def get(self, name: str, _default: Any = ()) -> Sequence[Any]:
        value = self.cells.get(name)
        return () if value is None else (_Cell(name, value),)

    def values(self) -> list[Sequence[Any]]:
        return [self.get(name) for name in self.cells]


class _Cell:
    __slots__ = ("name", "value")
    place, line, up = 1, (), None
    kids: Mapping[str, Any] = {}

    def __init__(self, name: str, value: str) -> None:
        self.name = name
        self.value = value


NOWHERE = Node("", None)
"""Stands for a node in no instance: absolute paths within a list are bound to nothing."""
NOWHERE.line = ()
