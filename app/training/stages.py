"""Villages of the training commune at different stages, so that every page has something true to show.

Village 1 waits for phones. Village 2 sent half its forms and three Phiếu C1, none looked at. Village 3 sent all, some
approved, some returned. Village 4 is reviewed, has met, its list hangs, and
somebody complained about a household on it.
"""

from pathlib import Path
from random import Random
from typing import Any

from app.auth import people
from app.holidays import working_calendar
from app.jobs.handlers import follow
from app.training.commune import COMMUNE, RULESET, VILLAGE_4_HEAD, VILLAGES
from app.training.minutes import agreed, house_of
from app.training.phone import Phone
from app.training.play import tell_allowances, visit_households, wait_until
from core.actor import Actor
from core.blobs import Blobs
from core.clock import local_day, utc_now
from core.errors import RuleBroken
from core.mongo import Document
from form_engine.publishing.repository import Definitions
from review import meetings
from review import repository as review
from review.actions.complaint import file_complaint
from review.actions.meeting import call_meeting, record_minutes
from review.actions.posting import post_at, posting_rule
from review.models import Posting
from review.rules.complaint import Ground, Told
from review.rules.stages import Stage
from submissions import actions, repository
from submissions.models import ProcessingState

_SHARE_VISITED = {2: 0.5, 3: 1.0, 4: 1.0}
_ALLOWANCES_OF, _ALLOWANCES = 2, 3
"""Village and number of households of which a Phiếu C1 came, so that the next one starts from a list."""
_RETURN_EVERY = 4
_MARK = "played"
_REASONS = (
    "Thiếu: chưa chụp rõ mái nhà, cần gặp lại hộ để chụp.",
    "Cần gặp lại: số người trong bảng khác với sổ của thôn.",
)


def are_played(data_dir: Path) -> bool:
    return (data_dir / _MARK).exists()


def mark_played(data_dir: Path) -> None:
    (data_dir / _MARK).touch()


def play(told: dict[str, Any], blobs: Blobs) -> None:
    """Play the phones of villages 2 to 4 through the running server, then the supervisor.

    Goes on where an earlier start was cut off. Raises PhoneTrouble.
    """
    chance = Random(2017)
    for number, share in _SHARE_VISITED.items():
        path, _, count = VILLAGES[number - 1]
        code = path.rstrip("/").rsplit("/", 1)[-1]
        owner = next(one for one in told["people"] if one["role"] == "enumerator" and one["area_code"] == code)
        with Phone(owner["openrosa_url"]) as phone:
            left = int(count * share) - _visited(told["round_id"], path)
            visit_households(phone, path, households=max(0, left), chance=chance, clock=utc_now, ruleset_id=RULESET)
            if number == _ALLOWANCES_OF:
                tell_allowances(phone, path, households=_ALLOWANCES, clock=utc_now, ruleset_id=RULESET)
    wait_until(lambda: repository.waiting_count() == 0, seconds=60)
    _review(Definitions(blobs))
    _meet_and_post(told["round_id"], VILLAGES[3][0])


def _visited(round_id: str, village: str) -> int:
    stages = review.stages_by_village(round_id, [village])[village]
    return stages.total() - stages[Stage.LISTED] - stages[Stage.TO_SURVEY]


def _review(definitions: Definitions) -> None:
    supervisor = people.find_by_username("gsv01")
    if supervisor is None:
        return
    actor = people.actor_of(supervisor)
    for number in (3, 4):
        for place, submission in enumerate(_unseen(VILLAGES[number - 1][0], actor)):
            judged = _judge(submission, actor, returns=number == 3 and place % _RETURN_EVERY == 0, place=place)
            if judged is not None:
                follow(judged, definitions=definitions, clock=utc_now)


def _unseen(village: str, actor: Actor) -> list[Document]:
    wanted = repository.Wanted(village=village, processing_state=ProcessingState.PROCESSED)
    found = repository.page(wanted, seen_by=actor, now=utc_now(), before=None, limit=200)
    return [one for one in found if any(one["within"]) and COMMUNE in one["within"]]


def _judge(submission: Document, actor: Actor, *, returns: bool, place: int) -> Document | None:
    """The verdict of a supervisor; None where a rule forbids it, as it would on the page."""
    revision = submission["revision"]
    try:
        if returns:
            reason = _REASONS[place // _RETURN_EVERY % len(_REASONS)]
            return actions.send_back(submission, reason=reason, revision=revision, by=actor, clock=utc_now)
        needs_score = submission["form_id"] == "phieu_b"
        return actions.approve(submission, needs_score=needs_score, revision=revision, by=actor, clock=utc_now)
    except RuleBroken:
        return None


def _meet_and_post(round_id: str, village: str) -> None:
    """The village agrees on all its households, and the commune posts the list. Goes on where it was cut off."""
    village_head, commune_officer = (people.find_by_username(one) for one in (VILLAGE_4_HEAD, "canbo01"))
    if village_head is None or commune_officer is None:  # a folder of before village 4 had a head
        return
    head, officer = people.actor_of(village_head), people.actor_of(commune_officer)
    opened, today = review.get_round(round_id), local_day(utc_now())
    house = house_of(village)
    try:
        held = meetings.meetings_of_village(round_id, village)
        meeting = (
            held[-1] if held else call_meeting(opened, village, meets_at=utc_now(), place=house, by=head, clock=utc_now)
        )
        if meeting.state == "called":
            record_minutes(meeting, agreed(meeting, on=today, head=head), key=meeting.id, by=head, clock=utc_now)
        posted = [
            post_at(opened, village, kind, on=today, by=officer, calendar=working_calendar(), clock=utc_now)
            for kind in posting_rule(opened).places
        ]
        _complain(posted[-1])
    except RuleBroken:
        return  # somebody went on by hand


def _complain(posted: Posting) -> None:
    """A citizen says on the public page that something about one household is wrong; once."""
    told = Told(
        case_id=posted.rows[len(posted.rows) // 2].case_id,
        household="",
        ground=Ground.WRONG_DATA,
        words="Hộ này có hai con đi làm xa, gửi tiền về đều, phiếu không ghi.",
        name="Phan Văn Tám",
        contact="Xóm 2, Tân An",
    )
    file_complaint(posted, told, key=posted.id, by=None, calendar=working_calendar(), clock=utc_now)
