"""What was tried with a draft: read and held against the draft's rules when somebody looks, and kept nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.form_life import content_of
from core.blobs import Blobs
from core.mongo import Document
from form_engine.answers import read_answers
from form_engine.definition import FormDefinition
from form_engine.evaluation import Evaluator
from form_engine.evaluation_lists import known_lists
from form_engine.instance import read_instance
from form_engine.publishing import drafts
from form_engine.publishing.models import FormDraft
from form_engine.xform_reader import read_definition
from submissions.processing import held_against_rules
from submissions.rules.quality import FindingRecord, finding

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Trial:
    """is_older: sent from a draft that was replaced since; it is read as the draft is now.

    files: names of what came with it; the bytes are not kept.
    """

    instance_id: str
    at: datetime
    version: str
    is_older: bool
    files: tuple[str, ...]
    answers: Mapping[str, Any]
    findings: tuple[FindingRecord, ...]
    xml: bytes


@dataclass(frozen=True, slots=True)
class Trials:
    """The latest of them, the latest first; definition: of the draft, to show them by."""

    definition: FormDefinition
    told: tuple[Trial, ...]


def trials(draft: FormDraft, blobs: Blobs) -> Trials:
    """Raises StoreUnreachable."""
    return _read(draft, drafts.trials_of(draft.id, limit=MOST_SHOWN), blobs)


def trial(draft: FormDraft, instance_id: str, blobs: Blobs) -> Trials:
    """The one. Raises TrialNotFound, StoreUnreachable."""
    return _read(draft, [drafts.get_trial(draft.id, instance_id)], blobs)


def _read(draft: FormDraft, kept: list[Document], blobs: Blobs) -> Trials:
    """With all lists as they came with the draft: its phones have no others."""
    definition = read_definition(content_of(draft.xform_key, blobs))
    csv = {one.filename: one.key for one in draft.media if one.key and one.filename.endswith(".csv")} if kept else {}
    lists = known_lists(definition, {name: content_of(key, blobs) for name, key in csv.items()})
    evaluator = Evaluator.of(definition, lists)
    return Trials(definition, tuple(_trial(one, draft, evaluator) for one in kept))


def _trial(kept: Document, draft: FormDraft, evaluator: Evaluator) -> Trial:
    instance = read_instance(bytes(kept["xml"]))
    answers, found = read_answers(instance, evaluator.plan.definition)
    told = held_against_rules(found, instance, evaluator)
    return Trial(
        instance_id=kept["_id"].removesuffix(f"@{draft.id}"),
        at=kept["at"],
        version=kept["version"],
        is_older=kept.get("xform_md5", draft.xform_md5) != draft.xform_md5,
        files=tuple(kept["files"]),
        answers=answers,
        findings=tuple(finding(one.kind, one.path, **one.facts) for one in told),
        xml=bytes(kept["xml"]),
    )
