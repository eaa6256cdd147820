"""Minutes and posted lists on paper: what they say, every letter of it there, the same facts the same bytes."""

import io
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader

from app.documents.paper import Paper
from app.documents.rendering import to_pdf
from app.documents.village_papers import minutes_paper, posted_paper
from registry.models import Area
from review.models import Meeting, MinutesDelegation, MinutesVersion, MinutesVote, PostedPlace, PostedRow, Posting

AREA = [
    Area(id="46/", kind="province", name="Tỉnh Thừa Thiên Huế"),
    Area(id="46/482/20128/", kind="commune", name="Xã Lộc Bình"),
    Area(id="46/482/20128/1/", kind="village", name="Thôn 4 - Tân An"),
]
NAMES = ("Nguyễn Thị Đào", "Hồ Văn Ửng", "Lê Thị Ỹ", "Trần Quý Ẵng")
LETTERS = "ắằẳẵặấầẩẫậếềểễệốồổỗộớờởỡợứừửữựỳỷỹỵđĐƯỚ"
AT = datetime(2026, 11, 23, tzinfo=UTC)


def a_meeting(households: int = 4, **changes) -> Meeting:
    votes = [
        MinutesVote(
            case_id=str(number),
            household_code=f"H{number}",
            head_name=NAMES[number % len(NAMES)],
            standing_before=("poor", "near_poor", "non_poor", "poor")[number % 4],
            standing=("poor", "non_poor", "near_poor", "near_poor")[number % 4],
            b1=110 + number,
            b2=10,
            agree=20,
            disagree=0,
            opinion="not_agreed" if number == 2 else "agreed",
            words=LETTERS if number == 2 else "",
        )
        for number in range(households)
    ]
    told = {
        "key": "k",
        "held_on": date(2026, 2, 3),
        "place": "Nhà văn hóa Tân An",
        "chair": "Trần Văn Bình",
        "chair_title": "Trưởng thôn",
        "secretary": "Lê Thị Hoa",
        "witness": "Phan Đình Ưởng",
        "present": 21,
        "households": 3,
        "ended_at": "21:05",
        "delegations": [MinutesDelegation(body="front", count=2, names="ông Bảy")],
        "votes": votes,
        "recorded_by": "x",
        "recorded_at": AT,
    }
    return Meeting(id="0123456789", number=1, state="held", minutes=[MinutesVersion(**told | changes)])


def a_posting(households: int = 4) -> Posting:
    rows = [
        PostedRow(case_id=str(n), head_name=NAMES[n % 4], members_count=n or None, standing_before="poor",
                  standing="poor" if n % 2 else "non_poor", b1=100 + n, b2=30)
        for n in range(households)
    ]  # fmt: skip
    places = [PostedPlace(kind="village_house", on=date(2026, 11, 23), words="bảng tin", by="x", at=AT)]
    return Posting(
        id="p", code="d400fb9f80", rows=rows, places=places, since=date(2026, 11, 23), until=date(2026, 12, 2)
    )


def pages_of(paper: Paper) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(to_pdf(paper))).pages]


def text_of(paper: Paper) -> str:
    return " ".join(pages_of(paper))


def test_minutes_say_who_when_where_and_what_was_agreed():
    told = text_of(minutes_paper(a_meeting(), AREA))

    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "UBND XÃ LỘC BÌNH",
        "Nhà văn hóa Tân An, thôn 4 - Tân An đã tổ chức",
        "ngày 03 tháng 02 năm 2026",
        "Trần Văn Bình, Trưởng thôn",
        "đại diện 3 hộ gia đình trên tổng số 4 hộ",
        "75%",
        "thống nhất 3 hộ (bằng chữ: ba hộ)",
        "hộ nghèo 1, hộ cận nghèo 1, hộ thoát nghèo 1, hộ thoát cận nghèo 1; số hộ",
        "phải rà soát lại: 1",
        "đại diện tổ chức Đảng, đoàn thể 0 người; đại diện Mặt trận Tổ quốc Việt Nam cấp xã 2 người (ông Bảy)",
        "chiếm tỷ lệ 75%; rà soát viên 0 người.",
        "kết thúc vào 21 giờ 05 phút cùng ngày",
        "110 10 20 0 95,2 Thống nhất",
        "lập thành 02 bản",
        "Bản thứ nhất: lưu ở thôn",
        "Bản thứ hai: gửi Ban Chỉ đạo rà soát cấp xã",
        "Phan Đình Ưởng",
    ):
        assert words in told, words


def test_every_letter_of_the_language_is_there():
    told = text_of(minutes_paper(a_meeting(), AREA))

    assert {letter for letter in LETTERS + "".join(NAMES) if letter not in told} == set()


def test_a_correction_says_that_it_is_one_and_why():
    meeting = a_meeting()
    meeting.minutes.append(a_meeting(reason="Đếm lại", present=25).minutes[0])

    told = text_of(minutes_paper(meeting, AREA))

    assert "bản sửa lần 1" in told
    assert "kết thúc vào ....... giờ" in text_of(minutes_paper(a_meeting(ended_at=""), AREA))
    assert "Đếm lại" in told
    assert "25 người dự họp" in told


def test_the_notice_says_how_long_where_and_for_whom():
    told = text_of(posted_paper(a_posting(), AREA, address="https://rasoat.example/cong-khai/d400fb9f80"))

    for words in (
        "ỦY BAN NHÂN DÂN",
        "từ ngày 23 tháng 11 năm 2026 đến hết ngày 02 tháng 12 năm 2026",
        "nhà văn hóa thôn (bảng tin)",
        "hộ nghèo 2 (4 nhân khẩu), hộ cận nghèo 0 (0 nhân khẩu), hộ thoát nghèo 2 (2 nhân khẩu)",
        "Ủy ban nhân dân xã Lộc Bình",
        "Điện thoại: ...",
        "Danh sách này có 4 hộ (bằng chữ: bốn hộ)",
        "https://rasoat.example/cong-khai/d400fb9f80",
        "2 Hồ Văn Ửng Thôn 4 - Tân An 1 101 30 Hộ nghèo Hộ nghèo",
        "Nơi nhận: - Các địa điểm niêm yết;",
    ):
        assert words in told, words


@pytest.mark.parametrize("households", [30, 31, 32, 33, 34, 35, 36])
def test_signatures_never_stand_alone_on_a_page(households):
    last = pages_of(posted_paper(a_posting(households), AREA, address="https://x.example/a"))[-1]

    assert "Danh sách này có" in last
    assert "CHỦ TỊCH" in last


@pytest.mark.parametrize("households", [8, 10, 12, 14, 16, 18, 20])
def test_the_result_stands_on_the_page_that_is_signed(households):
    last = pages_of(minutes_paper(a_meeting(households), AREA))[-1]

    assert "5. Kết quả" in last
    assert "ĐẠI DIỆN HỘ DÂN" in last


def test_the_same_facts_give_the_same_bytes():
    assert to_pdf(minutes_paper(a_meeting(), AREA)) == to_pdf(minutes_paper(a_meeting(), AREA))
    made = [to_pdf(posted_paper(a_posting(), AREA, address="https://x.example/a")) for _ in range(2)]
    assert made[0] == made[1]
