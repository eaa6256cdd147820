"""What decided rounds add up to, kept: reports of a district or a province sum what each commune came to.

A tally is worked out anew when what it rests on has changed: another decision, another Phiếu C accepted, other figures
of the population, another way of counting.
"""

import json
from collections.abc import Iterable

from mongoengine import Document, StringField

from core.actor import SYSTEM
from registry import repository as registry
from review import decisions
from review.actions.report_facts import basis_of, tallies_of
from review.models import Round
from review.population import Population
from review.rules.report_counts import Tally
from submissions import repository as submissions
from submissions.repository import Wanted
from submissions.rules.review_state import ReviewState

_COUNTED_AS = "1"
"""Changes with what `tally_of` counts."""
_PROFILE_FORM = "phieu_c"


class KeptTally(Document):
    """Of one round. rests_on: what it was counted from. content: figures by village, as JSON."""

    id = StringField(primary_key=True)
    rests_on = StringField(required=True)
    content = StringField(required=True)

    meta = {"collection": "report_tallies", "auto_create_index": False}  # noqa: RUF012


def official_tallies(opened: Round) -> dict[str, Tally]:
    """By village, of a round with a decision."""
    rests_on = _rests_on(opened)
    kept = KeptTally.objects(id=opened.id).first()
    if kept is not None and kept.rests_on == rests_on:
        found: dict[str, Tally] = json.loads(kept.content)
        return found
    villages = [one.id for one in registry.villages_within(opened.commune_path, on=opened.opens_on)]
    tallies = tallies_of(basis_of(opened, official=True), villages)
    KeptTally(id=opened.id, rests_on=rests_on, content=json.dumps(tallies)).save()
    return tallies


def known(rounds: Iterable[Round], *, most_new: int) -> tuple[dict[str, dict[str, Tally]], list[str]]:
    """What rounds came to by round and village; at most so many are worked out now. Then those that are still to be."""
    found: dict[str, dict[str, Tally]] = {}
    left: list[str] = []
    for opened in rounds:
        kept = KeptTally.objects(id=opened.id).first()
        if (kept is None or kept.rests_on != _rests_on(opened)) and most_new <= 0:
            left.append(opened.id)
            continue
        most_new -= kept is None
        found[opened.id] = official_tallies(opened)
    return found, left


def _rests_on(opened: Round) -> str:
    decided = [one.id for one in decisions.decisions_of(opened.id)]
    population = Population.objects(id=opened.id).only("revision").first()
    wanted = Wanted(form_id=_PROFILE_FORM, village=opened.commune_path, review_states=(ReviewState.APPROVED,))
    accepted = submissions.count(wanted, seen_by=SYSTEM)
    return json.dumps([_COUNTED_AS, decided, population.revision if population else 0, accepted])
