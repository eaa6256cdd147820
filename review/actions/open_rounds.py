"""Rounds that are not over: a merger of their villages would tear a list apart between two steps."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.clock import Clock, local_day
from review import repository
from review.actions.commune_list import BESIDE, cases_of_commune
from review.models import Round
from review.rules.recognised import DECIDED
from review.rules.stages import Stage


@dataclass(frozen=True, slots=True)
class OpenRound:
    """undecided: its households that nobody decided upon yet."""

    opened: Round
    undecided: int


def rounds_that_stand_open(communes: Iterable[str], *, clock: Clock) -> list[OpenRound]:
    """Rounds of these communes with a household that is not decided upon, or without any before their last day."""
    today = local_day(clock())
    found = []
    for opened in {one.id: one for path in communes for one in repository.rounds_within(path)}.values():
        cases = cases_of_commune(opened)
        undecided = sum(Stage(one.stage) not in DECIDED | BESIDE for one in cases)
        if undecided or (not cases and today <= opened.closes_on):
            found.append(OpenRound(opened, undecided))
    return found
