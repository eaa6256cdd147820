"""Around a meeting and a posting: the invitation, the record of the end. Source: templates, 5, 6; procedure, 7."""

from collections import Counter
from collections.abc import Mapping, Sequence

from app.documents.complaint_papers import OUTCOMES
from app.documents.paper import Block, Paper, Section, Table, b, centred, para
from app.documents.paper_words import (
    class_of,
    commune_of,
    day_told,
    heading,
    households_told,
    list_ends,
    of_the_committee,
    of_the_village,
    place_and_day,
    signatures,
    signed,
    titled,
    village_of,
)
from app.documents.village_papers import PLACES
from core.clock import VIET_NAM, local_day
from registry.models import Area
from review.complaint_models import Complaint
from review.models import Assessment, Case, Meeting, Posting

_UNSETTLED = "chưa giải quyết"
_LATE = "đến sau thời gian niêm yết"


def invitation_paper(
    meeting: Meeting, area: Sequence[Area], agenda: Sequence[Case], results: Mapping[str, Assessment], *, caller: str
) -> Paper:
    """Giấy mời họp, with the households that are talked about. results: of each, what the meeting hears."""
    at = meeting.meets_at.astimezone(VIET_NAM)
    village = village_of(area)
    rows = (
        (
            place,
            one.head_name,
            class_of(one.standing_before),
            class_of(results[one.id].standing),
            results[one.id].b1,
            results[one.id].b2,
        )
        for place, one in enumerate(agenda, start=1)
    )
    blocks: tuple[Block, ...] = (
        heading(of_the_village(area), place_and_day(village, local_day(meeting.called_at))),
        *titled("GIẤY MỜI", "Họp dân thống nhất kết quả rà soát hộ nghèo, hộ cận nghèo"),
        centred("Kính gửi: Ông (bà) .................................................................", before=3),
        para(
            f"{village} trân trọng kính mời ông (bà); đại diện Ban Chỉ đạo rà soát cấp xã, Mặt trận Tổ quốc, các tổ "
            "chức đoàn thể và đại diện các hộ gia đình có tên trong danh sách dưới đây đến dự cuộc họp (lần "
            f"{meeting.number}).",
            before=3,
        ),
        para(b("1. Thời gian: "), f"{at.hour} giờ {at.minute:02d} phút, {day_told(at.date())}."),
        para(b("2. Địa điểm: "), f"{meeting.place}."),
        para(
            b("3. Nội dung: "),
            "nghe kết quả rà soát của từng hộ, cho ý kiến và thống nhất kết quả để niêm yết công khai.",
        ),
        para(b("4. Danh sách hộ đưa ra họp:")),
        Table(
            (0.7, 3.6, 2.2, 2.2, 0.9, 0.9),
            (("TT", "Họ và tên chủ hộ", "Phân loại đầu kỳ", "Kết quả rà soát", "B1", "B2"),),
            tuple(rows),
            ("center", "left", "left", "left", "center", "center"),
            closing=(
                list_ends(len(agenda)),
                signed("TRƯỞNG THÔN", name=caller, sealed=False, to=("Như trên;", "Ban Chỉ đạo rà soát xã;", "Lưu.")),
            ),
        ),
    )
    return Paper("Giấy mời họp thôn", (Section(blocks),), f"{meeting.id[:8]}-{meeting.number}")


def posting_end_paper(
    posting: Posting, area: Sequence[Area], complaints: Sequence[Complaint], *, working_days: int
) -> Paper:
    """Biên bản kết thúc niêm yết, of a list that is closed. working_days: counted between its first and last day."""
    village, commune = village_of(area), commune_of(area)
    closed = local_day(posting.closed_at)
    places = tuple(
        (place, PLACES[one.kind] + (f" ({one.words})" if one.words else ""), f"{one.on:%d/%m/%Y}")
        for place, one in enumerate(posting.places, start=1)
    )
    told = Counter(_settled(one) for one in complaints)
    came = "không có phản ánh, khiếu nại nào."
    if complaints:
        parts = "; ".join(f"{words}: {count}" for words, count in sorted(told.items()))
        came = f"{len(complaints)} phản ánh, khiếu nại ({parts})."
    blocks: tuple[Block, ...] = (
        heading(of_the_committee(area, on=closed, number="........./BB"), place_and_day(commune, closed)),
        *titled("BIÊN BẢN", "Kết thúc niêm yết công khai kết quả rà soát hộ nghèo, hộ cận nghèo", village),
        para(
            f"Hôm nay, {day_told(closed)}, tại {commune}, chúng tôi lập biên bản kết thúc niêm yết danh sách "
            f"số {posting.number} của {village}, gồm {households_told(len(posting.rows))}.",
            before=3,
        ),
        para(
            b("1. Thời gian niêm yết: "),
            f"từ {day_told(posting.since)} đến hết {day_told(posting.until)}, đủ {working_days:02d} ngày làm việc "
            "không kể ngày niêm yết xong nơi cuối cùng.",
        ),
        para(b("2. Ý kiến tiếp nhận: "), came),
        para(b("3. Địa điểm niêm yết:")),
        Table(
            (0.7, 5, 2),
            (("TT", "Địa điểm", "Niêm yết từ ngày"),),
            places,
            ("center", "left", "center"),
            size=12,
            closing=(
                para(
                    b("4. Kết luận: "),
                    "danh sách đã niêm yết đủ thời gian, không còn phản ánh, khiếu nại chưa giải quyết; "
                    "được tổng hợp để trình thẩm định.",
                ),
                signatures(("Trưởng thôn", ""), ("Đại diện hộ dân", ""), ("Ban Chỉ đạo xã", "")),
            ),
        ),
    )
    return Paper("Biên bản kết thúc niêm yết", (Section(blocks),), f"{posting.code}-kt")


def _settled(one: Complaint) -> str:
    if one.state == "late":
        return _LATE
    return OUTCOMES.get(one.outcome, _UNSETTLED)
