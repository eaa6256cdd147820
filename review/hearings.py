"""What a meeting hears about a re-verified household: its new result, and what was said of it.

Source: review procedure, section 4 step 11 (the review and the meeting are repeated), section 8 (the result in force is
the last version that passed a meeting).
"""

from collections.abc import Iterable

from review import meetings
from review.models import Assessment, Case, Meeting
from review.rules.meeting import Opinion
from review.rules.stages import Stage
from submissions import repository as submissions
from submissions.rules.review_state import ReviewState


def result_told(case: Case) -> Assessment:
    """The result that is talked about: of a household that is being re-verified the new one."""
    found: Assessment = case.assessment
    if case.stage == Stage.REVERIFYING and case.reassessment:
        found = case.reassessment
    return found


def is_changed(case: Case) -> bool:
    """Whether the re-verification comes to another class; points that leave the class as it is confirm it."""
    return bool(case.reassessment) and case.reassessment.standing != case.assessment.standing


def hearing_of(case: Case) -> tuple[Meeting, str] | None:
    """The meeting that talked about the new result, and its opinion; None before one did."""
    return _heard(case, case.reassessment) if case.reassessment else None


def was_not_agreed_on(case: Case) -> bool:
    """Whether the household waits for another visit because the village did not agree on the result that it has."""
    heard = _heard(case, case.assessment) if case.assessment and case.stage == Stage.TO_SURVEY else None
    return heard is not None and heard[1] != Opinion.AGREED


def _heard(case: Case, result: Assessment) -> tuple[Meeting, str] | None:
    key = result.submission_key, result.input_hash
    for one in reversed(meetings.meetings_of_case(case.round_id, case.village_path, case.id)):
        for vote in one.minutes[-1].votes if one.minutes else ():
            if vote.case_id == case.id and (vote.submission_key, vote.input_hash) == key:
                return one, str(vote.opinion)
    return None


def to_hear(cases: Iterable[Case]) -> list[Case]:
    """Re-verified households whose approved new result differs and was not talked about yet."""
    changed = [one for one in cases if one.stage == Stage.REVERIFYING and is_changed(one)]
    states = submissions.review_states([one.reassessment.submission_key for one in changed])
    approved = [one for one in changed if states.get(one.reassessment.submission_key) == ReviewState.APPROVED]
    return [one for one in approved if hearing_of(one) is None]


def is_on_an_agenda(case: Case) -> bool:
    """Whether the village was called to talk about it and has not yet."""
    held = meetings.meetings_of_case(case.round_id, case.village_path, case.id)
    return bool(held) and held[-1].state == "called"
