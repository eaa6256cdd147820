"""A village's list is posted, place by place; its clock runs; it closes when its last working day is over.

Source: review procedure, section 4 steps 9, 12 and 13. As with meetings the list's document is the truth and the cases
follow it (`settle`), whoever comes next.
"""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from typing import Any

from core.actor import SYSTEM, Actor, paths_down_to
from core.calendar import WorkingCalendar
from core.clock import Clock, local_day
from core.errors import NotAllowed
from core.ids import id_from, new_id
from core.sweeping import each
from registry import repository as registry
from registry.rules.names import by_given_name, tidy
from review import as_read, complaints, meetings, postings, repository, reverifications
from review.models import Case, HistoryEntry, PostedPlace, PostedRow, Posting, Round
from review.posting_errors import (
    NothingToPost,
    PlaceUnknown,
    PostedInTheFuture,
    PostingChanged,
    PostingNotReady,
    PostingRuns,
)
from review.rules.form_fields import MEMBERS, flat
from review.rules.posting import OPEN, READY, is_over, period
from review.rules.procedures import PostingRule, procedure_for
from review.rules.recognised import DECIDED
from review.rules.stages import Stage
from review.rules.transitions import froms
from submissions import repository as submissions

_LONGEST_WORDS = 200
_FURTHER = frozenset(
    {Stage.POSTED, Stage.POSTING_CLOSED, Stage.SUBMITTED, Stage.APPRAISAL_RETURNED, Stage.APPRAISED} | DECIDED
)
_TO_POST = froms("post_list", Stage.POSTED)
_CODE_LETTERS = 10


def posting_rule(opened: Round) -> PostingRule:
    return procedure_for(opened.ruleset_id).posting


def what_blocks_a_posting(cases: Iterable[Case]) -> list[str]:
    """Cases of a village that keep its list from being posted: its meeting has not agreed on them yet.

    Those of a list that hangs or is over do not stand in the way of the next list.
    """
    beyond = _FURTHER | OPEN
    return [one.id for one in cases if Stage(one.stage) not in READY | beyond]


def post_at(
    opened: Round,
    village: str,
    kind: str,
    *,
    on: date,
    words: str = "",
    by: Actor,
    calendar: WorkingCalendar,
    clock: Clock,
) -> Posting:
    """Say that a village's list hangs at one place since a day (transition 9). The last place starts the clock.

    The same place told twice, also at one moment, changes nothing. Raises NotAllowed outside the area, PlaceUnknown,
    PostedInTheFuture, PostingNotReady, NothingToPost, PostingRuns, PostingChanged.
    """
    if not by.covers(village) or not village.startswith(opened.commune_path):
        raise NotAllowed(village=village)
    rule = posting_rule(opened)
    if kind not in rule.places:
        raise PlaceUnknown(place=kind)
    posting = _prepared(opened, village, clock)
    if any(one.kind == kind and one.on == on for one in posting.places):
        return settle(posting, clock=clock)
    if posting.state != "preparing":
        raise PostingRuns(posting_id=posting.id)
    if not _decided_on(opened, posting) <= on <= local_day(clock()):
        raise PostedInTheFuture()
    place = PostedPlace(kind=kind, on=on, words=tidy(words)[:_LONGEST_WORDS], by=by.id, at=clock())
    try:
        changed = postings.change(posting, _hanging_at(place, posting, rule, calendar))
    except PostingChanged:
        changed = postings.get_posting(posting.id, seen_by=by)
        if not any(one.kind == kind and one.on == on for one in changed.places):
            raise
    return settle(changed, clock=clock)


def _hanging_at(place: PostedPlace, posting: Posting, rule: PostingRule, calendar: WorkingCalendar) -> dict[str, Any]:
    """What changes of a list when it hangs there, too. Raises NothingToPost, PostingChanged."""
    places = [one for one in posting.places if one.kind != place.kind] + [place]
    ran = period({one.kind: one.on for one in places}, rule, calendar)
    if not ran:
        return {"places": places}
    runs = {"state": "posted", "since": ran[0], "until": ran[1], "is_settled": False}
    return {"places": places, **runs, "rows": _still_due(posting)}


def close_those_over(clock: Clock) -> int:
    """Close the lists whose last day is over and about which nothing is open (transition 13); how many were closed.

    May run at any hour, any number of times, after any pause.
    """
    today = local_day(clock())
    closed: list[str] = []

    def close(one: Posting) -> None:
        if not is_over(one.until, today) or what_keeps_open(one):
            return
        with suppress(PostingChanged):  # a complaint came at this very moment: looked at again with the next sweep
            settle(postings.change(one, {"state": "closed", "closed_at": clock(), "is_settled": False}), clock=clock)
            closed.append(one.id)

    each(postings.ended_before(today), close)
    return len(closed)


