"""The chairman decides: households are recognised, the register is written, certificates are made out.

Source: review procedure, section 4 steps 17 and 18, section 7. The decision freezes its households as they were; what
follows from it (`settle`) is done once, however often it is begun.
"""

from core.actor import Actor, paths_down_to
from core.clock import Clock, local_day
from core.errors import NotAllowed
from core.ids import id_from
from core.sweeping import each
from registry import repository as registry
from registry.models import Household
from registry.repository import Recognised
from registry.rules.areas import parent_of
from registry.rules.names import tidy
from registry.rules.standing import ON_THE_LIST, Standing
from review import appraisals, as_read, decisions, repository
from review.actions import appraisal as appraising
from review.actions import members
from review.actions.appraisal import LONGEST_NAME, LONGEST_NUMBER, Document
from review.actions.commune_list import BESIDE, balance_of, cases_of_commune, frozen_results
from review.actions.withdraw import LEFT_THE_AREA
from review.commune_errors import (
    DecisionNumberTaken,
    DocumentDayNotPossible,
    DocumentNumberMissing,
    DocumentSignerMissing,
    ListDoesNotClose,
    ListNotReady,
    NothingToDecide,
    SameHandTwice,
)
from review.commune_models import Decision
from review.models import Case, HistoryEntry, Round
from review.rules.recognised import DECIDED
from review.rules.stages import Stage
from review.rules.transitions import froms


def undecided(cases: list[Case]) -> list[Case]:
    """Households that keep the chairman from deciding: neither appraised nor decided upon nor beside the list."""
    return [one for one in cases if Stage(one.stage) not in DECIDED | BESIDE | {Stage.APPRAISED}]


def decide(opened: Round, paper: Document, *, title: str, by: Actor, clock: Clock) -> Decision:
    """Recognise all appraised households of the round (transition 17). The same decision told twice is made once.

    paper: its number, day and who signs; title: of him. Raises NotAllowed outside the area, DocumentNumberMissing,
    DocumentSignerMissing, DocumentDayNotPossible, ListNotReady, NothingToDecide, SameHandTwice, DecisionNumberTaken,
    ListDoesNotClose.
    """
    if not by.covers(opened.commune_path):
        raise NotAllowed(commune=opened.commune_path)
    number, signer = tidy(paper.number)[:LONGEST_NUMBER], tidy(paper.signer)[:LONGEST_NAME]
    if not number:
        raise DocumentNumberMissing()
    if not signer or not tidy(title):
        raise DocumentSignerMissing()
    earlier = [settle(one, clock=clock) for one in decisions.decisions_of(opened.id)]
    if earlier and (earlier[-1].document_number, earlier[-1].signed_on) == (number, paper.on):
        return earlier[-1]
    asked = [appraising.settle(one, clock=clock) for one in appraisals.appraisals_of(opened.id)]
    cases = cases_of_commune(opened)
    if blocking := undecided(cases):
        raise ListNotReady(count=len(blocking), cases=[one.id for one in blocking])
    appraised = [one for one in cases if Stage(one.stage) is Stage.APPRAISED]
    if not appraised or not asked or asked[-1].opinion is None:
        raise NothingToDecide()
    opinion = asked[-1].opinion
    if by.id in {opinion.by, asked[-1].submitted_by}:
        raise SameHandTwice()
    if not opinion.on <= paper.on <= local_day(clock()):
        raise DocumentDayNotPossible(earliest=f"{opinion.on:%d/%m/%Y}")
    if decisions.bears_number(opened.commune_path, paper.on.year, number):
        raise DecisionNumberTaken(number=number)
    closed = balance_of(opened, cases)
    if not closed.closes:
        raise ListDoesNotClose(count=len(closed.breaking), households=list(closed.breaking))
    kept = decisions.add(
        Decision(
            id=id_from("decision", opened.id, str(len(earlier) + 1)),
            round_id=opened.id,
            commune_path=opened.commune_path,
            within=paths_down_to(opened.commune_path),
            number=len(earlier) + 1,
            year=paper.on.year,
            document_number=number,
            signed_on=paper.on,
            signer=signer,
            signer_title=tidy(title)[:LONGEST_NAME],
            appraisal_id=asked[-1].id,
            opinion_number=opinion.number,
            opinion_on=opinion.on,
            ruleset_id=opened.ruleset_id,
            rows=frozen_results(appraised),
            signed_by=by.id,
            signed_at=clock(),
        )
    )
    if kept.document_number != number:
        raise DecisionNumberTaken(number=kept.document_number)
    return settle(kept, clock=clock)


def settle(decision: Decision, *, clock: Clock) -> Decision:
    """Recognise the cases, answer the others, write the register. Doing it again changes nothing."""
    if decision.is_settled:
        return decision
    opened = repository.get_round(decision.round_id)
    at, by, note = clock(), decision.signed_by, decision.document_number
    entry = HistoryEntry(stage=Stage.RECOGNISED, at=at, by=by, note=note)
    repository.move_cases([one.case_id for one in decision.rows], entry=entry, froms=froms("decide", Stage.RECOGNISED))
    cases = cases_of_commune(opened)
    recognised = {one.id for one in cases if Stage(one.stage) in DECIDED}  # not who was taken off at the last moment
    told = [Recognised(o.household_id, o.standing, o.members_count) for o in decision.rows if o.case_id in recognised]
    told += [Recognised(o.household_id, _after_withdrawal(o)) for o in _left_the_list(cases)]
    registry.record_standings(told, year=opened.year, ruleset_id=decision.ruleset_id, decision=decision.id)
    refused = [one.id for one in cases if Stage(one.stage) is Stage.SCREENED_OUT]
    answer = HistoryEntry(stage=Stage.REJECTED_FINAL, at=at, by=by, note=note)
    repository.move_cases(refused, entry=answer, froms={Stage.SCREENED_OUT})
    members.follow_decision(decision)
    as_read.note_settled(decision)
    decision.is_settled = True
    return decision


def _left_the_list(cases: list[Case]) -> list[Case]:
    """Households of last year's list that left the round: the register shall not call them poor any more."""
    gone = [one for one in cases if Stage(one.stage) is Stage.WITHDRAWN and one.standing_before in ON_THE_LIST]
    homes = registry.households_by_id(one.household_id for one in gone)
    ours = [one.id for one in gone if one.household_id in homes and _is_here(homes[one.household_id], one)]
    return repository.cases_with_history(ours)


def _is_here(household: Household, case: Case) -> bool:
    """Whether no other commune took it in since: that one's decisions tell its standing then."""
    return bool(household.village_path.startswith(parent_of(case.village_path)))


def _after_withdrawal(case: Case) -> Standing:
    """Who moved, died or was merged is not in the area; who was listed by mistake was not poor."""
    reason = (case.history[-1].note or "").partition(":")[0]
    return Standing.NOT_IN_AREA if reason in LEFT_THE_AREA else Standing.NON_POOR


def settle_all(clock: Clock) -> int:
    """Go on with every decision that was cut off; how many."""
    return each(decisions.unsettled(), lambda one: settle(one, clock=clock))
