"""Forms of last year's round: filled as training phones fill them, received with the hour of then, judged.

They come to the classes that the register of this year starts from, so the running round is the same with and
without them.
"""

import io
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from random import Random
from typing import Any

from app.jobs.worker import drain
from app.training.commune import RULESET, VILLAGES, Planned
from app.training.interviews import FilledForm, fill
from app.training.last_year import LastYear
from app.training.people import CHILD, Made, the_household
from app.training.phone import USER_AGENT, BlankForm, ListedForm
from app.training.visit import Row, Visit
from core.clock import Clock, local_day
from form_engine.publishing import repository as forms
from registry import repository as registry
from registry.rules.standing import ON_THE_LIST
from review import repository as review
from review.actions.rounds import case_id
from review.models import Case
from review.rules.stages import Stage
from review.rulesets import get_ruleset
from submissions import actions
from submissions import repository as submissions
from submissions.intake import IncomingFile, read, receive
from submissions.models import submission_key
from submissions.rules.review_state import ReviewState

_FIRST_VISITS, _A_DAY, _MINUTES_EACH = 5, 4, 70
"""Working day of the round on which enumerators set out; households a day; minutes from one to the next."""
JUDGED = 12
PROFILES = 40
"""Working days: the supervisor looks at the forms; Phiếu C of some households."""
_TWICE, _LEAST_MEMBERS = (2, 1), 2
"""Village, and from which household on, in which one tells somebody of another; it has more members than that."""
_PHOTO_BYTES, _WITH_PHOTO = 9_000, "036"
"""A photo of the house where the household's code ends so; the others did not want one."""
_JPEG, _PNG, _CSV = "image/jpeg", "image/png", "text/csv"
_TYPES = {"jpg": _JPEG, "png": _PNG, "csv": _CSV}


@dataclass(frozen=True, slots=True)
class Told:
    """A form to send: what it has to come to, and when the interview began."""

    form_id: str
    household: Planned
    wanted: Mapping[str, Any]
    began: datetime


def survey(last: LastYear) -> None:
    """Phiếu A of who applied, Phiếu B of all who are reviewed, day by day, read at night; then the supervisor."""
    blanks = {form_id: _blank(form_id, last) for form_id in ("phieu_a", "phieu_b")}
    for day, told in _by_day(last).items():
        with ThreadPoolExecutor(len(VILLAGES)) as phones:
            list(phones.map(lambda one: _send(last, blanks[one.form_id], one, _row(last, one.household)), told))
        drain(last.definitions, last.at(day, 20))
    accept(last, last.at(JUDGED, 9))


def profile(last: LastYear, households: list[Planned]) -> None:
    """Phiếu C of some households that were recognised and got their certificate; accepted."""
    blank = _blank("phieu_c", last)
    for number, one in enumerate(households):
        case = _case(last, one)
        if Stage(case.stage) is Stage.CERTIFIED:
            told = Told("phieu_c", one, {}, last.at(PROFILES, 8, number * _MINUTES_EACH)())
            _send(last, blank, told, {**_row(last, one), **_recognition(one, case, last)})
    drain(last.definitions, last.at(PROFILES, 20))
    accept(last, last.at(PROFILES + 1, 9))


def accept(last: LastYear, clock: Clock) -> None:
    """The supervisor accepts what he has not looked at yet."""
    supervisor = last.who("gsv01")
    waiting = submissions.Wanted(review_states=(ReviewState.RECEIVED,))
    for form in submissions.page(waiting, seen_by=supervisor, now=clock(), before=None, limit=200):
        needs_score = form["form_id"] == "phieu_b"
        actions.approve(form, needs_score=needs_score, revision=form["revision"], by=supervisor, clock=clock)
    drain(last.definitions, clock)


def _by_day(last: LastYear) -> dict[int, list[Told]]:
    """What each working day of the round brought; four enumerators go from door to door at once."""
    days: dict[int, list[Told]] = {}
    applicants = {one.id for one in last.applicants}
    for path, _, _ in VILLAGES:
        here = [one for one in [*last.households, last.screened_out] if one.village_path == path]
        for number, one in enumerate(here):
            day, turn = _FIRST_VISITS + number // _A_DAY, number % _A_DAY
            began = last.at(day, 7, 30 + turn * _MINUTES_EACH)()
            days.setdefault(day, []).extend(_forms_of(one, began, last, applied=one.id in applicants))
    return dict(sorted(days.items()))


