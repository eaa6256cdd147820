"""Giải trình điểm: why a household has its points, on a page that the family and the meeting can read. Vietnamese.

No identity numbers; of health no more than whether an indicator counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.documents.paper import Block, CellLike, Paper, Section, Table, b, centred, i, left, para
from app.documents.paper_words import class_of, commune_of, heading, of_the_committee, place_and_day, titled
from registry.models import Area


@dataclass(frozen=True, slots=True)
class Explained:
    """A line of the score: points None when it could not be scored."""

    question: str
    answer: str
    points: int | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """limits: the lines of B1 of this kind of area. deprived: indicators that count; others: those that do not."""

    head_name: str
    code: str
    area: Sequence[Area]
    members: int | None
    interviewed: str
    standing: str | None
    reason: str
    b1: int | None
    b2: int | None
    sheet: str
    limits: Sequence[int]
    items: Sequence[Explained]
    deprived: Sequence[Explained]
    others: Sequence[str]
    legal_basis: Sequence[str]
    ruleset: str
    has_placeholders: bool = False


def explanation_paper(one: Explanation) -> Paper:
    """The same form under the same rule set is the same paper."""
    where = ", ".join(area.name for area in reversed(one.area))
    result = class_of(one.standing) if one.standing else "Chưa xếp loại: còn câu chưa trả lời"
    blocks: tuple[Block, ...] = (
        heading(of_the_committee(one.area), place_and_day(commune_of(one.area), None)),
        *titled("GIẢI TRÌNH ĐIỂM", f"Vì sao hộ có B1 = {_told(one.b1)}, B2 = {_told(one.b2)}", before=2),
        left(b("Chủ hộ: "), one.head_name, f" (mã hộ {one.code})" if one.code else ""),
        left(b("Nơi ở: "), where),
        left(
            b("Số nhân khẩu: "),
            "" if one.members is None else str(one.members),
            b("   Ngày phỏng vấn: "),
            one.interviewed,
        ),
        para(b(f"Kết quả: {result}. "), f"{one.reason}."),
        para(
            f"Ngưỡng B1 của khu vực: {', '.join(map(str, one.limits))} điểm. Tổng điểm bằng đúng ngưỡng thuộc bên "
            "nghèo hơn."
        ),
        centred(b(f"B1: hộ có những gì (phiếu điểm {one.sheet})"), is_sticky=True, before=1),
        _points(one.items, "B1", one.b1),
        centred(b("B2: hộ thiếu hụt những gì"), is_sticky=True, before=1),
        _points(one.deprived, "B2", one.b2),
        para(b("Không thiếu hụt: "), "; ".join(one.others) or "không có", "."),
        *(
            [para(i("Một số điểm là số tạm: chưa nhập bảng điểm chính thức của câu ấy."))]
            if one.has_placeholders
            else []
        ),
        para(
            i(
                "Bảng này giải trình điểm, không phải quyết định. Ai thấy câu trả lời chưa đúng thì báo trưởng thôn "
                "hoặc Ủy ban nhân dân xã trước khi hết thời gian niêm yết."
            )
        ),
        para(i(f"Căn cứ: {'; '.join(one.legal_basis)}.")),
    )
    return Paper("Giải trình điểm", (Section(blocks),), one.ruleset)


def _points(lines: Sequence[Explained], name: str, total: int | None) -> Table:
    rows: list[tuple[CellLike, ...]] = [
        (place, one.question, one.answer, _told(one.points)) for place, one in enumerate(lines, start=1)
    ]
    rows.append(("", b(f"Tổng {name}"), "", b(_told(total))))
    return Table(
        (0.6, 4.2, 4.2, 0.9),
        (("TT", "Mục", "Câu trả lời của hộ", "Điểm"),),
        tuple(rows),
        ("center", "left", "left", "center"),
        size=10.5,
    )


def _told(points: int | None) -> str:
    return "–" if points is None else str(points)
