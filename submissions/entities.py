"""What a submission does to entities: its blocks become versions, once, and what can't be done is told (rules N5-N11).

Runs in the worker and may run any number of times. An entity is written in one guarded update that names the block it
came from, so a run that was cut off is completed by the next, and none makes a second version.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from core.mongo import Document
from form_engine.entity_blocks import EntityBlock
from form_engine.publishing import entity_lists
from registry import entities
from registry import repository as registry
from registry.rules import household_list
from registry.rules.entities import Change, Changed, Entity, Held, Refused, changed
from submissions import repository
from submissions.models import submission_key
from submissions.rules.quality import FindingRecord, Flag, finding
from submissions.rules.review_state import ReviewState

_MOST_EDITS = 100

Result = dict[str, Any]
"""As it is kept with the submission: list, entity_id, number of the block, label, version, base, conflict, reason, and
action: created, updated, held, awaiting, refused."""


@dataclass(slots=True)
class Followed:
    results: list[Result] = field(default_factory=list)
    findings: list[FindingRecord] = field(default_factory=list)


def follow_entities(
    submission: Document, blocks: Iterable[EntityBlock], *, is_in_place: bool, now: datetime
) -> Followed:
    """is_in_place: it replaces nothing, or became the next version of what it replaces."""
    followed = Followed()
    blocks = list(blocks)
    if not blocks or not is_in_place:
        return followed
    others = _other_versions(submission)
    if any(result.get("version") for one in others for result in one.get("entities") or ()):
        return followed  # what another version of it made is not made again (rule N11)
    keys = {one["_id"] for one in others}
    for block in blocks:
        if not _is_done_by(keys, block):
            _follow(submission, block, followed, now)
    return followed


def _other_versions(submission: Document) -> list[Document]:
    """What this one is an edit of, and what is an edit of it, a hundred at most each way, whatever came first."""
    found: list[Document] = []
    one: Document | None = submission
    while one and one["deprecated_id"] and len(found) < _MOST_EDITS:
        one = repository.head(submission_key(one["form_id"], one["deprecated_id"]))
        found += [one] if one else []
    later: list[Document] = []
    one = repository.head(submission["_id"])  # an edit may have taken its place since it was leased
    while one and one.get("superseded_by") and len(later) < _MOST_EDITS:
        next_one = repository.head(one["superseded_by"])
        one = next_one if next_one and next_one["deprecated_id"] == one["instance_id"] else None
        later += [one] if one else []
    return [*found, *later]


def _is_done_by(others: set[str], block: EntityBlock) -> bool:
    """The entity holds a version of another version of this form, that was worked on a moment ago in the same batch."""
    stored = entities.find(block.dataset, block.entity_id) if others and block.fault is None else None
    return any(one["source"].rsplit("#", 1)[0] in others for one in (stored or {}).get("versions", ()))


def _follow(submission: Document, block: EntityBlock, followed: Followed, now: datetime) -> None:
    if block.fault is not None:
        _refused(block, block.fault, followed)
        return
    done = _done_before(submission, block)
    if done is not None:
        followed.results.append(done)
        _tell(submission, block, done, followed)
        return
    kept = entity_lists.find_list(block.dataset)
    if kept is None:
        _refused(block, Flag.ENTITY_LIST_UNKNOWN, followed)
        return
    if kept.needs_approval and _would_make(block) and submission["review"]["state"] != ReviewState.APPROVED:
        followed.results.append(_result(block, "awaiting"))
        followed.findings.append(finding(Flag.ENTITY_AWAITS_APPROVAL, list=block.dataset))
        return
    household_id, values = "", block.values
    if block.dataset == household_list.NAME:
        household_id = _household(submission, block, now)
        if not household_id and _would_make(block):
            _refused(block, Flag.ENTITY_NO_VILLAGE, followed)
            return
        values = {name: told for name, told in values.items() if not household_list.is_of_the_register(name)}
        if len(values) < len(block.values) and not _would_make(block):
            followed.findings.append(finding(Flag.ENTITY_OF_THE_REGISTER, list=block.dataset))
    _change(submission, block, values, household_id, followed, now)


def _would_make(block: EntityBlock) -> bool:
    return block.create and entities.find(block.dataset, block.entity_id) is None


def _change(
    submission: Document,
    block: EntityBlock,
    values: dict[str, str],
    household_id: str,
    followed: Followed,
    now: datetime,
) -> None:
    wanted = Change(
        create=block.create,
        update=block.update,
        label=block.label,
        received=values,
        source=f"{submission['_id']}#{block.number}",
        by=submission["received_by"],
        at=submission["received_at"],
        base=block.base,
        trunk=block.trunk,
        branch=block.branch,
        is_forced=now - submission["received_at"] >= entities.FORCED_AFTER,
    )

    def decide(entity: Entity | None) -> Changed | Held | Refused:
        return changed(entity, wanted)

    place = _place(submission, block)
    outcome = entities.change(block.dataset, block.entity_id, decide, place=place, household_id=household_id)
    if isinstance(outcome, Held):
        entities.wait_for(block.dataset, block.entity_id, submission["_id"], since=submission["received_at"])
        # its forerunner may have come at this very moment
        outcome = entities.change(block.dataset, block.entity_id, decide, place=place, household_id=household_id)
    match outcome:
        case Held():
            followed.results.append(_result(block, "held"))
            followed.findings.append(finding(Flag.ENTITY_HELD, list=block.dataset))
        case Refused():
            _refused(block, outcome.fault, followed)
        case Changed():
            _done(submission, block, outcome, followed, now)


def _done(submission: Document, block: EntityBlock, outcome: Changed, followed: Followed, now: datetime) -> None:
    version = outcome.version
    result = _result(block, "created" if version.number == 1 else "updated")
    result |= {"version": version.number, "base": version.base, "label": version.label, "conflict": version.conflict}
    followed.results.append(result)
    _tell(submission, block, result, followed)
    _wake_those_behind(submission, block, now)


def _done_before(submission: Document, block: EntityBlock) -> Result | None:
    """What an earlier run noted in the submission: the entity may have forgotten it among newer versions."""
    here = (block.dataset, block.entity_id, block.number)
    noted = (one for one in submission.get("entities") or () if one.get("version"))
    return next((one for one in noted if (one["list"], one["entity_id"], one.get("number")) == here), None)


def _tell(submission: Document, block: EntityBlock, result: Result, followed: Followed) -> None:
    """What a person has to look at: a conflict that nobody settled yet, an entity of elsewhere."""
    stored = entities.by_id(block.dataset, [block.entity_id]).get(block.entity_id)
    if stored is None:
        return
    if result["conflict"] and stored["conflict"]:
        followed.findings.append(finding(Flag.ENTITY_CONFLICT, list=block.dataset, version=result["version"]))
    if not stored["place"].startswith(submission["sender_area"]):
        followed.findings.append(finding(Flag.ENTITY_OUTSIDE_AREA, list=block.dataset))


def _wake_those_behind(submission: Document, block: EntityBlock, now: datetime) -> None:
    """Forms that waited for this change are looked at again. The note goes last, so none is lost."""
    waiting = entities.awaiting(block.dataset, block.entity_id)
    for key in waiting:
        if key != submission["_id"]:
            repository.wake(key, now=now)
    if waiting:
        entities.no_longer_awaited(block.dataset, block.entity_id, waiting)


def wake_those_waiting_long(now: datetime) -> int:
    """Have the worker look again at forms whose forerunner did not come in time; returns how many."""
    woken = 0
    for note in entities.awaited_since(now - entities.FORCED_AFTER):
        for key in note["forms"]:
            repository.wake(key, now=now)
            woken += 1
        list_name, entity_id = note["_id"].split("/", 1)
        entities.no_longer_awaited(list_name, entity_id, note["forms"])
    return woken


def _place(submission: Document, block: EntityBlock) -> str:
    """Where a new entity belongs: the village that it names, else the household's, else where it was sent from."""
    area: str = submission["sender_area"]
    named = block.values.get("village", "")
    if named.startswith(area) and registry.find_village(named) is not None:
        return named
    of_household: str = submission.get("village_path") or ""
    return of_household if of_household.startswith(area) else area


