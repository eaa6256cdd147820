"""households.csv: the households of a person's villages, with the state of their cases."""

from collections.abc import Iterable

from app.openrosa.lists.kept import PersonalList, table
from core.actor import Actor
from registry import repository as registry
from registry.models import Area, Household
from registry.rules.names import by_given_name
from review import repository as review
from review.models import Case
from review.rules.stages import Stage

FILE_NAME = "households.csv"

_COLUMNS = (
    *("name", "label", "village", "household_code", "head_name", "address", "members_count", "standing"),
    *("managed_list", "state", "remark"),
)


def make(villages: Iterable[Area], actor: Actor) -> PersonalList:
    return table(_COLUMNS, _rows(villages, actor))


def _rows(villages: Iterable[Area], actor: Actor) -> Iterable[tuple[str, ...]]:
    for village in villages:
        rounds = review.rounds_covering(village.id)
        cases = review.cases_of_villages(rounds[0].id, [village.id]) if rounds else []
        by_household = {case.household_id: case for case in cases}
        households = registry.households_of(village.id, seen_by=actor)
        for household in sorted(households, key=lambda one: (by_given_name(one.head_name), one.code)):
            yield _row(household, by_household.get(household.id))


def _row(household: Household, case: Case | None) -> tuple[str, ...]:
    returned = case is not None and case.stage == Stage.RETURNED_FOR_CORRECTION
    mark = "⚠ " if returned else ""
    return (
        household.id,
        f"{mark}{household.head_name} ({household.code})",
        household.village_path,
        household.code,
        household.head_name,
        household.address,
        "" if household.members_count is None else str(household.members_count),
        household.standing,
        "yes" if household.is_managed else "no",
        case.stage if case else "",
        case.remark if case and returned else "",
    )
