"""A village that meets: scored and approved households, the call, minutes, by the acts and by hand on the page."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from flask.testing import FlaskClient

from core.actor import Actor
from core.clock import Clock, local_day
from form_engine.scoring import score
from review import repository
from review.actions import meeting as acts
from review.actions.rounds import frozen_ruleset
from review.models import Case, Meeting, Round
from review.rules.meeting import Minutes, Person, Vote
from submissions import repository as submissions
from tests.integration.places import token_of
from tests.integration.scored_cases import score_households, some_answers

COMMUNE = "46/482/20200/"
VILLAGE = f"{COMMUNE}2020001/"
HEAD = Actor("head", frozenset({"village_head"}), VILLAGE, "Trần Văn Bình")


def whole_answers(opened, count: int, seed: int = 1) -> list[dict]:
    """Of made-up households, so many that lack no answer."""
    sheet = frozen_ruleset(opened)
    made = some_answers(opened, 20 * count, seed)
    return [one for one in made if not score(sheet, one, "NT3").missing][:count]


def approve_all() -> None:
    submissions.collection().update_many({}, {"$set": {"review.state": "approved"}})


def call(opened, clock, **changes) -> Meeting:
    told = {"meets_at": clock() + timedelta(hours=3), "place": "Nhà văn hóa thôn", "by": HEAD} | changes
    return acts.call_meeting(opened, VILLAGE, clock=clock, **told)


def minutes_of(meeting: Meeting, clock, *, against: tuple[str, ...] = (), **changes) -> Minutes:
    """Twenty people; all agree but about those named."""
    told = Minutes(
        held_on=local_day(clock()),
        place="Nhà văn hóa thôn",
        chair=Person("Trần Văn Bình", "Trưởng thôn"),
        secretary=Person("Lê Thị Hoa"),
        witness="Nguyễn Thị Đào",
        present=20,
        households=len(meeting.agenda),
        guests="Mặt trận xã: 1",
        votes=tuple(
            Vote(one, 3, 17, "not_agreed", "Thiếu một người") if one in against else Vote(one, 20, 0, "agreed")
            for one in meeting.agenda
        ),
    )
    return replace(told, **changes)


def stages(cases: list[Case]) -> list[str]:
    return [repository.find_case(one.id).stage for one in cases]


def ready_cases(opened: Round, village: str, count: int, clock: Clock) -> list[Case]:
    """So many scored households whose forms are approved; the others of the village are out of the way."""
    repository.Case.objects(round_id=opened.id).update(set__stage="screened_out")
    found = score_households(opened, village, whole_answers(opened, count), clock)
    approve_all()
    return found


def call_by_hand(client: FlaskClient, opened: Round, village: str, clock: Clock) -> str:
    """The address of the meeting that the village was called to on its page."""
    place = f"/dot/{opened.id}/thon/{village}"
    told = {"csrf_token": token_of(client.get(place).text), "gio": "19:30", "dia-diem": "Nhà văn hóa"}
    answer = client.post(f"{place}/hop", data={**told, "ngay": f"{local_day(clock()):%Y-%m-%d}"})
    assert answer.status_code == 303, answer.text
    return answer.location


def filled(page: str, agenda: Sequence[str], clock: Clock, **changes: str) -> dict[str, str]:
    """The fields of the minutes: twelve people, all agree."""
    told = {
        "csrf_token": token_of(page),
        "khoa": token_of(page, "khoa"),
        "ngay": f"{local_day(clock()):%Y-%m-%d}",
        "dia-diem": "Nhà văn hóa",
        "chu-tri": "Trần Văn Bình",
        "thu-ky": "Lê Thị Hoa",
        "dai-dien-ho": "Nguyễn Thị Đào",
        "so-nguoi": "12",
        "so-ho": "2",
    }
    for case_id in agenda:
        told |= {f"dong-y-{case_id}": "12", f"khong-{case_id}": "0", f"ket-qua-{case_id}": "agreed"}
    return told | changes
