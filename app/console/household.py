"""Hộ: a household through the years: its standing, and round by round its forms, meetings, complaints, decisions."""

from dataclasses import dataclass
from datetime import date

from flask import render_template
from flask.typing import ResponseReturnValue

from app.auth import people
from app.auth.permissions import may
from app.console import places
from app.console.blueprint import bp
from app.console.household_events import events_of
from app.console.queue import titles_of_forms
from app.console.standing_line import standing_line
from app.wiring import current_actor, deps, requires
from core import audit
from core.actor import Actor
from core.clock import local_day
from core.mongo import Document
from registry import persons
from registry import repository as registry
from review import applications, complaints, decisions, meetings, reverifications
from review import repository as review
from review.application_models import Application
from review.commune_models import Decision
from review.complaint_models import Complaint, Reverification
from review.models import Case, Meeting, Round

LOOKED = "household.looked"
_LOOKS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class InRound:
    """What a round knows of the household. complaints, reverifications: empty for who may not read them."""

    opened: Round
    case: Case
    meetings: list[Meeting]
    complaints: list[Complaint]
    reverifications: list[Reverification]
    applications: list[Application]
    decisions: list[Decision]


@bp.get("/ho/<household_id>")
@requires("household.read")
def household(household_id: str) -> ResponseReturnValue:
    """Who the household is and what became of it. That somebody looked is written down, and the page says so."""
    actor, now = current_actor(), deps().clock()
    found = registry.get_household(household_id, seen_by=actor)
    looks = [one for one in audit.about(household_id) if one["act"] == LOOKED]
    audit.record(LOOKED, by=actor.id, subject=household_id, at=now)
    rounds = _rounds(household_id, actor)
    members, former = persons.roll_of(household_id)
    return render_template(
        "console/household.html",
        household=found,
        area=places.breadcrumb(found.village_path),
        line=standing_line(found.standings, local_day(now).year),
        rounds=rounds,
        members=members,
        former=former,
        titles=titles_of_forms(),
        may_open_forms=may(actor, "submission.read"),
        certificates=decisions.certificates_of(household_id),
        decisions=decisions.by_id((one.decision for one in found.standings), seen_by=actor),
        looks=_latest_by_day(looks),
        names=people.names_of(one["by"] for one in looks),
        **events_of(household_id),
    )


def _rounds(household_id: str, actor: Actor) -> list[InRound]:
    """The latest first."""
    reads = may(actor, "complaint.read")
    papers = applications.of_household(household_id, seen_by=actor)
    found = []
    for case in review.cases_of_household(household_id, seen_by=actor):
        found.append(
            InRound(
                opened=review.get_round(case.round_id),
                case=case,
                meetings=meetings.meetings_of_case(case.round_id, case.village_path, case.id),
                complaints=complaints.of_case(case.id) if reads else [],
                reverifications=reverifications.of_case(case.id) if reads else [],
                applications=[one for one in papers if one.case_id == case.id],
                decisions=[
                    one
                    for one in decisions.decisions_of(case.round_id)
                    if any(row.case_id == case.id for row in one.rows)
                ],
            )
        )
    return sorted(found, key=lambda one: (one.opened.opens_on, one.opened.id), reverse=True)


def _latest_by_day(looks: list[Document]) -> list[Document]:
    """Each person once a day, the latest first."""
    seen: set[tuple[str, date]] = set()
    shown = []
    for one in looks:
        if (key := (one["by"], local_day(one["at"]))) not in seen:
            seen.add(key)
            shown.append(one)
    return shown[:_LOOKS_SHOWN]
