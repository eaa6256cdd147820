"""Quyết định công nhận (form 02) with its four lists. Vietnamese; A4, the lists on their side.

The same facts give the same paper. Source: templates, 9.
"""

from collections.abc import Mapping, Sequence

from app.documents.members_told import Told
from app.documents.numbers_in_words import in_words
from app.documents.paper import Block, CellLike, Paper, Section, Table, b, centred, i, para
from app.documents.paper_words import (
    class_of,
    commune_of,
    day_told,
    heading,
    heads_of,
    list_ends,
    number_told,
    offices,
    place_and_day,
    signed,
    titled,
)
from registry.models import Area
from review.actions.commune_list import lists_of
from review.commune_models import Decision, FrozenResult
from review.models import Round

_TITLES = {
    "poor": "DANH SÁCH HỘ NGHÈO",
    "near_poor": "DANH SÁCH HỘ CẬN NGHÈO",
    "left_poor": "DANH SÁCH HỘ THOÁT NGHÈO",
    "left_near_poor": "DANH SÁCH HỘ THOÁT CẬN NGHÈO",
}
_LEVELS = {"district": "huyện", "province": "tỉnh"}


def decision_paper(
    signed_one: Decision,
    opened: Round,
    area: Sequence[Area],
    villages: Mapping[str, str],
    members: Mapping[str, Sequence[Told]],
    *,
    level: str,
    legal_basis: Sequence[str] = (),
) -> Paper:
    """Quyết định công nhận (form 02) with its four lists.

    level: that appraised, district or province. members: of each household, by the form that was scored. legal_basis:
    of the standard by which the round went.
    """
    lists, commune = lists_of(signed_one.rows), commune_of(area)
    told = {name: number_told(len(rows)) for name, rows in lists.items()}
    words = {name: in_words(len(rows)) for name, rows in lists.items()}
    people = {name: number_told(heads_of(rows)) for name, rows in lists.items()}
    blocks: list[Block] = [
        heading(
            (
                centred(b("CHỦ TỊCH ỦY BAN NHÂN DÂN"), size=12),
                centred(b(commune.upper()), size=12),
                centred(f"Số: {signed_one.document_number}"),
            ),
            place_and_day(commune, signed_one.signed_on),
        ),
        *titled(
            "QUYẾT ĐỊNH",
            "Công nhận danh sách hộ nghèo, hộ cận nghèo và danh sách hộ thoát nghèo, hộ thoát cận nghèo "
            f"năm {opened.year}",
        ),
        centred(b(f"CHỦ TỊCH ỦY BAN NHÂN DÂN {commune.upper()}"), before=2),
        para(i("Căn cứ Luật Tổ chức chính quyền địa phương;")),
        *(para(i(f"Căn cứ {one};")) for one in legal_basis),
        para(i(f"Căn cứ kết quả {opened.name[:1].lower()}{opened.name[1:]} trên địa bàn;")),
        para(
            i(
                f"Căn cứ ý kiến thẩm định số {signed_one.opinion_number}, {day_told(signed_one.opinion_on)} của "
                f"Chủ tịch Ủy ban nhân dân cấp {_LEVELS[level]};"
            )
        ),
        centred(b("QUYẾT ĐỊNH:"), is_sticky=True),
        para(
            b("Điều 1. "),
            f"Công nhận {told['poor']} hộ nghèo (bằng chữ: {words['poor']} hộ; {people['poor']} nhân khẩu), "
            f"{told['near_poor']} hộ cận nghèo ({words['near_poor']} hộ; {people['near_poor']} nhân khẩu), "
            f"{told['left_poor']} hộ thoát nghèo ({words['left_poor']} hộ), {told['left_near_poor']} hộ thoát cận "
            f"nghèo ({words['left_near_poor']} hộ) trên địa bàn {commune} năm {opened.year} (danh sách kèm theo).",
        ),
        para(b("Điều 2. "), "Quyết định này có hiệu lực kể từ ngày ký."),
        para(
            b("Điều 3. "),
            "Công chức văn hóa - xã hội, trưởng các thôn, các cơ quan, đơn vị liên quan và các hộ có tên tại Điều 1 "
            "chịu trách nhiệm thi hành Quyết định này.",
        ),
        signed(
            *offices(signed_one.signer_title),
            name=signed_one.signer,
            to=("Như Điều 3;", "Cấp thẩm định;", "Lưu: VT."),
        ),
    ]
    annexed = (
        Section(_annex(_TITLES[name], rows, signed_one, villages, members), is_landscape=True)
        for name, rows in lists.items()
    )
    return Paper("Quyết định công nhận", (Section(tuple(blocks)), *annexed), f"{signed_one.id[:8]}-{signed_one.number}")


def _annex(
    title: str,
    rows: Sequence[FrozenResult],
    decision: Decision,
    villages: Mapping[str, str],
    members: Mapping[str, Sequence[Told]],
) -> tuple[Block, ...]:
    head = (
        centred(b(title), size=13, is_sticky=True),
        centred(i(f"(Kèm theo Quyết định số {decision.document_number}, {day_told(decision.signed_on)})")),
    )
    if not rows:
        return (*head, centred("Không có hộ nào."))
    told: list[tuple[CellLike, ...]] = []
    for place, one in enumerate(rows, start=1):
        told += _with_members(place, one, villages.get(one.village_path, ""), members.get(one.submission_key, ()))
    table = Table(
        (0.6, 2.3, 2.3, 1.5, 1.3, 0.9, 1.7, 1.1, 1.8, 1.3, 0.75, 0.75, 0.9),
        (
            (
                "TT",
                "Họ và tên chủ hộ",
                "Họ và tên thành viên",
                "Quan hệ với chủ hộ",
                "Ngày sinh",
                "Giới tính",
                "Số CCCD",
                "Dân tộc",
                "Địa chỉ",
                "Phân loại",
                "Điểm B1",
                "Điểm B2",
                "Ghi chú",
            ),
        ),
        tuple(told),
        (
            *("center", "left", "left", "left", "center", "center"),
            *("center", "left", "left", "left", "center", "center", "left"),
        ),
        size=10,
        closing=(list_ends(len(rows)),),
    )
    return (*head, table)


def _with_members(place: int, one: FrozenResult, village: str, members: Sequence[Told]) -> list[tuple[CellLike, ...]]:
    """A line a member; what is said of the household stands on the first."""
    told: list[tuple[CellLike, ...]] = []
    for number, member in enumerate(members or [Told("", "", "", "", "", "")]):
        first = number == 0
        said = (member.name, member.relation, member.born, member.sex, member.identity, member.people)
        lives = f"{one.address}, {village}" if one.address else village
        of_it = (lives, class_of(one.standing), one.b1, one.b2, "") if first else ("", "", "", "", "")
        told.append((place if first else "", b(one.head_name) if first else "", *said, *of_it))
    return told
