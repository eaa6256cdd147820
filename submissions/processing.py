"""Reading a kept submission: typed answers and findings, by the version of the form it was filled with.

Knows nothing of the poverty review. Everything it finds can be found again from the XML that is kept for ever.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.mongo import Document
from form_engine.answers import read_answers
from form_engine.definition import FormDefinition
from form_engine.entity_blocks import EntityBlock, read_blocks
from form_engine.evaluation import Evaluator
from form_engine.findings import Finding, FindingKind
from form_engine.instance import Instance, expected_attachments, read_instance
from form_engine.publishing.models import Form
from form_engine.publishing.repository import Definitions
from form_engine.safe_xml import local_name
from submissions import repository
from submissions.models import AttachmentRecord, submission_key
from submissions.rules.quality import FindingRecord, Flag, attachment_findings, finding
from submissions.rules.review_state import ReviewState

log = logging.getLogger(__name__)

_REPLACES = b"<replaces>"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a submission says. `form` tells what the form is for."""

    form: Form
    definition: FormDefinition
    answers: dict[str, Any]
    expected: tuple[str, ...]
    findings: list[FindingRecord]
    entities: tuple[EntityBlock, ...] = ()


def read(submission: Document, *, definitions: Definitions) -> Reading:
    """Raises FormNotFound, StoreUnreachable: the caller tries again later."""
    instance = read_instance(submission["xml"])
    form = definitions.forms.get(instance.form_id)
    definition = definitions.nearest(instance.form_id, instance.version)
    answers, found = read_answers(instance, definition)
    if definition.version == instance.version:  # the rules of another version say nothing about it
        found = held_against_rules(found, instance, definitions.evaluator(definition))
    expected = expected_attachments(instance, definition)
    findings = [finding(one.kind, one.path, **one.facts) for one in found]
    findings += attachment_findings(expected, submission["attachments"], submission["alternatives"])
    if definition.version != instance.version:
        findings.append(finding(Flag.UNKNOWN_VERSION, version=instance.version, read_as=definition.version))
    elif definition.version != form.current_version:
        findings.append(finding(Flag.OLDER_VERSION, version=definition.version, current=form.current_version))
    if instance.encrypted:
        findings.append(finding(Flag.ENCRYPTED))
    if not _fills(form, submission):
        findings.append(finding(Flag.ROLE_DOES_NOT_FILL))
    blocks = read_blocks(instance, definition.entities.entities)
    return Reading(form, definition, answers, expected, findings, tuple(blocks))


def _fills(form: Form, submission: Document) -> bool:
    """Whether the form is one that the sender's roles fill; nothing is said of what came before roles were noted."""
    roles = submission.get("sender_roles")
    return roles is None or not form.may_fill or not set(roles).isdisjoint(form.may_fill)


def held_against_rules(found: list[Finding], instance: Instance, evaluator: Evaluator) -> list[Finding]:
    """What reading found, and what the form's own rules find; these know better what is missing.

    A fault in the evaluation is one more finding and hides nothing.
    """
    try:
        broken = evaluator.findings(instance)
    except Exception as error:  # whatever it is, the submission is read without it
        log.error("not evaluated", extra={"form": evaluator.plan.definition.form_id}, exc_info=error)
        return [*found, Finding("", FindingKind.NOT_EVALUATED)]
    if instance.encrypted:
        return found
    return [*(one for one in found if one.kind is not FindingKind.MISSING), *broken]


def join_versions(submission: Document, *, now: datetime) -> list[FindingRecord]:
    """Make an edit the current version of what it replaces. Findings when that is not possible.

    An edit that came before its original waits for it (rule S21): the original, when it comes, wakes it.
    """
    repository.wake_edits_waiting_for(submission["_id"], now=now)
    replaced = submission["deprecated_id"] or replaced_by_form(submission["xml"])
    if not replaced:
        return []
    original = repository.find(submission["form_id"], replaced)
    if original is None:
        repository.wait_for(submission_key(submission["form_id"], replaced), submission["_id"])
        original = repository.find(submission["form_id"], replaced)  # it may have come at this very moment
    if original is None:
        return [finding(Flag.ORIGINAL_UNKNOWN, instance_id=replaced)]
    if not may_replace(original, submission):
        return [finding(Flag.EDIT_NOT_TAKEN, instance_id=replaced)]
    if not repository.supersede(original, submission, now=now):
        return [finding(Flag.OUTDATED_EDIT, instance_id=replaced)]
    repository.carry_over(submission["_id"], _still_named(original, submission))
    return []


def replaced_by_form(xml: bytes) -> str:
    """The id in the form's own field `replaces`: a returned form comes again as a new one, not as a phone's edit."""
    if _REPLACES not in xml:
        return ""
    found = next((one for one in read_instance(xml).root.iter() if local_name(one) == "replaces"), None)
    return "" if found is None else (found.text or "").strip()


def may_replace(original: Document, submission: Document) -> bool:
    """Nobody replaces what lies outside his area, nor what was approved: a supervisor returns that first."""
    place: str = original.get("village_path") or original["sender_area"]
    ours: bool = place.startswith(submission["sender_area"])
    taken_before: bool = original.get("superseded_by") == submission["_id"]
    return taken_before or (ours and original["review"]["state"] != ReviewState.APPROVED)


def _still_named(original: Document, submission: Document) -> list[AttachmentRecord]:
    """Files of the version before that the new one names and did not bring along (rule S22)."""
    named = {(element.text or "").strip() for element in read_instance(submission["xml"]).root.iter()}
    here = {one["name"] for one in submission["attachments"]}
    return [one for one in original["attachments"] if one["name"] in named - here]
