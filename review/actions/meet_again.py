"""A household goes back to wait for another meeting: what the minutes say of it was recorded by mistake.

Source: review procedure, section 4 steps 7 and 8. A project reading (transition 8a): minutes are corrected, opinions
are not; before the list is posted the village is asked again. Its Phiếu B, result and approval stay.
"""

from core.actor import Actor
from core.clock import Clock
from core.errors import NotAllowed
from registry import repository as registry
from registry.rules.names import tidy
from review import meetings, postings, repository
from review.actions.meeting import settle
from review.meeting_errors import MeetingAgainReasonMissing, MeetingAgainTooLate
from review.models import Case, HistoryEntry
from review.rules.meeting import LONGEST_WORDS
from review.rules.stages import Stage
from review.rules.transitions import froms

NOTE = "meet_again: "
"""How the history tells this act from a scoring; the reason follows."""
_FROMS = froms("meet_again", Stage.SCORED)


def can_meet_again(case: Case) -> bool:
    """Whether the meeting agreed on the household, and no list with it hangs or is being hung."""
    return case.stage in _FROMS and not _is_on_a_list(case)


def meet_again(case: Case, reason: str, *, by: Actor, clock: Clock) -> Case:
    """Put a household back before the meeting (transition 8a). Done already for the same reason, nothing changes.

    Raises NotAllowed outside the area, MeetingAgainReasonMissing, MeetingAgainTooLate, StaleCase.
    """
    if not by.covers(case.village_path):
        raise NotAllowed(village=case.village_path)
    words = tidy(reason)[:LONGEST_WORDS]
    if not words:
        raise MeetingAgainReasonMissing()
    note = NOTE + words
    if case.stage == Stage.SCORED and case.history[-1].note == note:
        registry.mark_changed([case.village_path])
        return case
    if not can_meet_again(case):
        raise MeetingAgainTooLate(household=case.head_name)
    for held in meetings.meetings_of_case(case.round_id, case.village_path, case.id):
        settle(held, clock=clock)  # else the sweep would go on later with minutes that no longer count
    entry = HistoryEntry(stage=Stage.SCORED, at=clock(), by=by.id, note=note)
    changed = repository.change_case(case, {"stage": Stage.SCORED}, entry)
    registry.mark_changed([case.village_path])
    return changed


def _is_on_a_list(case: Case) -> bool:
    made = postings.postings_of_village(case.round_id, case.village_path)
    return any(row.case_id == case.id for one in made if one.state == "preparing" for row in one.rows)
