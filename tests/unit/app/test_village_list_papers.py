"""Lists of a village, invitation, end of a posting, refusals, explanation: what they say, to whom, and why."""

from datetime import UTC, date, datetime

import pytest

from app.documents.explanation_paper import Explained, Explanation, explanation_paper
from app.documents.list_papers import ListedHousehold, review_list_paper, village_list_paper
from app.documents.notice_papers import invitation_paper, posting_end_paper
from app.documents.paper import Paper
from app.documents.plan_paper import RoundPlan, VillagePlan, criteria_of, plan_paper
from app.documents.refusal_papers import Refused, is_refused, refusals_paper
from app.holidays import working_calendar
from review.commune_models import Decision, FrozenResult
from review.models import Assessment, Case, Meeting, Posting, Round, Screening
from review.rules.procedures import procedure_for
from review.rules.windows import begun_by
from review.rulesets import get_ruleset
from tests.unit.app.test_complaint_papers import a_complaint
from tests.unit.app.test_village_papers import AREA, NAMES, a_posting, pages_of, text_of

OPENED = Round(name="Rà soát định kỳ năm 2026", year=2026, opens_on=date(2026, 9, 7))


def a_case(number: int = 0, before: str = "poor", now: str | None = "poor", **changes) -> Case:
    result = (
        Assessment(standing=now, b1=110 + number, b2=30, reason={"vi": "B1 = 160 > 150: không nghèo"}) if now else None
    )
    told = {
        "id": f"{number}23456789",
        "household_code": f"04-{number:04d}",
        "head_name": NAMES[number % len(NAMES)],
        "origin": "application" if before == "non_poor" else "managed_list",
        "standing_before": before,
        "stage": "scored",
        "assessment": result,
    }
    return Case(**told | changes)


def screened_out() -> Case:
    said = Screening(submission_key="a", yes=4, result="no_review", reason={"vi": "có 4 chỉ tiêu, từ 3 trở lên"})
    return a_case(3, "non_poor", None, stage="screened_out", screening=said)


CASES = (
    a_case(0, "poor", "poor"),
    a_case(1, "poor", "near_poor"),
    a_case(2, "near_poor", "non_poor"),
    screened_out(),
    a_case(4, "non_poor", "non_poor"),
)
LISTED = [ListedHousehold(one, "Xóm 2", 3, "046161000001", "Lê Văn Sửu") for one in CASES]


def decided() -> Decision:
    rows = [FrozenResult(case_id=one.id, standing=one.assessment.standing) for one in CASES if one.assessment]
    return Decision(document_number="120/QĐ-UBND", signed_on=date(2026, 12, 9), rows=rows)


def a_closed_posting() -> Posting:
    posting = a_posting()
    posting.number, posting.closed_at = 1, datetime(2026, 12, 2, 17, 30, tzinfo=UTC)
    return posting


def an_invitation() -> Paper:
    at, called = datetime(2026, 11, 24, 12, 5, tzinfo=UTC), datetime(2026, 11, 23, tzinfo=UTC)
    meeting = Meeting(id="0123456789", number=2, place="Nhà văn hóa", meets_at=at, called_at=called)
    agenda = [CASES[0], CASES[1]]
    return invitation_paper(meeting, AREA, agenda, {one.id: one.assessment for one in agenda}, caller="Trần Bình")


def two_letters() -> Paper:
    refused = [Refused(CASES[3], AREA, ("Có ô tô", "Có điều hòa")), Refused(CASES[4], AREA)]
    return refusals_paper(refused, OPENED, decided())


def an_explanation() -> Paper:
    return explanation_paper(
        Explanation(
            head_name="Lê Thị Ỹ",
            code="04-0001",
            area=AREA,
            members=4,
            interviewed="03/02/2026",
            standing="poor",
            reason="B1 = 110 ≤ 120",
            b1=110,
            b2=30,
            sheet="NT3",
            limits=(120, 150),
            items=[Explained("Số nhân khẩu", "4 người", 30)],
            deprived=[Explained("Bảo hiểm y tế", "Thiếu hụt", 10)],
            others=["Nhà ở"],
            legal_basis=["Quyết định 59/2015/QĐ-TTg"],
            ruleset="vn-2016-2020 abc",
        )
    )


def a_plan(**changes) -> Paper:
    opened = Round(
        id="0123456789", name="Rà soát định kỳ năm 2026", kind="periodic", year=2026, area_kind="rural",
        opens_on=date(2026, 9, 7), closes_on=date(2026, 12, 14), decide_by=date(2026, 12, 14),
    )  # fmt: skip
    villages = (VillagePlan("Thôn 1", 1204, ("Lê Văn Sửu",), ("Trần Bình",)), VillagePlan("Thôn 4 - Tân An", 10))
    sheet, procedure = get_ruleset("vn-2021-2025"), procedure_for("vn-2021-2025")
    asked_by = begun_by(procedure.appraisal.term, opened.decide_by, working_calendar())
    told = {
        "opened": opened,
        "procedure": procedure,
        "basis": tuple(one.vi for one in sheet.legal_basis),
        "criteria": criteria_of(sheet, "rural"),
        "posted_by": begun_by(procedure.posting.term, asked_by, working_calendar()),
        "asked_by": asked_by,
        "villages": villages,
    }
    return plan_paper(RoundPlan(**told | changes), AREA[:2])


