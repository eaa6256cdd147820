"""A household is visited again by another enumerator; its new Phiếu B is weighed against the posted result.

Source: review procedure, section 4 steps 11 and 12, section 8. A result that says the same closes the complaints; a
changed one is heard by the village, taken over, and posted again. The document is the truth, the case follows
(`settle`).
"""

from datetime import date

from core.actor import Actor, paths_down_to
from core.clock import Clock, local_day
from core.errors import NotAllowed
from core.ids import id_from
from core.sweeping import each
from registry import repository as registry
from registry.rules.names import tidy
from review import as_read, complaints, repository, reverifications
from review.actions.follow_complaints import conclude as conclude_case
from review.actions.follow_complaints import follow
from review.actions.forms import ASSESS
from review.actions.keep_rows import keep, row_of
from review.complaint_errors import (
    ComplaintResolved,
    EnumeratorOutside,
    FirstEnumerator,
    HeardAndRefused,
    MissingIsTakenUp,
    NewFormNotApproved,
    NoNewForm,
    NotHeardAgain,
    OwnReverification,
    ReverificationDone,
    ReverificationIncomplete,
    ReverificationRuns,
    SendsHimself,
)
from review.complaint_models import Complaint, ComplaintAct, Reverification
from review.errors import MoveNotAllowed, ReopeningReasonMissing
from review.hearings import hearing_of, is_changed
from review.models import Assessment, Case
from review.rules.complaint import UNRESOLVED, Outcome
from review.rules.meeting import Opinion
from review.rules.recognised import DECIDED
from review.rules.reverification import LONGEST_WORDS, Conclusion, faults
from review.rules.stages import Stage
from submissions import repository as submissions
from submissions.rules.review_state import ReviewState


def first_enumerators(case: Case) -> dict[str, str]:
    """Who filled a Phiếu B of this household in this round, with the day: none of them re-verifies it (four eyes)."""
    keys = [one.key for one in case.forms if one.role == ASSESS]
    return {one["received_by"]: f"{local_day(one['received_at']):%d/%m/%Y}" for one in submissions.heads(keys)}


def order(complaint: Complaint, enumerator: Actor, *, instruction: str = "", by: Actor, clock: Clock) -> Reverification:
    """Send another enumerator to the household (transition 11); all its open complaints hang on it.

    enumerator: somebody who fills Phiếu B. Ordered twice it is one. Raises NotAllowed, MissingIsTakenUp,
    ComplaintResolved, EnumeratorOutside, SendsHimself, FirstEnumerator, ReverificationRuns.
    """
    if not by.covers(complaint.village_path):
        raise NotAllowed(complaint_id=complaint.id)
    if complaint.is_missing:
        raise MissingIsTakenUp()
    if complaint.state not in UNRESOLVED:
        raise ComplaintResolved()
    case = repository.get_case(complaint.case_id, seen_by=by)
    due_on = complaints.first_due(complaints.open_on_case(case.id)) or complaint.due_on
    return _order(case, enumerator, instruction, due_on, by, clock)


def order_returned(
    case: Case, enumerator: Actor, *, instruction: str = "", due_on: date, by: Actor, clock: Clock
) -> Reverification:
    """Send another enumerator to a household that the appraisal sent back (transition 11), or whose decision turned out
    wrong (23), which needs words. Ordered twice it is one.

    Raises NotAllowed, MoveNotAllowed, ReopeningReasonMissing, EnumeratorOutside, SendsHimself, FirstEnumerator,
    ReverificationRuns.
    """
    if not by.covers(case.village_path):
        raise NotAllowed(case_id=case.id)
    if Stage(case.stage) not in {Stage.APPRAISAL_RETURNED, Stage.REVERIFYING} | DECIDED:
        raise MoveNotAllowed(now=case.stage, to=Stage.REVERIFYING)
    if Stage(case.stage) in DECIDED and not tidy(instruction):
        raise ReopeningReasonMissing()
    return _order(case, enumerator, instruction, due_on, by, clock)


def reopens_decision(found: Reverification, case: Case) -> bool:
    """Whether this visit took up a household that was decided upon (transition 23)."""
    visits = (
        at for at, one in enumerate(case.history) if one.stage == Stage.REVERIFYING and one.at >= found.ordered_at
    )
    at = next(visits, 0)
    return at > 0 and Stage(case.history[at - 1].stage) in DECIDED


def _order(case: Case, enumerator: Actor, instruction: str, due_on: date, by: Actor, clock: Clock) -> Reverification:
    if not enumerator.covers(case.village_path):
        raise EnumeratorOutside(name=enumerator.name)
    if enumerator.id == by.id:
        raise SendsHimself()
    before = first_enumerators(case)
    if enumerator.id in before:
        raise FirstEnumerator(name=enumerator.name, day=before[enumerator.id])
    earlier = reverifications.of_case(case.id)
    if earlier and earlier[-1].state == "ordered":
        found = earlier[-1]
    else:
        number = len(earlier) + 1
        found = reverifications.add(
            Reverification(
                id=id_from("reverification", case.id, str(number)),
                round_id=case.round_id,
                case_id=case.id,
                household_code=case.household_code,
                head_name=case.head_name,
                village_path=case.village_path,
                within=paths_down_to(case.village_path),
                number=number,
                state="ordered",
                reopens=Stage(case.stage) in DECIDED,
                enumerator=enumerator.id,
                enumerator_name=enumerator.name,
                instruction=tidy(instruction)[:LONGEST_WORDS],
                ordered_by=by.id,
                ordered_at=clock(),
                due_on=due_on,
            )
        )
    if found.enumerator != enumerator.id:
        raise ReverificationRuns(name=found.enumerator_name)
    settle(found, clock=clock)
    return reverifications.get_reverification(found.id, seen_by=by)


