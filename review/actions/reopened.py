"""Households that were reopened after their decision and are on their way again, of any area at once.

Each visit keeps whether it took up a decided household: an area is asked for those alone, by an index, and for the
stages of their cases; no round is read whole.
"""

from collections import Counter
from collections.abc import Iterable

from review import repository, reverifications
from review.actions.commune_list import BESIDE
from review.models import Case
from review.rules.recognised import DECIDED
from review.rules.stages import Stage


def reopened_within(area_path: str, round_ids: Iterable[str] = ()) -> list[Case]:
    """Cases of an area that a signed decision names and that are not decided anew, by code; without forms and history.

    Those that left the round on their way are still told: the decision does not know it. round_ids: of these rounds
    alone. For the system, and for who was let see the area.
    """
    rounds = set(round_ids)
    found = reverifications.after_decisions(area_path)
    wanted = sorted({case_id for case_id, round_id in found if not rounds or round_id in rounds})
    cases = (one for one in repository.cases_among(wanted) if Stage(one.stage) not in DECIDED)
    return sorted(cases, key=lambda one: (one.household_code, one.id))


def still_on_their_way(cases: Iterable[Case]) -> list[Case]:
    """Without those that left the round since: nothing is left to do about them."""
    return [one for one in cases if Stage(one.stage) not in BESIDE]


def count_by_round(cases: Iterable[Case]) -> Counter[str]:
    return Counter(one.round_id for one in cases)
