"""Forms between upload and retirement, where the engine, the stored answers and the rule sets meet."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from core import audit
from core.actor import Actor
from core.blobs import Blobs, StoreUnreachable
from core.clock import Clock, local_day
from form_engine.definition import FormDefinition, Labels
from form_engine.difference import Difference, differences
from form_engine.evaluation import Evaluator
from form_engine.evaluation_lists import known_lists
from form_engine.publishing import drafts, repository, uploads
from form_engine.publishing.errors import ChangeBreaksData
from form_engine.publishing.models import Form, FormDraft, FormVersion
from form_engine.publishing.repository import Definitions
from form_engine.publishing.uploads import Upload
from form_engine.ruleset_fault import RulesetFault
from form_engine.scoring_fit import faults_of_fit
from form_engine.xform_reader import read_definition
from review.actions.rulesets import ruleset_in_force
from submissions.impact import Impact, weigh

OVERRIDES = "form.override"
"""The permission to publish what breaks stored data, with a reason."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A version that waits for its day, and would never be offered if the draft were published now.

    changes: what the draft changes against it; no filled form stands against them. words: as in Comparison.
    """

    version: str
    at: datetime
    changes: tuple[Difference, ...]
    words: Mapping[str, Labels]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A draft against the version that is out, or a version against another. against: that one; None for a new form.

    sheet_faults: what keeps the draft from being scored by the rule set in force.
    """

    against: str | None
    impact: Impact | None
    sheet_faults: tuple[RulesetFault, ...]
    words: Mapping[str, Labels] = field(default_factory=dict)
    """What the questions that differ are called, by path."""
    waiting: Waiting | None = None

    @property
    def breaks(self) -> list[str]:
        """Everything for which publishing is refused, a line each; kept with the version when it is published so."""
        stored = self.impact.breaking() if self.impact else ()
        told = [
            f"{one.difference.kind} {one.difference.path} {one.difference.before}: {one.submissions}" for one in stored
        ]
        return [*told, *map(str, self.sheet_faults)]


def upload(given: Upload, *, by: Actor, blobs: Blobs, clock: Clock) -> FormDraft:
    """Raises FormNotCompiled, MediaMissing."""
    made = uploads.upload_draft(given, by=by, blobs=blobs, clock=clock)
    audit.record("form.uploaded", by=by.id, subject=made.id, at=clock(), version=made.version, md5=made.xform_md5)
    return made


def compare(draft: FormDraft, *, definitions: Definitions, blobs: Blobs, clock: Clock) -> Comparison:
    """Raises StoreUnreachable."""
    new = read_definition(content_of(draft.xform_key, blobs))
    form = repository.find_form(draft.id)
    sheet = ruleset_in_force(draft.ruleset, local_day(clock())) if draft.ruleset else None
    faults = tuple(faults_of_fit(draft.role, sheet, new)) if sheet else ()
    if form is None:
        return Comparison(None, None, faults)
    old = definitions.of(repository.get_version(form.id, form.current_version))
    found = differences(old, new)
    impact = weigh(found, Evaluator.of(new, known_lists(new, _lists(draft, new, blobs))), now=clock())
    waiting = _waiting(form, draft, new, definitions)
    return Comparison(form.current_version, impact, faults, _words(found, new, old), waiting)


def compare_versions(form_id: str, before: str, after: str, *, definitions: Definitions, clock: Clock) -> Comparison:
    """Two published versions; stored forms are held against the second. Raises FormNotFound, StoreUnreachable."""
    old, new = (definitions.of(repository.get_version(form_id, one)) for one in (before, after))
    found = differences(old, new)
    impact = weigh(found, definitions.evaluator(new), now=clock())
    return Comparison(before, impact, (), _words(found, new, old))


def _waiting(form: Form, draft: FormDraft, new: FormDefinition, definitions: Definitions) -> Waiting | None:
    if form.next_at is None or form.next_version == draft.version:
        return None
    version = repository.get_version(form.id, form.next_version)
    old = definitions.of(version)
    found = differences(old, new)
    return Waiting(version.version, form.next_at, found, _words(found, new, old))


def _words(found: Collection[Difference], new: FormDefinition, old: FormDefinition) -> dict[str, Labels]:
    nodes = {**new.nodes, **old.nodes}
    return {one.path: nodes[one.path].labels for one in found if one.path in nodes}


def publish(
    draft: FormDraft,
    *,
    may_override: bool,
    effective_at: datetime | None = None,
    may_fill: Collection[str] = (),
    reason: str = "",
    replace_waiting: bool = False,
    by: Actor,
    definitions: Definitions,
    blobs: Blobs,
    clock: Clock,
) -> FormVersion:
    """replace_waiting: yes, a version that waits for its day gives way to this one.

    Raises VersionWaiting, ChangeBreaksData unless a reason is given by somebody who may, and what publish_draft raises.
    """
    if not replace_waiting:
        drafts.require_none_waits(draft)
    form = repository.find_form(draft.id)
    displaced = form.next_version if form is not None and form.next_version not in (None, draft.version) else None
    over = compare(draft, definitions=definitions, blobs=blobs, clock=clock).breaks
    if over and not (may_override and reason.strip()):
        raise ChangeBreaksData(form_id=draft.id, count=len(over), details=over)
    version = drafts.publish_draft(
        draft,
        read_definition(content_of(draft.xform_key, blobs)),
        by=by,
        clock=clock,
        effective_at=effective_at,
        may_fill=may_fill,
        over=over,
        reason=reason if over else "",
        replace_waiting=replace_waiting,
    )
    definitions.forms.forget(draft.id)
    facts = {"version": version.version, "over": over, "reason": version.published_over_reason} if over else {}
    facts |= {"displaced": displaced} if displaced else {}
    act = "form.published_over" if over else "form.published"
    audit.record(act, by=by.id, subject=draft.id, at=clock(), **{"version": version.version, **facts})
    return version


def discard(form_id: str, *, by: Actor, clock: Clock) -> bool:
    """The test address ends, and what was sent to it goes. False when there was none."""
    gone = drafts.discard_draft(form_id)
    if gone:
        audit.record("form.draft_discarded", by=by.id, subject=form_id, at=clock())
    return gone


def set_state(form_id: str, state: str, *, by: Actor, definitions: Definitions, clock: Clock) -> Form:
    """In force at once in this process, elsewhere within a second. Raises FormNotFound, FormRetired, FormStillTaken."""
    form = drafts.set_state(form_id, state)
    definitions.forms.forget(form_id)
    audit.record("form.state_set", by=by.id, subject=form_id, at=clock(), state=state)
    return form


def content_of(key: str, blobs: Blobs) -> bytes:
    """A file of a form. Raises StoreUnreachable."""
    try:
        return b"".join(blobs.open(key))
    except KeyError as error:
        raise StoreUnreachable("a form's file is not in the object store") from error


def _lists(draft: FormDraft, new: FormDefinition, blobs: Blobs) -> dict[str, bytes]:
    """The CSV files of the draft that will be the same on every phone."""
    wanted = set(new.media_files)
    files = [one for one in draft.media if one.key and not one.is_personal and one.filename in wanted]
    return {one.filename: content_of(one.key, blobs) for one in files if one.filename.endswith(".csv")}
