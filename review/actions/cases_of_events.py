"""A household's cases in rounds that are not decided yet follow what happened to it."""

from core.actor import Actor, paths_down_to
from core.clock import Clock, local_day
from registry import repository as registry
from registry.household_event_models import HouseholdEvent
from registry.rules.standing import ON_THE_LIST
from review import decisions, repository, stored_rows
from review.actions.rounds import list_household
from review.actions.withdraw import withdraw
from review.models import Case, HistoryEntry
from review.rules.recognised import DECIDED
from review.rules.stages import OPEN_TO_FORMS, Stage, may_move, require_move

_BESIDE = frozenset({Stage.WITHDRAWN, Stage.REJECTED_FINAL})


def undecided_cases(household_id: str) -> list[Case]:
    found = repository.cases_of_household(household_id, seen_by=_EVERYWHERE)
    return [one for one in found if Stage(one.stage) not in DECIDED | _BESIDE]


def withdraw_from_rounds(event: HouseholdEvent, reason: str, *, clock: Clock) -> None:
    """Off every list that is not decided (transition 21): other decrease, if it was on the managed list."""
    by = Actor(id=event.by, roles=frozenset(), area_path="")
    for case in undecided_cases(event.household_id):
        if may_move(Stage(case.stage), Stage.WITHDRAWN):
            withdraw(case, reason, event.reason, by=by, clock=clock)


def take_back_withdrawal(event: HouseholdEvent, reason: str, words: str) -> None:
    """What an entry by mistake took off a list that is not decided goes the whole way again (transition 21a)."""
    note = f"{reason}: {words}"
    for case in repository.cases_of_household(event.household_id, seen_by=_EVERYWHERE):
        taken_off = Stage(case.stage) is Stage.WITHDRAWN and case.history[-1].note == note
        if taken_off and not decisions.decisions_of(case.round_id):
            is_known = case.screening is not None or case.origin == "managed_list"
            stage = Stage.TO_SURVEY if is_known else Stage.LISTED
            entry = HistoryEntry(stage=stage, at=event.at, by=event.by, note=event.reason)
            require_move(Stage(case.stage), stage)
            repository.change_case(case, {"stage": stage}, entry)


def note_people(event: HouseholdEvent, household_id: str) -> None:
    """A list that is not decided says that the people of a household changed since its form; once for each event."""
    note = f"{event.kind}: {event.reason}"
    for case in undecided_cases(household_id):
        if not any((one.at, one.note) == (event.at, note) for one in case.history):
            entry = HistoryEntry(stage=case.stage, at=event.at, by=event.by, note=note)
            repository.change_case(case, {}, entry)


def follow_village(event: HouseholdEvent, village: str) -> None:
    """A case that still waits for forms goes to the list of the new village; a later one stays on the list it is on."""
    for case in undecided_cases(event.household_id):
        if Stage(case.stage) in OPEN_TO_FORMS and case.village_path != village:
            within = paths_down_to(village)
            entry = HistoryEntry(stage=case.stage, at=event.at, by=event.by, note=event.reason)
            repository.change_case(case, {"village_path": village, "within": within}, entry)
            stored_rows.follow_village(case.id, village)


def follow_head(event: HouseholdEvent, head_name: str, code: str = "") -> None:
    """Lists that are not decided yet name the head as he is called now; decisions keep what they said."""
    for case in undecided_cases(event.household_id):
        told = {"head_name": head_name or case.head_name, "household_code": code or case.household_code}
        if told != {"head_name": case.head_name, "household_code": case.household_code}:
            entry = HistoryEntry(stage=case.stage, at=event.at, by=event.by, note=event.reason)
            repository.change_case(case, told, entry)


def list_in_running_rounds(event: HouseholdEvent, *, clock: Clock) -> None:
    """A poor or near-poor household that came is reviewed with the rounds that run where it lives now."""
    household = registry.find_household(event.household_id)
    if household is None or household.standing not in ON_THE_LIST:
        return
    today = local_day(clock())
    by = Actor(id=event.by, roles=frozenset(), area_path="")
    for opened in repository.rounds_covering(household.village_path):
        if opened.opens_on <= today <= opened.closes_on and not decisions.decisions_of(opened.id):
            list_household(opened, household, by=by, clock=clock)


_EVERYWHERE = Actor(id="system", roles=frozenset(), area_path="")
