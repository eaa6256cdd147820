"""Score the households of rounds under another rule set: new versions beside the old, and how many would change class.

No case, no stage and no decision changes: a recognised decision is changed only by a new one (review procedure,
section 11 point 13). A run is a set of parts, a round each; a part that was cut off is done again whole.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import islice
from typing import Any

import numpy as np

from core.actor import Actor
from core.clock import Clock
from core.ids import new_id
from core.mongo import Document
from form_engine.batch.itemise import BLOCK, Itemiser, Rows
from form_engine.batch.layout import layout_of, reading_hash
from form_engine.batch.packed import PackedBlock, Shape, unpack
from form_engine.batch.points import area_numbers, missing_of
from form_engine.scoring_sheet import ScoringSheet
from registry.rules.standing import Change, Standing
from review import rescores, stored_rows
from review.actions.keep_rows import shape_kept
from review.actions.rounds import frozen_ruleset
from review.models import Round
from review.rules.batch_classification import Classified, Classifier
from review.rules.comparison import Comparison, Numbered, class_number, class_numbers, compare
from submissions import repository as submissions

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Run:
    id: str
    ruleset_id: str
    ruleset_hash: str
    is_resumed: bool


def begin(sheet: ScoringSheet, scope: str, *, by: Actor, clock: Clock) -> Run:
    """A new run, or the one of the same rule set and scope that was cut off."""
    known = rescores.unfinished_run(sheet.hash, scope)
    if known is not None:
        return Run(known["_id"], sheet.id, sheet.hash, is_resumed=True)
    run = {"_id": new_id(), "ruleset_id": sheet.id, "ruleset_hash": sheet.hash, "scope": scope}
    rescores.add_run({**run, "started_at": clock(), "by": by.id, "finished_at": None})
    return Run(run["_id"], sheet.id, sheet.hash, is_resumed=False)


class Scorer:
    """One rule set made ready for any number of rounds: what was learned of answers in one serves the next."""

    def __init__(self, sheet: ScoringSheet) -> None:
        self.sheet = sheet
        self.reading = reading_hash(sheet)
        self.itemiser = Itemiser(sheet)
        self.classifier = Classifier(sheet)


def rescore_round(
    run_id: str, opened: Round, scorer: Scorer, *, clock: Clock, within: str = "", progress: Progress | None = None
) -> int:
    """Write a version for each scored case of a round that has none of these answers under this rule set.

    Returns how many cases there are. progress: called with so many more done. within: only households of this area.
    Raises ScoreAreaUnknown when the rule set lacks the round's score sheet.
    """
    known = rescores.known_versions(scorer.sheet.hash, opened.id)
    now, told, new = clock(), Comparison(), 0
    here: set[str] = set()
    for rows, found in rescored(opened, scorer, within=within):
        told += compared_with_standing(rows, found.classified)
        versions = list(_versions(rows, found, run_id, now))
        here |= {one["_id"] for one in versions}
        made = [one for one in versions if one["_id"] not in known]
        rescores.add_versions(made)
        new += len(made)
        if progress is not None:
            progress(len(rows))
    _mark(known, here, within)
    rescores.finish_part(_part(run_id, opened.id, told, new, now))
    return len(here)


def _mark(known: Mapping[str, tuple[str, bool]], here: set[str], within: str) -> None:
    """Which of the versions that were there are of the answers in force; those of another area stay as they are."""
    of_area = {key: current for key, (village, current) in known.items() if village.startswith(within)}
    rescores.mark_current([key for key, current in of_area.items() if current and key not in here], is_current=False)
    rescores.mark_current([key for key, current in of_area.items() if not current and key in here], is_current=True)


@dataclass(frozen=True, slots=True)
class Found:
    classified: Classified
    bytes: Rows


def rescored(opened: Round, scorer: Scorer, *, within: str = "") -> Iterator[tuple[list[Document], Found]]:
    """The stored rows of a round, a block at a time, with what follows under a rule set. Memory is that of a block.

    Where the rule set reads the answers as the round's own does, the rows' bytes serve and no answer is looked at.
    """
    own, sheet, reading = frozen_ruleset(opened), scorer.sheet, scorer.reading
    alike = reading == reading_hash(own)
    shape = shape_kept(own)
    told = (one for one in stored_rows.of_round(opened.id) if _lies_in(one, within))
    while block := list(islice(told, BLOCK)):
        if alike and all(one["reading"] == reading for one in block):
            rows = bytes_of(block, sheet)
        else:
            rows = _itemised(block, scorer, shape)
        areas = area_numbers(sheet, [one["score_area"] for one in block])
        yield block, Found(scorer.classifier.classify(rows, areas), rows)


def _lies_in(row: Document, within: str) -> bool:
    return bool(row["village_path"].startswith(within))


def bytes_of(rows: Iterable[Document], sheet: ScoringSheet) -> Rows:
    """The rows' bytes as a table, in the order in which columns are read fastest."""
    joined = np.frombuffer(b"".join(one["row"] for one in rows), dtype=np.uint8)
    return np.asfortranarray(joined.reshape(-1, layout_of(sheet).width))


