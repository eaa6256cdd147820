"""Papers of a village: lists to review and by class, invitation, end of a posting, letters of refusal."""

from collections.abc import Sequence
from dataclasses import replace

from flask import Response

from app.auth import people
from app.console import places
from app.console.blueprint import bp
from app.console.papers import FORM, WITH_NUMBERS, paper_response, whole_numbers
from app.console.village import find_village
from app.documents.errors import PaperNotFound
from app.documents.kept import Subject
from app.documents.list_papers import ListedHousehold, review_list_paper, village_list_paper
from app.documents.members_told import members_of_forms
from app.documents.notice_papers import invitation_paper, posting_end_paper
from app.documents.refusal_papers import Refused, is_refused, refusals_paper
from app.holidays import working_calendar
from app.wiring import current_actor, deps, requires, today
from form_engine.definition import Field
from registry import persons
from registry import repository as registry
from registry.rules.identity import masked
from registry.rules.names import by_given_name
from review import complaints, decisions, meetings, postings, repository
from review.actions import decision as deciding
from review.actions import meeting as meeting_acts
from review.actions import posting as posting_acts
from review.actions.commune_list import cases_of_commune
from review.commune_models import Decision
from review.hearings import result_told
from review.models import Case, Round
from review.rules.form_fields import flat
from review.rules.posting import days
from submissions import repository as submissions

_OF_THE_LIST = ("assess", "identify")
"""Roles of the forms whose enumerator a list names: Phiếu B before Phiếu A."""
_YES = "yes"
_ITEM = "a_"


@bp.get(f"/dot/<round_id>/thon/<path:village>/can-ra-soat.{FORM}")
@requires("household.read")
def review_list_on_paper(round_id: str, village: str, form: str) -> Response:
    """The households of a village that are to be reviewed, by the given name of the head."""
    opened, area = find_village(round_id, village, current_actor())
    is_whole = whole_numbers("review_list", area.id)
    rows = _listed(opened, area.id)
    rows = rows if is_whole else [replace(one, identity=masked(one.identity) if one.identity else "") for one in rows]
    paper = review_list_paper(opened, places.breadcrumb(area.id), rows)
    seen_by = WITH_NUMBERS if is_whole else "household.read"
    return paper_response(paper, form, Subject("review_list", area.id, opened.id, area.id, seen_by))


@bp.get(f"/dot/<round_id>/thon/<path:village>/ket-qua.{FORM}")
@requires("case.read")
def village_list_on_paper(round_id: str, village: str, form: str) -> Response:
    """The same households by what the review came to."""
    opened, area = find_village(round_id, village, current_actor())
    paper = village_list_paper(opened, places.breadcrumb(area.id), _listed(opened, area.id))
    return paper_response(paper, form, Subject("village_list", area.id, opened.id, area.id))


@bp.get(f"/hop/<meeting_id>/giay-moi.{FORM}")
@requires("case.read")
def invitation_on_paper(meeting_id: str, form: str) -> Response:
    """The invitation with what is talked about."""
    found = meetings.get_meeting(meeting_id, seen_by=current_actor())
    agenda = meeting_acts.agenda_of(found)
    caller = people.names_of([found.called_by]).get(found.called_by, "")
    results = {one.id: result_told(one) for one in agenda}
    paper = invitation_paper(found, places.breadcrumb(found.village_path), agenda, results, caller=caller)
    return paper_response(paper, form, Subject("invitation", found.id, found.round_id, found.village_path))


@bp.get(f"/niem-yet/<posting_id>/ket-thuc.{FORM}")
@requires("case.read")
def posting_end_on_paper(posting_id: str, form: str) -> Response:
    """The record of the end of a posting. Raises PaperNotFound while the list hangs."""
    found = posting_acts.settle(postings.get_posting(posting_id, seen_by=current_actor()), clock=deps().clock)
    if found.state != "closed":
        raise PaperNotFound(posting_id=posting_id)
    term = posting_acts.posting_rule(repository.get_round(found.round_id)).term
    counted = days(found.since, found.until, term, working_calendar(), today=today())
    working = sum(one.number is not None for one in counted)
    paper = posting_end_paper(
        found, places.breadcrumb(found.village_path), complaints.of_posting(found.id), working_days=working
    )
    return paper_response(paper, form, Subject("posting_end", found.id, found.round_id, found.village_path))


