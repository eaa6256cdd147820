"""A household leaves the round before it is decided upon: moved away, died, merged, listed wrongly.

Source: review procedure, section 4 step 21, section 11 points 22 and 23. One that was on the managed list counts as
other decrease, never as an exit.
"""

from core.actor import Actor
from core.clock import Clock
from core.errors import NotAllowed
from registry import repository as registry
from review import repository
from review.errors import WithdrawalReasonMissing
from review.models import Case, HistoryEntry
from review.rules.stages import Stage, require_move

REASONS = ("moved", "died", "merged", "wrong_listing", "by_request")
LEFT_THE_AREA = frozenset({"moved", "died", "merged"})
_LONGEST_WORDS = 500


def withdraw(case: Case, reason: str, words: str, *, by: Actor, clock: Clock) -> Case:
    """Take a household off the list (transition 21). Done already for the same reason, nothing changes.

    Raises NotAllowed outside the area, WithdrawalReasonMissing, MoveNotAllowed after the decision, StaleCase.
    """
    if not by.covers(case.village_path):
        raise NotAllowed(village=case.village_path)
    words = words.strip()[:_LONGEST_WORDS]
    if reason not in REASONS or not words:
        raise WithdrawalReasonMissing()
    note = f"{reason}: {words}"
    if case.stage == Stage.WITHDRAWN and case.history[-1].note == note:
        return case
    require_move(Stage(case.stage), Stage.WITHDRAWN)
    entry = HistoryEntry(stage=Stage.WITHDRAWN, at=clock(), by=by.id, note=note)
    changed = repository.change_case(case, {"stage": Stage.WITHDRAWN}, entry)
    registry.mark_changed([case.village_path])
    return changed
