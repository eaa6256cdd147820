"""Papers of a complaint: what they say, what stays sealed, the same facts the same bytes."""

from datetime import UTC, date, datetime

import pytest

from app.documents.complaint_papers import answer_paper, compared, receipt_paper, reverification_paper
from app.documents.paper import Paper
from app.documents.rendering import to_pdf
from review.complaint_models import Complainant, Complaint, Reverification
from review.models import Assessment
from tests.unit.app.test_village_papers import AREA, LETTERS, a_meeting, pages_of, text_of

AT = datetime(2026, 11, 23, tzinfo=UTC)
WHO = Complainant(id="c", name="Hồ Thị Kín", contact="0905 111 222")
ADDRESS = "https://rasoat.example/cong-khai/kn-abcd-efgh-2345"


def a_complaint(**changes) -> Complaint:
    told = {
        "id": "c",
        "code": "kn-abcd-efgh-2345",
        "household": "Lê Thị Ỹ",
        "ground": "wrong_data",
        "words": LETTERS,
        "documents": "02 ảnh chụp nhà",
        "channel": "paper",
        "state": "open",
        "received_on": date(2026, 11, 23),
        "received_at": AT,
        "due_on": date(2026, 12, 2),
        "answered_at": AT,
        "outcome": "confirmed",
        "answer": "Đã phúc tra, điểm tài sản đúng.",
    }
    return Complaint(**told | changes)


def a_line(item: str, answer: str, points: int) -> dict:
    return {"item": item, "question": {"vi": f"Mục {item}"}, "answer_text": {"vi": answer}, "points": points}


def minutes(rows: int = 13, **changes) -> Paper:
    told = {
        "id": "0123456789",
        "case_id": "1",
        "number": 1,
        "household_code": "04-0001",
        "head_name": "Lê Thị Ỹ",
        "visited_on": date(2026, 11, 26),
        "team": "Lê Văn Sửu, Phan Đình Ưởng",
        "enumerator_name": "Lê Văn Sửu",
        "outcome": "confirmed",
        "words": "Xe máy đã bán từ tháng 3.",
        "answer": "Giữ nguyên kết quả.",
        "before": Assessment(standing="poor", b1=110, b2=30),
        "after": Assessment(standing="poor", b1=105, b2=30),
    }
    done = Reverification(**told | changes)
    before = [a_line(f"b1_{n:02}", "Có", 10) for n in range(rows)]
    after = [*before[:-1], a_line(f"b1_{rows - 1:02}", "Không", 5)]
    meeting = a_meeting() if told["outcome"] != done.outcome else None
    return reverification_paper(done, before, after, meeting, AREA)


def test_the_receipt_says_what_was_received_until_when_it_is_settled_and_from_whom():
    told = text_of(receipt_paper(a_complaint(), WHO, AREA, received_by="Ngô Công Minh", address=ADDRESS))

    for words in (
        "kn-abcd-efgh-2345",
        "Hồ Thị Kín",
        "0905 111 222",
        "Lê Thị Ỹ",
        "thông tin sai",
        "Tài liệu kèm theo: 02 ảnh chụp nhà",
        "7 giờ 00 phút, ngày 23 tháng 11 năm 2026 (đơn giấy)",
        "ngày 02 tháng 12 năm 2026",
        "Ngô Công Minh",
        ADDRESS,
    ):
        assert words in told, words
    assert {letter for letter in LETTERS if letter not in told} == set()


def test_the_receipt_that_anybody_prints_names_nobody():
    told = text_of(receipt_paper(a_complaint(), None, AREA, received_by="", address=ADDRESS))

    assert "Hồ Thị Kín" not in told
    assert "0905" not in told
    assert "đã niêm phong" in told


def test_a_late_one_has_no_deadline():
    told = text_of(receipt_paper(a_complaint(state="late"), WHO, AREA, received_by="x", address=ADDRESS))

    assert "chuyển cấp thẩm định" in told
    assert "02 tháng 12" not in told


def test_the_answer_goes_to_who_complained_with_the_outcome():
    told = text_of(answer_paper(a_complaint(), WHO, AREA))

    for words in ("Kính gửi: Hồ Thị Kín", "phúc tra, giữ nguyên kết quả", "điểm tài sản đúng", "CHỦ TỊCH"):
        assert words in told, words


@pytest.mark.parametrize("lines", [22, 24, 26, 28])
def test_who_answers_never_signs_on_a_page_without_words(lines):
    last = pages_of(answer_paper(a_complaint(answer="Đã phúc tra.\n" * lines), WHO, AREA))[-1]

    assert ("Nếu không đồng ý" in last, "CHỦ TỊCH" in last) == (True, True)


def test_the_minutes_compare_item_by_item_and_conclude():
    told = text_of(minutes())

    for words in (
        "Mục b1_12",
        "B1 = 110",
        "B1 = 105",
        "giữ nguyên phân loại hộ nghèo",
        "không phải họp lại",
        "Lê Văn Sửu",
    ):
        assert words in told, words


def test_minutes_of_a_changed_result_tell_what_the_village_said():
    told = text_of(minutes(outcome="changed", after=Assessment(standing="near_poor", b1=130, b2=10)))

    assert "thay đổi phân loại từ hộ nghèo thành hộ cận nghèo" in told
    assert "21 người dự: 20 đồng ý, 0 không đồng ý" in told
    assert "niêm yết lại" in told


def test_items_that_only_one_form_has_are_compared_too():
    rows = compared([a_line("a", "Có", 5)], [a_line("b", "Không", 0)])

    assert [(one["before"], one["after"], one["is_other"]) for one in rows] == [("Có", "–", True), ("–", "Không", True)]


@pytest.mark.parametrize("rows", [8, 12, 16, 20, 24])
def test_the_conclusion_stands_on_the_page_that_is_signed(rows):
    last = pages_of(minutes(rows))[-1]

    assert "5. Kết luận" in last
    assert "ĐOÀN PHÚC TRA" in last


def test_the_same_facts_give_the_same_bytes():
    for made in (
        minutes,
        lambda: receipt_paper(a_complaint(), WHO, AREA, received_by="x", address=ADDRESS),
        lambda: answer_paper(a_complaint(), WHO, AREA),
    ):
        assert to_pdf(made()) == to_pdf(made())
