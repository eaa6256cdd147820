"""What the last forms told about the households of a village: the ground that a new Phiếu C or C1 starts from."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.actor import Actor
from form_engine.publishing import repository as forms
from review.actions.after_decision import PROFILE
from review.actions.forms import ASSESS
from review.actions.profiles import ASSISTANCE
from review.rules.form_fields import flat
from review.rules.roster import Member, members_told, with_profiles
from submissions import repository as submissions

_WITH_ROSTER = frozenset({ASSESS, PROFILE, ASSISTANCE})


@dataclass(frozen=True, slots=True)
class LastForm:
    """key: of the first version of the submission."""

    key: str
    answers: Mapping[str, Any]


@dataclass(slots=True)
class Known:
    """About one household. `last`: its latest form by role; `members`: as the latest of all told."""

    last: dict[str, LastForm] = field(default_factory=dict)
    members: list[Member] = field(default_factory=list)

    def told(self, role: str) -> dict[str, Any]:
        """Answers by field name of the latest form of a role; empty when there is none."""
        form = self.last.get(role)
        return flat(form.answers) if form else {}


def last_forms(village: str, *, seen_by: Actor, only: Collection[str] | None = None) -> dict[str, Known]:
    """By household of the village, or only of some. Nothing for a village outside the actor's area."""
    roles = {form.id: form.role for form in forms.all_forms() if form.role in _WITH_ROSTER}
    keys = submissions.last_forms(village, roles, seen_by=seen_by)
    wanted = [key for (household, _), key in keys.items() if only is None or household in only]
    found: dict[str, Known] = {}
    for one in submissions.answers_of(wanted):
        _learn(found.setdefault(one["household_id"], Known()), roles[one["form_id"]], one)
    return found


def _learn(known: Known, role: str, submission: Mapping[str, Any]) -> None:
    """Forms come in the order of their arrival, so the last one wins; who is known already keeps his id."""
    form = LastForm(submission.get("root_key") or submission["_id"], submission.get("answers") or {})
    if not form.answers:  # not read yet, or encrypted
        return
    known.last[role] = form
    roster = members_told(form.answers, form.key)
    if roster:
        known.members = with_profiles(roster, known.members)
