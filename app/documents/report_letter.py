"""Báo cáo kết quả rà soát chính thức: the decided lists reported to the level above. Source: procedure, 4 step 20."""

from collections.abc import Mapping, Sequence

from app.documents.appraisal_papers import above, changes_told
from app.documents.paper import Block, Paper, Section, b, centred, para
from app.documents.paper_words import (
    commune_of,
    day_told,
    heading,
    in_a_sentence,
    of_the_committee,
    place_and_day,
    signed,
    titled,
)
from app.documents.results_table import results_table
from registry.models import Area
from review.commune_models import CommuneReport, Decision, FrozenResult
from review.models import Round


def report_letter(
    sent: CommuneReport,
    opened: Round,
    area: Sequence[Area],
    decided: Sequence[Decision],
    rows: Sequence[FrozenResult],
    population: Mapping[str, int],
) -> Paper:
    """decided: the decisions that it rests on. rows: whom they recognised, as it is in force."""
    commune = commune_of(area)
    by = "; ".join(f"số {one.document_number}, {day_told(one.signed_on)}" for one in decided)
    blocks: tuple[Block, ...] = (
        heading(
            of_the_committee(area, on=sent.reported_on, number=sent.document_number),
            place_and_day(commune, sent.reported_on),
        ),
        *titled("BÁO CÁO", f"Kết quả rà soát hộ nghèo, hộ cận nghèo năm {opened.year}"),
        centred(f"Kính gửi: {in_a_sentence(above(area, sent.level))}", before=3),
        para(
            b("1. Tổ chức thực hiện: "),
            f"{opened.name} trên địa bàn {commune} từ {day_told(opened.opens_on)}; danh sách đã được công nhận tại "
            f"Quyết định {by}.",
            before=3,
        ),
        para(b("2. Kết quả: ")),
        results_table(rows, population),
        para(b("3. Diễn biến trong năm: "), f"{changes_told(rows)}."),
        *([para(b("4. Nội dung khác: "), sent.words)] if sent.words else []),
        para("Biểu tổng hợp và danh sách chi tiết gửi kèm báo cáo này."),
        signed("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", to=("Như trên;", "Lưu: VT.")),
    )
    return Paper("Báo cáo kết quả rà soát", (Section(blocks),), f"{sent.id[:8]}-{sent.number}")
