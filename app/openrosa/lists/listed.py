"""The households of a village with their cases in the round that each belongs to, and those recognised among them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.wiring import today
from core.actor import Actor
from form_engine.publishing import repository as forms
from registry import repository as registry
from registry.models import Household
from registry.rules.names import by_given_name
from review import repository as review
from review.actions.round_choice import chosen, rounds_asked
from review.models import Case, Round
from review.rules.recognised import Result, result_in_force
from submissions import repository as submissions
from submissions.rules.review_state import ReviewState


@dataclass(frozen=True, slots=True)
class Listed:
    """year: of that round; 0 when there never was one. sent_back: role and reason of each form that waits for its
    next version, whatever the case stands at."""

    household: Household
    case: Case | None
    year: int
    sent_back: tuple[tuple[str, str], ...] = ()


def households_with_cases(village: str, actor: Actor, ruleset: str = "") -> list[Listed]:
    """By given name of the head. Raises NotAllowed outside the actor's area.

    ruleset: of the form that the list is for; a household stands in the round that such a form goes to.
    """
    rounds = review.rounds_covering(village)
    asked = rounds_asked(rounds, today(), ruleset) or rounds[:1]
    cases: dict[str, dict[str, Case]] = defaultdict(dict)
    for opened in asked:
        for case in review.cases_of_villages(opened.id, [village]):
            cases[case.household_id][opened.id] = case
    households = [one for one in registry.households_of(village, seen_by=actor) if one.left_on is None]
    told = _sent_back(village, actor)
    return [
        _listed(one, asked, cases.get(one.id, {}), told[one.id])
        for one in sorted(households, key=lambda one: (by_given_name(one.head_name), one.code))
    ]


def _listed(
    household: Household, asked: list[Round], cases: Mapping[str, Case], sent_back: list[tuple[str, str]]
) -> Listed:
    opened = chosen(asked, cases)
    case = cases.get(opened.id) if opened else None
    return Listed(household, case, opened.year if opened else 0, tuple(sent_back))


def _sent_back(village: str, actor: Actor) -> Mapping[str, list[tuple[str, str]]]:
    roles = {form.id: form.role for form in forms.all_forms()}
    told: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for one in submissions.sent_back(village, roles, seen_by=actor):
        if one.get("household_id"):
            told[one["household_id"]].append((roles[one["form_id"]], one["review"]["reason"]))
    return told


def recognised_households(village: str, actor: Actor, ruleset: str = "") -> list[tuple[Listed, Result]]:
    """Those that a Phiếu C is made for, with the result that it starts from."""
    found = households_with_cases(village, actor, ruleset)
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
