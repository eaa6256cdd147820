"""One thing that is wrong in a rule set: its place, a code, and the facts for the sentence that `app` makes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from form_engine.scoring_sheet import Words

Fact = str | int | Words
FILE = "file"
"""The place of a fault of the whole file."""
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class RulesetFault:
    """place: codes of the file from the outside in ("b1_05 / one / points / NT2"), before them the form, if any
    ("phieu_b: b1_03"); "file" for the whole. facts: numbers, codes, and words in both languages.
    """

    place: str
    code: str
    facts: Mapping[str, Fact] = field(default_factory=lambda: MappingProxyType({}))

    def __str__(self) -> str:
        """For logs and for commands of developers: codes alone."""
        told = ", ".join(f"{name}={_plain(value)}" for name, value in self.facts.items())
        return f"{self.place}: {self.code} ({told})" if told else f"{self.place}: {self.code}"

    def of_form(self, form_id: str) -> "RulesetFault":
        return RulesetFault(f"{form_id}: {self.place}", self.code, self.facts)


def fault(place: str, code: str, **facts: Fact) -> RulesetFault:
    return RulesetFault(place, code, MappingProxyType(facts))


def shortened(value: object) -> str:
    """What stands in a file, as a fact: at most so long."""
    text = str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _plain(value: Fact) -> str:
    return value.vi if isinstance(value, Words) else str(value)
