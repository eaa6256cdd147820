"""From the village meetings of last year's round to its report: lists hang for their days, complaints are answered."""

from random import Random

from app.holidays import working_calendar
from app.training import last_year_forms as forms
from app.training.commune import VILLAGES, Planned
from app.training.last_year import LastYear, begin, let_the_worker_look
from app.training.minutes import agreed, house_of
from app.training.pictures import house_jpeg
from core import audit
from core.actor import Actor
from registry.rules.standing import ON_THE_LIST
from review import appraisals, complaints, decisions, meetings, photos, population, postings
from review.actions.appraisal import Answer, Document, give_opinion, submit
from review.actions.certificates import certify
from review.actions.complaint import answer, file_complaint
from review.actions.decision import decide
from review.actions.meeting import call_meeting, record_minutes
from review.actions.posting import post_at, posting_rule
from review.actions.report import report
from review.commune_models import Decision
from review.complaint_models import Complaint
from review.models import Meeting
from review.rules.complaint import UNRESOLVED, Ground, Outcome, Told
from review.rules.report_counts import POPULATION

_CALLED, _MET, _POSTED = 13, 16, 18
"""Working days of the round. Villages meet and post one after the other, a day apart."""
_COMPLAINED, _ANSWERED = 3, 5
"""Working days after the list was hung."""
_SUBMITTED, _OPINION, _DECIDED, _CERTIFIED, _REPORTED = 31, 34, 36, 37, 39
_PROFILES = 3
"""So many households get their Phiếu C; the others still wait for it."""


def play(last: LastYear) -> None:
    """The whole round. Done again, nothing changes; one that was cut off goes on."""
    if decision_of(last) is None:
        _up_to_the_list(last)
    _decide(last)
    forms.profile(last, _to_profile(last))


def _up_to_the_list(last: LastYear) -> None:
    begin(last)
    forms.survey(last)
    for number, (village, _, _) in enumerate(VILLAGES):
        _meet(last, village, number)
        _post(last, village, number)
    _hear_complaints(last)
    for number in range(len(VILLAGES)):
        let_the_worker_look(last.at(_POSTED + number + posting_rule(last.opened).term.days + 1, 1))


def decision_of(last: LastYear) -> Decision | None:
    """None where that round was never played, or is not decided."""
    return next(iter(decisions.decisions_of(last.round_id)), None)


def _to_profile(last: LastYear) -> list[Planned]:
    return [one for one in last.households if one.standings[last.year] in ON_THE_LIST][:_PROFILES]


def _meet(last: LastYear, village: str, number: int) -> None:
    head = last.who(f"truongthon0{number + 1}")
    if not meetings.meetings_of_village(last.round_id, village):
        meets_at = last.at(_MET + number, 19)()
        call_meeting(
            last.opened, village, meets_at=meets_at, place=house_of(village), by=head, clock=last.at(_CALLED, 10)
        )
    (meeting,) = meetings.meetings_of_village(last.round_id, village)
    if meeting.state == "called":
        minutes = agreed(meeting, on=last.day(_MET + number), head=head)
        meeting = record_minutes(meeting, minutes, key=meeting.id, by=head, clock=last.at(_MET + number, 21))
    _photograph(last, meeting, number)


def _photograph(last: LastYear, meeting: Meeting, number: int) -> None:
    """The signed page. It shows what training photos show."""
    picture = house_jpeg(Random(number))
    by, clock = last.who(f"truongthon0{number + 1}"), last.at(_MET + number, 21, 20)
    photos.of_signed_page(meeting, picture, "Trang ký biên bản", by=by, blobs=last.blobs, clock=clock)


def _post(last: LastYear, village: str, number: int) -> None:
    opened, officer, day = last.opened, last.who("canbo01"), _POSTED + number
    hung_on, calendar = last.day(day), working_calendar()
    for turn, kind in enumerate(posting_rule(opened).places):
        clock = last.at(day, 8, 40 * turn)
        posting = post_at(opened, village, kind, on=hung_on, by=officer, calendar=calendar, clock=clock)
    picture = house_jpeg(Random(100 + number))
    clock = last.at(day, 11)
    photos.of_posted_list(posting, picture, "Tại nhà văn hóa", by=officer, blobs=last.blobs, clock=clock)