@bp.get(f"/ho-so/<case_id>/tra-loi.{FORM}")
@requires("case.read")
def refusal_on_paper(case_id: str, form: str) -> Response:
    """The letter to one household. Raises PaperNotFound when nothing was refused."""
    case = repository.get_case(case_id, seen_by=current_actor())
    opened, signed = repository.get_round(case.round_id), _last_decision(case.round_id)
    if not is_refused(case, signed):
        raise PaperNotFound(case_id=case_id)
    paper = refusals_paper(_refused([case]), opened, signed)
    return paper_response(paper, form, Subject("refusal_letter", case.id, opened.id, case.village_path))


@bp.get(f"/quyet-dinh/<decision_id>/tra-loi.{FORM}")
@requires("case.read")
def refusals_on_paper(decision_id: str, form: str) -> Response:
    """The letters that go out with a decision, a page each. Raises PaperNotFound when there is none."""
    found = deciding.settle(decisions.get_decision(decision_id, seen_by=current_actor()), clock=deps().clock)
    opened = repository.get_round(found.round_id)
    refused = [one for one in cases_of_commune(opened) if is_refused(one, found)]
    if not refused:
        raise PaperNotFound(decision_id=decision_id)
    paper = refusals_paper(_refused(refused), opened, found)
    return paper_response(paper, form, Subject("refusal_letter", found.id, opened.id, found.commune_path))


def _last_decision(round_id: str) -> Decision | None:
    made = decisions.decisions_of(round_id)
    return made[-1] if made else None


def _refused(cases: Sequence[Case]) -> list[Refused]:
    """With what the household has, by its Phiếu A."""
    screened = {one.screening.submission_key: one.id for one in cases if one.screening}
    told: dict[str, tuple[str, ...]] = {}
    for form in submissions.answers_of(screened):
        definition = deps().definitions.nearest(form["form_id"], form.get("form_version", ""))
        fields = definition.fields_by_name
        said = [name for name, value in flat(form["answers"]).items() if name.startswith(_ITEM) and value == _YES]
        asked = (fields[name] for name in said if isinstance(fields.get(name), Field))
        told[screened[form["_id"]]] = tuple(one.labels.get("vi", one.name) for one in asked)
    return [Refused(one, places.breadcrumb(one.village_path), told.get(one.id, ())) for one in cases]


def _listed(opened: Round, village: str) -> list[ListedHousehold]:
    """The cases of a village by given name, with what the register knows of the household and its head."""
    cases = sorted(
        repository.cases_of_villages(opened.id, [village]),
        key=lambda one: (by_given_name(one.head_name), one.household_code),
    )
    ids = [one.household_id for one in cases]
    homes, members = registry.households_by_id(ids), persons.members_of_many(ids)
    senders = {one.id: _sender(one) for one in cases}
    forms = {one["_id"]: one.get("received_by", "") for one in submissions.heads(filter(None, senders.values()))}
    names = people.names_of(forms.values())
    told = members_of_forms((one.assessment.submission_key for one in cases if one.assessment), deps().definitions)
    found = []
    for one in cases:
        home = homes.get(one.household_id)
        head = next((who for who in members.get(one.household_id, []) if who.name == one.head_name), None)
        roster = told.get(one.assessment.submission_key, ()) if one.assessment else ()
        named = next((who.identity for who in roster if who.name == one.head_name), "")
        count = one.assessment.people if one.assessment else None
        found.append(
            ListedHousehold(
                case=one,
                address=home.address if home else "",
                people=count if count is not None else (home.members_count if home else None),
                identity=(head.number if head else "") or named,
                enumerator=names.get(forms.get(senders[one.id], ""), ""),
            )
        )
    return found


def _sender(case: Case) -> str:
    """The key of the form whose enumerator the list names; empty before any came."""
    for role in _OF_THE_LIST:
        filled = [one for one in case.forms if one.role == role]
        if filled:
            return str(max(filled, key=lambda one: one.received_at).key)
    return ""
