"""Certificates of the households that a decision recognised as poor or near poor.

Source: review procedure, section 4 step 18, section 7, section 11 point 27: in 2016-2020 one paper a household for the
period, with a line for each year; later one for each decision.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice

from core.actor import Actor, paths_down_to
from core.clock import Clock
from core.errors import NotAllowed
from core.ids import id_from
from core.sweeping import each
from registry import repository as registry
from registry.rules.standing import ON_THE_LIST
from review import as_read, decisions, repository
from review.actions.after_decision import move_profiled
from review.actions.decision import settle as settle_decision
from review.commune_errors import DecisionChanged, NothingToCertify
from review.commune_models import Certificate, CertificateLine, Decision, FrozenResult
from review.models import HistoryEntry
from review.rules.procedures import procedure_for
from review.rules.stages import Stage
from review.rules.transitions import froms

_AT_ONCE = 100


def scope_of(decision: Decision) -> str:
    """What numbers of certificates are unique in: the period, or the decision."""
    procedure = procedure_for(decision.ruleset_id)
    return procedure.id if procedure.certificate_for == "period" else str(decision.id)


def papers_of(decision: Decision) -> list[Certificate]:
    """Papers of the households that a decision names, by number; none before they were made out."""
    if decision.certified_at is None:
        return []
    here = {one.household_id for one in decision.rows}
    issued = decisions.certificates_in(scope_of(decision), decision.commune_path)
    return [one for one in issued if one.household_id in here]


def certify(decision: Decision, *, by: Actor, clock: Clock) -> Decision:
    """Make out the certificates of a decision (transition 18). Doing it again makes none twice.

    Raises NotAllowed outside the area, NothingToCertify when the decision recognised nobody as poor or near poor.
    """
    if not by.covers(decision.commune_path):
        raise NotAllowed(commune=decision.commune_path)
    decision = settle_decision(decision, clock=clock)
    if not any(one.standing in ON_THE_LIST for one in decision.rows):
        raise NothingToCertify()
    if decision.certified_at is None:
        try:
            decision = as_read.change(
                decision, {"certified_at": clock(), "certified_by": by.id, "has_papers_due": True}, DecisionChanged()
            )
        except DecisionChanged:  # somebody pressed at the same moment: his is the same act
            decision = decisions.get_decision(decision.id, seen_by=by)
    make_out(decision, clock=clock)
    return decision


def make_out(decision: Decision, *, clock: Clock) -> int:
    """Write the papers that are missing and move the cases on; how many papers were new or got a line."""
    opened, scope = repository.get_round(decision.round_id), scope_of(decision)
    papers = {one.household_id: one for one in decisions.certificates_in(scope, decision.commune_path)}
    number = max((one.number for one in papers.values()), default=0)
    wanted = [one for one in decision.rows if one.standing in ON_THE_LIST or one.household_id in papers]
    written = 0
    for some in _in_parts(wanted):
        homes = registry.households_by_id(one.household_id for one in some)
        for row in some:
            line = _line(decision, row, opened.year)
            paper = papers.get(row.household_id)
            if paper is not None:
                written += _with_line(paper, line)
                continue
            home = homes.get(row.household_id)
            made = Certificate(
                id=id_from("certificate", scope, decision.commune_path, row.household_id),
                scope=scope,
                commune_path=decision.commune_path,
                within=paths_down_to(row.village_path),
                village_path=row.village_path,
                household_id=row.household_id,
                household_code=row.household_code,
                head_name=row.head_name,
                address=home.address if home else "",
                lines=[line],
                issued_by=decision.certified_by,
                issued_at=clock(),
            )
            number = _write(made, number)
            written += 1
    certified = [one.case_id for one in decision.rows if one.standing in ON_THE_LIST]
    entry = HistoryEntry(stage=Stage.CERTIFIED, at=clock(), by=decision.certified_by, note=decision.document_number)
    repository.move_cases(certified, entry=entry, froms=froms("certify", Stage.CERTIFIED))
    move_profiled(repository.cases_with_history(certified), by=decision.certified_by, clock=clock)
    registry.mark_changed({one.village_path for one in decision.rows})
    decisions.note_papers_made(decision)
    return written


def settle_all(clock: Clock) -> int:
    """Go on with the certificates that a crash cut off; of how many decisions."""
    return each(decisions.with_papers_due(), lambda one: make_out(one, clock=clock))


def _write(made: Certificate, number: int) -> int:
    """Write a paper under the next number that is free; its number. One that is there already stays."""
    while not decisions.has_certificate(made.id):
        number += 1
        decisions.try_certificate(made, number)
    return number


def _with_line(paper: Certificate, line: CertificateLine) -> bool:
    """The stamp of a year; a later decision of the same year takes the place of its line."""
    if line in paper.lines:
        return False
    lines = sorted([*(one for one in paper.lines if one.year != line.year), line], key=lambda one: int(one.year))
    with suppress(DecisionChanged):  # somebody goes on with the same decision: his line is the same
        as_read.change(paper, {"lines": lines}, DecisionChanged())
    return True


def _line(decision: Decision, row: FrozenResult, year: int) -> CertificateLine:
    return CertificateLine(
        year=year,
        standing=row.standing,
        decision_id=decision.id,
        document_number=decision.document_number,
        signed_on=decision.signed_on,
        submission_key=row.submission_key,
    )


def _in_parts(rows: Iterable[FrozenResult]) -> Iterator[list[FrozenResult]]:
    left = iter(rows)
    while part := list(islice(left, _AT_ONCE)):
        yield part
