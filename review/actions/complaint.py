"""A complaint is filed, answered, or leads to the review of a household that was missing.

Source: review procedure, section 4 step 10 and section 8. The complaint's document is the truth; list and case follow
it (`settle`). A list that closes at the same moment and a complaint exclude each other by the list's revision.
"""

from collections.abc import Iterable
from datetime import date, datetime

from core.actor import Actor, paths_down_to
from core.calendar import WorkingCalendar
from core.clock import Clock, local_day
from core.errors import NotAllowed
from core.ids import id_from, new_receipt
from core.sequence import sequence_at
from core.sweeping import each
from registry import repository as registry
from registry.models import Household
from registry.rules.names import tidy
from review import as_read, complaints, postings, repository, reverifications
from review.actions.follow_complaints import follow
from review.actions.listing import new_household
from review.actions.rounds import list_household
from review.complaint_errors import (
    AnswerMissing,
    ComplaintIncomplete,
    ComplaintLate,
    ComplaintResolved,
    ComplaintTooEarly,
    ComplaintWaits,
    HouseholdOnTheList,
    NotAMissingOne,
)
from review.complaint_models import Complainant, Complaint, ComplaintAct
from review.models import Case, HistoryEntry, Posting, Round
from review.rules.complaint import LONGEST_WORDS, UNRESOLVED, ComplaintState, Outcome, Told, faults, is_in_time
from review.rules.procedures import ComplaintRule, procedure_for
from review.rules.stages import Stage
from review.rules.transitions import froms

RECEIPT = "kn"
_ON_ITS_WAY = frozenset(
    {Stage.LISTED, Stage.TO_SURVEY, Stage.SURVEYED, Stage.RETURNED_FOR_CORRECTION, Stage.SCORED, Stage.IN_MEETING}
)
"""Where the review of a household that was missing is not through: its complaint can't be answered yet."""


def complaint_rule(opened: Round) -> ComplaintRule:
    return procedure_for(opened.ruleset_id).complaint


def file_complaint(
    posting: Posting,
    told: Told,
    *,
    key: str,
    on: date | None = None,
    by: Actor | None,
    calendar: WorkingCalendar,
    clock: Clock,
) -> Complaint:
    """Enter a complaint into the register (transition 10). The same post again - same key - is one entry.

    by: who writes down one that came on paper; None for a citizen on the public page. on: the day on which it was
    handed in. One on paper that came after the end is entered as a note to whoever appraises. Raises NotAllowed outside
    the area, ComplaintTooEarly, ComplaintLate (public), ComplaintIncomplete.
    """
    if by is not None and not by.covers(posting.village_path):
        raise NotAllowed(posting_id=posting.id)
    complaint_id = id_from("complaint", posting.id, key)
    known = complaints.find(complaint_id)
    if known is not None:
        return settle(known, clock=clock)
    now = clock()
    day = on or local_day(now)
    if posting.since is None or day < posting.since:
        raise ComplaintTooEarly()
    late = posting.state != "posted" or not is_in_time(day, posting.until)
    if late and by is None:
        raise ComplaintLate(until=posting.until)
    rows = {row.case_id: row for row in posting.rows}
    found = faults(told, rows)
    if day > local_day(now):
        found["received_on"] = "in_the_future"
    if found:
        raise ComplaintIncomplete(faults=found)
    rule = complaint_rule(repository.get_round(posting.round_id))
    kept = complaints.add(
        Complaint(
            id=complaint_id,
            code=new_receipt(RECEIPT),
            posting_id=posting.id,
            round_id=posting.round_id,
            village_path=posting.village_path,
            within=paths_down_to(posting.village_path),
            case_id=told.case_id,
            household=rows[told.case_id].head_name if told.case_id else tidy(told.household),
            is_missing=not told.case_id,
            ground=told.ground,
            words=told.words.strip(),
            documents=tidy(told.documents),
            is_anonymous=not told.name.strip(),
            channel="paper" if by else "public",
            received_on=day,
            received_at=now,
            received_by=by.id if by else "",
            due_on=rule.term.deadline_after(day, calendar),
            state=ComplaintState.LATE if late else ComplaintState.OPEN,
            history=[_act("late" if late else "filed", by, now)],
            keys=[key],
            seq=sequence_at(now),
        ),
        Complainant(id=complaint_id, name=tidy(told.name), contact=tidy(told.contact)),
    )
    return settle(kept, clock=clock)


