"""Giấy đề nghị: what an application has to tell before it goes into the register.

Source: templates, section 2 (Mẫu số 01 and 04; 2016-2020: Phụ lục 1a and 1b); review procedure, section 4 step 1 (b).
Name, reason and what is asked for are needed; the rest of the paper may be left empty by who wrote it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from registry.rules.birth import BirthUnreadable, read_birth
from registry.rules.ethnic_groups import NAMES
from registry.rules.identity import Doubt, PaperKind, doubts_of, read_number
from registry.rules.names import is_name

LONGEST_NAME = 100
LONGEST_WORDS = 2_000
MOST_PEOPLE = 60
_SEXES = frozenset({"", "male", "female"})
_LISTS = frozenset({"", "poor", "near_poor"})
_FIRST_YEAR = 1993
"""Nobody was recognised as poor before (hunger and poverty lines since 1993)."""


class ApplicationKind(StrEnum):
    ENTRY = "entry"
    """đề nghị rà soát bổ sung hộ nghèo, hộ cận nghèo"""
    EXIT = "exit"
    """đề nghị công nhận hộ thoát nghèo, hộ thoát cận nghèo"""


class Channel(StrEnum):
    DIRECT = "direct"
    POST = "post"
    ONLINE = "online"


class Work(StrEnum):
    """Tình trạng of a member, as Mẫu số 01 and 04 ask it."""

    WORKING = "working"
    NOT_WORKING = "not_working"
    SCHOOL = "school"


@dataclass(frozen=True, slots=True)
class MemberTold:
    """A line of the table of members. birth: as written. work: of the forms since 2022; occupation: of 1a and 1b."""

    name: str = ""
    sex: str = ""
    birth: str = ""
    relation: str = ""
    work: str = ""
    occupation: str = ""

    @property
    def is_empty(self) -> bool:
        told = (self.name, self.sex, self.birth, self.relation, self.work, self.occupation)
        return not any(one.strip() for one in told)


@dataclass(frozen=True, slots=True)
class ApplicationTold:
    """household_id: of a household that is registered, else empty and village, head_name, address name a new one.

    sex to current_address: of who wrote it. listed_as, listed_from, listed_until: of Mẫu số 04, since when on the list.
    """

    kind: str
    channel: str
    received_on: date | None
    reason: str
    household_id: str = ""
    village_path: str = ""
    head_name: str = ""
    address: str = ""
    members_count: int | None = None
    applicant: str = ""
    """Who wrote it; the head of the household when empty."""
    contact: str = ""
    sex: str = ""
    birth: str = ""
    ethnic_group: str = ""
    identity: str = ""
    issued_on: date | None = None
    issued_by: str = ""
    permanent_address: str = ""
    current_address: str = ""
    listed_as: str = ""
    listed_from: int | None = None
    listed_until: int | None = None
    members: tuple[MemberTold, ...] = ()


def faults(told: ApplicationTold, *, today: date, is_known: bool, is_on_the_list: bool) -> dict[str, str]:
    """What is missing or can't be, code by field; of a member `members.<line>.<field>`, lines counted from 0.

    is_on_the_list: the household is managed as poor or near poor.
    """
    found: dict[str, str] = {}
    if told.kind not in set(ApplicationKind):
        found["kind"] = "missing"
    if told.channel not in set(Channel):
        found["channel"] = "missing"
    if told.received_on is None:
        found["received_on"] = "missing"
    elif told.received_on > today:
        found["received_on"] = "in_the_future"
    if not told.reason.strip():
        found["reason"] = "missing"
    if not is_known:
        found |= {name: "missing" for name in ("village_path", "head_name") if not getattr(told, name).strip()}
    found |= {name: "not_a_name" for name in ("head_name", "applicant") if _is_nonsense(getattr(told, name))}
    if told.kind == ApplicationKind.EXIT and not is_on_the_list:
        found["kind"] = "not_on_the_list"
    if told.kind == ApplicationKind.ENTRY and is_on_the_list:
        found["kind"] = "on_the_list"
    if told.members_count is not None and not 1 <= told.members_count <= MOST_PEOPLE:
        found["members_count"] = "not_possible"
    return _too_long(told) | found | _writer_faults(told, today) | _list_faults(told) | _member_faults(told, today)


def _is_nonsense(name: str) -> bool:
    return bool(name.strip()) and len(name) <= LONGEST_NAME and not is_name(name)


def _too_long(told: ApplicationTold) -> dict[str, str]:
    lengths = dict.fromkeys(("address", "permanent_address", "current_address", "contact"), 200)
    lengths |= {"head_name": LONGEST_NAME, "applicant": LONGEST_NAME, "issued_by": LONGEST_NAME}
    lengths |= {"reason": LONGEST_WORDS}
    return {name: "too_long" for name, most in lengths.items() if len(getattr(told, name)) > most}


def _writer_faults(told: ApplicationTold, today: date) -> dict[str, str]:
    found: dict[str, str] = {}
    if told.sex not in _SEXES:
        found["sex"] = "not_known"
    if not _is_birth(told.birth, today):
        found["birth"] = "not_possible"
    if told.ethnic_group and told.ethnic_group not in NAMES:
        found["ethnic_group"] = "not_known"
    number = read_number(told.identity)
    if number is not None and number.kind is PaperKind.OTHER:
        found["identity"] = "shape"
    if told.issued_on is not None and told.issued_on > today:
        found["issued_on"] = "in_the_future"
    elif told.issued_on is not None and number is None:
        found["identity"] = "missing"
    return found


def _list_faults(told: ApplicationTold) -> dict[str, str]:
    found: dict[str, str] = {}
    if told.listed_as not in _LISTS:
        found["listed_as"] = "not_known"
    last = told.received_on.year if told.received_on else None
    for name in ("listed_from", "listed_until"):
        year = getattr(told, name)
        if year is not None and (year < _FIRST_YEAR or (last is not None and year > last)):
            found[name] = "not_possible"
    if told.listed_from is not None and told.listed_until is not None and told.listed_until < told.listed_from:
        found["listed_until"] = "before_it_began"
    return found


def _member_faults(told: ApplicationTold, today: date) -> dict[str, str]:
    if sum(not one.is_empty for one in told.members) > MOST_PEOPLE:
        return {"members": "too_many"}
    found: dict[str, str] = {}
    for line, one in enumerate(told.members):
        if one.is_empty:
            continue
        if not one.name.strip():
            found[f"members.{line}.name"] = "missing"
        elif not is_name(one.name):
            found[f"members.{line}.name"] = "not_a_name"
        if max(len(one.name), len(one.relation), len(one.occupation)) > LONGEST_NAME:
            found[f"members.{line}.name"] = "too_long"
        if not _is_birth(one.birth, today):
            found[f"members.{line}.birth"] = "not_possible"
        if one.sex not in _SEXES:
            found[f"members.{line}.sex"] = "not_known"
        if one.work and one.work not in set(Work):
            found[f"members.{line}.work"] = "not_known"
    return found


def _is_birth(written: str, today: date) -> bool:
    return not written.strip() or bool(birth_of(written, today))


def birth_of(written: str, today: date) -> str:
    """A day, a month or a year as it is kept (registry/rules/birth.py); empty when nothing can be read."""
    try:
        return read_birth(written.strip(), today=today) if written.strip() else ""
    except BirthUnreadable:
        return ""


def number_of(written: str) -> str:
    """An identity number without separators; nothing is filled up."""
    number = read_number(written)
    return number.digits if number else ""


def doubts(identity: str, *, sex: str, birth: str) -> Iterable[Doubt]:
    """What in a number does not fit who wrote the application: for somebody to settle, never a refusal."""
    number = read_number(identity)
    return doubts_of(number, sex=sex, born=int(birth[:4]) if birth else None) if number else ()
