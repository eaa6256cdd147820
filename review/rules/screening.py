"""Phiếu A: is a household that applied looked at with Phiếu B? A way in may be opened by hand, a way out never."""

from dataclasses import dataclass
from enum import StrEnum

from form_engine.scoring_sheet import ScoringSheet, Words
from review.rules.refusals import NoScreening, OverrideWithoutReason, YesCountImpossible


class Screened(StrEnum):
    """Kết quả nhận dạng nhanh."""

    TO_REVIEW = "to_review"  # rà soát bằng Phiếu B
    SCREENED_OUT = "screened_out"  # hộ chắc chắn không nghèo


@dataclass(frozen=True, slots=True)
class ScreeningVerdict:
    result: Screened
    reason: Words


def screen(
    sheet: ScoringSheet, *, yes: int, on_managed_list: bool, override: bool = False, override_reason: str = ""
) -> ScreeningVerdict:
    """Decide by the number of yes answers.

    A household on the managed list is reviewed whatever Phiếu A says; so is one that the committee or the village head
    takes in, with a reason. Raises NoScreening, YesCountImpossible, OverrideWithoutReason.
    Source: Circular 17/2016/TT-BLĐTBXH, annex 3a; plan 31/KH-UBND Lộc Bình.
    """
    rule = sheet.screening
    if rule is None:
        raise NoScreening(ruleset=sheet.id)
    if not 0 <= yes <= len(rule.items):
        raise YesCountImpossible(yes=yes, items=len(rule.items))
    if on_managed_list:
        return _review("Hộ đang quản lý: rà soát thẳng bằng Phiếu B", "On the managed list: straight to Phiếu B")
    if yes <= rule.review_at_most:
        return _review(
            f"Phiếu A có {yes} chỉ tiêu, không quá {rule.review_at_most}: rà soát Phiếu B",
            f"{yes} items of Phiếu A, no more than {rule.review_at_most}: reviewed",
        )
    above = f"Phiếu A có {yes} chỉ tiêu, quá {rule.review_at_most}"
    above_in_english = f"{yes} items of Phiếu A, more than {rule.review_at_most}"
    if not override:
        told = Words(f"{above}: không rà soát Phiếu B", f"{above_in_english}: not reviewed")
        return ScreeningVerdict(Screened.SCREENED_OUT, told)
    if not override_reason.strip():
        raise OverrideWithoutReason
    return _review(f"{above}; được đưa vào có lý do", f"{above_in_english}; taken in with a reason")


def _review(vi: str, en: str) -> ScreeningVerdict:
    return ScreeningVerdict(Screened.TO_REVIEW, Words(vi, en))
