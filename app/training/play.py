"""Phones played over HTTP through the OpenRosa address, so that a newcomer without a phone sees the system move."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from app.training.interviews import fill
from app.training.phone import BlankForm, Phone
from app.training.visit import Row, Visit, rows
from core.clock import Clock, local_day
from review.rules.stages import Stage
from review.rulesets import get_ruleset

_WAITS_FOR_B = frozenset({Stage.TO_SURVEY, Stage.RETURNED_FOR_CORRECTION})


@dataclass(frozen=True, slots=True)
class Sent:
    """What a played phone sent and what it heard."""

    form_id: str
    household_id: str
    instance_id: str
    status: int
    message: str


def visit_households(
    phone: Phone,
    village: str,
    *,
    households: int,
    chance: Random,
    clock: Clock,
    ruleset_id: str,
    after_each: Callable[[Sent], None] = lambda _: None,
) -> list[Sent]:
    """Fetch the forms, fill and send them for so many households of a village (its path), in the order of the list.

    A household that applied gets Phiếu A first, and Phiếu B when Phiếu A lets it in; one on the managed list Phiếu B.
    Raises PhoneTrouble.
    """
    blank = {listed.form_id: phone.download(listed) for listed in phone.form_list()}
    sent = []
    for one in _interviews(blank, phone, village, households, chance, clock, ruleset_id):
        sent.append(one)
        after_each(one)
    return sent


def tell_allowances(phone: Phone, village: str, *, households: int, clock: Clock, ruleset_id: str) -> list[Sent]:
    """Send a Phiếu C1 for the last households of a village that no Phiếu B told of; none where somebody did already.

    Raises PhoneTrouble.
    """
    blank = {listed.form_id: phone.download(listed) for listed in phone.form_list()}["phieu_c1"]
    villages = {row["name"]: row for row in rows(blank, "villages.csv")}
    if rows(blank, "beneficiaries.csv"):
        return []
    waiting = [row for row in rows(blank, "households.csv") if row["village"] == village and _waits(row)]
    sent = []
    for number, household in enumerate(waiting[-households:]):
        now = clock()
        visit = Visit(villages[village], household, now, phone.device_id, family_year=local_day(now).year)
        filled = fill(blank, visit, get_ruleset(ruleset_id), Random(number), photo_bytes=0)
        sent.append(_send(phone, "phieu_c1", household, filled.instance_id, filled.xml, dict(filled.attachments)))
    return sent


def _interviews(
    blank: dict[str, BlankForm],
    phone: Phone,
    village: str,
    households: int,
    chance: Random,
    clock: Clock,
    ruleset_id: str,
) -> Iterator[Sent]:
    sheet = get_ruleset(ruleset_id)
    villages = {row["name"]: row for row in rows(blank["phieu_b"], "villages.csv")}
    waiting = [row for row in rows(blank["phieu_b"], "households.csv") if row["village"] == village and _waits(row)]
    for household in waiting[:households]:
        now, minutes = clock(), chance.randint(14, 40)
        visit = Visit(
            villages[village], household, now, phone.device_id, minutes=minutes, family_year=local_day(now).year
        )
        let_in = household["managed_list"] == "yes" or household["state"] in _WAITS_FOR_B
        if not let_in:
            filled = fill(blank["phieu_a"], visit, sheet, chance, photo_bytes=0)
            yield _send(phone, "phieu_a", household, filled.instance_id, filled.xml, dict(filled.attachments))
            let_in = filled.answers["result"].get("decision") == "to_review"
        if let_in:
            filled = fill(blank["phieu_b"], visit, sheet, chance)
            yield _send(phone, "phieu_b", household, filled.instance_id, filled.xml, dict(filled.attachments))


def _waits(household: Row) -> bool:
    return household["state"] in {Stage.LISTED, *_WAITS_FOR_B}


def _send(phone: Phone, form_id: str, household: Row, instance_id: str, xml: bytes, files: dict[str, bytes]) -> Sent:
    receipt = phone.submit(xml, files)
    return Sent(form_id, household["name"], instance_id, receipt.status, receipt.message)


def wait_until(is_true: Callable[[], bool], *, seconds: float) -> bool:
    """Whether it became true in time."""
    deadline = time.monotonic() + seconds
    while not is_true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True
