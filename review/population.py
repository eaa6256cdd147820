"""How many households and people live in the villages of a round: what rates are counted of. The commune tells it.

No form of the review counts those who are not reviewed; the figures are those of the commune's own statistics.
"""

from collections.abc import Mapping

from mongoengine import DateTimeField, DictField, Document, IntField, StringField

from core.clock import Clock
from review.rules.report_counts import POPULATION, Tally

MOST = 99_999
TOLD = "population.told"
"""Act of the audit."""


class Population(Document):
    """One for each round. villages: by path with dots for slashes, the figures that were told."""

    id = StringField(primary_key=True)
    villages = DictField()
    told_by = StringField(required=True)
    told_at = DateTimeField(required=True)
    revision = IntField(default=0)

    meta = {"collection": "populations", "auto_create_index": False}  # noqa: RUF012


def population_of(round_id: str) -> dict[str, Tally]:
    """By village; what was not told is not there. For who was let see the round."""
    kept = Population.objects(id=round_id).first()
    return {path.replace(".", "/"): told for path, told in kept.villages.items()} if kept else {}


def keep_population(round_id: str, villages: Mapping[str, Tally], *, by: str, clock: Clock) -> None:
    """villages: figures by path, under names of POPULATION; the last one that tells counts."""
    told = {
        path.replace("/", "."): {name: figures[name] for name in POPULATION if name in figures}
        for path, figures in villages.items()
    }
    Population.objects(id=round_id).update_one(
        upsert=True, set__villages=told, set__told_by=by, set__told_at=clock(), inc__revision=1
    )
