"""The commune reports its decided lists to the level above (transition 20): only figures that the decision bears out.

Source: review procedure, section 4 step 20, section 9; templates, section 8.
"""

from collections import Counter
from collections.abc import Container, Iterable

from core.actor import Actor, paths_down_to
from core.clock import Clock, local_day
from core.errors import NotAllowed
from core.ids import id_from
from core.sweeping import each
from registry import repository as registry
from registry.models import StandingYear
from registry.rules.names import tidy
from registry.rules.standing import ON_THE_LIST
from review import commune_reports, decisions, repository
from review.actions import decision as deciding
from review.actions.after_decision import move_reported
from review.actions.appraisal import LONGEST_NUMBER, LONGEST_WORDS, Document
from review.actions.commune_list import balance_of, cases_of_commune, reopened_of
from review.commune_errors import DocumentDayNotPossible, DocumentNumberMissing, ListDoesNotClose
from review.commune_models import CommuneReport, Decision, FrozenResult, ReportedCount
from review.models import Case, Round
from review.report_errors import NothingToReport, ReportDiffers, ReportNumberTaken
from review.rules.procedures import procedure_for
from review.rules.recognised import DECIDED
from review.rules.stages import Stage


def in_force(signed: Iterable[Decision]) -> list[FrozenResult]:
    """What the decisions of a round recognise, household by household: a later one takes the place of an earlier."""
    found: dict[str, FrozenResult] = {}
    for one in signed:
        found |= {row.household_id: row for row in one.rows}
    return list(found.values())


def what_differs(opened: Round, cases: Iterable[Case], signed: list[Decision]) -> list[str]:
    """Households that keep the report back: on their way again, or not on the register as decided."""
    told = list(cases)
    on_their_way = {case.household_id for one in signed for case in reopened_of(one, told)}
    rows = in_force(signed)
    homes = registry.households_by_id(row.household_id for row in rows)
    stage = {one.household_id: Stage(one.stage) for one in told}
    lines = {id_: next((one for one in home.standings if one.year == opened.year), None) for id_, home in homes.items()}
    ours = {one.id for one in signed}
    elsewhere = decisions.known_among(line.decision for line in lines.values() if line) - ours
    differing = {
        row.household_id
        for row in rows
        if stage.get(row.household_id) in DECIDED and not _bears_out(lines.get(row.household_id), row, ours, elsewhere)
    }
    return sorted(on_their_way | differing)


def _bears_out(line: StandingYear | None, row: FrozenResult, ours: Container[str], elsewhere: Container[str]) -> bool:
    """Whether the register tells what was decided, or told it until another round of that year decided anew."""
    if line is None:
        return False
    told = [line] if line.decision not in elsewhere else [line, *(one for one in line.replaced if one.decision in ours)]
    return any(one.standing == row.standing for one in told)


def counts_of(rows: Iterable[FrozenResult]) -> list[ReportedCount]:
    """Households and people by class, the classes in the order of their names."""
    households: Counter[str] = Counter()
    people: Counter[str] = Counter()
    for row in rows:
        households[row.standing] += 1
        people[row.standing] += row.members_count or 0
    return [ReportedCount(standing=one, households=households[one], people=people[one]) for one in sorted(households)]


def report(opened: Round, paper: Document, *, by: Actor, clock: Clock) -> CommuneReport:
    """Report the round to the level above. The same report told twice is sent once; a further one replaces nothing.

    Raises NotAllowed outside the area, DocumentNumberMissing, NothingToReport (no decision), DocumentDayNotPossible,
    ReportDiffers (with the households), ListDoesNotClose, ReportNumberTaken.
    """
    if not by.covers(opened.commune_path):
        raise NotAllowed(commune=opened.commune_path)
    number = tidy(paper.number)[:LONGEST_NUMBER]
    if not number:
        raise DocumentNumberMissing()
    earlier = commune_reports.reports_of(opened.id)
    if earlier and (earlier[-1].document_number, earlier[-1].reported_on) == (number, paper.on):
        return settle(earlier[-1], clock=clock)
    signed = [deciding.settle(one, clock=clock) for one in decisions.decisions_of(opened.id)]
    if not signed:
        raise NothingToReport()
    if not signed[-1].signed_on <= paper.on <= local_day(clock()):
        raise DocumentDayNotPossible(earliest=f"{signed[-1].signed_on:%d/%m/%Y}")
    if any(one.document_number == number for one in earlier):
        raise ReportNumberTaken(number=number)
    cases = cases_of_commune(opened)
    if differing := what_differs(opened, cases, signed):
        raise ReportDiffers(count=len(differing), households=differing)
    closed = balance_of(opened, cases)
    if not closed.closes:
        raise ListDoesNotClose(count=len(closed.breaking), households=list(closed.breaking))
    rows = in_force(signed)
    kept = commune_reports.add(
        CommuneReport(
            id=id_from("report", opened.id, str(len(earlier) + 1)),
            round_id=opened.id,
            commune_path=opened.commune_path,
            within=paths_down_to(opened.commune_path),
            number=len(earlier) + 1,
            document_number=number,
            reported_on=paper.on,
            level=procedure_for(opened.ruleset_id).appraisal.level_on(paper.on),
            words=paper.words.strip()[:LONGEST_WORDS],
            decision_ids=[one.id for one in signed],
            case_ids=[row.case_id for row in rows],
            counts=counts_of(rows),
            reported_by=by.id,
            reported_at=clock(),
        )
    )
    if kept.document_number != number:
        raise ReportNumberTaken(number=kept.document_number)
    return settle(kept, clock=clock)


def settle(sent: CommuneReport, *, clock: Clock) -> CommuneReport:
    """Move its households on. Doing it again changes nothing; those that wait for their Phiếu C follow later."""
    if not sent.is_settled:
        on_the_list = {one.id for one in repository.cases_of_round(sent.round_id) if _waits_for_profile(one)}
        ready = [one for one in sent.case_ids if one not in on_the_list]
        move_reported(ready, sent.document_number, sent.reported_by, clock)
        commune_reports.note_settled(sent)
        sent.is_settled = True
    return sent


def settle_all(clock: Clock) -> int:
    """Go on with every report that was cut off; how many."""
    return each(commune_reports.unsettled(), lambda one: settle(one, clock=clock))


def _waits_for_profile(case: Case) -> bool:
    """Recognised as poor or near poor: certificate and Phiếu C come before the report closes its case."""
    standing = case.assessment.standing if case.assessment else None
    return Stage(case.stage) in {Stage.RECOGNISED, Stage.CERTIFIED} and standing in ON_THE_LIST
