"""A commune whose village list was posted to the end, and those who send it up, appraise it and decide."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from app.holidays import working_calendar
from core.actor import Actor
from core.clock import Clock, local_day
from registry import repository as registry
from review.actions import appraisal, decision, posting
from review.actions import meeting as meetings
from review.actions.appraisal import Answer, Document
from review.commune_models import Appraisal, Decision
from review.models import Case, Round
from tests.integration.scored_cases import score_households
from tests.integration.village_meeting import COMMUNE, HEAD, approve_all, call, minutes_of, whole_answers

OFFICER = Actor("officer", frozenset({"commune_officer"}), COMMUNE, "Cán bộ xã")
CHAIRMAN = Actor("chairman", frozenset({"commune_chairman"}), COMMUNE, "Lê Văn Chủ")
DISTRICT = Actor("district", frozenset({"appraiser"}), "46/482/", "Thẩm định huyện")
PROVINCE = Actor("province", frozenset({"appraiser"}), "46/", "Thẩm định tỉnh")

AGREED = Answer(agrees=True)


def areas_above(clock: Clock) -> None:
    since = local_day(clock()) - timedelta(days=3000)
    registry.keep_area("46/", kind="province", name="Tỉnh", valid_from=since)
    registry.keep_area("46/482/", kind="district", name="Huyện", valid_from=since)


def posted_to_the_end(opened: Round, village: str, count: int, clock: Any, **more: Any) -> list[Case]:
    """So many households, scored, agreed on by the meeting, posted, and their days over."""
    found = score_households(opened, village, whole_answers(opened, count), clock, **more)
    approve_all()
    end_the_posting(opened, village, clock)
    return found


def end_the_posting(opened: Round, village: str, clock: Any) -> None:
    meeting = call(opened, clock)
    meetings.record_minutes(meeting, minutes_of(meeting, clock), key="k", by=HEAD, clock=clock)
    for kind in posting.posting_rule(opened).places:
        on, calendar = local_day(clock()), working_calendar()
        posting.post_at(opened, village, kind, on=on, by=OFFICER, calendar=calendar, clock=clock)
    clock.advance(timedelta(days=14))
    posting.close_those_over(clock)


def send_up(opened: Round, clock: Clock, number: str = "15/BC-UBND", *, by: Actor = OFFICER) -> Appraisal:
    report = Document(number, local_day(clock()))
    return appraisal.submit(opened, report, by=by, calendar=working_calendar(), clock=clock)


def answer(
    asked: Appraisal, clock: Clock, said: Answer = AGREED, *, number: str = "7/TĐ", by: Actor = DISTRICT
) -> Appraisal:
    letter = Document(number, local_day(clock()), "Nguyễn Thẩm Định")
    return appraisal.give_opinion(asked, letter, said, by=by, clock=clock)


def sign(opened: Round, clock: Clock, number: str = "120/QĐ-UBND", *, by: Actor = CHAIRMAN) -> Decision:
    paper = Document(number, local_day(clock()), "Lê Văn Chủ")
    return decision.decide(opened, paper, title="Chủ tịch", by=by, clock=clock)


def at_once(act: Callable[[], Any], times: int) -> Sequence[Any]:
    """The same act by so many threads at the same moment; results and refusals."""
    from concurrent.futures import ThreadPoolExecutor

    def one(_: int) -> Any:
        try:
            return act()
        except Exception as refusal:  # noqa: BLE001  the test looks at it
            return refusal

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def a_decision(
    id_: str, round_id: str, day: date, clock: Clock, *, commune: str = COMMUNE, ruleset_id: str = "vn-2016-2020"
) -> Decision:
    """One without households, as another round of the commune left it."""
    made = Decision(
        id=id_,
        round_id=round_id,
        commune_path=commune,
        within=["", commune],
        number=1,
        year=day.year,
        document_number=id_,
        signed_on=day,
        signer="A",
        signer_title="Chủ tịch",
        appraisal_id="td",
        opinion_number="1",
        opinion_on=day,
        ruleset_id=ruleset_id,
        signed_by="x",
        signed_at=clock(),
        is_settled=True,
    )
    made.save()
    return made
