"""The table of transitions: who moves what, from where to where. Its data stand in review/procedure/transitions.toml.

Source: review procedure, section 4.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

FILE = Path(__file__).parent.parent / "procedure" / "transitions.toml"

NOT_LISTED = ""
"""Where a case comes from when it is opened."""


@dataclass(frozen=True, slots=True)
class Transition:
    """One row. number: of the step in the procedure. on: case, village or commune, what the act is done to."""

    number: str
    act: str
    froms: frozenset[str]
    to: str
    on: str
    by: frozenset[str]
    labels: Mapping[str, str]


def read_transitions(content: str) -> tuple[Transition, ...]:
    return tuple(
        Transition(
            number=row["number"],
            act=row["act"],
            froms=frozenset(row["from"]),
            to=row["to"],
            on=row["on"],
            by=frozenset(row["by"]),
            labels=MappingProxyType(row["label"]),
        )
        for row in tomllib.loads(content)["transition"]
    )


TRANSITIONS = read_transitions(FILE.read_text(encoding="utf-8"))


def moves_of(act: str) -> tuple[Transition, ...]:
    """The rows of an act, in the order of the procedure."""
    return tuple(one for one in TRANSITIONS if one.act == act)


def froms(act: str, to: str) -> frozenset[str]:
    """The stages from which an act moves a case to this one."""
    return frozenset().union(*(one.froms for one in moves_of(act) if one.to == to))
