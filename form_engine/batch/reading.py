"""A block of households, read by a rule set: what its conditions say of each household and each member."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from form_engine.batch.answers import Births, Block
from form_engine.batch.comparisons import Comparisons
from form_engine.batch.truths import Rosters, Truths, deprived, holds
from form_engine.scoring_sheet import Condition, Indicator, ScoringSheet, Test


class Reading:
    """What a block says."""

    def __init__(
        self, block: Block, sheet: ScoringSheet, households: Mapping[Test, Truths], members: Mapping[Test, Truths]
    ) -> None:
        self._block = block
        self._households = households
        self._members = members
        self._kinds = {name: holds(one, members.__getitem__) for name, one in sheet.member_conditions.items()}

    @property
    def rosters(self) -> Rosters:
        return self._block.rosters

    def told(self, field: str) -> Sequence[Any]:
        """The answer of every household, None where there is none."""
        return self._block.of_households(field)

    def kind(self, name: str) -> Truths:
        """Of every member: is he of the kind that the rule set names so?"""
        return self._kinds[name]

    def deprived(self, indicator: Indicator) -> Truths:
        """Of every household."""
        if indicator.scope == "household":
            return holds(indicator.condition, self._households.__getitem__)
        return deprived(indicator, holds(indicator.condition, self._members.__getitem__), self.rosters)


class Reader:
    """Reads blocks by one rule set, and keeps what it learned of answers."""

    def __init__(self, sheet: ScoringSheet) -> None:
        self._sheet = sheet
        self._births = Births(sheet)
        of_members = [one.condition for one in sheet.indicators if one.scope != "household"]
        self._members = _comparisons([*of_members, *sheet.member_conditions.values()])
        self._households = _comparisons([one.condition for one in sheet.indicators if one.scope == "household"])

    def read(self, block: Block) -> Reading:
        return Reading(block, self._sheet, self._of_households(block), self._of_members(block))

    def _of_households(self, block: Block) -> dict[Test, Truths]:
        found: dict[Test, Truths] = {}
        for field, comparisons in self._households.items():
            found |= comparisons.of(block.of_households(field), block.rosters.sizes)
        return found

    def _of_members(self, block: Block) -> dict[Test, Truths]:
        found: dict[Test, Truths] = {}
        worked_out = self._births.worked_out(block)
        sizes = block.rosters.spread(block.rosters.sizes)
        for field, comparisons in self._members.items():
            found |= comparisons.of(block.of_members(field), sizes, worked_out.get(field))
        return found


def _comparisons(conditions: Iterable[Condition]) -> dict[str, Comparisons]:
    """By field."""
    tests: dict[str, list[Test]] = defaultdict(list)
    for condition in conditions:
        for test in condition.tests:
            tests[test.field].append(test)
    return {field: Comparisons(several) for field, several in tests.items()}
