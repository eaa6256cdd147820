"""A corrected point table: brought by one person, compared over a round, adopted by another for the next rounds.

Rounds that are open or decided keep the rule set that they were frozen with (`rounds.py`): nothing here changes them.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from core import audit
from core.actor import Actor
from core.clock import Clock
from core.errors import NotAllowed
from core.ids import new_id
from form_engine.base_mark import marks_of_file, require_version, without_mark
from form_engine.points_correction import corrected
from form_engine.points_sheet import read_points
from form_engine.scoring_errors import OldSources
from form_engine.scoring_sheet import ScoringSheet
from form_engine.scoring_sheet_reader import read_scoring_sheet
from review import corrections, repository
from review.actions.keep_rows import make_rows
from review.actions.rescoring import Scorer, rescored
from review.actions.rulesets import content_in_force, ruleset_in_force
from review.corrections import Correction
from review.errors import (
    CorrectionDecided,
    CorrectionReasonMissing,
    FormsDoNotFit,
    OtherRuleset,
    OwnCorrection,
    RulesetChanged,
)
from review.models import Round
from review.rules.ruleset_file import is_ruleset_file
from review.rules.ruleset_provenance import with_old_sources

Fit = Callable[[ScoringSheet], list[str]]
"""What keeps the forms that are out from being scored by a rule set."""

_LONGEST = 1_000
NO_CLASS = ""


def propose(
    ruleset_id: str, content: bytes, *, source: str, note: str, fit: Fit, by: Actor, clock: Clock
) -> Correction:
    """Keep a corrected rule set, whole (TOML) or as a table of points (CSV, XLSX), beside the one in force.

    source: where the new points stand; a table's rows may tell it themselves.
    Raises RulesetUnknown, OtherRuleset, FormsDoNotFit, what `laid_over` raises.
    """
    base_content = content_in_force(ruleset_id)
    base = read_scoring_sheet(base_content)
    is_file = is_ruleset_file(content)
    made = laid_over(base_content, content, source=source, nothing_adopted=corrections.in_force(ruleset_id) is None)
    sheet = read_scoring_sheet(made)
    if faults := fit(sheet):
        raise FormsDoNotFit(place=faults[0], details=faults)
    repository.keep_ruleset(sheet.hash, sheet.id, made)
    now = clock()
    kept = corrections.add(
        Correction(
            id=new_id(),
            ruleset_id=ruleset_id,
            base_hash=base.hash,
            hash=sheet.hash,
            origin="file" if is_file else "table",
            note=_line(note),
            source=_line(source),
            by=by.id,
            at=now,
        )
    )
    audit.record("ruleset.proposed", by=by.id, subject=kept.id, at=now, ruleset=ruleset_id, hash=sheet.hash)
    return kept


def laid_over(base_content: bytes, content: bytes, *, source: str, nothing_adopted: bool) -> bytes:
    """The rule set's file that a file which somebody brought stands for: itself, or the base with its points.

    Raises OtherRuleset, FileOfOtherVersion, FileWithoutVersion, OldSources, and what `read_points`, `corrected`,
    `read_scoring_sheet` raise.
    """
    base = read_scoring_sheet(base_content)
    if not is_ruleset_file(content):
        rows = read_points(content, base)
        require_version((row.mark for row in rows), base, may_lack=nothing_adopted)
        return corrected(base_content, rows, source=source)
    sheet = read_scoring_sheet(content)
    if sheet.id != base.id:
        raise OtherRuleset(ruleset=base.id, told=sheet.id)
    require_version(marks_of_file(content), base, may_lack=nothing_adopted)
    if places := with_old_sources(base, sheet):
        raise OldSources(count=len(places), place=places[0], details=places)
    return without_mark(content)


def _line(text: str) -> str:
    return " ".join(text.split())[:_LONGEST]


def sheet_of(correction: Correction) -> ScoringSheet:
    content = repository.find_ruleset(correction.hash)
    if content is None:
        raise AssertionError("a correction is kept with its rule set")
    return read_scoring_sheet(content)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a rule set would change among the scored households of a round. Counts alone: it decides nothing.

    moves: (class in force, class by the correction) -> households, those that stay included; "" without a class.
    by_village: village path -> households that would change.
    """

    households: int
    changed: int
    moves: dict[tuple[str, str], int]
    by_village: dict[str, int]


def compare(opened: Round, sheet: ScoringSheet, *, seen_by: Actor, clock: Clock) -> Comparison:
    """Score the stored answers of a round once more. Raises NotAllowed outside the actor's area."""
    if not seen_by.covers(opened.commune_path):
        raise NotAllowed(path=opened.commune_path)
    make_rows(opened, clock=clock)
    moves, by_village = Counter[tuple[str, str]](), Counter[str]()
    for rows, found in rescored(opened, Scorer(sheet)):
        for row, standing in zip(rows, found.classified.standings, strict=True):
            before, after = row["class"] or NO_CLASS, standing or NO_CLASS
            moves[before, str(after)] += 1
            by_village[row["village_path"]] += before != after
    changed = sum(count for (before, after), count in moves.items() if before != after)
    villages = {path: count for path, count in by_village.items() if count}
    return Comparison(moves.total(), changed, dict(moves), villages)


def adopt(correction: Correction, *, reason: str, by: Actor, clock: Clock) -> Correction:
    """Put it in force, in the whole country, for rounds that open from now on. Not by the person who brought it.

    Raises NotAllowed (to somebody of a part of the country), CorrectionDecided, OwnCorrection,
    CorrectionReasonMissing, RulesetChanged, StaleCorrection.
    """
    reason = _reason(correction, reason)
    if correction.by == by.id:
        raise OwnCorrection()
    if by.area_path:
        raise NotAllowed(path=by.area_path)
    now = clock()
    if ruleset_in_force(correction.ruleset_id).hash not in (correction.base_hash, correction.hash):
        raise RulesetChanged(ruleset=correction.ruleset_id)
    known = corrections.in_force(correction.ruleset_id)
    if known is None or known.correction_id != correction.id:  # else an earlier try was cut off after this step
        corrections.put_in_force(correction, by=by.id, since=now)
    return _decided(correction, "adopted", reason, by, clock)


def withdraw(correction: Correction, *, reason: str, by: Actor, clock: Clock) -> Correction:
    """Take it off the table. Raises CorrectionDecided, CorrectionReasonMissing, StaleCorrection."""
    return _decided(correction, "withdrawn", _reason(correction, reason), by, clock)


def _reason(correction: Correction, reason: str) -> str:
    if correction.state != "proposed":
        raise CorrectionDecided(state=correction.state)
    reason = " ".join(reason.split())[:_LONGEST]
    if not reason:
        raise CorrectionReasonMissing()
    return reason


def _decided(correction: Correction, state: str, reason: str, by: Actor, clock: Clock) -> Correction:
    now = clock()
    told = {"state": state, "reason": reason, "decided_by": by.id, "decided_at": now}
    changed = corrections.change(correction, told)
    facts = {"ruleset": correction.ruleset_id, "hash": correction.hash, "before": correction.base_hash}
    audit.record(f"ruleset.{state}", by=by.id, subject=correction.id, at=now, **facts)
    return changed
