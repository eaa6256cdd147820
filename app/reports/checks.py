"""What must agree between the reports of a place. Source: templates, 11 (R2, R3, R4)."""

from review.rules.report_counts import Tally

_LEAST_OF_POOR, _MOST_OF_NEAR = 3, 2
"""Indicators under the standard of one line: three or more make a household poor."""


def disagreements(tally: Tally, *, one_line: bool) -> list[str]:
    """Empty when all agree. one_line: the standard of 2022 on."""

    def n(name: str) -> int:
        return tally.get(name, 0)

    told = []
    for what, words in (("h", "hộ"), ("p", "nhân khẩu")):
        poor, near = f"flow.poor.{what}", f"flow.near_poor.{what}"
        for one, other, columns in ((f"{poor}.2", f"{near}.5", "R2.2, R3.5"), (f"{poor}.5", f"{near}.2", "R2.5, R3.2")):
            if what == "h" and n(one) != n(other):
                told.append(f"{columns} ({words}): {n(one)} và {n(other)}")
        for kind, code in (("poor", "R2"), ("near_poor", "R3")):
            flow = [n(f"flow.{kind}.{what}.{column}") for column in range(1, 10)]
            if flow[0] - sum(flow[1:4]) + sum(flow[4:8]) != flow[8]:
                told.append(f"{code} ({words}): cuối kỳ {flow[8]} không bằng đầu kỳ - giảm + tăng")
            if flow[8] != n(f"{kind}.{what}"):
                told.append(f"{code}.9 ({words}) {flow[8]}, R1 {n(f'{kind}.{what}')}")
    if one_line and n("poor.lacks") < _LEAST_OF_POOR * n("poor.h"):
        told.append(f"R4: {n('poor.lacks')} thiếu hụt của {n('poor.h')} hộ nghèo, ít hơn 3 mỗi hộ")
    if one_line and n("near_poor.lacks") > _MOST_OF_NEAR * n("near_poor.h"):
        told.append(f"R6: {n('near_poor.lacks')} thiếu hụt của {n('near_poor.h')} hộ cận nghèo, nhiều hơn 2 mỗi hộ")
    return told
