"""The list of households to review: the managed list, applications, households found in hardship (transition 1).

Source: review procedure, section 4 step 1 and in-year reviews.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from core.actor import SYSTEM, Actor, paths_down_to
from core.calendar import WorkingCalendar
from core.clock import Clock, local_day
from core.errors import NotAllowed
from core.ids import id_from
from registry import repository as registry
from registry.models import Area, Household
from registry.rules.names import tidy
from review import applications, complaints, decisions, repository
from review.actions.rounds import list_household, list_households
from review.application_models import Application, ApplicationMember
from review.complaint_models import Complaint
from review.listing_errors import ApplicationIncomplete, ListDecided
from review.models import Case, Round
from review.rules.application import ApplicationTold, birth_of, faults, number_of
from review.rules.procedures import procedure_for
from review.rules.ruleset_years import MONTHLY
from review.rules.windows import answer_by


def list_managed(opened: Round, *, by: Actor, clock: Clock) -> int:
    """Put the households that are managed as poor or near poor on the list; how many were not on it yet.

    Done again it adds those that came since. A monthly round reviews who asked or was found, nobody else: none of them.
    Raises NotAllowed outside the area, ListDecided.
    """
    _require_open(opened, by)
    if opened.kind == MONTHLY:
        return 0
    listed = {one.household_id for one in repository.cases_of_round(opened.id)}
    managed = [one for one in registry.households_within(opened.commune_path, seen_by=by) if one.is_managed]
    return list_households(opened, [one for one in managed if one.id not in listed], by=by, clock=clock)


def list_found(
    opened: Round,
    *,
    household_id: str = "",
    village_path: str = "",
    head_name: str = "",
    address: str = "",
    members_count: int | None = None,
    key: str,
    by: Actor,
    clock: Clock,
) -> Case:
    """Put a household on the list that the committee or the village head found in hardship, without an application.

    household_id: of one that is registered; else it is registered under an id made of `key`, so that the same post
    again is the same household. Raises NotAllowed outside the area, ListDecided, ApplicationIncomplete.
    """
    _require_open(opened, by)
    household = _of_the_commune(opened, household_id)
    wrong = _faults_of_place(opened, household, household_id, village_path)
    if not household_id and not tidy(head_name):
        wrong["head_name"] = "missing"
    if wrong:
        raise ApplicationIncomplete(faults=wrong)
    made = household or new_household(
        id_from("household", "found", opened.id, key),
        registry.get_area(village_path),
        head_name=head_name,
        address=address,
        members_count=members_count,
        source="found",
        clock=clock,
    )
    case = list_household(opened, made, origin="found", by=by, clock=clock)
    registry.mark_changed([case.village_path])
    return case


def left_over(opened: Round, cases: Iterable[Case]) -> list[Complaint]:
    """Complaints that came too late for an earlier round and whose households are not on this list: they feed this one.

    Source: review procedure, section 8: after the decision they feed the next monthly review.
    """
    listed = {one.household_id for one in cases}
    found = []
    for one in complaints.late_within(opened.commune_path):
        of_then = repository.find_case(one.case_id) if one.case_id else None
        if one.round_id != opened.id and (of_then is None or of_then.household_id not in listed):
            found.append(one)
    return [one for one in found if not _is_reviewed_since(one)]


def _is_reviewed_since(complaint: Complaint) -> bool:
    """A later round has listed its household, or the household that was registered for it."""
    ids = [id_from("household", "left over", complaint.id)]
    if complaint.case_id and (case := repository.find_case(complaint.case_id)):
        ids.append(case.household_id)
    later = [case for id_ in ids for case in repository.cases_of_household(id_, seen_by=SYSTEM)]
    return any(one.round_id != complaint.round_id and one.history[0].at > complaint.received_at for one in later)


def list_left_over(opened: Round, complaint: Complaint, *, by: Actor, clock: Clock) -> Case:
    """Put the household of such a complaint on the list; done twice it is on it once.

    One that no list named is registered by the words of the complaint. Raises NotAllowed, ListDecided.
    """
    _require_open(opened, by)
    case = repository.find_case(complaint.case_id) if complaint.case_id else None
    household = registry.find_household(case.household_id) if case else None
    made = household or new_household(
        id_from("household", "left over", complaint.id),
        registry.get_area(complaint.village_path),
        head_name=complaint.household,
        address="",
        source="found",
        clock=clock,
    )
    listed = list_household(opened, made, origin="found", by=by, clock=clock)
    registry.mark_changed([listed.village_path])
    return listed


def take_application(
    opened: Round, told: ApplicationTold, *, key: str, by: Actor, calendar: WorkingCalendar, clock: Clock
) -> Application:
    """Enter an application into the register and its household on the list; the same post again - same key - is one.

    Raises NotAllowed outside the area, ListDecided, ApplicationIncomplete.
    """
    application_id = id_from("application", opened.id, key)
    known = applications.find(application_id)
    if known is not None:
        return applications.get_application(application_id, seen_by=by)
    _require_open(opened, by)
    now = clock()
    household = _of_the_commune(opened, told.household_id)
    on_the_list = household is not None and household.is_managed
    wrong = faults(told, today=local_day(now), is_known=bool(told.household_id), is_on_the_list=on_the_list)
    wrong |= _faults_of_place(opened, household, told.household_id, told.village_path)
    if wrong or told.received_on is None:
        raise ApplicationIncomplete(faults=wrong)
    made = household or new_household(
        id_from("household", application_id),
        registry.get_area(told.village_path),
        head_name=told.head_name,
        address=told.address,
        members_count=told.members_count,
        source="application",
        clock=clock,
    )
    case = list_household(opened, made, origin="application", by=by, clock=clock)
    registry.mark_changed([case.village_path])
    return applications.add(
        Application(
            id=application_id,
            commune_path=opened.commune_path,
            village_path=case.village_path,
            within=paths_down_to(case.village_path),
            year=told.received_on.year,
            round_id=opened.id,
            case_id=case.id,
            household_id=made.id,
            household_code=made.code,
            head_name=made.head_name,
            kind=told.kind,
            channel=told.channel,
            applicant=tidy(told.applicant) or made.head_name,
            contact=tidy(told.contact)[:200],
            reason=told.reason.strip(),
            address=made.address,
            **_as_written(told, local_day(now)),
            received_on=told.received_on,
            due_on=answer_by(
                procedure_for(opened.ruleset_id),
                opened.kind,
                told.received_on,
                opened.decide_by or opened.closes_on,
                calendar,
            ),
            recorded_by=by.id,
            recorded_at=now,
        )
    )


def _as_written(told: ApplicationTold, today: date) -> dict[str, Any]:
    """What the paper tells of who wrote it and of the members, as it is kept."""
    same = ("sex", "ethnic_group", "issued_on", "listed_as", "listed_from", "listed_until")
    tidied = ("issued_by", "permanent_address", "current_address")
    members = [
        ApplicationMember(
            name=tidy(one.name),
            sex=one.sex,
            birth=birth_of(one.birth, today),
            relation=tidy(one.relation),
            work=one.work,
            occupation=tidy(one.occupation),
        )
        for one in told.members
        if not one.is_empty
    ]
    return {
        **{name: getattr(told, name) for name in same},
        **{name: tidy(getattr(told, name)) for name in tidied},
        "birth": birth_of(told.birth, today),
        "identity": number_of(told.identity),
        "members": members,
    }


def new_household(
    household_id: str,
    village: Area,
    *,
    head_name: str,
    address: str,
    source: str,
    clock: Clock,
    members_count: int | None = None,
) -> Household:
    """Register a household that was on no list, with a code of ours; under the same id it is one household."""
    known = registry.find_household(household_id)
    if known is not None:
        return known
    return registry.register_household(
        household_id,
        code=f"{village.code}-{household_id[:6].upper()}",
        head_name=head_name,
        address=address,
        village_path=village.id,
        source=source,
        at=clock(),
        members_count=members_count,
    )


def _require_open(opened: Round, by: Actor) -> None:
    if not by.covers(opened.commune_path):
        raise NotAllowed(commune=opened.commune_path)
    if decisions.decisions_of(opened.id):
        raise ListDecided()


def _of_the_commune(opened: Round, household_id: str) -> Household | None:
    """A household elsewhere is as unknown as one that there is not: nothing about it is told."""
    found = registry.find_household(household_id) if household_id else None
    return found if found is not None and found.village_path.startswith(opened.commune_path) else None


def _faults_of_place(opened: Round, household: Household | None, asked: str, village_path: str) -> dict[str, str]:
    """A household of the register, or a village for a new one: in the commune of the round."""
    if asked:
        return {} if household is not None else {"household_id": "not_found"}
    village = registry.find_village(village_path)
    if village is None or not village_path.startswith(opened.commune_path):
        return {"village_path": "missing"}
    return {}
