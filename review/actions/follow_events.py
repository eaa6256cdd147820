"""What follows from an event of a household: register, people, its case in a running round, the lists on phones.

Each step may be done again: people change by pure functions, a household keeps the ids of the events written to it.
"""

from collections.abc import Callable, Mapping

from core import audit
from core.clock import Clock
from core.sweeping import each
from registry import duplicates, household_events
from registry import repository as registry
from registry.household_event_models import HouseholdEvent
from registry.rules.household_events import CHANGES_PEOPLE, ENDS, Kind
from review.actions import cases_of_events as cases
from review.actions import event_members as members
from review.actions import event_moves as moves
from review.actions import event_undoing as undoing
from review.actions.event_parts import has_ended


def settle(event: HouseholdEvent, *, clock: Clock) -> HouseholdEvent:
    """Every step of an event. Doing it again changes nothing."""
    if event.is_settled:
        return event
    _STEPS[Kind(event.kind)](event, clock)
    if Kind(event.kind) in ENDS and has_ended(event):
        cases.withdraw_from_rounds(event, ENDS[Kind(event.kind)], clock=clock)
    for one in (event.household_id, event.other) if Kind(event.kind) in CHANGES_PEOPLE else ():
        cases.note_people(event, one)
    duplicates.follow_places([event.household_id, event.other, *event.persons])
    registry.mark_changed(_places(event))
    about = {"by": event.by, "subject": event.household_id, "at": event.at}
    audit.record(f"household.{event.kind}", **about, once=event.id, event=event.id)
    household_events.note_settled(event)
    event.is_settled = True
    return event


def settle_all(clock: Clock) -> int:
    """Go on with every event that was cut off; how many."""
    return each(household_events.unsettled(), lambda one: settle(one, clock=clock))


def _places(event: HouseholdEvent) -> set[str]:
    """Villages whose lists on phones tell of the household."""
    told = {event.village_path, event.facts.get("village") or ""}
    if household := registry.find_household(event.household_id):
        told |= {household.village_path, *(former.village_path for former in household.former_places)}
    return told - {""}


def _undone(event: HouseholdEvent, _clock: Clock) -> None:
    back = household_events.find(event.facts["event"])
    if back is None or not household_events.note_undone(back.id, event.id):
        return  # somebody else took it back, or another commune took the household in meanwhile
    _BACK[Kind(back.kind)](event, back)
    if Kind(back.kind) in ENDS and has_ended(back):
        cases.take_back_withdrawal(event, ENDS[Kind(back.kind)], back.reason)


_STEPS: Mapping[Kind, Callable[[HouseholdEvent, Clock], None]] = {
    Kind.SPLIT: moves.split,
    Kind.MERGED: moves.merged,
    Kind.MOVED: moves.moved,
    Kind.MOVED_OUT: moves.moved_out,
    Kind.MOVED_IN: moves.moved_in,
    Kind.MEMBER_IN: members.member_in,
    Kind.MEMBER_OUT: members.member_out,
    Kind.DIED: members.member_died,
    Kind.CORRECTED: members.corrected,
    Kind.UNDONE: _undone,
}
_BACK: Mapping[Kind, Callable[[HouseholdEvent, HouseholdEvent], None]] = {
    Kind.MOVED_OUT: undoing.out_undone,
    Kind.MOVED: undoing.move_undone,
    Kind.DIED: undoing.death_undone,
    Kind.MEMBER_OUT: undoing.out_of_member_undone,
    Kind.CORRECTED: undoing.correction_undone,
}
