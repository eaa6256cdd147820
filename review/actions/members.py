"""The people of a household, from the forms that count: the Phiếu B that a decision recognised, Phiếu C when accepted.

Safe to run any number of times (registry/rosters.py): the same form makes nobody twice, an older one changes nothing.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from core.clock import local_day
from core.mongo import Document
from core.portions import portions
from registry import repository as registry
from registry.models import Household
from registry.rosters import Roster, follow_rosters
from registry.rules.same_person import Told
from review.commune_models import Decision
from review.rules.form_fields import INTERVIEW_DATE, flat
from review.rules.roster import Member, members_told
from submissions import repository as submissions

_AT_ONCE = 100


def follow_decision(decision: Decision) -> None:
    """The members of the households that a decision is about, from the forms that it froze."""
    by_key = {one.submission_key: one.household_id for one in decision.rows}
    for some in portions(sorted(by_key), _AT_ONCE):
        households = registry.households_by_id(by_key[key] for key in some)
        forms = [one for one in submissions.answers_of(some) if by_key[one["_id"]] in households]
        follow_rosters(_rosters((households[by_key[one["_id"]]], one) for one in forms))


def follow_accepted(household: Household, submission: Document, answers: Mapping[str, Any]) -> None:
    """The members of a household from one form that was accepted."""
    follow_rosters(_rosters([(household, {**submission, "answers": answers})]))


def _rosters(found: Iterable[tuple[Household, Mapping[str, Any]]]) -> Iterable[Roster]:
    for household, form in found:
        answers = form.get("answers") or {}
        yield Roster(
            household=household,
            lines=[_told(one) for one in members_told(answers, form.get("root_key") or form["_id"])],
            told_at=form["received_at"],
            on=_day_of(answers) or local_day(form["received_at"]),
            source=f"form:{form['_id']}",
        )


def _told(member: Member) -> Told:
    told = member.told
    return Told(
        id=member.id,
        name=told["member_name"],
        relation=told["relation"],
        sex=told["sex"],
        birth=told["birth_date"] or told["birth_year"],
        number=told["id_number"],
        ethnic_group=told["ethnic_group"],
    )


def _day_of(answers: Mapping[str, Any]) -> date | None:
    """The day of the visit."""
    told = flat(answers).get(INTERVIEW_DATE)
    try:
        return date.fromisoformat(str(told)[:10]) if told else None
    except ValueError:
        return None