def require_ready(found: Reverification, case: Case) -> None:
    """Raises NoNewForm, NewFormNotApproved, NotHeardAgain, HeardAndRefused: what the conclusion waits for."""
    if case.reassessment is None:
        raise NoNewForm(name=found.enumerator_name)
    key = case.reassessment.submission_key
    if submissions.review_states([key]).get(key) != ReviewState.APPROVED:
        raise NewFormNotApproved(instance_id=key.partition("@")[0])
    if not is_changed(case):
        return
    heard = hearing_of(case)
    if heard is None:
        raise NotHeardAgain()
    if heard[1] != Opinion.AGREED:
        raise HeardAndRefused(name=found.enumerator_name)


def conclude(found: Reverification, told: Conclusion, *, key: str, by: Actor, clock: Clock) -> Reverification:
    """Write the minutes of a re-verification: confirmed or changed follows from the two results, nobody types it.

    The same post again changes nothing. Raises NotAllowed, OwnReverification, ReverificationDone, what `require_ready`
    raises, ReverificationIncomplete, ReverificationChanged.
    """
    if not by.covers(found.village_path):
        raise NotAllowed(reverification_id=found.id)
    if key in found.keys:
        return settle(found, clock=clock)
    if found.enumerator == by.id:
        raise OwnReverification()
    if found.state == "done":
        raise ReverificationDone()
    case = repository.get_case(found.case_id, seen_by=by)
    require_ready(found, case)
    now = clock()
    missing = faults(told, ordered_on=local_day(found.ordered_at), today=local_day(now))
    if missing:
        raise ReverificationIncomplete(faults=missing)
    heard = hearing_of(case) if is_changed(case) else None
    approved = submissions.head(case.reassessment.submission_key) or {}
    changes = {
        "state": "done",
        "outcome": Outcome.CHANGED if is_changed(case) else Outcome.CONFIRMED,
        "visited_on": told.visited_on,
        "team": tidy(told.team),
        "words": told.words.strip(),
        "answer": told.answer.strip(),
        "before": case.assessment,
        "after": case.reassessment,
        "meeting_id": heard[0].id if heard else "",
        "approved_by": approved.get("review", {}).get("by", ""),
        "concluded_by": by.id,
        "concluded_at": now,
        "is_settled": False,
    }
    return settle(reverifications.change(found, changes, push__keys=key), clock=clock)


def settle(found: Reverification, *, clock: Clock) -> Reverification:
    """Set complaints and case where a re-verification puts them. Doing it again changes nothing.

    Complaints are answered before the case moves: nobody then finds one open about a case that went back to its list.
    """
    if found.is_settled:
        return found
    now = clock()
    if found.state == "ordered":
        complaints.attach(found.case_id, found.id, ComplaintAct(act="ordered", at=now, by=found.ordered_by))
    elif found.state == "done":
        told = {
            "outcome": found.outcome,
            "answer": found.answer,
            "answered_at": found.concluded_at,
            "answered_by": found.concluded_by,
        }
        act = ComplaintAct(act=str(found.outcome), at=now, by=found.concluded_by)
        complaints.answer_all(found.id, found.case_id, told, act)
        if found.outcome == Outcome.CHANGED:
            _replace(found.before, found.after, clock)
        conclude_case(found, found.case_id, clock=clock)
        _keep_row(found)
    follow(found.case_id, clock=clock)
    as_read.note_settled(found)
    registry.mark_changed([found.village_path])
    found.is_settled = True
    return found


def settle_all(clock: Clock) -> int:
    """Go on with every re-verification that was cut off; how many."""
    return each(reverifications.unsettled(), lambda one: settle(one, clock=clock))


def _replace(before: Assessment, after: Assessment, clock: Clock) -> None:
    """The new Phiếu B becomes the next version of the one before, which stays to be read."""
    heads = {one["_id"]: one for one in submissions.heads([before.submission_key, after.submission_key])}
    old, new = heads.get(before.submission_key), heads.get(after.submission_key)
    if old and new:
        submissions.supersede(old, new, now=clock())


def _keep_row(found: Reverification) -> None:
    """Beside the case the row of the result that is in force now (stored_rows.py)."""
    case = repository.find_case(found.case_id)
    if case is None or found.outcome != Outcome.CHANGED:
        return
    opened = repository.get_round(case.round_id)
    for told in submissions.answers_of([case.assessment.submission_key]):
        row = row_of(case, opened, told["answers"], clock=lambda: found.concluded_at)
        keep([row] if row else [])
