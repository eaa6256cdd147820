"""Văn bản trả lời nêu lý do: to a household that Phiếu A does not put on the list, to an applicant who is not poor.

Source: review procedure, section 4 steps 3 and 22. The reason is what the form told; nobody else's answers are named.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.documents.paper import Block, Paper, Section, b, centred, i, para
from app.documents.paper_words import (
    commune_of,
    day_told,
    heading,
    of_the_committee,
    place_and_day,
    signed,
    village_of,
)
from registry.models import Area
from review.commune_models import Decision
from review.models import Case, Round
from review.rules.stages import Stage

_LISTS = frozenset({"poor", "near_poor"})


@dataclass(frozen=True, slots=True)
class Refused:
    """yes: of Phiếu A, the items that were answered with yes, in words."""

    case: Case
    area: Sequence[Area]
    yes: tuple[str, ...] = ()


def is_refused(case: Case, decision: Decision | None) -> bool:
    """Whether there is an answer to write: Phiếu A took it off, or it was decided that an applicant is not poor."""
    if case.standing_before in _LISTS or Stage(case.stage) is Stage.WITHDRAWN:
        return False
    if Stage(case.stage) in (Stage.SCREENED_OUT, Stage.REJECTED_FINAL):
        return True
    named = {one.case_id: one.standing for one in decision.rows} if decision else {}
    return named.get(case.id) == "non_poor"


def refusals_paper(refused: Sequence[Refused], opened: Round, decision: Decision | None) -> Paper:
    """A letter for each, on a page of its own. decision: with which it goes out, once it is signed."""
    sections = tuple(Section(_letter(one, opened, decision), is_apart=True) for one in refused)
    code = refused[0].case.id[:8] if len(refused) == 1 else ""
    return Paper("Trả lời kết quả rà soát", sections, code)


def _letter(one: Refused, opened: Round, decision: Decision | None) -> tuple[Block, ...]:
    case, commune = one.case, commune_of(one.area)
    with_decision = ""
    if decision is not None:
        with_decision = (
            f" Danh sách hộ nghèo, hộ cận nghèo năm {opened.year} được công nhận tại Quyết định số "
            f"{decision.document_number}, {day_told(decision.signed_on)}."
        )
    return (
        heading(
            of_the_committee(
                one.area,
                on=decision.signed_on if decision else None,
                number="........./UBND",
                about="V/v trả lời kết quả rà soát hộ nghèo",
            ),
            place_and_day(commune, decision.signed_on if decision else None),
        ),
        centred(f"Kính gửi: Ông (bà) {case.head_name}, {village_of(one.area)}", before=6),
        para(
            f"Ủy ban nhân dân {commune} đã xem xét việc rà soát hộ nghèo, hộ cận nghèo đối với hộ ông (bà) (mã hộ "
            f"{case.household_code}) trong {opened.name}.{with_decision}",
            before=4,
        ),
        *_reasons(one),
        para(
            "Nếu thấy thông tin chưa đúng, hoặc hoàn cảnh gia đình thay đổi, ông (bà) gửi ý kiến hoặc giấy đề nghị rà "
            f"soát đến Ủy ban nhân dân {commune}; hộ được xem xét lại trong kỳ rà soát thường xuyên hằng tháng hoặc "
            "đợt rà soát định kỳ năm sau."
        ),
        signed("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", to=("Như trên;", "Trưởng thôn;", "Lưu: VT.")),
    )


def _reasons(one: Refused) -> tuple[Block, ...]:
    case = one.case
    if case.assessment is None or case.assessment.standing is None:
        told = case.screening.reason.get("vi", "") if case.screening else ""
        result = "hộ không thuộc diện lập Phiếu B để xét hộ nghèo, hộ cận nghèo"
        yes = f" Các chỉ tiêu hộ có: {'; '.join(one.yes)}." if one.yes else ""
        return (
            para(b("Kết quả: "), f"{result}."),
            para(b("Lý do: "), f"theo Phiếu A (nhận dạng nhanh), {told}.{yes}"),
        )
    told = (case.assessment.reason or {}).get("vi", "")
    return (
        para(b("Kết quả: "), "hộ không thuộc diện hộ nghèo, hộ cận nghèo."),
        para(b("Lý do: "), f"theo Phiếu B, {told}."),
        para(i("Bảng giải trình điểm của hộ được cấp kèm theo khi hộ yêu cầu.")),
    )
