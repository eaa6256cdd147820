"""The village meeting: what its minutes must hold, and what it says of each household.

Source: review procedure, section 4 steps 6-8, section 11 points 19, 20 and 24; form of the minutes: Annex V.
A vote never sets a class: it agrees to what the answers give, or sends the answers back.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from registry.rules.names import by_given_name
from review.rules.procedures import MeetingRule
from review.rules.stages import Stage

LONGEST_WORDS = 1_000
LONGEST_NAME = 120
LARGEST_COUNT = 9_999
_HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d")

STANDS_IN_THE_WAY = frozenset({Stage.LISTED, Stage.TO_SURVEY, Stage.SURVEYED, Stage.RETURNED_FOR_CORRECTION})
"""Stages of households that are not ready for the meeting: it may not be called before they are."""


class Opinion(StrEnum):
    AGREED = "agreed"
    NOT_AGREED = "not_agreed"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the minutes, with what he is."""

    name: str
    title: str = ""


class Body(StrEnum):
    """Bodies that are invited beside the households (Annex V)."""

    COMMITTEE = "committee"
    """Ban Chỉ đạo rà soát cấp xã"""
    ORGANISATIONS = "organisations"
    """tổ chức Đảng, đoàn thể"""
    FRONT = "front"
    """Mặt trận Tổ quốc Việt Nam cấp xã"""
    ENUMERATORS = "enumerators"
    """rà soát viên"""


@dataclass(frozen=True, slots=True)
class Delegation:
    """Who came for a body. count: None when the number can't be read. names: with office and unit, as written."""

    body: str
    count: int | None
    names: str = ""


@dataclass(frozen=True, slots=True)
class Vote:
    """What the meeting said of one household. opinion: asked for where no majority is required."""

    case_id: str
    agree: int | None
    disagree: int | None
    opinion: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Minutes:
    """Annex V. present: all who attended; households: represented households of the list; guests: in words.

    delegations: who came for which body, each body once; those present count them in. ended_at: "21:05"; empty when
    nobody noted it.
    """

    held_on: date | None
    place: str
    chair: Person
    secretary: Person
    witness: str
    """Who signs for the households."""
    present: int | None
    households: int | None
    guests: str
    votes: tuple[Vote, ...]
    delegations: tuple[Delegation, ...] = ()
    ended_at: str = ""


def faults(
    minutes: Minutes, *, agenda: Sequence[str], rule: MeetingRule, called_on: date, today: date, hour: str = "23:59"
) -> dict[str, str]:
    """What is missing or can't be, code by field (a vote's fields are `<case>.<field>`); empty: the minutes stand.

    today, hour ("21:05"): what the clock says there now.
    """
    found: dict[str, str] = {}
    if minutes.held_on is None:
        found["held_on"] = "missing"
    elif not called_on <= minutes.held_on <= today:
        found["held_on"] = "not_in_time"
    named = (("place", minutes.place), ("chair", minutes.chair.name), ("secretary", minutes.secretary.name))
    for name, told in (*named, ("witness", minutes.witness)):
        if not told.strip():
            found[name] = "missing"
    if minutes.chair.name.strip() and minutes.chair.name.strip() == minutes.secretary.name.strip():
        found["secretary"] = "same_as_chair"
    if minutes.ended_at and not _HOUR.fullmatch(minutes.ended_at):
        found["ended_at"] = "not_possible"
    elif minutes.held_on == today and minutes.ended_at > hour:
        found["ended_at"] = "in_the_future"
    found.update(_count_faults(minutes, len(agenda)))
    found.update(_attendance_faults(minutes, len(agenda), rule))
    by_case = {one.case_id: one for one in minutes.votes}
    for case_id in agenda:
        found.update(_vote_faults(by_case.get(case_id), case_id, minutes.present, rule))
    return found


