"""members.csv: the people of the households that a Phiếu C or C1 is made for, as their latest form told.

A list with citizen numbers carries no household more than the form needs: for Phiếu C the recognised ones, for C1 those
known to draw a monthly allowance.
"""

from collections.abc import Iterable

from app.openrosa.lists import beneficiaries
from app.openrosa.lists.kept import PersonalList, table
from app.openrosa.lists.last_forms import Known, last_forms
from app.openrosa.lists.listed import recognised_households
from core.actor import Actor
from registry.models import Area
from review.actions.profiles import ASSISTANCE
from review.rules.roster import IDENTITY, PROFILE, on_phones

FILE_NAME = "members.csv"

_COLUMNS = ("name", "label", "household", *IDENTITY, *PROFILE)


def make(villages: Iterable[Area], actor: Actor, role: str, ruleset: str = "") -> PersonalList:
    return table(_COLUMNS, (row for village in villages for row in _rows(village.id, actor, role, ruleset)))


def _rows(village: str, actor: Actor, role: str, ruleset: str) -> Iterable[tuple[str, ...]]:
    for household, known in _households(village, actor, role, ruleset).items():
        for number, member in enumerate(known.members, start=1):
            told = on_phones(member)
            yield member.id, f"{number}. {member.label}", household, *(told[name] for name in (*IDENTITY, *PROFILE))


def _households(village: str, actor: Actor, role: str, ruleset: str) -> dict[str, Known]:
    if role == ASSISTANCE:
        known = last_forms(village, seen_by=actor)
        return {household: one for household, one in known.items() if beneficiaries.draw_allowances(one)}
    only = {one.household.id for one, _ in recognised_households(village, actor, ruleset)}
    return last_forms(village, seen_by=actor, only=only)
