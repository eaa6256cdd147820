"""The commune's list goes to the level above, which agrees or sends villages or households back.

Source: review procedure, section 4 steps 14-16, section 9. The request's document is the truth and the cases follow it
(`settle`), whoever comes next.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from core.actor import Actor, paths_down_to
from core.calendar import WorkingCalendar
from core.clock import Clock, local_day
from core.errors import NotAllowed
from core.ids import id_from
from core.sweeping import each
from registry import repository as registry
from registry.rules.names import tidy
from review import appraisals, as_read, repository
from review.actions.commune_list import (
    balance_of,
    cases_of_commune,
    frozen_results,
    those_that_go_up,
    what_blocks_the_list,
)
from review.commune_errors import (
    AppraisalAnswered,
    AppraisalRuns,
    DocumentDayNotPossible,
    DocumentNumberMissing,
    DocumentSignerMissing,
    ListDoesNotClose,
    ListNotReady,
    NothingReturned,
    NothingToSubmit,
    NotOnTheList,
    NotTheAppraisingLevel,
    SameHandTwice,
)
from review.commune_models import Appraisal, Opinion
from review.models import HistoryEntry, Round
from review.rules.procedures import AppraisalRule, procedure_for
from review.rules.stages import Stage
from review.rules.transitions import froms

LONGEST_NUMBER, LONGEST_NAME, LONGEST_WORDS = 60, 120, 2_000


@dataclass(frozen=True, slots=True)
class Document:
    """A paper that goes out: its number as written ("15/BC-UBND"), its day, who signs, and what it says."""

    number: str
    on: date
    signer: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """agrees, or else what is sent back: reasons by village path and by case."""

    agrees: bool
    villages: Mapping[str, str] = field(default_factory=dict)
    cases: Mapping[str, str] = field(default_factory=dict)


def appraisal_rule(opened: Round) -> AppraisalRule:
    return procedure_for(opened.ruleset_id).appraisal


def submit(opened: Round, report: Document, *, by: Actor, calendar: WorkingCalendar, clock: Clock) -> Appraisal:
    """Send the whole list up (transition 14). The same report told twice is sent once.

    Raises NotAllowed outside the area, DocumentNumberMissing, DocumentDayNotPossible, AppraisalRuns, ListNotReady,
    NothingToSubmit, ListDoesNotClose.
    """
    if not by.covers(opened.commune_path):
        raise NotAllowed(commune=opened.commune_path)
    number, today = tidy(report.number)[:LONGEST_NUMBER], local_day(clock())
    if not number:
        raise DocumentNumberMissing()
    if not opened.opens_on <= report.on <= today:
        raise DocumentDayNotPossible(earliest=f"{opened.opens_on:%d/%m/%Y}")
    earlier = [settle(one, clock=clock) for one in appraisals.appraisals_of(opened.id)]
    if earlier and earlier[-1].state == "submitted":
        if earlier[-1].report_number != number:
            raise AppraisalRuns(number=earlier[-1].report_number)
        return earlier[-1]
    cases = cases_of_commune(opened)
    blocking, going = what_blocks_the_list(cases), those_that_go_up(cases)
    if blocking:
        raise ListNotReady(count=len(blocking), cases=[one.id for one in blocking])
    if not going:
        raise NothingToSubmit()
    closed = balance_of(opened, cases)
    if not closed.closes:
        raise ListDoesNotClose(count=len(closed.breaking), households=list(closed.breaking))
    rule = appraisal_rule(opened)
    made = Appraisal(
        id=id_from("appraisal", opened.id, str(len(earlier) + 1)),
        round_id=opened.id,
        commune_path=opened.commune_path,
        within=paths_down_to(opened.commune_path),
        number=len(earlier) + 1,
        state="submitted",
        level=rule.level_on(report.on),
        report_number=number,
        report_on=report.on,
        words=report.words.strip()[:LONGEST_WORDS],
        rows=frozen_results(going),
        submitted_by=by.id,
        submitted_at=clock(),
        due_on=rule.term.deadline_after(report.on, calendar),
    )
    kept = appraisals.add(made)
    if kept.report_number != number:
        raise AppraisalRuns(number=kept.report_number)
    return settle(kept, clock=clock)


def give_opinion(appraisal: Appraisal, letter: Document, answer: Answer, *, by: Actor, clock: Clock) -> Appraisal:
    """Agree, or send named villages or households back (transitions 15, 16). Told twice it is given once.

    Raises NotAllowed outside the area, NotTheAppraisingLevel, SameHandTwice, DocumentNumberMissing,
    DocumentSignerMissing, DocumentDayNotPossible, NothingReturned, NotOnTheList, AppraisalAnswered, AppraisalChanged.
    """
    if not by.covers(appraisal.commune_path):
        raise NotAllowed(commune=appraisal.commune_path)
    if by.area_path and registry.get_area(by.area_path).kind != appraisal.level:
        raise NotTheAppraisingLevel(reason=f"level.{appraisal.level}")
    if by.id == appraisal.submitted_by:
        raise SameHandTwice()
    number, signer = tidy(letter.number)[:LONGEST_NUMBER], tidy(letter.signer)[:LONGEST_NAME]
    if not number:
        raise DocumentNumberMissing()
    if not signer:
        raise DocumentSignerMissing()
    if not appraisal.report_on <= letter.on <= local_day(clock()):
        raise DocumentDayNotPossible(earliest=f"{appraisal.report_on:%d/%m/%Y}")
    returned = {} if answer.agrees else _returned(appraisal, answer)
    if appraisal.opinion is not None:
        said = appraisal.opinion
        if (said.number, said.agrees, dict(said.returned)) != (number, answer.agrees, returned):
            raise AppraisalAnswered()
        return settle(appraisal, clock=clock)
    opinion = Opinion(
        agrees=answer.agrees,
        number=number,
        on=letter.on,
        words=letter.words.strip()[:LONGEST_WORDS],
        returned=returned,
        by=by.id,
        signer=signer,
        at=clock(),
    )
    state = "agreed" if answer.agrees else "returned"
    told = appraisals.change(appraisal, {"opinion": opinion, "state": state, "is_settled": False})
    return settle(told, clock=clock)


def settle(appraisal: Appraisal, *, clock: Clock) -> Appraisal:
    """Set the cases where the request and its answer put them. Doing it again changes nothing."""
    if appraisal.is_settled:
        return appraisal
    listed = [one.case_id for one in appraisal.rows]
    at = clock()
    submitted = HistoryEntry(stage=Stage.SUBMITTED, at=at, by=appraisal.submitted_by, note=appraisal.report_number)
    repository.move_cases(listed, entry=submitted, froms=froms("submit", Stage.SUBMITTED))
    said = appraisal.opinion
    if said is not None and said.agrees:
        agreed = HistoryEntry(stage=Stage.APPRAISED, at=at, by=said.by, note=said.number)
        repository.move_cases(listed, entry=agreed, froms=froms("give_opinion", Stage.APPRAISED))
    elif said is not None:
        for reason in sorted(set(said.returned.values())):
            back = HistoryEntry(stage=Stage.APPRAISAL_RETURNED, at=at, by=said.by, note=reason)
            those = [case_id for case_id, why in said.returned.items() if why == reason]
            repository.move_cases(those, entry=back, froms=froms("give_opinion", Stage.APPRAISAL_RETURNED))
    as_read.note_settled(appraisal)
    registry.mark_changed({one.village_path for one in appraisal.rows})
    appraisal.is_settled = True
    return appraisal


def settle_all(clock: Clock) -> int:
    """Go on with every request that was cut off; how many."""
    return each(appraisals.unsettled(), lambda one: settle(one, clock=clock))


def _returned(appraisal: Appraisal, answer: Answer) -> dict[str, str]:
    """Reason by case: of the villages named, and of single households, whose own reason counts."""
    villages = {path: reason.strip()[:LONGEST_WORDS] for path, reason in answer.villages.items()}
    single = {case_id: reason.strip()[:LONGEST_WORDS] for case_id, reason in answer.cases.items()}
    if not (villages or single) or not all((*villages.values(), *single.values())):
        raise NothingReturned()
    strange = set(single) - {one.case_id for one in appraisal.rows}
    strange |= set(villages) - {one.village_path for one in appraisal.rows}
    if strange:
        raise NotOnTheList(count=len(strange))
    found = {one.case_id: villages[one.village_path] for one in appraisal.rows if one.village_path in villages}
    return found | single
