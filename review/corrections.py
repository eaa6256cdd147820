"""Every query and write of corrected rule sets: those proposed, and which one goes for rounds from which day on.

The versions that were adopted stand in one document a period, so every web process sees the same at once. A period
without one, and a day before the first of them, goes by the file of the program.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from mongoengine import (
    DateField,
    DateTimeField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentListField,
    IntField,
    StringField,
)
from mongoengine.errors import NotUniqueError

from core.clock import local_day
from review.ruleset_errors import CorrectionNotFound, RulesetChanged, StaleCorrection


class CorrectionAct(EmbeddedDocument):
    """What was decided: adopted (from which day on) or withdrawn, by whom, why."""

    act = StringField(required=True, choices=("adopted", "withdrawn"))
    by = StringField(required=True)
    at = DateTimeField(required=True)
    reason = StringField(required=True)
    effective_on = DateField()


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
    effective_on = DateField()
    """Once adopted: the first day of rounds that go by it."""
    decided_by = StringField()
    decided_at = DateTimeField()
    reason = StringField()
    acts = EmbeddedDocumentListField(CorrectionAct)
    """Every decision, the first one first; decided_by, decided_at and reason are of the last."""
    revision = IntField(default=0)

    meta = {  # noqa: RUF012
        "collection": "ruleset_corrections",
        "auto_create_index": False,
        "indexes": [("ruleset_id", "at")],
    }


class VersionAdopted(EmbeddedDocument):
    """A version of a rule set, and the first day of rounds that go by it (a missing one: the day of `since`)."""

    hash = StringField(required=True)
    correction_id = StringField(required=True)
    by = StringField(required=True)
    since = DateTimeField(required=True)
    effective_on = DateField()

    @property
    def first_day(self) -> date:
        day: date = self.effective_on or local_day(self.since)
        return day


class RulesetInForce(Document):
    """The versions of a period's rule set that were adopted. The id is the rule set's.

    The fields of the last one stand in the document itself; its day may be to come. earlier: those before, in order.
    """

    id = StringField(primary_key=True)
    hash = StringField(required=True)
    correction_id = StringField(required=True)
    by = StringField(required=True)
    since = DateTimeField(required=True)
    effective_on = DateField()
    earlier = EmbeddedDocumentListField(VersionAdopted)

    meta = {"collection": "rulesets_in_force", "auto_create_index": False}  # noqa: RUF012

    @property
    def versions(self) -> list[VersionAdopted]:
        """The first one first."""
        last = VersionAdopted(**{name: getattr(self, name) for name in _OF_A_VERSION})
        return [*self.earlier, last]


_OF_A_VERSION = ("hash", "correction_id", "by", "since", "effective_on")


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


def versions(ruleset_id: str) -> list[VersionAdopted]:
    """All that were adopted, the first one first; the last may take effect on a day to come."""
    found: RulesetInForce | None = RulesetInForce.objects(id=ruleset_id).first()
    return found.versions if found is not None else []


def in_force(ruleset_id: str, on: date) -> VersionAdopted | None:
    """That by which a round goes that opens on a day; None: the program's file."""
    begun = [one for one in versions(ruleset_id) if one.first_day <= on]
    return begun[-1] if begun else None


def last_adopted(ruleset_id: str) -> VersionAdopted | None:
    """What a further correction builds upon, whether its day has come or not; None: the program's file."""
    adopted = versions(ruleset_id)
    return adopted[-1] if adopted else None


def put_in_force(correction: Correction, *, by: str, since: datetime, effective_on: date) -> None:
    """From that day on, if the version that it corrects is still the last one. Raises RulesetChanged."""
    told = {"hash": correction.hash, "correction_id": correction.id, "by": by, "since": since}
    told |= {"effective_on": effective_on}
    adopted = versions(correction.ruleset_id)
    if not adopted:
        try:
            RulesetInForce(id=correction.ruleset_id, **told).save(force_insert=True)
        except NotUniqueError as error:
            raise RulesetChanged(ruleset=correction.ruleset_id) from error
        return
    last, taken = adopted[-1], None
    if last.hash == correction.base_hash:
        taken = RulesetInForce.objects(id=correction.ruleset_id, correction_id=last.correction_id).modify(
            set__earlier=adopted, **{f"set__{name}": value for name, value in told.items()}
        )
    if taken is None:
        raise RulesetChanged(ruleset=correction.ruleset_id)


def take_back(correction: Correction) -> None:
    """Let the version before it be the last one again. Raises RulesetChanged when it is not the last one."""
    held = RulesetInForce.objects(id=correction.ruleset_id, correction_id=correction.id)
    found: RulesetInForce | None = held.first()
    if found is None:
        raise RulesetChanged(ruleset=correction.ruleset_id)
    if not found.earlier:
        held.delete()
        return
    *earlier, before = found.earlier
    held.modify(set__earlier=earlier, **{f"set__{name}": getattr(before, name) for name in _OF_A_VERSION})
