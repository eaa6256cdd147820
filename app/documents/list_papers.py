"""Lists of a village in a round: who is to be reviewed, and by class after it. Vietnamese. Source: templates, 3, 4."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.documents.paper import Align, Block, CellLike, Paper, Section, Table, Together, b, i, left
from app.documents.paper_words import (
    class_of,
    commune_of,
    heading,
    list_ends,
    of_the_committee,
    of_the_village,
    place_and_day,
    signatures,
    titled,
    village_of,
)
from registry.models import Area
from review.models import Case, Round

_MANAGED = {"poor": "hộ nghèo đang quản lý", "near_poor": "hộ cận nghèo đang quản lý"}
_ORIGINS = {"application": "có giấy đề nghị", "found": "phát hiện", "managed_list": "danh sách đang quản lý"}
_PARTS = (
    ("I. HỘ NGHÈO", "", "poor"),
    ("II. HỘ CẬN NGHÈO", "", "near_poor"),
    ("III.1. HỘ THOÁT NGHÈO, VƯỢT CHUẨN CẬN NGHÈO", "poor", "non_poor"),
    ("III.2. HỘ THOÁT NGHÈO, TRỞ THÀNH HỘ CẬN NGHÈO", "poor", "near_poor"),
    ("IV. HỘ THOÁT CẬN NGHÈO", "near_poor", "non_poor"),
)
"""Title, class before (any when empty) and now."""


@dataclass(frozen=True, slots=True)
class ListedHousehold:
    """What a list tells of a case beyond the case: identity number and address of the head, who filled its form."""

    case: Case
    address: str = ""
    people: int | None = None
    identity: str = ""
    enumerator: str = ""


def review_list_paper(opened: Round, area: Sequence[Area], rows: Sequence[ListedHousehold]) -> Paper:
    """Danh sách hộ gia đình cần rà soát. rows: in the order of the list."""
    told = tuple(_to_review(place, one) for place, one in enumerate(rows, start=1))
    aligns: tuple[Align, ...] = (
        *("center", "center", "left", "center", "left"),
        *("center", "left", "center", "left", "left"),
    )
    head = (
        *("TT", "Mã hộ", "Họ và tên chủ hộ", "Số CCCD", "Địa chỉ", "Số nhân khẩu", "Nguồn"),
        *("Phiếu A (số chỉ tiêu có)", "Rà soát viên", "Ghi chú"),
    )
    blocks: tuple[Block, ...] = (
        heading(of_the_committee(area, on=opened.opens_on), place_and_day(commune_of(area), opened.opens_on)),
        *titled("DANH SÁCH HỘ GIA ĐÌNH CẦN RÀ SOÁT", f"{village_of(area)}, {opened.name}", before=2),
        Table(
            (0.6, 1.5, 2.6, 1.7, 2.2, 1, 2.2, 1.2, 2, 1.4),
            (head,),
            told,
            aligns,
            size=10.5,
            closing=(list_ends(len(rows)), signatures(("Trưởng thôn", ""), ("TM. Ban Chỉ đạo cấp xã", ""))),
        ),
    )
    return Paper("Danh sách hộ cần rà soát", (Section(blocks, is_landscape=True),))


def village_list_paper(opened: Round, area: Sequence[Area], rows: Sequence[ListedHousehold]) -> Paper:
    """Danh sách kết quả của thôn: four parts by result, a fifth of those who are not classified, with the reason."""
    classified = [one for one in rows if one.case.assessment and one.case.assessment.standing and not _is_out(one.case)]
    blocks: list[Block] = [
        heading(of_the_village(area), place_and_day(commune_of(area), None)),
        *titled("DANH SÁCH KẾT QUẢ RÀ SOÁT", f"{village_of(area)}, {opened.name}"),
    ]
    for title, before, now in _PARTS:
        those = [
            one
            for one in classified
            if before in ("", one.case.standing_before) and one.case.assessment.standing == now
        ]
        blocks += _part(title, those)
    refused = [(one, why) for one in rows if (why := _why_not_classified(one.case))]
    blocks += _refused(refused, signatures(("Rà soát viên", ""), ("Trưởng thôn", "")))
    return Paper("Danh sách kết quả rà soát", (Section(tuple(blocks)),))


def _to_review(place: int, one: ListedHousehold) -> tuple[CellLike, ...]:
    case = one.case
    origin = _MANAGED.get(case.standing_before, "") if case.origin == "managed_list" else ""
    return (
        place,
        case.household_code,
        case.head_name,
        one.identity,
        one.address,
        "" if one.people is None else one.people,
        origin or _ORIGINS[case.origin],
        "" if case.screening is None else case.screening.yes,
        one.enumerator,
        case.remark,
    )


def _part(title: str, rows: Sequence[ListedHousehold]) -> Iterable[Block]:
    yield left(b(title), before=2, is_sticky=True)
    if not rows:
        yield left(i("Không có hộ nào."))
        return
    yield Table(
        (0.7, 3.4, 1, 1, 1, 2.2, 2.2),
        (("TT", "Họ và tên chủ hộ", "Số khẩu", "Điểm B1", "Điểm B2", "Phân loại đầu kỳ", "Kết quả"),),
        tuple(
            (
                place,
                one.case.head_name,
                "" if one.people is None else one.people,
                one.case.assessment.b1,
                one.case.assessment.b2,
                class_of(one.case.standing_before),
                class_of(one.case.assessment.standing),
            )
            for place, one in enumerate(rows, start=1)
        ),
        ("center", "left", "center", "center", "center", "left", "left"),
        closing=(list_ends(len(rows)),),
    )


def _refused(rows: Sequence[tuple[ListedHousehold, str]], end: Block) -> Iterable[Block]:
    """end: who signs, never on a page without something of the list."""
    title = b("V. HỘ CÓ GIẤY ĐỀ NGHỊ KHÔNG ĐƯỢC XẾP LOẠI")
    if not rows:
        yield Together((left(title, before=2), left(i("Không có hộ nào.")), end))
        return
    yield left(title, before=2, is_sticky=True)
    yield Table(
        (0.7, 3.4, 6),
        (("TT", "Họ và tên chủ hộ", "Lý do"),),
        tuple((place, one.case.head_name, why) for place, (one, why) in enumerate(rows, start=1)),
        ("center", "left", "left"),
        closing=(list_ends(len(rows)), end),
    )


def _is_out(case: Case) -> bool:
    return case.stage in ("screened_out", "rejected_final", "withdrawn")


def _why_not_classified(case: Case) -> str:
    """Of an applicant that is on no list: what the form said; empty for everybody else."""
    if case.stage == "withdrawn" or case.standing_before in ("poor", "near_poor"):
        return ""
    if _is_out(case):
        return str((case.screening.reason or {}).get("vi", "")) if case.screening else ""
    if case.assessment and case.assessment.standing == "non_poor":
        return str((case.assessment.reason or {}).get("vi", ""))
    return ""
