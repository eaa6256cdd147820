"""Papers of a complaint: its receipt, the answer to who complained, the minutes of the second visit. Vietnamese; A4.

The same facts give the same bytes: no clock is asked. Source: templates, section 7.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.documents.paper_words import CLASSES, day_told, heading
from app.documents.rendering import pdf
from app.documents.village_papers import OPINIONS, drawn_code
from core.clock import local_day
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
) -> bytes:
    """Giấy tiếp nhận. complainant: None on what whoever holds the code may print. address: where it is looked up."""
    facts = heading(area, complaint.received_on) | {
        **_about(complaint, complainant),
        "received_by": received_by,
        "channel": CHANNELS[complaint.channel],
        "due": day_told(complaint.due_on),
        "is_late": complaint.state == "late",
        "address": address,
        "qr": drawn_code(address),
    }
    return pdf("complaint_receipt.typ", facts)


def answer_paper(complaint: Complaint, complainant: Complainant, area: Sequence[Area]) -> bytes:
    """Văn bản trả lời, of a complaint that is answered."""
    facts = heading(area, local_day(complaint.answered_at)) | {
        **_about(complaint, complainant),
        "addressee": complainant.name or "Người gửi phản ánh, khiếu nại",
        "outcome": OUTCOMES[complaint.outcome],
        "answer": complaint.answer,
    }
    return pdf("complaint_answer.typ", facts)


def reverification_paper(
    done: Reverification, before: Trace, after: Trace, meeting: Meeting | None, area: Sequence[Area]
) -> bytes:
    """Biên bản phúc tra, of a second visit that is concluded. meeting: that heard a changed result."""
    facts = heading(area, done.visited_on) | {
        "code": f"{done.id[:8]}-{done.number}",
        "number": done.number,
        "day": day_told(done.visited_on),
        "household": done.head_name,
        "household_code": done.household_code,
        "team": done.team,
        "rows": compared(before, after),
        "before": _result(done.before),
        "after": _result(done.after),
        "is_changed": done.outcome == "changed",
        "words": done.words,
        "answer": done.answer,
        "hearing": _hearing(done, meeting),
        "enumerator": done.enumerator_name,
    }
    return pdf("reverification.typ", facts)


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


def _about(complaint: Complaint, complainant: Complainant | None) -> dict[str, Any]:
    name = SEALED if complainant is None else complainant.name or NAMELESS
    return {
        "code": complaint.code,
        "received": day_told(complaint.received_on),
        "name": name,
        "contact": "" if complainant is None else complainant.contact,
        "household": complaint.household + (" (chưa có trong danh sách)" if complaint.is_missing else ""),
        "ground": GROUNDS[complaint.ground],
        "words": complaint.words,
    }


def _result(one: Any) -> dict[str, Any]:
    return {"class": CLASSES.get(one.standing, "–"), "b1": one.b1, "b2": one.b2}


def _hearing(done: Reverification, meeting: Meeting | None) -> str:
    """What the village said of the changed result; empty where nothing had to be heard."""
    if meeting is None:
        return ""
    version = meeting.minutes[-1]
    vote = next(one for one in version.votes if one.case_id == done.case_id)
    held: date = version.held_on
    return (
        f"họp {day_told(held)}, {version.present} người dự: {vote.agree} đồng ý, {vote.disagree} không đồng ý; "
        f"{OPINIONS[vote.opinion].lower()}"
    )
