"""The households that the summary reports count, as they were when the list was decided upon, or as they stand now.

Official (chính thức): the rows that decisions froze; preliminary (sơ bộ): the results in force. Who lives in a home
and what it lacks is read of the very form that gave its result, by the point table of that result; causes, groups
and support of the Phiếu C that was accepted in the round. Source: templates, 11; procedure, step 20.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from form_engine.scoring_conditions import holds, is_deprived
from form_engine.scoring_facts import AGE, Facts, read_facts
from form_engine.scoring_sheet import ScoringSheet
from registry.rules.standing import ON_THE_LIST, Standing
from review import decisions, repository
from review.actions.after_decision import PROFILE
from review.actions.commune_list import BESIDE, cases_of_commune, frozen_results
from review.actions.flow_report import FlowRow, figures, flow_rows
from review.actions.redrawn import Redrawn
from review.actions.rulesets import ruleset_of
from review.commune_models import FrozenResult
from review.models import Case, Round
from review.population import population_of
from review.rules.form_fields import flat
from review.rules.report_counts import (
    CHILD_BELOW,
    CHILDREN_LACK,
    Household,
    Person,
    Profile,
    Tally,
    tally_of,
    together,
)
from review.rules.roster import rows_told, texts
from review.rules.stages import Stage
from submissions import repository as submissions
from submissions.rules.review_state import ReviewState

_AT_ONCE = 100
_TOLD = ("member_name", "relation", "sex", "birth_date", "birth_year", "ethnic_group")


@dataclass(frozen=True, slots=True)
class Basis:
    """What a report counts: the frozen or present results by case, and all cases of the round."""

    opened: Round
    is_official: bool
    rows: Mapping[str, FrozenResult]
    cases: Sequence[Case]


def official_rows(opened: Round) -> dict[str, FrozenResult]:
    """What was decided, by case; a later decision of the round counts before an earlier one. Empty without any."""
    return {row.case_id: row for decision in decisions.decisions_of(opened.id) for row in decision.rows}


def basis_of(opened: Round, *, official: bool) -> Basis:
    cases = cases_of_commune(opened)
    if official:
        return Basis(opened, True, official_rows(opened), cases)
    scored = [o for o in cases if o.assessment and o.assessment.standing and Stage(o.stage) not in BESIDE]
    return Basis(opened, False, {one.case_id: one for one in frozen_results(scored)}, cases)


def tallies_of(basis: Basis, villages: Sequence[str], drawn: Redrawn | None = None) -> dict[str, Tally]:
    """By village: what its households add up to, how its lists came about, how many live there.

    drawn: in the borders of another day, whose villages these are.
    """
    counted: dict[str, list[Tally]] = {path: [] for path in villages}
    placed = drawn.placed if drawn else {}
    for one in households_of(basis):
        counted.setdefault(placed.get(one.id, one.village), []).append(tally_of(one))
    flows = flow_rows(basis.opened, basis.cases, counted, basis.rows if basis.is_official else None, placed)
    population = population_of(basis.opened.id)
    population = drawn.population(population) if drawn else population
    return {
        path: {**together(counted[path]), **_flow(row), **population.get(path, {})}
        for path, row in ((row.place, row) for row in flows)
        if path
    }


def _flow(row: FlowRow) -> Tally:
    found: dict[str, int] = {}
    for kind in ON_THE_LIST:
        for what, flow in (("h", row.households[kind]), ("p", row.people[kind])):
            for column, number in enumerate(figures(flow, kind), start=1):
                found[f"flow.{kind}.{what}.{column}"] = number
    return found


def households_of(basis: Basis, standing: str = "") -> Iterator[Household]:
    """Poor and near-poor households of a report, by village and given name; of one list alone when it is named."""
    wanted = {standing} if standing else ON_THE_LIST
    order = {one.id: place for place, one in enumerate(basis.cases)}
    rows = sorted(
        (one for one in basis.rows.values() if Standing(one.standing) in wanted),
        key=lambda one: order.get(one.case_id, len(order)),
    )
    for start in range(0, len(rows), _AT_ONCE):
        part = rows[start : start + _AT_ONCE]
        forms = {one["_id"]: one["answers"] for one in submissions.answers_of(o.submission_key for o in part)}
        profiles = _profiles([one.case_id for one in part])
        for row in part:
            sheet = ruleset_of(basis.opened.ruleset_id, row.ruleset_hash)
            yield _household(row, forms.get(row.submission_key, {}), sheet, profiles.get(row.case_id))


def _household(
    row: FrozenResult, answers: Mapping[str, Any], sheet: ScoringSheet | None, profile: Profile | None
) -> Household:
    facts = read_facts(answers, sheet) if sheet else Facts({}, ())
    told = rows_told(answers)
    indicators = sheet.indicators if sheet else ()
    by_child = [one for one in indicators if one.name in CHILDREN_LACK]

    def person(line: Mapping[str, Any], read: Mapping[str, Any]) -> Person:
        words = texts(line, _TOLD)
        age = read.get(AGE)
        is_child = isinstance(age, int) and age < CHILD_BELOW
        lacks = (one.name for one in by_child if is_child and holds(one.condition, read, len(facts.members)))
        born = words["birth_date"][:4] or words["birth_year"]
        return Person(
            words["member_name"],
            words["relation"],
            words["sex"],
            born,
            words["ethnic_group"],
            is_child=is_child,
            lacks=frozenset(lacks),
        )

    members = tuple(map(person, told, facts.members)) if len(told) == len(facts.members) else ()
    return Household(
        id=row.household_id,
        code=row.household_code,
        head_name=row.head_name,
        village=row.village_path,
        standing=row.standing,
        change=row.change,
        subclass=row.subclass or "",
        people=row.members_count if row.members_count is not None else len(told),
        lacks=frozenset(one.code for one in indicators if is_deprived(one, facts)),
        members=members,
        profile=profile,
    )


def _profiles(case_ids: Iterable[str]) -> dict[str, Profile]:
    """Of the latest Phiếu C of each case that a supervisor approved."""
    links = {
        link.key: case.id
        for case in repository.cases_with_history(case_ids)
        for link in sorted(case.forms, key=lambda one: one.received_at)
        if link.role == PROFILE
    }
    states = submissions.review_states(links)
    approved = [key for key in links if states.get(key) == ReviewState.APPROVED]
    return {links[one["_id"]]: _profile(one["answers"]) for one in submissions.answers_of(approved)}


def _profile(answers: Mapping[str, Any]) -> Profile:
    told = texts(flat(answers), ("c_12", "c_13", "c_15"))
    causes, support, groups = (tuple(one for one in told[name].split() if one != "0") for name in told)
    has_merit = any(texts(row, ("m_merit",))["m_merit"] == "yes" for row in rows_told(answers))
    return Profile(causes, support, groups, has_merit)