def test_the_plan_tells_days_villages_staff_and_leaves_the_money_to_the_pen():
    told = text_of(a_plan())

    for words in (
        "Số: ........./KH-UBND",
        "KẾ HOẠCH Rà soát định kỳ năm 2026 trên địa bàn xã Lộc Bình",
        "Hộ cận nghèo: B1 từ 140 điểm trở xuống và B2 dưới 30 điểm.",
        "1.214 hộ (bằng chữ: một nghìn hai trăm mười bốn hộ)",
        "Mẫu số 01, Mẫu số 04",
        "03 ngày làm việc tại nhà văn hóa thôn, trụ sở Ủy ban nhân dân xã, hệ thống truyền thanh",
        "4 chậm nhất ngày 02/12/2026 Niêm yết xong",
        "5 chậm nhất ngày 07/12/2026 Báo cáo",
        "6 chậm nhất ngày 14/12/2026 Quyết định",
        "Kinh phí thực hiện: .....",
        "1 Thôn 1 1.204 Trần Bình Lê Văn Sửu",
        "thẩm định của cấp tỉnh (05 ngày làm việc)",
    ):
        assert words in told, words


def test_the_list_to_review_tells_where_each_household_comes_from():
    told = text_of(review_list_paper(OPENED, AREA, LISTED))

    for words in (
        "DANH SÁCH HỘ GIA ĐÌNH CẦN RÀ SOÁT",
        "04-0001",
        "046161000001",
        "hộ nghèo đang quản lý",
        "có giấy đề nghị",
        "Lê Văn Sửu",
        "Danh sách này có 5 hộ (bằng chữ: năm hộ)",
        "TRƯỞNG THÔN",
        "TM. BAN CHỈ ĐẠO CẤP XÃ",
    ):
        assert words in told, words


def test_the_list_by_class_has_each_household_in_its_part_and_applicants_with_their_reason():
    told = text_of(village_list_paper(OPENED, AREA, LISTED))

    parts = ("I. HỘ NGHÈO", "II. HỘ CẬN NGHÈO", "III.1. ", "III.2. ", "IV. HỘ THOÁT CẬN NGHÈO", "V. HỘ CÓ GIẤY ĐỀ NGHỊ")
    places = [told.index(part) for part in parts]
    assert places == sorted(places)
    assert told[places[2] : places[3]].count("Không có hộ nào") == 1
    assert NAMES[1] in told[places[1] : places[2]]
    assert NAMES[1] in told[places[3] : places[4]]
    assert "có 4 chỉ tiêu" in told[places[5] :]
    assert "không nghèo" in told[places[5] :]


def test_the_invitation_says_when_where_and_about_whom():
    told = text_of(an_invitation())

    for words in (
        "GIẤY MỜI",
        "19 giờ 05 phút, ngày 24 tháng 11 năm 2026",
        "Nhà văn hóa",
        NAMES[1],
        "(lần 2)",
        "Trần Bình",
    ):
        assert words in told, words


@pytest.mark.parametrize(
    ("came", "told"),
    [
        ([], "không có phản ánh, khiếu nại nào"),
        ([a_complaint(), a_complaint(state="late", outcome="")],
         "2 phản ánh, khiếu nại (phúc tra, giữ nguyên kết quả: 1; đến sau thời gian niêm yết: 1)"),
    ],
)  # fmt: skip
def test_the_end_of_a_posting_tells_where_how_long_and_what_came(came, told):
    paper = text_of(posting_end_paper(a_closed_posting(), AREA, came, working_days=7))

    for words in (
        told,
        "Hôm nay, ngày 03 tháng 12 năm 2026",
        "từ ngày 23 tháng 11 năm 2026 đến hết ngày 02 tháng 12 năm 2026, đủ 07 ngày làm việc",
        "nhà văn hóa thôn (bảng tin)",
    ):
        assert words in paper, words


def test_who_is_refused_is_who_was_on_no_list_and_comes_to_none():
    assert [is_refused(one, decided()) for one in CASES] == [False, False, False, True, True]
    assert [is_refused(one, None) for one in CASES] == [False, False, False, True, False]
    assert not is_refused(a_case(0, "non_poor", None, stage="withdrawn"), None)


def test_each_letter_has_its_reason_and_a_page_of_its_own():
    first, second = pages_of(two_letters())

    for words in ("V/v trả lời", NAMES[3], "có 4 chỉ tiêu", "Có ô tô; Có điều hòa", "120/QĐ-UBND", "CHỦ TỊCH"):
        assert words in first, words
    for words in (NAMES[0], "không thuộc diện hộ nghèo, hộ cận nghèo", "B1 = 160 > 150", "ngày 09 tháng 12 năm 2026"):
        assert words in second, words
    assert "Có ô tô" not in second


def test_the_explanation_tells_each_item_and_the_sum():
    told = text_of(an_explanation())

    for words in ("Vì sao hộ có B1 = 110, B2 = 30", "Tổng B1 110", "4 người", "120, 150", "Kết quả: Hộ nghèo."):
        assert words in told, words


@pytest.mark.parametrize("refused", [0, 3])
@pytest.mark.parametrize("count", range(1, 24, 2))
def test_signatures_of_a_list_by_class_never_stand_alone(count, refused):
    listed = [ListedHousehold(a_case(number % 10), people=3) for number in range(count)]
    listed += [ListedHousehold(screened_out())] * refused

    last = pages_of(village_list_paper(OPENED, AREA, listed))[-1]

    assert "TRƯỞNG THÔN" in last
    assert ("có 3 hộ" if refused else "V. HỘ CÓ GIẤY ĐỀ NGHỊ") in last
