"""Which households a Phiếu C is made for, and the result that it starts from.

Phiếu C describes households recognised as poor or near poor (plan 000 of Cần Thơ, section II). A case that came to its
decision tells by its assessment; so does one whose Phiếu B was approved, because the phones are to be ready when the
decision is signed. Otherwise the register tells, by its latest year.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from registry.rules.standing import ON_THE_LIST
from review.rules.stages import Stage

DECIDED = frozenset({Stage.RECOGNISED, Stage.CERTIFIED, Stage.PROFILED, Stage.REPORTED})
_NOT_GOING_ON = frozenset({Stage.REJECTED_FINAL, Stage.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Result:
    """A standing with its year and what it was before; `before` is empty, the totals None, when not known.

    is_decided: somebody signed for it; else a supervisor approved the form and the decision is still to come.
    """

    standing: str
    before: str
    year: int
    b1: int | None = None
    b2: int | None = None
    is_decided: bool = True

    @property
    def has_profile(self) -> bool:
        return self.standing in ON_THE_LIST


def result_in_force(
    register: Sequence[tuple[int, str]], assessed: Result | None, *, stage: str = "", is_approved: bool = False
) -> Result | None:
    """The register's years with their standings, and what the case of the latest round found. None when neither tells.

    is_approved: whether the Phiếu B of the case was approved by a supervisor.
    """
    counts = stage in DECIDED or (is_approved and stage not in _NOT_GOING_ON)
    if assessed is not None and assessed.standing and counts:
        return replace(assessed, is_decided=stage in DECIDED)
    years = sorted(register)
    if not years:
        return None
    before = years[-2][1] if len(years) > 1 else ""
    return Result(years[-1][1], before, years[-1][0])
