"""Papers of a complaint: its receipt, the answer to who complained, the minutes of the second visit. Vietnamese; A4.

The same facts give the same paper: no clock is asked. Source: templates, section 7.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.documents.drawn_code import drawn_code
from app.documents.paper import Block, Cell, CellLike, Paper, Run, Section, Table, b, centred, i, left, para
from app.documents.paper_words import (
    class_of,
    commune_of,
    day_told,
    heading,
    of_the_committee,
    of_the_village,
    place_and_day,
    signatures,
    signed,
    titled,
    village_of,
)
from app.documents.village_papers import OPINIONS
from core.clock import VIET_NAM, local_day
from registry.models import Area
from review.complaint_models import Complainant, Complaint, Reverification
from review.models import Meeting

GROUNDS = {
    "should_be_in": "đề nghị đưa vào danh sách",
    "should_be_out": "đề nghị đưa ra khỏi danh sách",
    "wrong_data": "thông tin sai",
}
OUTCOMES = {
    "explained": "giữ nguyên kết quả",
    "dismissed": "không thuộc diện giải quyết",
    "confirmed": "phúc tra, giữ nguyên kết quả",
    "changed": "phúc tra, thay đổi kết quả; hộ được niêm yết lại",
    "taken_up": "hộ đã được rà soát theo quy trình",
}
CHANNELS = {"public": "trang công khai", "paper": "đơn giấy"}
SEALED = "đã niêm phong trong sổ tiếp nhận"
NAMELESS = "không ghi tên"

Trace = Sequence[Mapping[str, Any]]
"""The lines of a score as they are kept with its submission."""


def receipt_paper(
    complaint: Complaint, complainant: Complainant | None, area: Sequence[Area], *, received_by: str, address: str
) -> Paper:
    """Giấy tiếp nhận. complainant: None on what whoever holds the code may print. address: where it is looked up."""
    name, contact = _who(complainant)
    due: Run | str = b(day_told(complaint.due_on))
    if complaint.state == "late":
        due = "không tính: đến sau thời gian niêm yết, ghi nhận để chuyển cấp thẩm định"
    lines: list[tuple[str, Run | str]] = [
        ("Số:", b(complaint.code)),
        ("Ngày nhận:", f"{_hour(complaint)}{day_told(complaint.received_on)} ({CHANNELS[complaint.channel]})"),
        ("Người khiếu nại:", name),
        *([("Liên hệ:", contact)] if contact else []),
        ("Hộ được nêu:", _household(complaint)),
        ("Nội dung:", GROUNDS[complaint.ground]),
        *([("Lý do:", complaint.words)] if complaint.words else []),
        ("Tài liệu kèm theo:", complaint.documents or "không có"),
        ("Người tiếp nhận:", received_by or "hệ thống, qua trang công khai"),
        ("Hạn giải quyết:", due),
    ]
    blocks: tuple[Block, ...] = (
        heading(
            of_the_committee(area, on=complaint.received_on), place_and_day(commune_of(area), complaint.received_on)
        ),
        *titled("GIẤY TIẾP NHẬN", "Phản ánh, khiếu nại về danh sách niêm yết", village_of(area)),
        Table((50, 115), (), tuple(lines), ("left", "left"), size=13, is_ruled=False),
        para(
            "Người giữ số trên giấy này xem được việc giải quyết tại địa chỉ dưới đây. Họ tên và liên hệ của người "
            "khiếu nại được niêm phong."
        ),
        signed("NGƯỜI TIẾP NHẬN", name=received_by, sealed=False, beside=(drawn_code(address), left(address, size=9))),
    )
    return Paper("Giấy tiếp nhận khiếu nại", (Section(blocks),), complaint.code)


def answer_paper(complaint: Complaint, complainant: Complainant, area: Sequence[Area]) -> Paper:
    """Văn bản trả lời, of a complaint that is answered."""
    commune = commune_of(area)
    contact = f" ({complainant.contact})" if complainant.contact else ""
    blocks: tuple[Block, ...] = (
        heading(
            of_the_committee(
                area,
                on=local_day(complaint.answered_at),
                number="........./UBND",
                about="V/v trả lời phản ánh, khiếu nại",
            ),
            place_and_day(commune, local_day(complaint.answered_at)),
        ),
        centred(f"Kính gửi: {complainant.name or 'Người gửi phản ánh, khiếu nại'}{contact}", before=6),
        para(
            f"Ủy ban nhân dân {commune} đã nhận phản ánh, khiếu nại số ",
            b(complaint.code),
            f" {day_told(complaint.received_on)} về hộ {_household(complaint)}, {village_of(area)}; nội dung: "
            f"{GROUNDS[complaint.ground]}.",
            before=4,
        ),
        para(b("Kết quả giải quyết: "), f"{OUTCOMES[complaint.outcome]}."),
        para(b("Trả lời: "), complaint.answer),
        para(
            f"Nếu không đồng ý, ông (bà) gửi ý kiến đến Ủy ban nhân dân {commune} khi danh sách còn niêm yết; sau thời "
            "gian đó ý kiến được ghi nhận, chuyển cấp thẩm định."
        ),
        signed("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", to=("Như trên;", "Ban Chỉ đạo rà soát xã;", "Lưu: VT.")),
    )
    return Paper("Trả lời khiếu nại", (Section(blocks),), complaint.code)


def reverification_paper(
    done: Reverification, before: Trace, after: Trace, meeting: Meeting | None, area: Sequence[Area]
) -> Paper:
    """Biên bản phúc tra, of a second visit that is concluded. meeting: that heard a changed result."""
    was, now = class_of(done.before.standing), class_of(done.after.standing)
    heard = f"{_hearing(done, meeting)}." if meeting else "không phải họp lại, phân loại không đổi."
    concluded = f"giữ nguyên phân loại {now.lower()}."
    if done.outcome == "changed":
        concluded = (
            f"thay đổi phân loại từ {was.lower()} thành {now.lower()}; hộ được niêm yết lại, tính thời gian riêng."
        )
    last: tuple[CellLike, ...] = (
        Cell((b("Cộng"),), "left", across=2),
        was,
        now,
        Cell((f"B1 = {done.before.b1}\nB2 = {done.before.b2}",), "center"),
        Cell((f"B1 = {done.after.b1}\nB2 = {done.after.b2}",), "center"),
    )
    blocks: tuple[Block, ...] = (
        heading(of_the_village(area), place_and_day(commune_of(area), done.visited_on)),
        *titled("BIÊN BẢN", "Phúc tra kết quả rà soát hộ nghèo, hộ cận nghèo"),
        centred(i(f"(lần {done.number})")),
        para(
            f"Hôm nay, {day_told(done.visited_on)}, tại {village_of(area)}, đoàn phúc tra đã đến hộ ông (bà) ",
            b(done.head_name),
            f" (mã hộ {done.household_code}) và lập lại Phiếu B.",
            before=3,
        ),
        para(
            b("1. Đoàn phúc tra: "),
            f"{done.team}. Người lập Phiếu B lần này: {done.enumerator_name}, không phải người lập lần trước.",
        ),
        para(b("2. So sánh từng mục Phiếu B"), " (mục khác nhau in đậm):"),
        Table(
            (0.7, 3.4, 2.7, 2.7, 1.3, 1.3),
            (("TT", "Mục", "Lần trước", "Lần này", "Điểm trước", "Điểm sau"),),
            (*(_item(place, one) for place, one in enumerate(compared(before, after), start=1)), last),
            ("center", "left", "left", "left", "center", "center"),
            size=10.5,
            closing=(
                para(b("3. Kết quả phúc tra: "), done.words),
                para(b("4. Ý kiến họp thôn lại: "), heard),
                para(b("5. Kết luận: "), concluded),
                para(b("6. Trả lời người khiếu nại: "), done.answer),
                signatures(("Đoàn phúc tra", done.enumerator_name), ("Đại diện hộ", ""), ("Ban Chỉ đạo xã", "")),
            ),
        ),
    )
    return Paper("Biên bản phúc tra", (Section(blocks),), f"{done.id[:8]}-{done.number}")


def _item(place: int, one: Mapping[str, Any]) -> tuple[CellLike, ...]:
    told = [str(one[name]) for name in ("question", "before", "after", "points_before", "points_after")]
    return (place, *(b(text) if one["is_other"] else text for text in told))


def compared(before: Trace, after: Trace) -> list[dict[str, Any]]:
    """Each item of Phiếu B with both answers and points, in the order of the first; is_other: where they differ."""
    first, second = ({one["item"]: one for one in trace} for trace in (before, after))
    found = []
    for item in dict.fromkeys([*first, *second]):
        old, new = first.get(item, {}), second.get(item, {})
        told = [_told(one) for one in (old, new)]
        found.append(
            {
                "question": (old or new)["question"]["vi"],
                "before": told[0],
                "after": told[1],
                "points_before": _points(old),
                "points_after": _points(new),
                "is_other": (told[0], old.get("points")) != (told[1], new.get("points")),
            }
        )
    return found


def _told(line: Mapping[str, Any]) -> str:
    return str(line["answer_text"]["vi"]) if line.get("answer_text") else "–"


def _points(line: Mapping[str, Any]) -> str:
    return "–" if line.get("points") is None else str(line["points"])


def _hour(complaint: Complaint) -> str:
    """Known of what came on the day on which it was entered."""
    at = complaint.received_at.astimezone(VIET_NAM) if complaint.received_at else None
    return f"{at.hour} giờ {at.minute:02d} phút, " if at and at.date() == complaint.received_on else ""


def _who(complainant: Complainant | None) -> tuple[str, str]:
    """Name and contact as a paper tells them; None: neither is told."""
    return (SEALED, "") if complainant is None else (complainant.name or NAMELESS, complainant.contact)


def _household(complaint: Complaint) -> str:
    return str(complaint.household) + (" (chưa có trong danh sách)" if complaint.is_missing else "")


def _hearing(done: Reverification, meeting: Meeting) -> str:
    """What the village said of the changed result."""
    version = meeting.minutes[-1]
    vote = next(one for one in version.votes if one.case_id == done.case_id)
    held: date = version.held_on
    return (
        f"họp {day_told(held)}, {version.present} người dự: {vote.agree} đồng ý, {vote.disagree} không đồng ý; "
        f"{OPINIONS[vote.opinion].lower()}"
    )
