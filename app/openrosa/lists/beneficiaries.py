"""beneficiaries.csv: who draws a monthly allowance in a person's villages, as the last Phiếu C1 told."""

from collections.abc import Iterable

from app.openrosa.lists.kept import PersonalList, table
from app.openrosa.lists.last_forms import Known, last_forms
from app.wiring import deps
from core.actor import Actor
from core.clock import local_day
from registry.models import Area
from review.actions.forms import ASSESS
from review.actions.profiles import ASSISTANCE
from review.rules.allowances import FIELDS, Beneficiary, beneficiaries_told
from review.rules.form_fields import MEMBERS, flat

FILE_NAME = "beneficiaries.csv"

_COLUMNS = ("name", "label", "household", "member_name", *FIELDS)


def make(villages: Iterable[Area], actor: Actor) -> PersonalList:
    return table(_COLUMNS, (row for village in villages for row in _rows(village.id, actor)))


def draw_allowances(known: Known) -> bool:
    """Whether somebody of the household draws a monthly allowance, as far as any of its last forms told."""
    told_of_b = (flat(row) for row in known.told(ASSESS).get(MEMBERS) or ())
    return (
        bool(_running(known))
        or any(member.draws_allowance for member in known.members)
        or any(row.get("monthly_social_allowance") == "yes" for row in told_of_b)
    )


def _rows(village: str, actor: Actor) -> Iterable[tuple[str, ...]]:
    for household, known in last_forms(village, seen_by=actor).items():
        for one in _running(known):
            yield one.id, one.label, household, one.member_name, *(one.told[name] for name in FIELDS)


def _running(known: Known) -> list[Beneficiary]:
    form = known.last.get(ASSISTANCE)
    month = local_day(deps().clock()).isoformat()[:7]
    return beneficiaries_told(form.answers, form.key, month=month) if form else []
