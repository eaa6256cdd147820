"""A village whose list hangs and is complained about; a second visit by another enumerator, made without a phone."""

from dataclasses import replace
from datetime import date
from typing import Any

from app.holidays import working_calendar
from core.actor import Actor
from core.clock import Clock, local_day
from core.ids import id_from
from core.sequence import sequence_at
from review import repository
from review.actions import complaint as complaints
from review.actions import meeting as meetings
from review.actions import posting as postings
from review.actions import questions, reverification
from review.actions.forms import ASSESS, follow_form
from review.complaint_models import Complaint, Reverification
from review.models import Case, Posting, Round
from review.rules.complaint import Told
from review.rules.reverification import Conclusion
from submissions import repository as submissions
from tests.integration.scored_cases import score_households
from tests.integration.village_meeting import (
    COMMUNE,
    HEAD,
    VILLAGE,
    approve_all,
    call,
    minutes_of,
    whole_answers,
)

OFFICER = Actor("officer", frozenset({"commune_officer"}), COMMUNE, "Cán bộ xã")
FIRST = Actor("somebody", frozenset({"enumerator"}), VILLAGE, "Người Đi Lần Đầu")
SECOND = Actor("second", frozenset({"enumerator"}), VILLAGE, "Lê Văn Sửu")
PLACES = ("village_house", "commune_office", "loudspeaker")


def post_everywhere(opened: Round, clock: Clock, village: str = VILLAGE) -> Posting:
    officer = replace(OFFICER, area_path=opened.commune_path)
    made = [
        postings.post_at(
            opened, village, kind, on=local_day(clock()), by=officer, calendar=working_calendar(), clock=clock
        )
        for kind in PLACES
    ]
    return made[-1]


def agreed_cases(opened: Round, clock: Clock, count: int = 3) -> list[Case]:
    """Households of the village that its meeting agreed on."""
    found = score_households(opened, VILLAGE, whole_answers(opened, count), clock)
    approve_all()
    meet(opened, clock)
    return [repository.find_case(one.id) for one in found]


def meet(opened: Round, clock: Clock, *, against: tuple[str, ...] = ()) -> Any:
    meeting = call(opened, clock)
    told = minutes_of(meeting, clock, against=against)
    return meetings.record_minutes(meeting, told, key=f"k{meeting.number}", by=HEAD, clock=clock)


def told(case: Case | None, **changes: str) -> Told:
    about = {"case_id": case.id, "household": ""} if case else {"case_id": "", "household": "Nhà bà Tẻo, xóm Đập"}
    ground = "wrong_data" if case else "should_be_in"
    return Told(
        **{"ground": ground, "words": "Điểm tài sản không đúng.", "name": "Hồ Thị Kín", "contact": "0905"}
        | about
        | changes
    )


def complain(
    posting: Posting,
    case: Case | None,
    clock: Clock,
    *,
    key: str = "key-0001",
    by: Actor | None = None,
    on: date | None = None,
    **changes: str,
) -> Complaint:
    return complaints.file_complaint(
        posting, told(case, **changes), key=key, on=on, by=by, calendar=working_calendar(), clock=clock
    )


def class_of(answers: dict[str, Any]) -> str:
    found = questions.score_answers("vn-2016-2020", answers, score_area="NT3", before="poor")
    return str(found["class"])


def answers_like(opened: Round, case: Case, *, same_class: bool) -> dict[str, Any]:
    """Whole answers that give the posted class, or another one, and are not the posted ones."""
    (posted,) = submissions.answers_of([case.assessment.submission_key])
    for one in whole_answers(opened, 40, seed=7):
        if (class_of(one) == case.assessment.standing) is same_class and one["members"] != posted["answers"]["members"]:
            return one
    raise AssertionError("no such answers")


def visit_again(
    case: Case, answers: dict[str, Any], clock: Clock, *, by: Actor = SECOND, key: str = "again", approved: bool = True
) -> dict[str, Any]:
    """A new Phiếu B about the household, as the worker leaves it; returns the submission."""
    instance = id_from("instance", case.id, by.id, key)
    document = {
        "_id": f"{instance}@phieu_b",
        "instance_id": instance,
        "form_id": "phieu_b",
        "seq": sequence_at(clock()),
        "received_at": clock(),
        "received_by": by.id,
        "sender_area": VILLAGE,
        "is_current": True,
        "within": [],
        "answers": answers | {"household": case.household_id, "village": VILLAGE},
        "review": {"state": "approved" if approved else "received", "by": "gsv" if approved else ""},
        "history": [],
        "revision": 0,
        "work": {"state": "done"},
    }
    submissions.collection().insert_one(document)
    outcome = follow_form(document, ASSESS, document["answers"], "/data", clock=clock)
    return document | {"findings": [one["kind"] for one in outcome.findings]}


def approve(submission: dict[str, Any]) -> None:
    submissions.collection().update_one(
        {"_id": submission["_id"]}, {"$set": {"review.state": "approved", "review.by": "gsv"}}
    )


def send(complaint: Complaint, clock: Clock, *, to: Actor = SECOND, by: Actor = OFFICER) -> Reverification:
    return reverification.order(complaint, to, instruction="Xem lại tài sản", by=by, clock=clock)


def conclude(
    ordered: Reverification, clock: Clock, *, key: str = "conclusion", by: Actor = OFFICER, **changes: Any
) -> Reverification:
    written = {"visited_on": local_day(clock()), "team": "Lê Văn Sửu", "words": "Đã xem lại.", "answer": "Đã phúc tra."}
    return reverification.conclude(ordered, Conclusion(**written | changes), key=key, by=by, clock=clock)


def stage(case: Case) -> str:
    return str(repository.find_case(case.id).stage)