_COMPLAINTS = (
    (
        "Hộ này có con trai đi làm công ty, lương hằng tháng, phiếu không ghi.",
        "Phan Văn Tám",
        Outcome.EXPLAINED,
        "Con trai của hộ đã tách khẩu, lập hộ riêng từ tháng 3, không tính vào hộ này. Điểm của hộ giữ nguyên.",
    ),
    (
        "Ông này hay uống rượu, không nên cho vào danh sách.",
        "",
        Outcome.DISMISSED,
        "Nội dung không thuộc tiêu chí rà soát; kết quả phân loại theo điểm Phiếu B.",
    ),
)
"""One for each of the first villages: words, who complains, outcome, answer."""


def _hear_complaints(last: LastYear) -> None:
    officer = last.who("canbo01")
    for number, (words, name, outcome, told) in enumerate(_COMPLAINTS):
        complaint = _filed(last, number, words, name)
        let_the_worker_look(last.at(_POSTED + number + _COMPLAINED, 20))
        if complaint.state in UNRESOLVED:
            clock = last.at(_POSTED + number + _ANSWERED, 15)
            answer(complaint, outcome, told, key=f"{complaint.id}-answer", by=officer, clock=clock)


def _filed(last: LastYear, number: int, words: str, name: str) -> Complaint:
    """By a citizen on the public page."""
    (posting,) = postings.postings_of_village(last.round_id, VILLAGES[number][0])
    row = posting.rows[len(posting.rows) // 2]
    known = complaints.of_case(row.case_id)
    return (
        known[0]
        if known
        else file_complaint(
            posting,
            Told(row.case_id, "", Ground.SHOULD_BE_OUT, words, name, "Xóm 2" if name else ""),
            key=posting.id,
            by=None,
            calendar=working_calendar(),
            clock=last.at(_POSTED + number + _COMPLAINED, 16),
        )
    )


_LIVING = ((312, 1_240, 31, 128), (268, 1_065, 14, 57), (241, 958, 22, 90), (198, 801, 9, 35))
"""Of each village: households and people who live there, those of ethnic minorities among them."""


def _tell_population(last: LastYear, officer: Actor) -> None:
    """From the statistics of the commune: the rates of its reports are counted of them."""
    if not population.population_of(last.round_id):
        told = {
            path: dict(zip(POPULATION, figures, strict=True))
            for (path, _, _), figures in zip(VILLAGES, _LIVING, strict=True)
        }
        clock = last.at(_CERTIFIED, 15)
        population.keep_population(last.round_id, told, by=officer.id, clock=clock)
        audit.record(population.TOLD, by=officer.id, subject=last.round_id, at=clock())


def _decide(last: LastYear) -> None:
    """Up to the level above and back, signed, certified, reported."""
    opened, officer, chairman = last.opened, last.who("canbo01"), last.who("chutich01")
    if not appraisals.appraisals_of(opened.id):
        paper = Document(f"{last.year % 100 + 60}/BC-UBND", last.day(_SUBMITTED))
        submit(opened, paper, by=officer, calendar=working_calendar(), clock=last.at(_SUBMITTED, 10))
    (asked,) = appraisals.appraisals_of(opened.id)
    appraiser = last.who("thamdinh01")
    letter = Document("214/UBND-LĐTBXH", last.day(_OPINION), appraiser.name, "Thống nhất với danh sách của xã.")
    give_opinion(asked, letter, Answer(agrees=True), by=appraiser, clock=last.at(_OPINION, 15))
    paper = Document("118/QĐ-UBND", last.day(_DECIDED), chairman.name)
    decision = decide(opened, paper, title="Chủ tịch", by=chairman, clock=last.at(_DECIDED, 9))
    certify(decision, by=chairman, clock=last.at(_CERTIFIED, 9))
    _tell_population(last, officer)
    sent = Document("71/BC-UBND", last.day(_REPORTED))
    report(opened, sent, by=officer, clock=last.at(_REPORTED, 14))
