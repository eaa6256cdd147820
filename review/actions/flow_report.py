"""The two flow reports of a commune by village: how the lists of poor and near-poor households changed over the year.

Source: templates, 11, R2 and R3: each place twice, households and people; columns 1 to 9.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from registry.rules.standing import Change, Standing
from review.actions.commune_list import balance_of, registers_of
from review.commune_models import FrozenResult
from review.models import Case, Round
from review.rules.balance import COMES, LEAVES, Flow


@dataclass(frozen=True, slots=True)
class FlowRow:
    """A place with its flows by list; place: the village's path, empty for the whole commune."""

    place: str
    households: Mapping[Standing, Flow]
    people: Mapping[Standing, Flow]


def flow_rows(
    opened: Round,
    cases: Iterable[Case],
    villages: Iterable[str],
    decided: Mapping[str, FrozenResult] | None = None,
    placed: Mapping[str, str] | None = None,
) -> list[FlowRow]:
    """A row for each village, the commune's last. The villages' figures add up to the commune's.

    decided: results by case that count instead of those in force. placed: as in `balance_of`.
    """
    told, registered = list(cases), registers_of(opened)
    rows = []
    for place in (*villages, ""):
        found = balance_of(opened, told, within=place, decided=decided, placed=placed, registered=registered)
        rows.append(FlowRow(place, found.households, found.people))
    return rows


def figures(flow: Flow, kind: Standing) -> list[int]:
    """Columns 1 to 9: opening, three that leave, four that come, closing."""
    leaves: list[Change] = list(LEAVES[kind])
    comes: list[Change] = list(COMES[kind])
    return [flow.opening, *(flow.leaves[one] for one in leaves), *(flow.comes[one] for one in comes), flow.closing]
