"""A village meets: it is called, its minutes are recorded, and its households go where it put them.

Source: review procedure, section 4 steps 6-8. The meeting's document is the truth; the cases follow it (`settle`), and
whoever comes next - the worker, the next page - goes on where a crash cut it off.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from core.actor import SYSTEM, Actor, paths_down_to
from core.clock import VIET_NAM, Clock, local_day
from core.errors import NotAllowed
from core.ids import id_from
from core.sweeping import each
from registry import repository as registry
from registry.rules.names import tidy
from review import as_read, meetings, repository
from review.hearings import result_told, to_hear
from review.meeting_errors import (
    CorrectionTooLate,
    MeetingHeld,
    MeetingInThePast,
    MeetingNotReady,
    MeetingOpen,
    MeetingPlaceMissing,
    MeetingTooFarAhead,
    MinutesIncomplete,
    NothingToMeetAbout,
    OpinionChanged,
)
from review.models import Case, HistoryEntry, Meeting, MinutesDelegation, MinutesVersion, MinutesVote, Round
from review.rules.meeting import (
    LONGEST_NAME,
    LONGEST_WORDS,
    Minutes,
    Opinion,
    agenda_order,
    faults,
    in_the_way,
    opinions,
)
from review.rules.procedures import MeetingRule, procedure_for
from review.rules.stages import OPEN_TO_FORMS, Stage
from review.rules.transitions import froms
from submissions import repository as submissions
from submissions.rules.review_state import ReviewState

_LATE = timedelta(days=30)
_NOT_POSTED_YET = OPEN_TO_FORMS | {Stage.IN_MEETING, Stage.MEETING_AGREED, Stage.MEETING_REJECTED, Stage.WITHDRAWN}


def meeting_rule(opened: Round) -> MeetingRule:
    return procedure_for(opened.ruleset_id).meeting


def what_blocks_a_meeting(cases: Iterable[Case]) -> list[str]:
    """Cases of a village that keep it from meeting: not scored yet, or with a Phiếu B that no supervisor approved."""
    told = list(cases)
    waiting = in_the_way((one.id, one.stage) for one in told)
    keys = {one.assessment.submission_key: one.id for one in told if one.stage == Stage.SCORED and one.assessment}
    states = submissions.review_states(keys)
    return waiting + [case_id for key, case_id in keys.items() if states.get(key) != ReviewState.APPROVED]


def ready_to_meet(opened: Round, village: str) -> list[Case]:
    """Households about which the village may be called now; none while it is called, or others are not ready."""
    held = meetings.meetings_of_village(opened.id, village)
    cases = repository.cases_of_villages(opened.id, [village])
    if (held and held[-1].state == "called") or what_blocks_a_meeting(cases):
        return []
    return [one for one in cases if one.stage == Stage.SCORED] + to_hear(cases)


def latest_day(opened: Round, today: date) -> date:
    """The last day to which a village may be called; of one that is over, for what is reopened, a month from now."""
    last: date = max(opened.closes_on, opened.decide_by or opened.closes_on)
    return last if today <= last else today + _LATE


def call_meeting(opened: Round, village: str, *, meets_at: datetime, place: str, by: Actor, clock: Clock) -> Meeting:
    """Call a village to its meeting (transition 6); its scored households stand on the agenda, and those whose
    re-verification came to another result (transition 11), which stay where they are.

    Raises NotAllowed outside the area, MeetingNotReady, NothingToMeetAbout, MeetingOpen, MeetingInThePast,
    MeetingTooFarAhead, MeetingPlaceMissing.
    """
    if not by.covers(village) or not village.startswith(opened.commune_path):
        raise NotAllowed(village=village)
    now = clock()
    if not tidy(place):
        raise MeetingPlaceMissing()
    if local_day(meets_at) < local_day(now):
        raise MeetingInThePast()
    last = latest_day(opened, local_day(now))
    if local_day(meets_at) > last:
        raise MeetingTooFarAhead(last=f"{last:%d/%m/%Y}")
    earlier = meetings.meetings_of_village(opened.id, village)
    if earlier and earlier[-1].state == "called":
        raise MeetingOpen(meeting=earlier[-1].id)
    cases = repository.cases_of_villages(opened.id, [village])
    blocking = what_blocks_a_meeting(cases)
    if blocking:
        raise MeetingNotReady(count=len(blocking), cases=blocking)
    about = [one for one in cases if one.stage == Stage.SCORED] + to_hear(cases)
    if not about:
        raise NothingToMeetAbout(village=village)
    number = len(earlier) + 1
    meeting = meetings.add(
        Meeting(
            id=id_from("meeting", opened.id, village, str(number)),
            round_id=opened.id,
            village_path=village,
            within=paths_down_to(village),
            number=number,
            state="called",
            meets_at=meets_at,
            place=tidy(place)[:LONGEST_WORDS],
            agenda=agenda_order((one.id, result_told(one).change, one.head_name) for one in about),
            called_by=by.id,
            called_at=now,
        )
    )
    return settle(meeting, clock=clock)


def record_minutes(meeting: Meeting, minutes: Minutes, *, key: str, by: Actor, clock: Clock) -> Meeting:
    """Record the minutes (transitions 7 and 8). The same post again - same key - changes nothing and succeeds.

    Raises NotAllowed, MinutesIncomplete, MeetingHeld, MeetingChanged.
    """
    _require_area(meeting, by)
    if any(one.key == key for one in meeting.minutes):
        return settle(meeting, clock=clock)
    if meeting.state == "held":
        raise MeetingHeld(meeting_id=meeting.id)
    meeting = settle(meeting, clock=clock)
    cases = {one.id: one for one in _on_agenda(meeting)}
    version = _version(meeting, minutes, cases, key=key, reason="", by=by, clock=clock)
    held = meetings.change(meeting, {"state": "held", "is_settled": False}, push__minutes=version)
    return settle(held, clock=clock)


def correct_minutes(meeting: Meeting, minutes: Minutes, *, reason: str, key: str, by: Actor, clock: Clock) -> Meeting:
    """Record a further version of the minutes, with a reason; the earlier ones stay.

    Raises NotAllowed, MinutesIncomplete, OpinionChanged (hold another meeting for that), CorrectionTooLate.
    """
    _require_area(meeting, by)
    if any(one.key == key for one in meeting.minutes):
        return meeting
    cases = {one.id: one for one in _on_agenda(meeting, all_of_them=True)}
    if any(not _is_before_posting(meeting, one) for one in cases.values()):
        raise CorrectionTooLate(meeting_id=meeting.id)
    if not reason.strip():
        raise MinutesIncomplete(faults={"reason": "missing"})
    latest = {one.case_id: one for one in meeting.minutes[-1].votes}
    voted = {case_id: cases[case_id] for case_id in latest}
    version = _version(meeting, minutes, voted, key=key, reason=reason, by=by, clock=clock)
    for vote in version.votes:
        before = latest[vote.case_id]
        if before.opinion != vote.opinion:
            raise OpinionChanged(household=before.head_name, case=vote.case_id)
        for name in ("standing", "change", "b1", "b2", "input_hash", "submission_key"):  # as it was told to the meeting
            setattr(vote, name, getattr(before, name))
    return meetings.change(meeting, {}, push__minutes=version)


def settle(meeting: Meeting, *, clock: Clock) -> Meeting:
    """Set the cases where the meeting puts them. Doing it again changes nothing."""
    if meeting.is_settled:
        return meeting
    at, by = clock(), (meeting.minutes[-1].recorded_by if meeting.minutes else meeting.called_by)

    def move(case_ids: Iterable[str], act: str, to: Stage, actor: str = by) -> None:
        repository.move_cases(case_ids, entry=HistoryEntry(stage=to, at=at, by=actor), froms=froms(act, to))

    if meeting.state == "called":
        move(meeting.agenda, "call_meeting", Stage.IN_MEETING)
    else:
        said = {one.case_id: one.opinion for one in meeting.minutes[0].votes}
        back = [case_id for case_id, opinion in said.items() if opinion == Opinion.NOT_AGREED]
        move([one for one in said if one not in back], "record_minutes", Stage.MEETING_AGREED)
        move(back, "record_minutes", Stage.MEETING_REJECTED)
        move(back, "record_minutes", Stage.TO_SURVEY, SYSTEM.id)
    as_read.note_settled(meeting)
    registry.mark_changed([meeting.village_path])
    meeting.is_settled = True
    return meeting


def settle_all(clock: Clock) -> int:
    """Go on with every meeting that was cut off; how many."""
    return each(meetings.unsettled(), lambda one: settle(one, clock=clock))


def _require_area(meeting: Meeting, by: Actor) -> None:
    if not by.covers(meeting.village_path):
        raise NotAllowed(meeting_id=meeting.id)


def _on_agenda(meeting: Meeting, *, all_of_them: bool = False) -> list[Case]:
    """Cases of the agenda, in its order; without those that were taken off the list, or whose new form was returned."""
    found = {one.id: one for one in repository.cases_of_villages(meeting.round_id, [meeting.village_path])}
    kept = [found[one] for one in meeting.agenda if one in found]
    hear = {one.id for one in to_hear(kept)}
    return kept if all_of_them else [one for one in kept if one.stage == Stage.IN_MEETING or one.id in hear]


def _is_before_posting(meeting: Meeting, case: Case) -> bool:
    """Whether the minutes may still be corrected for a case: of one that is being re-verified those that heard it."""
    if case.stage == Stage.REVERIFYING and case.reassessment:
        voted = {vote.case_id: vote.submission_key for vote in meeting.minutes[-1].votes}
        return bool(voted.get(case.id) == case.reassessment.submission_key)
    return Stage(case.stage) in _NOT_POSTED_YET


def agenda_of(meeting: Meeting) -> list[Case]:
    """What the meeting talks about; of one that was held, what it talked about."""
    if meeting.state == "called":
        return _on_agenda(meeting)
    voted = {vote.case_id for vote in meeting.minutes[-1].votes}
    return [one for one in _on_agenda(meeting, all_of_them=True) if one.id in voted]


def _version(
    meeting: Meeting,
    minutes: Minutes,
    cases: Mapping[str, Case],
    *,
    key: str,
    reason: str,
    by: Actor,
    clock: Clock,
) -> MinutesVersion:
    """Raises MinutesIncomplete."""
    now = clock()
    rule = meeting_rule(repository.get_round(meeting.round_id))
    there = now.astimezone(VIET_NAM)
    found = faults(
        minutes,
        agenda=list(cases),
        rule=rule,
        called_on=local_day(meeting.called_at),
        today=there.date(),
        hour=f"{there:%H:%M}",
    )
    if found:
        raise MinutesIncomplete(faults=found)
    said = opinions(minutes, rule)
    by_case = {one.case_id: one for one in minutes.votes}
    return MinutesVersion(
        key=key,
        held_on=minutes.held_on,
        place=tidy(minutes.place)[:LONGEST_WORDS],
        chair=tidy(minutes.chair.name)[:LONGEST_NAME],
        chair_title=tidy(minutes.chair.title)[:LONGEST_NAME],
        secretary=tidy(minutes.secretary.name)[:LONGEST_NAME],
        secretary_title=tidy(minutes.secretary.title)[:LONGEST_NAME],
        witness=tidy(minutes.witness)[:LONGEST_NAME],
        present=minutes.present,
        households=minutes.households,
        ended_at=minutes.ended_at,
        guests=tidy(minutes.guests)[:LONGEST_WORDS],
        delegations=[
            MinutesDelegation(body=one.body, count=one.count, names=tidy(one.names)[:LONGEST_WORDS])
            for one in minutes.delegations
            if one.count
        ],
        votes=[_vote(case, by_case[case.id], said[case.id]) for case in cases.values()],
        reason=tidy(reason)[:LONGEST_WORDS],
        recorded_by=by.id,
        recorded_at=now,
    )


def _vote(case: Case, vote: Any, opinion: Opinion) -> MinutesVote:
    result = result_told(case)
    return MinutesVote(
        case_id=case.id,
        household_code=case.household_code,
        head_name=case.head_name,
        standing_before=case.standing_before,
        standing=result.standing,
        change=result.change,
        b1=result.b1,
        b2=result.b2,
        input_hash=result.input_hash,
        submission_key=result.submission_key,
        agree=vote.agree,
        disagree=vote.disagree or 0,
        opinion=opinion,
        words=tidy(vote.words)[:LONGEST_WORDS],
    )