def answer(complaint: Complaint, outcome: Outcome, words: str, *, key: str, by: Actor, clock: Clock) -> Complaint:
    """Answer a complaint in words, or dismiss it with the reason; of a missing household when its review is through,
    of one that is being re-verified only when it left the round.

    The same post again changes nothing. Raises NotAllowed, AnswerMissing, ComplaintResolved, ComplaintChanged, and
    ComplaintWaits while its household is being re-verified, or reviewed.
    """
    _require_area(complaint, by)
    if key in complaint.keys:
        return settle(complaint, clock=clock)
    if complaint.state not in UNRESOLVED:
        raise ComplaintResolved()
    case = repository.find_case(complaint.case_id) if complaint.case_id else None
    if complaint.state == ComplaintState.ORDERED:
        if case is not None and case.stage != Stage.WITHDRAWN:
            raise ComplaintWaits(reverification_id=complaint.reverification_id)
        reverifications.drop(complaint.case_id)
    if complaint.state == ComplaintState.TAKEN_UP:
        if case is not None and Stage(case.stage) in _ON_ITS_WAY:
            raise ComplaintWaits(case_id=case.id)
        outcome = Outcome.TAKEN_UP
    if not words.strip() or len(words) > LONGEST_WORDS:
        raise AnswerMissing(most=LONGEST_WORDS)
    now = clock()
    state = ComplaintState.DISMISSED if outcome is Outcome.DISMISSED else ComplaintState.ANSWERED
    changes = {
        "state": state,
        "outcome": outcome,
        "answer": words.strip(),
        "answered_at": now,
        "answered_by": by.id,
        "is_settled": False,
    }
    return settle(
        complaints.change(complaint, changes, push__keys=key, push__history=_act(str(state), by, now)), clock=clock
    )


def take_up(
    complaint: Complaint, *, case_id: str = "", head_name: str = "", address: str = "", by: Actor, clock: Clock
) -> Complaint:
    """Review a household that a complaint finds missing: one of the village that is not on the list, or a new one.

    Asked for twice it is taken up once. Raises NotAllowed, NotAMissingOne, ComplaintResolved, HouseholdOnTheList,
    ComplaintIncomplete, ComplaintChanged.
    """
    _require_area(complaint, by)
    if not complaint.is_missing:
        raise NotAMissingOne()
    if complaint.state == ComplaintState.TAKEN_UP:
        return settle(complaint, clock=clock)
    if complaint.state != ComplaintState.OPEN:
        raise ComplaintResolved()
    case = _case_to_take_up(complaint, case_id, head_name, address, by, clock)
    now = clock()
    changes = {"state": ComplaintState.TAKEN_UP, "case_id": case.id, "is_settled": False}
    changed = complaints.change(complaint, changes, push__history=_act("taken_up", by, now))
    return settle(changed, clock=clock)


def settle(complaint: Complaint, *, clock: Clock) -> Complaint:
    """Set list and case where a complaint puts them. Doing it again changes nothing."""
    if complaint.is_settled:
        return complaint
    if complaint.state == ComplaintState.OPEN and not postings.note_complaint(complaint.posting_id, complaint.id):
        late = complaints.change(  # the list closed at this very moment
            complaint, {"state": ComplaintState.LATE}, push__history=_act("late", None, clock())
        )
        as_read.note_settled(late)
        late.is_settled = True
        return late
    if complaint.state == ComplaintState.TAKEN_UP:
        entry = HistoryEntry(stage=Stage.TO_SURVEY, at=clock(), by=complaint.history[-1].by)
        repository.move_cases([complaint.case_id], entry=[entry], froms=froms("take_up_household", Stage.TO_SURVEY))
        registry.mark_changed([complaint.village_path])
    elif not complaint.is_missing:
        ordered = reverifications.open_of_case(complaint.case_id)
        if ordered is not None and complaint.state == ComplaintState.OPEN:
            complaints.attach(complaint.case_id, ordered.id, _act("ordered", None, clock()))
        follow(complaint.case_id, clock=clock)
    current = complaints.find(complaint.id) or complaint
    as_read.note_settled(current)
    current.is_settled = True
    return current


def settle_all(clock: Clock) -> int:
    """Go on with every complaint that was cut off; how many."""
    return each(complaints.unsettled(), lambda one: settle(one, clock=clock))


def may_be_taken_up(cases: Iterable[Case]) -> list[Case]:
    """Households of the village that are on no list: Phiếu A let them out, or nobody has looked at them yet."""
    allowed = froms("take_up_household", Stage.TO_SURVEY)
    return [one for one in cases if one.stage in allowed]


def _case_to_take_up(complaint: Complaint, case_id: str, head_name: str, address: str, by: Actor, clock: Clock) -> Case:
    if case_id:
        case = repository.get_case(case_id, seen_by=by)
        if case.village_path != complaint.village_path or not may_be_taken_up([case]):
            raise HouseholdOnTheList(household=case.household_code)
        return case
    if not tidy(head_name):
        raise ComplaintIncomplete(faults={"head_name": "missing"})
    household = _registered(complaint, tidy(head_name), tidy(address), clock)
    return list_household(repository.get_round(complaint.round_id), household, by=by, clock=clock)


def _registered(complaint: Complaint, head_name: str, address: str, clock: Clock) -> Household:
    """Under an id made of the complaint: asked for twice, it is one household."""
    return new_household(
        id_from("household", complaint.id),
        registry.get_area(complaint.village_path),
        head_name=head_name,
        address=address,
        source="found",
        clock=clock,
    )


def _require_area(complaint: Complaint, by: Actor) -> None:
    if not by.covers(complaint.village_path):
        raise NotAllowed(complaint_id=complaint.id)


def _act(act: str, by: Actor | None, at: datetime) -> ComplaintAct:
    return ComplaintAct(act=act, at=at, by=by.id if by else "")
