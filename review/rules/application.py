"""Giấy đề nghị: what an application has to tell before it goes into the register.

Source: templates, section 2 (Mẫu số 01 and 04; 2016-2020: Phụ lục 1a and 1b); review procedure, section 4 step 1 (b).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

LONGEST_NAME = 100
LONGEST_WORDS = 2_000
MOST_PEOPLE = 60


class ApplicationKind(StrEnum):
    ENTRY = "entry"
    """đề nghị rà soát bổ sung hộ nghèo, hộ cận nghèo"""
    EXIT = "exit"
    """đề nghị công nhận hộ thoát nghèo, hộ thoát cận nghèo"""


class Channel(StrEnum):
    DIRECT = "direct"
    POST = "post"
    ONLINE = "online"


@dataclass(frozen=True, slots=True)
class ApplicationTold:
    """household_id: of a household that is registered, else empty and village, head_name, address name a new one."""

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


def faults(told: ApplicationTold, *, today: date, is_known: bool, is_on_the_list: bool) -> dict[str, str]:
    """What is missing or can't be, code by field. is_on_the_list: the household is managed as poor or near poor."""
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
    if told.kind == ApplicationKind.EXIT and not is_on_the_list:
        found["kind"] = "not_on_the_list"
    if told.kind == ApplicationKind.ENTRY and is_on_the_list:
        found["kind"] = "on_the_list"
    if told.members_count is not None and not 1 <= told.members_count <= MOST_PEOPLE:
        found["members_count"] = "not_possible"
    lengths = {"head_name": LONGEST_NAME, "applicant": LONGEST_NAME, "reason": LONGEST_WORDS, "address": 200}
    return {name: "too_long" for name, most in lengths.items() if len(getattr(told, name)) > most} | found