def _household(submission: Document, block: EntityBlock, now: datetime) -> str:
    """The household that an entity of the review's list stands for; one that a phone made is put on the register.

    The village is the one that it names; where it names none, the place that any new entity gets (rule N13). Empty when
    there is none, and none can be made: what is named, or where it was sent from, is no village of the sender's area.
    """
    known = entities.household_of(block.dataset, block.entity_id)
    if known or not block.create:
        return known
    household_id = household_list.household_id_of_new(block.entity_id)
    if registry.find_household(household_id) is not None:
        return household_id
    village = registry.find_village(block.values.get("village") or _place(submission, block))
    if village is None or not village.id.startswith(submission["sender_area"]):
        return ""
    count = block.values.get("members_count", "")
    registry.register_household(
        household_id,
        code=f"{village.code}-{household_id[:6].upper()}",
        head_name=block.values.get("head_name") or block.label,
        address=block.values.get("address", ""),
        village_path=village.id,
        source="found",
        at=now,
        members_count=int(count) if count.isdecimal() and len(count) < 4 else None,
        found_by_submission=submission["_id"],
    )
    return household_id


def _result(block: EntityBlock, action: str, reason: str = "") -> Result:
    return {
        "list": block.dataset,
        "entity_id": block.entity_id,
        "number": block.number,
        "label": block.label,
        "action": action,
        "version": None,
        "base": block.base,
        "conflict": None,
        "reason": reason,
    }


def _refused(block: EntityBlock, reason: str, followed: Followed) -> None:
    followed.results.append(_result(block, "refused", str(reason)))
    followed.findings.append(finding(str(reason), list=block.dataset, number=block.number + 1))
