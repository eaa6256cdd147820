"""Kế hoạch rà soát of a commune: the round's settings as a paper. What the system is not told is left to the pen.

Source: templates, 13; the seven steps: review procedure, sections 4 and 9.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.documents.paper import Block, CellLike, Paper, Para, Section, Table, b, i, left, para
from app.documents.paper_words import (
    commune_of,
    day_told,
    heading,
    households_told,
    number_told,
    of_the_committee,
    place_and_day,
    signed,
    titled,
)
from app.documents.village_papers import PLACES
from core.calendar import DayUnit, Term
from form_engine.scoring_sheet import AreaKind, ScoringSheet
from registry.models import Area
from review.models import Round
from review.rules.procedures import Procedure
from review.rules.ruleset_years import MONTHLY

_OPEN = "từ ngày ....../...... đến ngày ....../......"
_UNITS = {DayUnit.WORKING: "ngày làm việc", DayUnit.CALENDAR: "ngày"}
_LEVELS = {"district": "cấp huyện", "province": "cấp tỉnh"}


@dataclass(frozen=True, slots=True)
class VillagePlan:
    """households: on the list to review by now. enumerators, heads: names of the accounts that answer for it."""

    name: str
    households: int
    enumerators: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """basis, criteria: of the rule set that is frozen with the round. posted_by, asked_by: the last day on which a list
    may be posted, or the appraisal be asked, for the decision to be in time. supervisors: names."""

    opened: Round
    procedure: Procedure
    basis: tuple[str, ...]
    criteria: tuple[str, ...]
    posted_by: date
    asked_by: date
    villages: tuple[VillagePlan, ...]
    supervisors: tuple[str, ...] = ()


def criteria_of(sheet: ScoringSheet, area_kind: AreaKind) -> tuple[str, ...]:
    """Each rule of the classification in words, by the lines of this kind of area."""
    lines = sheet.lines[area_kind]
    told = []
    for rule in sheet.classes:
        parts = [
            f"B1 trên {lines[rule.b1_over].points} điểm" if rule.b1_over else "",
            f"B1 từ {lines[rule.b1_at_most].points} điểm trở xuống" if rule.b1_at_most else "",
            f"B2 từ {sheet.b2.deprived_min} điểm trở lên" if rule.b2_at_least else "",
            f"B2 dưới {sheet.b2.deprived_min} điểm" if rule.b2_below else "",
        ]
        told.append(f"{rule.label.vi}: {' và '.join(filter(None, parts))}")
    return tuple(told)


def plan_paper(plan: RoundPlan, area: Sequence[Area]) -> Paper:
    """area: from the province down to the commune."""
    opened, commune = plan.opened, commune_of(area)
    blocks: tuple[Block, ...] = (
        heading(of_the_committee(area, on=opened.opens_on, number="........./KH-UBND"), place_and_day(commune, None)),
        *titled("KẾ HOẠCH", f"{opened.name} trên địa bàn {commune}"),
        *_purpose(opened, commune),
        *_criteria(plan),
        *_whom(plan, commune),
        *_steps(plan),
        _part("V. THỜI GIAN, TIẾN ĐỘ"),
        _timetable(plan),
        _part("VI. KINH PHÍ"),
        para(f"Kinh phí thực hiện: {'.' * 40} đồng, nguồn: {'.' * 40}"),
        _part("VII. TỔ CHỨC THỰC HIỆN"),
        *_staff(plan, commune),
        _part("VIII. CHẾ ĐỘ BÁO CÁO"),
        para(*_reporting(plan, commune)),
        signed("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", to=(f"UBND {_level(plan)};", "Các thôn;", "Lưu: VT.")),
    )
    return Paper("Kế hoạch rà soát", (Section(blocks),), opened.id[:8])


def _part(title: str) -> Para:
    return left(b(title), before=2, is_sticky=True)


def _purpose(opened: Round, commune: str) -> tuple[Block, ...]:
    return (
        _part("I. MỤC ĐÍCH, YÊU CẦU"),
        para(
            f"Xác định đúng hộ nghèo, hộ cận nghèo, hộ thoát nghèo, hộ thoát cận nghèo trên địa bàn {commune} năm "
            f"{opened.year} làm cơ sở thực hiện chính sách giảm nghèo và an sinh xã hội. Việc rà soát phải công khai, "
            "dân chủ, công bằng, đúng quy trình, có sự tham gia của người dân; không bỏ sót hộ, không đưa sai hộ vào "
            "danh sách."
        ),
    )


def _criteria(plan: RoundPlan) -> tuple[Block, ...]:
    return (
        _part("II. TIÊU CHÍ VÀ CHUẨN"),
        *(para(f"- {one}.") for one in plan.criteria),
        para(i(f"Căn cứ: {'; '.join(plan.basis)}.")),
    )


def _whom(plan: RoundPlan, commune: str) -> tuple[Block, ...]:
    total, forms = sum(one.households for one in plan.villages), plan.procedure.application
    found = "hộ có giấy đề nghị và hộ được phát hiện gặp khó khăn"
    whom = f"hộ nghèo, hộ cận nghèo đang quản lý; {found}" if plan.opened.kind != MONTHLY else found
    return (
        _part("III. ĐỐI TƯỢNG, PHẠM VI, PHƯƠNG PHÁP, BIỂU MẪU"),
        para(b("1. Đối tượng: "), f"{whom}; đến nay {households_told(total)} trong danh sách cần rà soát."),
        para(b("2. Phạm vi: "), f"{number_told(len(plan.villages))} thôn trên địa bàn {commune}."),
        para(
            b("3. Phương pháp: "),
            "thu thập thông tin của hộ bằng phiếu, tính điểm theo bảng điểm của khu vực, họp dân thống nhất kết quả.",
        ),
        para(
            b("4. Biểu mẫu: "),
            f"giấy đề nghị ({forms.entry}, {forms.exit}); Phiếu A, Phiếu B, Phiếu C; biên bản họp dân; danh sách niêm "
            "yết; các biểu tổng hợp.",
        ),
    )


def _steps(plan: RoundPlan) -> tuple[Block, ...]:
    places = ", ".join(PLACES[one] for one in plan.procedure.posting.places)
    told = (
        "Bước 1. Lập danh sách hộ gia đình cần rà soát.",
        "Bước 2. Rà soát, phân loại hộ gia đình bằng phiếu.",
        "Bước 3. Tổ chức họp dân thống nhất kết quả rà soát; lập biên bản 02 bản.",
        f"Bước 4. Niêm yết, thông báo công khai {_days(plan.procedure.posting.term)} tại {places}; phúc tra khi có "
        f"khiếu nại trong {_days(plan.procedure.complaint.term)}.",
        f"Bước 5. Báo cáo, xin ý kiến thẩm định của {_level(plan)} ({_days(plan.procedure.appraisal.term)}).",
        "Bước 6. Chủ tịch Ủy ban nhân dân xã quyết định công nhận, cấp giấy chứng nhận.",
        "Bước 7. Lập Phiếu C, cập nhật dữ liệu, tổng hợp, báo cáo kết quả.",
    )
    return (_part("IV. QUY TRÌNH"), *(para(one) for one in told))


def _timetable(plan: RoundPlan) -> Table:
    opened = plan.opened
    decided = opened.decide_by or opened.closes_on
    rows: tuple[tuple[CellLike, ...], ...] = (
        (1, f"từ ngày {opened.opens_on:%d/%m/%Y}", "Lập danh sách hộ gia đình cần rà soát"),
        (2, _OPEN, "Tập huấn; rà soát, phân loại hộ gia đình"),
        (3, _OPEN, "Họp dân thống nhất kết quả rà soát"),
        (4, f"chậm nhất ngày {plan.posted_by:%d/%m/%Y}", "Niêm yết xong danh sách tại các địa điểm"),
        (5, f"chậm nhất ngày {plan.asked_by:%d/%m/%Y}", "Báo cáo, xin ý kiến thẩm định"),
        (6, f"chậm nhất ngày {decided:%d/%m/%Y}", "Quyết định công nhận danh sách"),
        (7, f"đến ngày {max(decided, opened.closes_on):%d/%m/%Y}", "Cấp giấy chứng nhận; tổng hợp, báo cáo kết quả"),
    )
    return Table(
        (0.7, 3.6, 5),
        (("STT", "Thời gian", "Nội dung hoạt động"),),
        rows,
        ("center", "left", "left"),
        size=12,
        closing=(
            left(
                i("Ngày chậm nhất tính lùi từ hạn quyết định, chưa kể thời gian phúc tra và niêm yết lại."),
                size=11,
            ),
        ),
    )


def _staff(plan: RoundPlan, commune: str) -> tuple[Block, ...]:
    rows = tuple(
        (place, one.name, number_told(one.households), "\n".join(one.heads), "\n".join(one.enumerators))
        for place, one in enumerate(plan.villages, start=1)
    )
    watching = ", ".join(plan.supervisors) or "." * 40
    return (
        para(
            f"1. Ban Chỉ đạo rà soát {commune} chỉ đạo, kiểm tra việc rà soát; công chức văn hóa - xã hội là thường "
            f"trực. Giám sát viên: {watching}."
        ),
        para("2. Trưởng thôn tổ chức họp dân, niêm yết tại thôn; rà soát viên lập phiếu của các hộ được giao:"),
        Table(
            (0.7, 3, 1.3, 2.6, 3.4),
            (("STT", "Thôn", "Số hộ cần rà soát", "Trưởng thôn", "Điều tra viên, rà soát viên"),),
            rows,
            ("center", "left", "center", "left", "left"),
            size=12,
        ),
        para("3. Đề nghị Ủy ban Mặt trận Tổ quốc và các đoàn thể xã tham gia, giám sát việc rà soát."),
    )


def _reporting(plan: RoundPlan, commune: str) -> tuple[str, ...]:
    closing = day_told(plan.opened.closes_on)
    return (
        "Các thôn báo cáo tiến độ cho Ban Chỉ đạo hằng tuần; khó khăn, vướng mắc báo cáo ngay. Ủy ban nhân dân "
        f"{commune} tổng hợp, báo cáo kết quả lên {_level(plan)} chậm nhất {closing}.",
    )


def _days(term: Term) -> str:
    return f"{term.days:02d} {_UNITS[term.unit]}"


def _level(plan: RoundPlan) -> str:
    return _LEVELS[plan.procedure.appraisal.level_on(plan.asked_by)]
