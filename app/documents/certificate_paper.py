"""Giấy chứng nhận hộ nghèo, hộ cận nghèo (form 03): one page a household. Source: templates, 10."""

from collections.abc import Mapping, Sequence

from app.documents.heads_told import HeadTold
from app.documents.members_told import Told
from app.documents.paper import Block, CellLike, Paper, Section, Table, b, centred, left, para
from app.documents.paper_words import (
    CLASSES,
    commune_of,
    day_told,
    heading,
    of_the_committee,
    offices,
    place_and_day,
    signed,
)
from registry.models import Area
from review.commune_models import Certificate, Decision

_LEFT = {"poor": "Đã thoát nghèo", "near_poor": "Đã thoát cận nghèo"}
_UNTOLD = "................"
_ROOM_TO_STAMP = "\n\n\n"


def certificates_paper(
    papers: Sequence[Certificate],
    signed_by: Mapping[str, Decision],
    areas: Mapping[str, Sequence[Area]],
    members: Mapping[str, Sequence[Told]],
    heads: Mapping[str, HeadTold],
) -> Paper:
    """A page for each. signed_by: the decision of its last line. areas: by village. members, heads: by certificate."""
    sections = (
        Section(
            _page(
                one,
                signed_by[one.lines[-1].decision_id],
                areas.get(one.village_path, ()),
                members.get(one.id, ()),
                heads.get(one.id, HeadTold()),
            ),
            is_apart=True,
        )
        for one in papers
    )
    code = papers[0].id[:8] if len(papers) == 1 else papers[0].lines[-1].decision_id[:8]
    return Paper("Giấy chứng nhận hộ nghèo, hộ cận nghèo", tuple(sections), code)


def _page(
    paper: Certificate, last: Decision, area: Sequence[Area], members: Sequence[Told], head: HeadTold
) -> tuple[Block, ...]:
    commune, line = commune_of(area), paper.lines[-1]
    village = next((one.name for one in area if one.kind == "village"), "")
    here = f"{village}, {commune}"
    lives = f"{paper.address}, {here}" if paper.address else here
    resides = f"{head.permanent_address}, {here}" if head.is_home else head.permanent_address
    return (
        heading(
            of_the_committee(area, on=last.signed_on, number=f"{paper.number:04d}/GCN-HN.HCN"),
            place_and_day(commune, last.signed_on),
        ),
        centred(b("GIẤY CHỨNG NHẬN"), size=15, before=3),
        centred(b("HỘ NGHÈO, HỘ CẬN NGHÈO"), size=14),
        para(
            f"Căn cứ Quyết định số {line.document_number}, {day_told(line.signed_on)}; căn cứ kết quả rà soát hộ "
            f"nghèo, hộ cận nghèo hằng năm trên địa bàn, Chủ tịch Ủy ban nhân dân {commune} chứng nhận:",
            before=2,
        ),
        left(b("Hộ gia đình ông/bà: "), paper.head_name.upper()),
        left(
            b("Dân tộc: "),
            head.people or _UNTOLD,
            b("   Số CCCD/CMND: "),
            head.identity or _UNTOLD,
            b("   Ngày cấp: "),
            head.issued_on or _UNTOLD,
        ),
        left(b("Nơi thường trú: "), resides if head.permanent_address else _UNTOLD * 5),
        left(b("Nơi ở hiện tại: "), lives),
        left(b("Kết quả phân loại hộ theo từng năm:")),
        Table(
            (1, 2, 2.4, 2.4),
            (("Năm", "Phân loại", "Quyết định số", "Ký, đóng dấu"),),
            _years(paper),
            ("center", "left", "left", "left"),
            size=12,
        ),
        left(b("Danh sách thành viên trong hộ:")),
        Table(
            (0.7, 3.4, 2.2, 1.1, 1.8, 1.5),
            (("TT", "Họ và tên", "Quan hệ với chủ hộ", "Giới tính", "Ngày, tháng, năm sinh", "Dân tộc"),),
            tuple(
                (place, one.name, one.relation, one.sex, one.born, one.people)
                for place, one in enumerate(members, start=1)
            ),
            ("center", "left", "left", "center", "center", "left"),
            closing=(signed(*offices(last.signer_title), name=last.signer),),
        ),
    )


def _years(paper: Certificate) -> tuple[tuple[CellLike, ...], ...]:
    """A line a year with room for its stamp; who is on neither list any more has left the one of the line before."""
    told: list[tuple[CellLike, ...]] = []
    before = "poor"
    for line in paper.lines:
        has_left = line.standing not in _LEFT
        word = _LEFT[before] if has_left else CLASSES[line.standing]
        told.append((line.year, word, line.document_number, _ROOM_TO_STAMP))
        before = before if has_left else line.standing
    return tuple(told)
