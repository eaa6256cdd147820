"""Keep a row beside each case that was scored, so that the next question about all of them opens no form."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bson.binary import Binary

from core.actor import paths_down_to
from core.clock import Clock
from core.mongo import Document
from core.portions import portions
from core.sequence import sequence_at
from form_engine.batch.itemise import Itemiser
from form_engine.batch.layout import reading_hash
from form_engine.batch.packed import Shape, pack, shape_of
from form_engine.scoring_sheet import ScoringSheet
from review import repository, stored_rows
from review.actions.rounds import frozen_ruleset
from review.models import Case, Round
from review.rulesets import all_rulesets
from submissions import repository as submissions

_AT_ONCE = 500
UNPACKED = "unpacked"
"""Instead of the mark of a shape: the answers hold something that can't be packed, and are read of the form."""

Unread = dict[str, Any]
"""A row without what the batch scorer makes of it."""


_TOLD = "told"
"""In a row that is not written yet: the answers as they were read."""
_shapes: dict[str, Shape] = {}


def shape_kept(sheet: ScoringSheet) -> Shape:
    """The answers that are kept of forms of a round under this rule set: all that any rule set looks at."""
    known = _shapes.get(sheet.hash)
    return known or _shapes.setdefault(sheet.hash, shape_of([sheet, *all_rulesets().values()]))


def row_of(case: Case, opened: Round, answers: Mapping[str, Any], *, clock: Clock) -> Unread | None:
    """What is to be kept of the form that holds the result of a case; None when none does."""
    if case.assessment is None:
        return None
    shape = shape_kept(frozen_ruleset(opened))
    packed = pack(answers, shape)
    return {
        "_id": case.id,
        "revision": case.revision,
        "changed": sequence_at(clock()),
        "round_id": case.round_id,
        "village_path": case.village_path,
        "within": paths_down_to(case.village_path),
        "before": case.standing_before,
        "history": list(case.history_before),
        "submission_key": case.assessment.submission_key,
        "input_hash": case.assessment.input_hash,
        "ruleset_hash": opened.ruleset_hash,
        "score_area": opened.score_area,
        "b1": case.assessment.b1,
        "b2": case.assessment.b2,
        "class": case.assessment.standing,
        "fields": UNPACKED if packed is None else shape.mark,
        "answers": packed or "",
        _TOLD: answers,
    }


def keep(rows: Iterable[Unread]) -> None:
    """Read and write several rows at once, whatever their rounds."""
    by_ruleset: dict[str, list[Unread]] = {}
    for one in rows:
        by_ruleset.setdefault(one["ruleset_hash"], []).append(one)
    for several in by_ruleset.values():
        sheet = frozen_ruleset(repository.get_round(several[0]["round_id"]))
        stored_rows.keep(with_bytes(several, sheet))


def with_bytes(rows: Sequence[Unread], sheet: ScoringSheet) -> list[Document]:
    reading = reading_hash(sheet)
    made = Itemiser(sheet).rows([one[_TOLD] for one in rows])
    written = ({name: value for name, value in one.items() if name != _TOLD} for one in rows)
    return [
        {**one, "reading": reading, "row": Binary(bytes(made_of))} for one, made_of in zip(written, made, strict=True)
    ]


def make_rows(opened: Round, *, clock: Clock) -> int:
    """Make the rows of a round that are missing or not of the result in force, from the stored forms.

    Returns how many. Safe to run at any time.
    """
    known = stored_rows.made_of(opened.id)
    marks = {shape_kept(frozen_ruleset(opened)).mark, UNPACKED}
    found = ((case, known.get(case.id)) for case in repository.assessed_cases(opened.id))
    due = [case for case, made in found if made is None or made[:2] != _made_of(case) or made[2] not in marks]
    made = 0
    for several in portions(due, _AT_ONCE):
        read = submissions.answers_of([case.assessment.submission_key for case in several])
        answers = {one["_id"]: one["answers"] for one in read if one.get("answers") is not None}
        told = [(case, answers.get(case.assessment.submission_key)) for case in several]
        rows = [row_of(case, opened, found, clock=clock) for case, found in told if found is not None]
        keep([row for row in rows if row is not None])
        made += len(rows)
    return made


def _made_of(case: Case) -> tuple[str, str]:
    return case.assessment.submission_key, case.assessment.input_hash