def _forms_of(one: Planned, began: datetime, last: LastYear, *, applied: bool) -> Iterator[Told]:
    if one.id == last.screened_out.id:
        yield Told("phieu_a", one, {"decision": "screened_out"}, began)
        return
    if applied:
        yield Told("phieu_a", one, {"decision": "to_review"}, began)
    yield Told("phieu_b", one, {"expected_class": one.standings[last.year]}, began + timedelta(minutes=20))


def _send(last: LastYear, blank: BlankForm, told: Told, household: Row) -> None:
    """Once: a form that is there already stays as it came."""
    path = told.household.village_path
    sender = last.who(f"dtv0{[village for village, _, _ in VILLAGES].index(path) + 1}")
    visit = Visit(
        village=_village(path),
        household=household,
        began=told.began,
        device_id=f"collect:training-{sender.id[:8]}",
        minutes=30,
        family_year=last.year + 1,
        enumerator=sender.name,
        lodger=_told_twice(last, told),
    )
    chance = Random(f"{last.year} {told.form_id} {told.household.code}")
    photo_bytes = _PHOTO_BYTES if told.household.code[-1] in _WITH_PHOTO else 0
    filled = fill(blank, visit, get_ruleset(RULESET), chance, photo_bytes=photo_bytes, wanted=told.wanted)
    if submissions.find_by_key(submission_key(told.form_id, filled.instance_id)) is None:
        receive(
            filled.xml,
            read(filled.xml),
            list(_files(filled)),
            by=sender,
            device_id=visit.device_id,
            user_agent=USER_AGENT,
            blobs=last.blobs,
            clock=lambda: told.began + timedelta(minutes=visit.minutes),
        )


def _told_twice(last: LastYear, told: Told) -> Made | None:
    """One household tells a grown child of its neighbours, too: whether they are one is a question for the officer."""
    if told.form_id != "phieu_b":
        return None
    village, number = _TWICE
    here = [one for one in last.households if one.village_path == VILLAGES[village - 1][0]]
    grown = ((one, person) for one in here for person in _family(last, one, told.began)[1:] if _is_grown_child(person))
    home, person = next(grown)
    host = next(one for one in here[number:] if one.id != home.id and one.members_count > _LEAST_MEMBERS)
    return person if told.household.id == host.id else None


def _family(last: LastYear, one: Planned, at: datetime) -> list[Made]:
    return the_household(
        one.id, head_name=one.head_name, size=one.members_count, year=last.year + 1, today=local_day(at)
    )


def _is_grown_child(person: Made) -> bool:
    return person.relation == CHILD and person.age >= 18 and person.id_number != ""


def _files(filled: FilledForm) -> Iterator[IncomingFile]:
    for name, content in filled.attachments.items():
        digest = sha256(content).hexdigest()
        yield IncomingFile(name, _TYPES[name.rpartition(".")[2]], io.BytesIO(content), digest, len(content))


def _blank(form_id: str, last: LastYear) -> BlankForm:
    version = forms.nearest_version(form_id, forms.get_form(form_id).current_version)
    xform = b"".join(last.blobs.open(version.xform_key))
    return BlankForm(ListedForm(form_id, version.title, version.version, "", "", ""), xform)


def _case(last: LastYear, one: Planned) -> Case:
    return review.get_case(case_id(last.round_id, one.id), seen_by=last.who("canbo01"))


def _village(path: str) -> Row:
    """As villages.csv has it."""
    found = registry.areas_above(path)
    return {
        "name": path,
        "label": found["village"].name,
        **{f"{kind}_name": found[kind].name for kind in ("commune", "district", "province")},
        "area_kind": found["village"].area_kind,
        "score_area": found["village"].score_area,
    }


def _row(last: LastYear, one: Planned) -> Row:
    """As households.csv has it on the day that the round begins: what went on since changes no form that is sent
    again."""
    before = one.standings[last.year - 1]
    is_managed = before in ON_THE_LIST
    return {
        "name": one.id,
        "household_code": one.code,
        "head_name": one.head_name,
        "address": one.address,
        "village": one.village_path,
        "members_count": str(one.members_count),
        "standing": before,
        "managed_list": "yes" if is_managed else "no",
        "state": Stage.TO_SURVEY if is_managed else Stage.LISTED,
        "remark": "",
    }


def _recognition(one: Planned, case: Case, last: LastYear) -> Row:
    """What households.csv of Phiếu C tells beside."""
    return {
        "standing": one.standings[last.year],
        "standing_before": one.standings[last.year - 1],
        "managed_list": "yes",
        "state": Stage.CERTIFIED,
        "b1": str(case.assessment.b1),
        "b2": str(case.assessment.b2),
        "data_year": str(last.year),
        "household_no": str(int(one.code.rpartition("-")[2])),
    }
