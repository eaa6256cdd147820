"""What a Phiếu C or C1 does when it was read: it is put to its household, and hangs on the household's case.

It decides nothing; a Phiếu C that is accepted moves its certified household on. The next lists on phones start from
what it told. Accepted, its roster becomes the household's members on the register.
"""

from collections.abc import Mapping
from typing import Any

from core.actor import SYSTEM
from core.clock import Clock
from core.mongo import Document
from registry.models import Household
from review import repository
from review.actions import members
from review.actions.after_decision import PROFILE, move_profiled
from review.actions.form_links import in_place_of_returned, with_form_linked
from review.actions.forms import Outcome
from review.actions.household_of_form import doubts, known_household, round_of
from review.actions.rounds import case_id
from review.errors import StaleCase
from review.models import Case
from review.rules import form_fields as fields
from review.rules.stages import Stage
from submissions.rules.review_state import ReviewState

ASSISTANCE = "assistance"
"""Role of Phiếu C1 in the catalogue of forms."""

_WAITS_FOR_PROFILE = frozenset({Stage.RECOGNISED, Stage.CERTIFIED})
_TRIES = 5


def follow_profile(
    submission: Document, role: str, answers: Mapping[str, Any], root: str, *, clock: Clock, ruleset: str = ""
) -> Outcome:
    """Safe to run any number of times. Raises StaleCase when others keep changing it.

    root: path of the form's root. ruleset: id of the form's rule set, empty when it has none.
    """
    told = fields.flat(answers)
    household = known_household(told)
    outcome = Outcome(household=household, findings=doubts(household, submission, answers, told, root))
    if household is not None and (about := _case_about(household, submission, role, ruleset)):
        outcome.case = _linked(about, submission, role, clock)
    accepted = household is not None and _is_accepted(household, submission)
    if accepted and role == PROFILE and outcome.case is not None:
        move_profiled([outcome.case], by=SYSTEM.id, clock=clock)
    if household is not None and accepted:
        members.follow_accepted(household, submission, answers)
    return outcome


def _case_about(household: Household, submission: Document, role: str, ruleset: str) -> str:
    """Id of the case that the form is about; "" without any.

    A Phiếu C is about what was recognised last and still waits for one, also when the round of that was held in a
    commune that became part of another, or a round of the same year runs meanwhile.
    """
    opened = round_of(household, submission, ruleset)
    if role == PROFILE:
        cases = repository.cases_of_household(household.id, seen_by=SYSTEM)
        known = {submission["_id"], submission.get("root_key")}
        hangs = [one.id for one in cases if known & {link.key for link in one.forms}]
        if hangs:
            return str(hangs[0])
        waiting = [repository.get_round(one.round_id) for one in cases if Stage(one.stage) in _WAITS_FOR_PROFILE]
        recent = [one for one in waiting if opened is None or one.year >= opened.year]
        opened = max(recent, key=lambda one: (one.opens_on, one.id), default=opened)
    return case_id(opened.id, household.id) if opened is not None else ""


def _is_accepted(household: Household, submission: Document) -> bool:
    is_ours = household.village_path.startswith(submission["sender_area"])
    return bool(is_ours and submission["is_current"] and submission["review"]["state"] == ReviewState.APPROVED)


def _linked(case: str, submission: Document, role: str, clock: Clock) -> Case | None:
    for _ in range(_TRIES):
        found = repository.find_case(case)
        if found is None:
            return None
        submission = in_place_of_returned(found, submission, clock)
        changes = with_form_linked(found, submission, role)
        if not changes:
            return found
        try:
            return repository.change_case(found, changes, None)
        except StaleCase:  # somebody else changed it: look at it again
            continue
    raise StaleCase(case_id=case)