def _count_faults(minutes: Minutes, on_the_agenda: int) -> dict[str, str]:
    found: dict[str, str] = {}
    if minutes.present is None:
        found["present"] = "missing"
    elif not _is_count(minutes.present):
        found["present"] = "not_a_count"
    elif not minutes.present:
        found["present"] = "not_possible"
    if minutes.households is None:
        found["households"] = "missing"
    elif not _is_count(minutes.households):
        found["households"] = "not_a_count"
    elif minutes.households > on_the_agenda:
        found["households"] = "more_than_listed"
    elif minutes.present is not None and 0 <= minutes.present < minutes.households:
        found["households"] = "more_than_present"
    return found


def _attendance_faults(minutes: Minutes, on_the_agenda: int, rule: MeetingRule) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in minutes.delegations:
        if one.count is None or not _is_count(one.count) or one.body not in set(Body):
            found[one.body] = "not_possible"
        elif one.names.strip() and not one.count:
            found[one.body] = "count_missing"
    came = sum(one.count or 0 for one in minutes.delegations)
    if minutes.present is not None and _is_count(minutes.present) and not found and came > minutes.present:
        found["present"] = "fewer_than_delegations"
    if (
        minutes.households is not None
        and minutes.households >= 0
        and 100 * minutes.households < rule.quorum_percent * on_the_agenda
    ):
        found["households"] = "below_quorum"
    return found


def _vote_faults(vote: Vote | None, case_id: str, present: int | None, rule: MeetingRule) -> dict[str, str]:
    if vote is None or vote.agree is None:
        return {f"{case_id}.agree": "missing"}
    against = vote.disagree or 0
    unreadable = [name for name, count in (("agree", vote.agree), ("disagree", against)) if not _is_count(count)]
    if unreadable:
        return {f"{case_id}.{name}": "not_a_count" for name in unreadable}
    if present is not None and 0 <= present < vote.agree + against:
        return {f"{case_id}.agree": "more_than_present"}
    if not rule.majority_required and vote.opinion not in set(Opinion):
        return {f"{case_id}.opinion": "missing"}
    if not rule.majority_required and vote.opinion == Opinion.AGREED and against > vote.agree:
        return {f"{case_id}.opinion": "more_against"}
    undecided = rule.majority_required and (present or 0) <= 0
    if not undecided and _says(vote, present or 0, rule) is Opinion.NOT_AGREED and not vote.words.strip():
        return {f"{case_id}.words": "reason_missing"}
    return {}


def _is_count(number: int) -> bool:
    return 0 <= number <= LARGEST_COUNT


def opinions(minutes: Minutes, rule: MeetingRule) -> dict[str, Opinion]:
    """What the meeting says of each household, of minutes without faults."""
    return {vote.case_id: _says(vote, minutes.present or 0, rule) for vote in minutes.votes}


def _says(vote: Vote, present: int, rule: MeetingRule) -> Opinion:
    """Where a majority is required it decides, and exactly that share is enough; else what the minutes record."""
    if not rule.majority_required:
        return Opinion(vote.opinion)
    enough = present > 0 and 100 * (vote.agree or 0) >= rule.majority_percent * present
    return Opinion.AGREED if enough else Opinion.NOT_AGREED


_NO_CHANGE = frozenset({"poor_kept", "near_poor_kept", "none", None})


def is_change(change: str | None) -> bool:
    """The meeting talks about all households, and centres on these (section 11, point 20)."""
    return change not in _NO_CHANGE


def agenda_order(rows: Iterable[tuple[str, str | None, str]]) -> list[str]:
    """Cases in the order in which they are talked about, of (case, change, name): changes first, each by given name."""
    ordered = sorted(rows, key=lambda row: (not is_change(row[1]), by_given_name(row[2]), row[0]))
    return [case_id for case_id, _, _ in ordered]


def in_the_way(stages: Iterable[tuple[str, str]]) -> list[str]:
    """Cases whose stage lets no meeting be called, of (case, stage)."""
    return [case_id for case_id, stage in stages if Stage(stage) in STANDS_IN_THE_WAY]
