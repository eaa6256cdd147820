"""A corrected point table: brought by one person, compared over a round, adopted by another from a day on.

It goes for rounds that open on that day or later, and can be withdrawn until then. Rounds that are open or decided keep
the rule set that they were frozen with (`rounds.py`): nothing here changes them.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from core import audit
from core.actor import Actor
from core.clock import Clock, local_day
from core.errors import NotAllowed
from core.ids import new_id
from form_engine.base_mark import marks_of_file, require_version, without_mark
from form_engine.points_correction import corrected
from form_engine.points_sheet import read_points
from form_engine.ruleset_fault import RulesetFault
from form_engine.scoring_errors import OldSources
from form_engine.scoring_sheet import ScoringSheet
from form_engine.scoring_sheet_reader import read_scoring_sheet
from review import corrections, repository
from review.actions.keep_rows import make_rows
from review.actions.rescoring import Scorer, rescored
from review.actions.rulesets import content_last_adopted, last_adopted
from review.corrections import Correction, CorrectionAct
from review.models import Round
from review.rules.ruleset_file import is_ruleset_file
from review.rules.ruleset_provenance import with_old_sources
from review.ruleset_errors import (
    CorrectionBuiltUpon,
    CorrectionDecided,
    CorrectionInForce,
    CorrectionReasonMissing,
    EffectTooEarly,
    FormsDoNotFit,
    OtherRuleset,
    OwnCorrection,
    RoundsGoByIt,
    RulesetChanged,
)

Fit = Callable[[ScoringSheet], list[RulesetFault]]
"""What keeps the forms that are out from being scored by a rule set."""

_LONGEST = 1_000
NO_CLASS = ""


def propose(
    ruleset_id: str, content: bytes, *, source: str, note: str, fit: Fit, by: Actor, clock: Clock
) -> Correction:
    """Keep a corrected rule set, whole (TOML) or as a table of points (CSV, XLSX), beside the one adopted last.

    source: where the new points stand; a table's rows may tell it themselves.
    Raises RulesetUnknown, OtherRuleset, FormsDoNotFit, what `laid_over` raises.
    """
    base_content = content_last_adopted(ruleset_id)
    base = read_scoring_sheet(base_content)
    is_file = is_ruleset_file(content)
    made = laid_over(base_content, content, source=source, nothing_adopted=not corrections.versions(ruleset_id))
    sheet = read_scoring_sheet(made)
    if faults := fit(sheet):
        raise FormsDoNotFit(faults)
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
    if faults := with_old_sources(base, sheet):
        raise OldSources(faults)
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


def adopt(
    correction: Correction, *, reason: str, effective_on: date | None = None, by: Actor, clock: Clock
) -> Correction:
    """Put it in force, in the whole country, for rounds that open on that day (today) or later. By another person.

    Raises NotAllowed (to somebody of a part of the country), CorrectionDecided, OwnCorrection,
    CorrectionReasonMissing, EffectTooEarly, RulesetChanged, StaleCorrection.
    """
    if correction.state != "proposed":
        raise CorrectionDecided(state=correction.state)
    reason = _reason(reason)
    if correction.by == by.id:
        raise OwnCorrection()
    if by.area_path:
        raise NotAllowed(path=by.area_path)
    now = clock()
    last = corrections.last_adopted(correction.ruleset_id)
    if last is not None and last.correction_id == correction.id:  # an earlier try was cut off after this step
        return _decided(correction, "adopted", reason, by, clock, effective_on=last.first_day)
    if last_adopted(correction.ruleset_id).hash != correction.base_hash:
        raise RulesetChanged(ruleset=correction.ruleset_id)
    first = max([local_day(now), *([last.first_day] if last is not None else [])])
    day = first if effective_on is None else effective_on
    if day < first:
        raise EffectTooEarly(first=f"{first:%d/%m/%Y}")
    corrections.put_in_force(correction, by=by.id, since=now, effective_on=day)
    return _decided(correction, "adopted", reason, by, clock, effective_on=day)


def withdraw(correction: Correction, *, reason: str, by: Actor, clock: Clock) -> Correction:
    """Take one that nobody adopted off the table.

    Raises CorrectionDecided, CorrectionReasonMissing, StaleCorrection.
    """
    last = corrections.last_adopted(correction.ruleset_id)
    if correction.state != "proposed" or (last is not None and last.correction_id == correction.id):
        raise CorrectionDecided(state=correction.state)
    return _decided(correction, "withdrawn", _reason(reason), by, clock)


def revoke(correction: Correction, *, reason: str, by: Actor, clock: Clock) -> Correction:
    """Withdraw one that was adopted, before its day: the version before it goes on.

    Raises NotAllowed (to somebody of a part of the country), CorrectionDecided, CorrectionReasonMissing,
    CorrectionInForce, CorrectionBuiltUpon, RoundsGoByIt, StaleCorrection.
    """
    if correction.state != "adopted":
        raise CorrectionDecided(state=correction.state)
    reason = _reason(reason)
    if by.area_path:
        raise NotAllowed(path=by.area_path)
    adopted = corrections.versions(correction.ruleset_id)
    held = {one.correction_id: one for one in adopted}
    if correction.id in held:  # else an earlier try was cut off after it was taken back
        since = held[correction.id].first_day
        if since <= local_day(clock()):
            raise CorrectionInForce(since=f"{since:%d/%m/%Y}")
        if adopted[-1].correction_id != correction.id:
            raise CorrectionBuiltUpon()
        if count := repository.count_rounds_of_ruleset(correction.hash):
            raise RoundsGoByIt(count=count)
        corrections.take_back(correction)
    return _decided(correction, "withdrawn", reason, by, clock)


def _reason(reason: str) -> str:
    reason = _line(reason)
    if not reason:
        raise CorrectionReasonMissing()
    return reason


def _decided(
    correction: Correction, state: str, reason: str, by: Actor, clock: Clock, *, effective_on: date | None = None
) -> Correction:
    now = clock()
    act = CorrectionAct(act=state, by=by.id, at=now, reason=reason, effective_on=effective_on)
    told = {"state": state, "reason": reason, "decided_by": by.id, "decided_at": now, "effective_on": effective_on}
    changed = corrections.change(correction, {**told, "acts": [*correction.acts, act]})
    facts = {"ruleset": correction.ruleset_id, "hash": correction.hash, "before": correction.base_hash}
    facts |= {"effective_on": effective_on.isoformat()} if effective_on else {}
    audit.record(f"ruleset.{state}", by=by.id, subject=correction.id, at=now, **facts)
    return changed
