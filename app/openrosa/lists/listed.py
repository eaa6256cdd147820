"""The households of a village with their cases in the latest round of its commune, and those recognised among them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.actor import Actor
from form_engine.publishing import repository as forms
from registry import repository as registry
from registry.models import Household
from registry.rules.names import by_given_name
from review import repository as review
from review.models import Case
from review.rules.recognised import Result, result_in_force
from submissions import repository as submissions
from submissions.rules.review_state import ReviewState


@dataclass(frozen=True, slots=True)
class Listed:
    """year: of the latest round; 0 when there never was one. sent_back: role and reason of each form that waits for its
    next version, whatever the case stands at."""

    household: Household
    case: Case | None
    year: int
    sent_back: tuple[tuple[str, str], ...] = ()


def households_with_cases(village: str, actor: Actor) -> list[Listed]:
    """By given name of the head. Raises NotAllowed outside the actor's area."""
    rounds = review.rounds_covering(village)
    cases = review.cases_of_villages(rounds[0].id, [village]) if rounds else []
    by_household = {case.household_id: case for case in cases}
    households = registry.households_of(village, seen_by=actor)
    told = _sent_back(village, actor)
    return [
        Listed(one, by_household.get(one.id), rounds[0].year if rounds else 0, tuple(told[one.id]))
        for one in sorted(households, key=lambda one: (by_given_name(one.head_name), one.code))
    ]


def _sent_back(village: str, actor: Actor) -> Mapping[str, list[tuple[str, str]]]:
    roles = {form.id: form.role for form in forms.all_forms()}
    told: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for one in submissions.sent_back(village, roles, seen_by=actor):
        if one.get("household_id"):
            told[one["household_id"]].append((roles[one["form_id"]], one["review"]["reason"]))
    return told


def recognised_households(village: str, actor: Actor) -> list[tuple[Listed, Result]]:
    """Those that a Phiếu C is made for, with the result that it starts from."""
    found = households_with_cases(village, actor)
    approved = _approved([one.case for one in found if one.case is not None])
    results = [(one, _result(one, approved)) for one in found]
    return [(one, result) for one, result in results if result is not None and result.has_profile]


def _approved(cases: Iterable[Case]) -> frozenset[str]:
    keys = [case.assessment.submission_key for case in cases if case.assessment is not None]
    return frozenset(one["_id"] for one in submissions.heads(keys) if one["review"]["state"] == ReviewState.APPROVED)


def _result(one: Listed, approved: frozenset[str]) -> Result | None:
    register = [(year.year, year.standing) for year in one.household.standings]
    if one.case is None or one.case.assessment is None:
        return result_in_force(register, None)
    found = one.case.assessment
    assessed = Result(found.standing or "", one.case.standing_before, one.year, found.b1, found.b2)
    return result_in_force(register, assessed, stage=one.case.stage, is_approved=found.submission_key in approved)
