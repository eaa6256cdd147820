"""What a household is on the register, and what its movement from one year to the next is called."""

from collections.abc import Collection
from enum import StrEnum


class Standing(StrEnum):
    """Kết quả phân loại hộ."""

    POOR = "poor"  # hộ nghèo
    NEAR_POOR = "near_poor"  # hộ cận nghèo
    NON_POOR = "non_poor"  # hộ không nghèo
    NOT_IN_AREA = "not_in_area"  # không (còn) ở địa bàn


POOREST_FIRST = (Standing.POOR, Standing.NEAR_POOR, Standing.NON_POOR)
ON_THE_LIST = frozenset({Standing.POOR, Standing.NEAR_POOR})


class Change(StrEnum):
    """Diễn biến hộ nghèo, hộ cận nghèo: the columns of the flow reports."""

    POOR_KEPT = "poor_kept"  # nghèo cũ
    POOR_TO_NEAR_POOR = "poor_to_near_poor"  # thoát nghèo, trở thành hộ cận nghèo
    POOR_EXIT = "poor_exit"  # thoát nghèo, vượt chuẩn cận nghèo
    NEAR_POOR_TO_POOR = "near_poor_to_poor"  # hộ cận nghèo trở thành hộ nghèo
    NEAR_POOR_KEPT = "near_poor_kept"  # cận nghèo cũ
    NEAR_POOR_EXIT = "near_poor_exit"  # thoát cận nghèo
    POOR_RELAPSE = "poor_relapse"  # tái nghèo
    POOR_NEW = "poor_new"  # nghèo phát sinh mới
    NEAR_POOR_RELAPSE = "near_poor_relapse"  # tái cận nghèo
    NEAR_POOR_NEW = "near_poor_new"  # cận nghèo phát sinh mới
    OTHER_INCREASE = "other_increase"  # số hộ khác tăng
    OTHER_DECREASE = "other_decrease"  # số hộ khác giảm
    NONE = "none"  # không thuộc diện, không thay đổi


_FROM_THE_LIST = {
    (Standing.POOR, Standing.POOR): Change.POOR_KEPT,
    (Standing.POOR, Standing.NEAR_POOR): Change.POOR_TO_NEAR_POOR,
    (Standing.POOR, Standing.NON_POOR): Change.POOR_EXIT,
    (Standing.NEAR_POOR, Standing.POOR): Change.NEAR_POOR_TO_POOR,
    (Standing.NEAR_POOR, Standing.NEAR_POOR): Change.NEAR_POOR_KEPT,
    (Standing.NEAR_POOR, Standing.NON_POOR): Change.NEAR_POOR_EXIT,
}


def change_of(before: Standing, history: Collection[Standing], now: Standing) -> Change:
    """Name the movement of a household.

    before: recognised standing when the round opened; history: recognised standings of the years before that.
    A household that was poor earlier and comes back as near poor counts as tái cận nghèo (a reading of the project).
    Source: review procedure, section 6.
    """
    if now is Standing.NOT_IN_AREA:
        return Change.OTHER_DECREASE if before in ON_THE_LIST else Change.NONE
    if before is Standing.NOT_IN_AREA:
        return Change.OTHER_INCREASE if now in ON_THE_LIST else Change.NONE
    if before in ON_THE_LIST:
        return _FROM_THE_LIST[before, now]
    if now is Standing.POOR:
        return Change.POOR_RELAPSE if Standing.POOR in history else Change.POOR_NEW
    if now is Standing.NEAR_POOR:
        return Change.NEAR_POOR_RELAPSE if ON_THE_LIST & set(history) else Change.NEAR_POOR_NEW
    return Change.NONE
