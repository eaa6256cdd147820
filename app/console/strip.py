"""How far a village is: its cases by step of the procedure, as a bar and as numbers."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from review.rules.stages import Stage

STEPS: Mapping[str, tuple[Stage, ...]] = {
    "list": (Stage.LISTED,),
    "screened_out": (Stage.SCREENED_OUT,),
    "survey": (Stage.TO_SURVEY,),
    "correct": (Stage.SURVEYED, Stage.RETURNED_FOR_CORRECTION),
    "scored": (Stage.SCORED,),
    "meeting": (Stage.IN_MEETING, Stage.MEETING_AGREED, Stage.MEETING_REJECTED),
    "posting": (Stage.POSTED, Stage.COMPLAINED, Stage.POSTING_CLOSED),
    "second_visit": (Stage.REVERIFYING, Stage.REVERIFIED),
    "appraisal": (Stage.SUBMITTED, Stage.APPRAISAL_RETURNED, Stage.APPRAISED),
    "recognised": (Stage.RECOGNISED, Stage.CERTIFIED, Stage.PROFILED, Stage.REPORTED),
    "left": (Stage.REJECTED_FINAL, Stage.WITHDRAWN),
}

_STEP_OF = {str(stage): step for step, stages in STEPS.items() for stage in stages}


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the bar: where it begins and how wide it is, in per cent."""

    step: str
    count: int
    begin: float
    width: float


@dataclass(frozen=True, slots=True)
class StripRow:
    name: str
    path: str
    total: int
    counts: Mapping[str, int]
    pieces: tuple[Piece, ...]


def step_of(stage: str) -> str:
    return _STEP_OF[stage]


def strip_row(name: str, path: str, stages: Mapping[str, int]) -> StripRow:
    counts: Counter[str] = Counter()
    for stage, count in stages.items():
        counts[step_of(stage)] += count
    total = counts.total()
    pieces, begin = [], 0.0
    for step in STEPS:
        if counts[step]:
            width = 100 * counts[step] / total
            pieces.append(Piece(step, counts[step], round(begin, 2), round(width, 2)))
            begin += width
    return StripRow(name, path, total, dict(counts), tuple(pieces))
