"""Around the appraisal: the report that asks for it, with the list by village, and the answer. Vietnamese; A4.

The same facts give the same paper. Source: templates, 8.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from app.documents.paper import Align, Block, Paper, Section, Table, b, centred, para
from app.documents.paper_words import (
    class_of,
    commune_of,
    counts_of,
    counts_told,
    day_told,
    heading,
    heads_of,
    households_told,
    in_a_sentence,
    list_ends,
    number_told,
    of_the_committee,
    place_and_day,
    signed,
    titled,
)
from app.documents.results_table import results_table
from registry.models import Area
from registry.rules.standing import Change
from review.commune_models import Appraisal, FrozenResult
from review.complaint_models import Complaint
from review.models import Round

_LEVELS = {"district": "huyện", "province": "tỉnh"}
_CHANGES = {
    Change.POOR_TO_NEAR_POOR: "hộ nghèo trở thành hộ cận nghèo",
    Change.POOR_EXIT: "hộ nghèo vượt chuẩn cận nghèo",
    Change.NEAR_POOR_TO_POOR: "hộ cận nghèo trở thành hộ nghèo",
    Change.NEAR_POOR_EXIT: "hộ cận nghèo vượt chuẩn",
    Change.POOR_RELAPSE: "tái nghèo",
    Change.POOR_NEW: "nghèo phát sinh mới",
    Change.NEAR_POOR_RELAPSE: "tái cận nghèo",
    Change.NEAR_POOR_NEW: "cận nghèo phát sinh mới",
    Change.OTHER_INCREASE: "tăng khác",
}
_LIST = (0.7, 3.4, 1, 0.9, 0.9, 2.1, 2.1)
_LIST_HEAD = ("TT", "Họ và tên chủ hộ", "Số khẩu", "B1", "B2", "Phân loại đầu kỳ", "Kết quả rà soát")
_LIST_ALIGNS: tuple[Align, ...] = ("center", "left", "center", "center", "center", "left", "left")


def request_paper(
    asked: Appraisal,
    opened: Round,
    area: Sequence[Area],
    villages: Mapping[str, str],
    complaints: Sequence[Complaint] = (),
    population: Mapping[str, int] = MappingProxyType({}),
) -> Paper:
    """Báo cáo kết quả rà soát, đề nghị thẩm định, with the list by village.

    complaints: that came in time. population: who lives there, for the rates (results_table.py).
    """
    total, commune = len(asked.rows), commune_of(area)
    blocks: list[Block] = [
        heading(
            of_the_committee(area, on=asked.report_on, number=asked.report_number),
            place_and_day(commune, asked.report_on),
        ),
        *titled("BÁO CÁO", f"Kết quả rà soát hộ nghèo, hộ cận nghèo năm {opened.year} và đề nghị thẩm định"),
        centred(f"Kính gửi: {above(area, asked.level)}", before=3),
        para(
            b("1. Tổ chức thực hiện: "),
            f"{opened.name}, từ {day_told(opened.opens_on)}, đã được rà soát từng hộ, họp thôn thống nhất kết quả tại "
            f"{len({one.village_path for one in asked.rows})} thôn.",
            before=3,
        ),
        para(
            b("2. Kết quả: "),
            f"đã rà soát {households_told(total)}, "
            f"{number_told(heads_of(asked.rows))} nhân khẩu; trong đó {counts_told(counts_of(asked.rows))} "
            "(danh sách kèm theo), cụ thể:",
        ),
        results_table(asked.rows, population),
        para(f"Diễn biến trong năm: {changes_told(asked.rows)}."),
        para(
            b("3. Niêm yết và phúc tra: "),
            f"danh sách đã được niêm yết công khai đủ thời gian theo quy trình. {_complaints_told(complaints)}; không "
            "còn khiếu nại chưa giải quyết.",
        ),
        para(
            b("4. Kiến nghị: "),
            f"{asked.words} " if asked.words else "",
            f"Ủy ban nhân dân {commune} đề nghị thẩm định, cho ý kiến trước {day_told(asked.due_on)}.",
        ),
        signed("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", to=("Như trên;", "Lưu: VT.")),
    ]
    paths = sorted({one.village_path for one in asked.rows})
    lists = (
        Section(tuple(_of_village(villages.get(path, ""), [one for one in asked.rows if one.village_path == path])))
        for path in paths
    )
    return Paper("Báo cáo đề nghị thẩm định", (Section(tuple(blocks)), *lists), f"{asked.id[:8]}-{asked.number}")


def changes_told(rows: Iterable[FrozenResult]) -> str:
    """Each kind of change with how many households it was."""
    changes = Counter(one.change for one in rows)
    told = (f"{words} {number_told(changes[code])}" for code, words in _CHANGES.items() if changes[code])
    return ", ".join(told) or "không có thay đổi"


def opinion_paper(asked: Appraisal, opened: Round, area: Sequence[Area], villages: Mapping[str, str]) -> Paper:
    """Văn bản thẩm định: agreed, or what is reviewed again and why. The opinion must have been given."""
    said, commune, body = asked.opinion, commune_of(area), above(area, asked.level)
    back = [one for one in asked.rows if one.case_id in said.returned]
    blocks: list[Block] = [
        heading(
            (centred(b(body.upper()), size=12), centred(f"Số: {said.number}")),
            place_and_day(_name(area, asked.level), said.on),
        ),
        *titled("Ý KIẾN THẨM ĐỊNH", f"kết quả rà soát hộ nghèo, hộ cận nghèo của {commune}"),
        centred(f"Kính gửi: Chủ tịch Ủy ban nhân dân {commune}", before=3),
        para(
            f"Xem xét Báo cáo số {asked.report_number}, {day_told(asked.report_on)} của Ủy ban nhân dân {commune} "
            f"({opened.name}): {number_told(len(asked.rows))} hộ, trong đó {counts_told(counts_of(asked.rows))}.",
            before=3,
        ),
    ]
    end: list[Block] = [
        *([para(said.words)] if said.words else []),
        signed("CHỦ TỊCH", name=said.signer, to=("Như trên;", "Lưu: VT.")),
    ]
    if said.agrees:
        agreed = para(b("Nhất trí"), " với kết quả rà soát; đề nghị Chủ tịch Ủy ban nhân dân xã quyết định công nhận.")
        blocks += [agreed, *end]
    else:
        rows = (
            (place, one.head_name, villages.get(one.village_path, ""), said.returned[one.case_id])
            for place, one in enumerate(back, start=1)
        )
        blocks += [
            para(b("Yêu cầu rà soát lại"), " các hộ sau đây:"),
            Table(
                (0.7, 2.6, 2.2, 3.6),
                (("TT", "Họ và tên chủ hộ", "Thôn", "Lý do"),),
                tuple(rows),
                ("center", "left", "left", "left"),
                size=12,
                closing=tuple(end),
            ),
        ]
    return Paper("Ý kiến thẩm định", (Section(tuple(blocks)),), f"{asked.id[:8]}-{asked.number}")


def _complaints_told(complaints: Sequence[Complaint]) -> str:
    if not complaints:
        return "Không có phản ánh, khiếu nại"
    outcomes = Counter(one.outcome for one in complaints)
    again = outcomes["confirmed"] + outcomes["changed"]
    return (
        f"Đã tiếp nhận {len(complaints)} phản ánh, khiếu nại; phúc tra {again} trường hợp, trong đó thay đổi kết quả "
        f"{outcomes['changed']} trường hợp"
    )


def _of_village(name: str, rows: Sequence[FrozenResult]) -> Iterable[Block]:
    yield centred(b("DANH SÁCH KÈM THEO"), is_sticky=True)
    yield centred(b(name), is_sticky=True)
    yield centred(
        f"{number_told(len(rows))} hộ, {number_told(heads_of(rows))} nhân khẩu: {counts_told(counts_of(rows))}"
    )
    told = (
        (
            place,
            one.head_name,
            one.members_count or "–",
            one.b1,
            one.b2,
            class_of(one.standing_before),
            class_of(one.standing),
        )
        for place, one in enumerate(rows, start=1)
    )
    yield Table(_LIST, (_LIST_HEAD,), tuple(told), _LIST_ALIGNS, closing=(list_ends(len(rows)),))


def above(area: Sequence[Area], level: str) -> str:
    """Who appraises, and is reported to."""
    return f"Chủ tịch Ủy ban nhân dân {_name(area, level)}"


def _name(area: Sequence[Area], level: str) -> str:
    return in_a_sentence(next((one.name for one in area if one.kind == level), f"cấp {_LEVELS[level]}"))
