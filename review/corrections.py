"""Every query and write of corrected rule sets: those proposed, and which one rounds that open from now go by.

The rule set in force is one document a period, so every web process sees the same at once. A period without one goes
by the file of the program.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mongoengine import DateTimeField, Document, IntField, StringField
from mongoengine.errors import NotUniqueError

from review.errors import CorrectionNotFound, RulesetChanged, StaleCorrection


class Correction(Document):
    """A corrected rule set that somebody brought. base_hash: the one in force then; hash: of the corrected one.

    origin: whether it came as a table of points or as a whole file. source: where the new figures stand, as typed.
    """

    id = StringField(primary_key=True)
    ruleset_id = StringField(required=True)
    base_hash = StringField(required=True)
    hash = StringField(required=True)
    origin = StringField(required=True, choices=("table", "file"))
    note = StringField(default="")
    source = StringField(default="")
    state = StringField(default="proposed", choices=("proposed", "adopted", "withdrawn"))
    by = StringField(required=True)
    at = DateTimeField(required=True)
    decided_by = StringField()
    decided_at = DateTimeField()
    reason = StringField()
    revision = IntField(default=0)

    meta = {  # noqa: RUF012
        "collection": "ruleset_corrections",
        "auto_create_index": False,
        "indexes": [("ruleset_id", "at")],
    }


class RulesetInForce(Document):
    """Which version of a period's rule set a round that opens now is frozen with. The id is the rule set's."""

    id = StringField(primary_key=True)
    hash = StringField(required=True)
    correction_id = StringField(required=True)
    by = StringField(required=True)
    since = DateTimeField(required=True)

    meta = {"collection": "rulesets_in_force", "auto_create_index": False}  # noqa: RUF012


def ensure_indexes() -> None:
    Correction.ensure_indexes()


def add(correction: Correction) -> Correction:
    saved: Correction = correction.save(force_insert=True)
    return saved


def get(correction_id: str) -> Correction:
    """Raises CorrectionNotFound."""
    found: Correction | None = Correction.objects(id=correction_id).first()
    if found is None:
        raise CorrectionNotFound(correction_id=correction_id)
    return found


def of_ruleset(ruleset_id: str, *, most: int = 100) -> list[Correction]:
    """The latest first."""
    return list(Correction.objects(ruleset_id=ruleset_id).order_by("-at").limit(most))


def change(correction: Correction, changes: Mapping[str, Any]) -> Correction:
    """Raises StaleCorrection, and writes nothing, if someone decided it since."""
    update = {f"set__{name}": value for name, value in changes.items()}
    changed: Correction | None = Correction.objects(id=correction.id, revision=correction.revision).modify(
        new=True, inc__revision=1, **update
    )
    if changed is None:
        raise StaleCorrection(correction_id=correction.id)
    return changed


def in_force(ruleset_id: str) -> RulesetInForce | None:
    found: RulesetInForce | None = RulesetInForce.objects(id=ruleset_id).first()
    return found


def put_in_force(correction: Correction, *, by: str, since: datetime) -> None:
    """Make a correction the version in force, if the one that it corrects still is. Raises RulesetChanged."""
    told = {"hash": correction.hash, "correction_id": correction.id, "by": by, "since": since}
    known = in_force(correction.ruleset_id)
    if known is None:
        try:
            RulesetInForce(id=correction.ruleset_id, **told).save(force_insert=True)
        except NotUniqueError as error:
            raise RulesetChanged(ruleset=correction.ruleset_id) from error
        return
    taken = RulesetInForce.objects(id=correction.ruleset_id, hash=correction.base_hash).modify(
        **{f"set__{name}": value for name, value in told.items()}
    )
    if taken is None:
        raise RulesetChanged(ruleset=correction.ruleset_id)
