"""What page and API share about complaints: who may be sent, and opening who complained, which leaves a trace."""

from dataclasses import dataclass
from datetime import date

from app.auth import people
from app.auth.models import Person
from app.auth.permissions import PERMISSIONS, Role
from app.holidays import working_calendar
from app.wiring import deps
from core import audit
from core.actor import Actor
from core.clock import local_day
from core.mongo import Document
from form_engine.publishing import repository as forms
from review import complaints, repository
from review.actions.complaint import complaint_rule
from review.actions.forms import ASSESS
from review.actions.reverification import first_enumerators
from review.complaint_errors import EnumeratorUnknown
from review.complaint_models import Complainant, Complaint
from review.models import Case

UNSEALED = "complaint.unsealed"
_SENDS = "submission.send"


@dataclass(frozen=True, slots=True)
class Candidate:
    """first_visit: the day on which he filled Phiếu B of the household, who is not sent again; else empty.

    is_sender: he himself sends, and so does not go.
    """

    person: Person
    first_visit: str
    is_sender: bool = False


def complainant_for(complaint: Complaint, by: Actor) -> Complainant:
    """Who complained, for somebody with the duty to know. Written down before it is told: who looked, and when."""
    audit.record(UNSEALED, by=by.id, subject=complaint.id, at=deps().clock())
    return complaints.complainant_of(complaint)


def who_looked(complaint: Complaint) -> list[Document]:
    """Who opened it, the latest first."""
    return [one for one in audit.about(complaint.id) if one["act"] == UNSEALED]


def candidates(case: Case, by: Actor) -> list[Candidate]:
    """Enumerators whose area holds the household, in the area of who sends; those who may not are told with the day."""
    before = first_enumerators(case)
    found = people.people_within(by.area_path, roles=_roles())
    return [
        Candidate(one, before.get(one.id, ""), one.id == by.id)
        for one in found
        if not one.is_disabled and case.village_path.startswith(one.area_path)
    ]


def find_enumerator(id_or_username: str, by: Actor) -> Actor:
    """Somebody of the area who fills Phiếu B. Raises EnumeratorUnknown."""
    found = people.find_person(id_or_username) or people.find_by_username(id_or_username)
    fits = found is not None and not found.is_disabled and bool(set(found.roles) & set(_roles()))
    if found is None or not fits or not found.area_path.startswith(by.area_path):
        raise EnumeratorUnknown()
    return people.actor_of(found)


def due_of_returned(case: Case) -> date:
    """Until when a household that the appraisal sent back is visited again: in the working days of a complaint."""
    term = complaint_rule(repository.get_round(case.round_id)).term
    return term.deadline_after(local_day(deps().clock()), working_calendar())


def _roles() -> list[str]:
    """Those that fill Phiếu B, by the catalogue of forms."""
    fillers = {role for form in forms.all_forms() if form.role == ASSESS for role in form.may_fill}
    return [str(role) for role in Role if _SENDS in PERMISSIONS[role] and (role in fillers or not fillers)]