def _itemised(rows: list[Document], scorer: Scorer, shape: Shape) -> Rows:
    """By the answers kept beside the cases where they are all that the rule set looks at."""
    mark = shape.mark if shape.holds(scorer.sheet) else None
    if all(one.get("fields") == mark and "answers" in one for one in rows):
        return scorer.itemiser.rows_of(PackedBlock([one["answers"] for one in rows], shape))
    return scorer.itemiser.rows(_answers(rows, mark, shape))


def _answers(rows: list[Document], mark: str | None, shape: Shape) -> list[dict[str, Any]]:
    """Those kept beside the case, or of its form."""
    packed = [one for one in rows if "answers" in one and one.get("fields") == mark]
    known = {one["_id"]: unpack(one["answers"], shape) for one in packed}
    others = [one["submission_key"] for one in rows if one["_id"] not in known]
    of_forms = {one["_id"]: one["answers"] for one in (submissions.answers_of(others) if others else ())}
    return [known.get(one["_id"]) or of_forms.get(one["submission_key"]) or {} for one in rows]


def compared_with_standing(rows: list[Document], told: Classified) -> Comparison:
    """Against the class in force."""
    villages: Numbered[str] = Numbered()
    origins: Numbered[tuple[Standing, tuple[Standing, ...]]] = Numbered()
    own_village = villages.all_of(one["village_path"] for one in rows)
    own_origin = origins.all_of(
        (Standing(one["before"]), tuple(Standing(each) for each in one["history"])) for one in rows
    )
    before = np.array([class_number(one["class"]) for one in rows], dtype=np.int64)
    return compare((list(villages), own_village), (list(origins), own_origin), before, class_numbers(told))


def _versions(rows: list[Document], found: Found, run_id: str, now: datetime) -> Iterator[Document]:
    told, sheet = found.classified, found.classified.sheet
    columns = zip(rows, told.b1.tolist(), told.b2.tolist(), told.rules.tolist(), found.bytes, strict=True)
    for row, b1, b2, place, made in columns:
        rule = sheet.classes[place] if place >= 0 else None
        standing = rule.standing if rule else None
        yield {
            "_id": _version_id(sheet, row),
            "run_id": run_id,
            "round_id": row["round_id"],
            "case_id": row["_id"],
            "village_path": row["village_path"],
            "submission_key": row["submission_key"],
            "ruleset_id": sheet.id,
            "ruleset_hash": sheet.hash,
            "score_area": row["score_area"],
            "b1": b1 if b1 >= 0 else None,
            "b2": b2 if b2 >= 0 else None,
            "class": standing,
            "subclass": rule.subclass if rule else None,
            "rule_order": rule.order if rule else None,
            "missing": [] if rule else list(missing_of(sheet, made)),
            "was": {name: row[name] for name in ("ruleset_hash", "b1", "b2", "class")},
            "differs": standing is not None and standing != row["class"],
            "is_current": True,
            "at": now,
        }


_MADE_OF = ("submission_key", "input_hash", "score_area", "ruleset_hash", "b1", "b2", "class")


def _version_id(sheet: ScoringSheet, row: Document) -> str:
    """The same for the same rule set, answers and result in force."""
    made_of = [row[name] for name in _MADE_OF]
    return f"{sheet.hash[:16]}/{row['_id']}/{sha256(repr(made_of).encode()).hexdigest()[:16]}"


def _part(run_id: str, round_id: str, told: Comparison, new: int, now: datetime) -> Document:
    return {
        "_id": f"{run_id}/{round_id}",
        "run_id": run_id,
        "round_id": round_id,
        "villages": [[*key, count] for key, count in told.villages.items()],
        "changes": [[*key, count] for key, count in told.changes.items()],
        "new": new,
        "at": now,
    }


def result_of(run_id: str) -> Comparison:
    """All parts of a run together."""
    found = Comparison()
    for part in rescores.parts_of(run_id):
        for village, before, after, count in part["villages"]:
            found.villages[village, _standing(before), _standing(after)] += count
        for old, new, count in part["changes"]:
            found.changes[_change(old), _change(new)] += count
    return found


def new_versions(run_id: str) -> int:
    """How many versions a run has made; none where the same answers were scored under the rule set before."""
    return sum(part.get("new", 0) for part in rescores.parts_of(run_id))


def _standing(code: str | None) -> Standing | None:
    return None if code is None else Standing(code)


def _change(code: str | None) -> Change | None:
    return None if code is None else Change(code)
