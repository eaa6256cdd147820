"""The whole list of a commune in a round: its results, what keeps it from going up, whether the year closes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from registry import repository as registry
from registry.area_numbers import with_standings
from registry.models import Household, ReplacedStanding, StandingYear
from registry.rules.names import by_given_name
from registry.rules.standing import ON_THE_LIST, Change, Standing, change_of
from review import decisions, repository
from review.actions.opening_day import opening_day
from review.commune_models import Decision, FrozenResult
from review.decisions import Signed
from review.models import Case, Round
from review.rules.balance import Balance, Movement, Registered, balance
from review.rules.recognised import DECIDED
from review.rules.ruleset_years import MONTHLY
from review.rules.stages import Stage

BESIDE = frozenset({Stage.SCREENED_OUT, Stage.REJECTED_FINAL, Stage.WITHDRAWN})
"""Stages of a household that is not on the list that goes up, and does not keep it back."""

_GOES_UP = frozenset({Stage.POSTING_CLOSED, Stage.SUBMITTED})


def cases_of_commune(opened: Round) -> list[Case]:
    """All cases of a round, by village and by the given name of the head."""
    found = repository.cases_of_round(opened.id)
    return sorted(found, key=lambda one: (one.village_path, by_given_name(one.head_name), one.household_code))


def what_blocks_the_list(cases: Iterable[Case]) -> list[Case]:
    """Households that keep the list from going up: their posting is not over yet (transition 14)."""
    return [one for one in cases if Stage(one.stage) not in _GOES_UP | BESIDE | DECIDED | {Stage.APPRAISED}]


def those_that_go_up(cases: Iterable[Case]) -> list[Case]:
    return [one for one in cases if Stage(one.stage) in _GOES_UP]


def frozen_results(cases: Iterable[Case]) -> list[FrozenResult]:
    """The results of cases as they stand now, with the people that the register has."""
    told = list(cases)
    homes = registry.households_by_id(one.household_id for one in told)
    return [
        FrozenResult(
            case_id=one.id,
            household_id=one.household_id,
            household_code=one.household_code,
            head_name=one.head_name,
            village_path=one.village_path,
            address=homes[one.household_id].address if one.household_id in homes else "",
            members_count=one.assessment.people,
            people_before=homes[one.household_id].members_count if one.household_id in homes else None,
            standing_before=one.standing_before,
            standing=one.assessment.standing,
            subclass=one.assessment.subclass,
            change=one.assessment.change,
            b1=one.assessment.b1,
            b2=one.assessment.b2,
            submission_key=one.assessment.submission_key,
            input_hash=one.assessment.input_hash,
            ruleset_hash=one.assessment.ruleset_hash,
        )
        for one in told
    ]


@dataclass(frozen=True, slots=True)
class Registers:
    """Households of a commune that were ever recognised, their villages on the opening day, and its decisions by id."""

    households: Sequence[Household]
    place_of: Mapping[str, str]
    signed: Mapping[str, Signed]


def registers_of(opened: Round) -> Registers:
    day = opening_day(opened)
    households = with_standings(opened.commune_path, day)
    return Registers(
        households, {one.id: one.place_on(day) for one in households}, decisions.signed_in(opened.commune_path)
    )


def balance_of(
    opened: Round,
    cases: Iterable[Case],
    *,
    within: str = "",
    decided: Mapping[str, FrozenResult] | None = None,
    placed: Mapping[str, str] | None = None,
    registered: Registers | None = None,
) -> Balance:
    """Whether the year closes with these cases: the register's lists of the year before against the round's results.

    A household of those lists that left the commune before it was listed here left the list: other decrease. In a
    monthly round who is not reviewed stays. within: a village, for its part alone; who moved within the commune counts
    in the village of his case. decided: results by case that count instead of those in force, with the people that the
    register had when they were frozen: the register follows the decision. placed: where households are counted instead
    of there, by household: in the borders of another day. registered: what `registers_of` told, where the parts of a
    commune are asked about one by one.
    """
    register = registered or registers_of(opened)
    rows = decided or {}
    told = list(cases)
    listed = {one.household_id: one.village_path for one in told}
    place = {**register.place_of, **listed, **(placed or {})}
    signed = register.signed
    households = [one for one in register.households if place[one.id].startswith(within)]
    frozen = {row.household_id: row.people_before for row in rows.values()}
    then = [_registered(one, opened, signed, frozen.get(one.id)) for one in households]
    gone = [_gone(one, opened, signed) for one in households if one.id not in listed and _has_left(one, opened)]
    here = [one for one in told if place[one.household_id].startswith(within)]
    known = {*listed, *(one.household_id for one in gone)}
    stay = [_stays(one) for one in then if opened.kind == MONTHLY and one.household_id not in known]
    return balance(then, [*(_movement(one, rows.get(one.id)) for one in here), *gone, *stay])


def _registered(
    household: Household, opened: Round, signed: Mapping[str, Signed], people: int | None = None
) -> Registered:
    """people: as it was frozen. As the last decision told goes before that; as the register has it now comes last."""
    line = _line_before(household, opened, signed)
    told = line.people if line is not None and line.people is not None else people
    standing = Standing(line.standing) if line else Standing.NON_POOR
    return Registered(household.id, standing, told if told is not None else household.members_count)


def _line_before(
    household: Household, opened: Round, signed: Mapping[str, Signed]
) -> StandingYear | ReplacedStanding | None:
    """What the register told when the round opened: the latest line of a year before, or what a decision of another
    round had recognised in this year by then, such as a monthly one.

    Source: review procedure, section 6 (start status).
    """
    this_year = next((one for one in household.standings if one.year == opened.year), None)
    lines: list[StandingYear | ReplacedStanding] = []
    if this_year is not None:
        lines = [this_year, *reversed(this_year.replaced)]
    for one in lines:
        by = signed.get(one.decision or "")
        if by is not None and by.round_id != opened.id and by.on <= opened.opens_on:
            return one
    years = [one for one in household.standings if one.year < opened.year]
    return max(years, key=lambda one: one.year, default=None)


def _stays(one: Registered) -> Movement:
    """A household that a monthly round does not review is what it was."""
    change = change_of(one.standing, (), one.standing)
    return Movement("", one.household_id, one.standing, one.standing, change, people=one.people)


def _has_left(household: Household, opened: Round) -> bool:
    """Gone by an event; a commune that became part of another took its households along."""
    went = any(o.why == "moved" and o.village_path.startswith(opened.commune_path) for o in household.former_places)
    return household.left_on is not None or (went and not household.village_path.startswith(opened.commune_path))


def _gone(household: Household, opened: Round, signed: Mapping[str, Signed]) -> Movement:
    before = _registered(household, opened, signed).standing
    change = change_of(before, (), Standing.NOT_IN_AREA)
    return Movement("", household.id, before, Standing.NOT_IN_AREA, change)


def _movement(case: Case, row: FrozenResult | None) -> Movement:
    before = Standing(case.standing_before)
    if row is not None:
        now, change = Standing(row.standing), Change(row.change)
        return Movement(case.id, case.household_id, before, now, change, people=row.members_count)
    history = [Standing(one) for one in case.history_before]
    if Stage(case.stage) is Stage.WITHDRAWN:
        now, change = Standing.NOT_IN_AREA, change_of(before, history, Standing.NOT_IN_AREA)
    elif case.assessment is None or case.assessment.standing is None or Stage(case.stage) in BESIDE:
        now, change = before if before in ON_THE_LIST else Standing.NON_POOR, Change.NONE
    else:
        now, change = Standing(case.assessment.standing), Change(case.assessment.change)
    people = case.assessment.people if case.assessment else None
    return Movement(case.id, case.household_id, before, now, change, people=people)


LISTS = ("poor", "near_poor", "left_poor", "left_near_poor")
"""The four lists of a decision. Who left poverty and is near poor now stands on two of them (templates, 9)."""


def lists_of(rows: Iterable[FrozenResult]) -> dict[str, list[FrozenResult]]:
    """The households of a decision by its lists, in the order of the rows."""
    told = list(rows)
    return {
        "poor": [one for one in told if one.standing == Standing.POOR],
        "near_poor": [one for one in told if one.standing == Standing.NEAR_POOR],
        "left_poor": [one for one in told if one.standing_before == Standing.POOR and one.standing != Standing.POOR],
        "left_near_poor": [
            one for one in told if one.standing_before == Standing.NEAR_POOR and one.standing == Standing.NON_POOR
        ],
    }


def reopened_of(decision: Decision, cases: Iterable[Case]) -> list[Case]:
    """Households that a decision names and that are on their way again."""
    named = {one.case_id for one in decision.rows}
    return [one for one in cases if one.id in named and Stage(one.stage) not in DECIDED]
