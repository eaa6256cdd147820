"""What an expression is evaluated in."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from form_engine.xpath.errors import Unknown
from form_engine.xpath.nodes import Node, Table
from form_engine.xpath.values import Value


class Run:
    """One instance with the lists of its version. Lists that are not here are unknown."""

    __slots__ = ("choice_label", "files", "found", "lists", "root", "version")

    def __init__(
        self,
        root: Node,
        lists: Mapping[str, Table],
        files: Mapping[str, Table],
        version: str = "",
        choice_label: Callable[[str, str], str] | None = None,
    ) -> None:
        """lists: by the id of the secondary instance; files: by the name of a CSV file, for pulldata()."""
        self.root = root
        self.lists = lists
        self.files = files
        self.version = version
        self.choice_label = choice_label
        self.found: dict[Any, Any] = {}
        """Indexes over repeats, made on the way."""

    def table(self, name: str) -> Table:
        table = self.lists.get(name)
        if table is None:
            raise Unknown(f"the list {name} is not here")
        return table


class Scope:
    """`node`: the one in hand; `origin`: the one that the expression belongs to; `place`: in a predicate, else 0."""

    __slots__ = ("node", "origin", "place", "run")

    def __init__(self, run: Run, node: Any, origin: Any, place: int = 0) -> None:
        self.run = run
        self.node = node
        self.origin = origin
        self.place = place


Code: TypeAlias = Callable[[Scope], Value]