def what_keeps_open(posting: Posting) -> list[str]:
    """Cases of a list about which something is open, or "" when a complaint about it is that names none of them.

    A household that was posted again stands on its later list, and keeps this one open no more.
    """
    listed = _of_this_list(posting)
    cases = repository.cases_of_villages(posting.round_id, [posting.village_path])
    found = [one.id for one in cases if one.id in listed and Stage(one.stage) in OPEN]
    return found or ([""] if complaints.open_on_posting(posting.id) else [])


def _of_this_list(posting: Posting) -> set[str]:
    """Cases whose latest list this is."""
    made = postings.postings_of_village(posting.round_id, posting.village_path)
    later = {
        row.case_id for one in made if one.number > posting.number and one.state != "preparing" for row in one.rows
    }
    return {row.case_id for row in posting.rows} - later


def posted_again(posting: Posting) -> dict[str, Posting]:
    """Cases of a list that hang on a later one since, with that list."""
    made = postings.postings_of_village(posting.round_id, posting.village_path)
    later = [one for one in made if one.number > posting.number and one.state != "preparing"]
    mine = {row.case_id for row in posting.rows}
    return {row.case_id: one for one in later for row in one.rows if row.case_id in mine}


def settle(posting: Posting, *, clock: Clock) -> Posting:
    """Set the cases where the list puts them. Doing it again changes nothing."""
    if posting.is_settled:
        return posting
    listed = list(_of_this_list(posting))
    if posting.state == "posted":
        entry = HistoryEntry(stage=Stage.POSTED, at=clock(), by=posting.places[-1].by)
        repository.move_cases(listed, entry=entry, froms=froms("post_list", Stage.POSTED))
    elif posting.state == "closed":
        entry = HistoryEntry(stage=Stage.POSTING_CLOSED, at=clock(), by=SYSTEM.id)
        repository.move_cases(listed, entry=entry, froms=froms("close_posting", Stage.POSTING_CLOSED))
    as_read.note_settled(posting)
    registry.mark_changed([posting.village_path])
    posting.is_settled = True
    return posting


def settle_all(clock: Clock) -> int:
    """Go on with every posting that was cut off; how many."""
    return each(postings.unsettled(), lambda one: settle(one, clock=clock))


def _decided_on(opened: Round, posting: Posting) -> date:
    """The day of what the list rests on: the village's last meeting, the last conclusion about one of its rows."""
    held: list[date] = [opened.opens_on]
    village = posting.village_path
    held += [one.minutes[-1].held_on for one in meetings.meetings_of_village(opened.id, village) if one.minutes]
    concluded = [one.concluded_at for row in posting.rows for one in reverifications.of_case(row.case_id)]
    return max([*held, *(local_day(at) for at in concluded if at)])


def _still_due(posting: Posting) -> list[PostedRow]:
    """The rows of the list when its clock starts: without households that were taken off it since its first place."""
    cases = {one.id: one.stage for one in repository.cases_of_villages(posting.round_id, [posting.village_path])}
    rows = [row for row in posting.rows if cases.get(row.case_id) in _TO_POST]
    if not rows and not postings.is_as_read(posting):
        raise PostingChanged(posting_id=posting.id)
    if not rows:
        raise NothingToPost(village=posting.village_path)
    return rows


def _prepared(opened: Round, village: str, clock: Clock) -> Posting:
    """The list that is being posted, else a new one of the households that the meeting agreed on, and of those whose
    result a re-verification changed (transition 12). Those of a list that was cut off are on that one."""
    earlier = [settle(one, clock=clock) for one in postings.postings_of_village(opened.id, village)]
    cases = repository.cases_of_villages(opened.id, [village])
    agreed = [one for one in cases if one.stage in _TO_POST]
    if earlier and (earlier[-1].state == "preparing" or not agreed):
        return earlier[-1]
    blocking = what_blocks_a_posting(cases)
    if blocking:
        raise PostingNotReady(count=len(blocking), cases=blocking)
    if not agreed:
        raise NothingToPost(village=village)
    number = len(earlier) + 1
    return postings.add(
        Posting(
            id=id_from("posting", opened.id, village, str(number)),
            round_id=opened.id,
            village_path=village,
            within=paths_down_to(village),
            number=number,
            state="preparing",
            code=new_id()[:_CODE_LETTERS],
            rows=_rows(agreed),
        )
    )


def _rows(agreed: Iterable[Case]) -> list[PostedRow]:
    """What the public sees, by given name."""
    told = sorted(agreed, key=lambda one: (by_given_name(one.head_name), one.household_code))
    forms = {one["_id"]: one["answers"] for one in submissions.answers_of(c.assessment.submission_key for c in told)}
    return [
        PostedRow(
            case_id=one.id,
            head_name=one.head_name,
            members_count=len(flat(forms.get(one.assessment.submission_key, {})).get(MEMBERS) or []) or None,
            standing_before=one.standing_before,
            standing=one.assessment.standing,
            b1=one.assessment.b1,
            b2=one.assessment.b2,
        )
        for one in told
    ]
