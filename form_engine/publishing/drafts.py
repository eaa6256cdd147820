"""Drafts: a form that is tried on phones by a test address before it is published (protocol rule A9).

What phones send from a draft is kept apart, to be looked at, and never becomes a submission. Lists that are otherwise
made for each person are the samples that came with the form, so the address opens nobody's household.
"""

from collections.abc import Collection, Iterable
from dataclasses import asdict, replace
from datetime import datetime

from core.actor import Actor
from core.blobs import Blobs, put_bytes
from core.clock import Clock, local_day
from core.ids import new_token
from core.mongo import Document, collection
from form_engine.compiler import CompiledForm, compile_form
from form_engine.definition import FormDefinition
from form_engine.publishing import entity_lists
from form_engine.publishing.actions import (
    WORKBOOK_TYPE,
    XFORM_TYPE,
    FormSource,
    Offer,
    Ready,
    as_published,
    media_named,
    media_of,
    publish_ready,
)
from form_engine.publishing.errors import (
    DayInThePast,
    DraftNotFound,
    FormNotFound,
    FormRetired,
    FormStillTaken,
    NobodyFills,
    NothingTried,
    ReasonMissing,
    TrialNotFound,
    VersionWaiting,
)
from form_engine.publishing.models import Form, FormDraft, FormVersion, Media
from form_engine.publishing.repository import find_form, get_form
from form_engine.workbook_fault import WorkbookFault
from form_engine.workbook_faults import faults_of
from form_engine.workbook_places import located

MOST_KEPT = 1_000
"""Trial forms of a draft: the latest so many are kept."""


def make_draft(source: FormSource, *, by: Actor, blobs: Blobs, clock: Clock) -> FormDraft:
    """Compile and offer under a test address; a draft of the form that is there keeps its address, so phones update.

    Raises FormNotCompiled, MediaMissing.
    """
    compiled = compile_form(source.workbook, filename=source.filename)
    source = replace(source, media={**compiled.made_files, **source.media})
    media = [sample_of(name, source, compiled.definition, blobs) for name in compiled.definition.media_files]
    return keep_draft(compiled, source.workbook, source.filename, media, source, by=by, blobs=blobs, clock=clock)


def keep_draft(
    compiled: CompiledForm,
    workbook: bytes,
    filename: str,
    media: list[Media],
    offer: Offer,
    *,
    told: Collection[WorkbookFault] = (),
    by: Actor,
    blobs: Blobs,
    clock: Clock,
) -> FormDraft:
    """As make_draft, of a form that is compiled already and whose files are in the store.

    told: what its author should look at besides the warnings of the compiler.
    """
    known = find_draft(compiled.form_id)
    draft = FormDraft(
        id=compiled.form_id,
        token=known.token if known else new_token(),
        version=compiled.version,
        title=compiled.title or compiled.form_id,
        xform_key=put_bytes(blobs, compiled.xform, content_type=XFORM_TYPE).key,
        xform_md5=compiled.md5,
        workbook_key=put_bytes(blobs, workbook, content_type=WORKBOOK_TYPE).key,
        workbook_name=filename,
        role=offer.role,
        ruleset=offer.ruleset,
        may_fill=list(offer.may_fill),
        media=media,
        warnings=list(compiled.warnings),
        told=[asdict(one) for one in (*told, *located(faults_of(compiled.warnings), compiled.places))],
        made_at=clock(),
        made_by=by.id,
    )
    saved: FormDraft = draft.save()
    return saved


def sample_of(name: str, source: FormSource, definition: FormDefinition, blobs: Blobs) -> Media:
    """The file that the author brought; an entity list without one is empty. A draft makes no list (rule N2)."""
    listed = entity_lists.name_of(name)
    own = [one for one in definition.entities.entities if one.dataset == listed]
    if name in source.media or not (own or (listed and entity_lists.is_list(listed))):
        return media_named(name, source, blobs)
    properties = dict.fromkeys(one for each in own for one in each.properties)
    header = ",".join(("name", "label", "__version", *properties))
    return media_of(name, {name: f"{header}\n".encode()}, blobs)


def find_draft(form_id: str) -> FormDraft | None:
    found: FormDraft | None = FormDraft.objects(id=form_id).first()
    return found


def get_draft(form_id: str, version: str | None = None) -> FormDraft:
    """Raises FormNotFound, NothingTried: also when the draft that is there has another version than the one named."""
    found = find_draft(form_id)
    if found is None and find_form(form_id) is None:
        raise FormNotFound(form_id=form_id)
    if found is None or version not in (None, found.version):
        raise NothingTried(form_id=form_id)
    return found


def told_of(draft: FormDraft) -> tuple[WorkbookFault, ...]:
    """What its author should look at. Of a draft that is older than these, the compiler's warnings."""
    return tuple(WorkbookFault(**one) for one in draft.told) or faults_of(draft.warnings)


def publish_draft(
    draft: FormDraft,
    definition: FormDefinition,
    *,
    by: Actor,
    clock: Clock,
    effective_at: datetime | None = None,
    may_fill: Collection[str] = (),
    over: Collection[str] = (),
    reason: str = "",
    replace_waiting: bool = False,
) -> FormVersion:
    """The draft becomes a version, at once or on its day; its test address ends, and what was tried goes.

    may_fill: roles, where they are not to be the draft's own. over: what it breaks; published all the same, for a
    reason. replace_waiting: another version that waits for its day is then never offered.
    Raises VersionExists, VersionWaiting, DayInThePast, NobodyFills, ReasonMissing, FormRetired,
    EntityListNameTaken.
    """
    require_not_retired(draft.id)
    if effective_at is not None and local_day(effective_at) < local_day(clock()):
        raise DayInThePast(form_id=draft.id)
    if may_fill:
        draft.may_fill = list(may_fill)
    if not draft.may_fill:
        raise NobodyFills(form_id=draft.id)
    if over and not reason.strip():
        raise ReasonMissing(form_id=draft.id)
    if not replace_waiting:
        require_none_waits(draft)
    ready = Ready(
        form_id=draft.id,
        version=draft.version,
        title=draft.title,
        xform_key=draft.xform_key,
        xform_md5=draft.xform_md5,
        workbook_key=draft.workbook_key,
        workbook_name=draft.workbook_name,
        media=as_published(draft.media, definition),
        warnings=draft.warnings,
        offer=draft,
        entities=definition.entities.entities,
        over=tuple(over),
        over_reason=reason.strip(),
    )
    version = publish_ready(ready, by=by, clock=clock, effective_at=effective_at)
    discard_draft(draft.id)
    return version


def require_not_retired(form_id: str) -> None:
    """A form that is retired gets no new version, since phones would never be offered it. Raises FormRetired."""
    form = find_form(form_id)
    if form is not None and form.state == "retired":
        raise FormRetired(form_id=form_id)


def require_none_waits(draft: FormDraft) -> None:
    """Raises VersionWaiting: a form has one next version, and this one would take the place of another."""
    form = find_form(draft.id)
    if form is not None and form.next_at is not None and form.next_version != draft.version:
        day = f"{local_day(form.next_at):%d/%m/%Y}"
        raise VersionWaiting(form_id=draft.id, version=draft.version, waiting=form.next_version, day=day)


def all_drafts() -> list[FormDraft]:
    return list(FormDraft.objects.order_by("id"))


def draft_of_token(token: str) -> FormDraft:
    """Raises DraftNotFound: unknown, published or discarded."""
    found: FormDraft | None = FormDraft.objects(token=token).first()
    if found is None:
        raise DraftNotFound()
    return found


def discard_draft(form_id: str) -> bool:
    """Its address ends, and what was sent to it goes. False when there was none."""
    gone = bool(FormDraft.objects(id=form_id).delete())
    collection("draft_submissions").delete_many({"form_id": form_id})
    return gone


def keep_trial(draft: FormDraft, instance_id: str, xml: bytes, files: Iterable[str], *, at: datetime) -> None:
    """Keep what a phone sent from a draft, once per instance; of its files the names. The oldest make place."""
    made = {"form_id": draft.id, "version": draft.version, "xform_md5": draft.xform_md5}
    trial: Document = {**made, "instance_id": instance_id, "xml": xml, "files": list(files), "at": at}
    trials = collection("draft_submissions")
    done = trials.update_one({"_id": f"{instance_id}@{draft.id}"}, {"$set": trial}, upsert=True)
    if done.matched_count == 0 and (over := trials_count(draft.id) - MOST_KEPT) > 0:
        oldest = trials.find({"form_id": draft.id}, {"_id": 1}).sort("at", 1).limit(over)
        trials.delete_many({"_id": {"$in": [one["_id"] for one in oldest]}})


def trials_count(form_id: str) -> int:
    return collection("draft_submissions").count_documents({"form_id": form_id})


def trials_of(form_id: str, *, limit: int = MOST_KEPT) -> list[Document]:
    """The latest first."""
    return list(collection("draft_submissions").find({"form_id": form_id}).sort("at", -1).limit(limit))


def get_trial(form_id: str, instance_id: str) -> Document:
    """Raises TrialNotFound."""
    found = collection("draft_submissions").find_one({"_id": f"{instance_id}@{form_id}"})
    if found is None:
        raise TrialNotFound(form_id=form_id)
    return found


def set_state(form_id: str, state: str) -> Form:
    """open: listed, taken; closing: no more listed, still taken; closed: refused; retired: refused for ever.

    Raises FormNotFound, FormRetired, FormStillTaken (only what is closed can be retired).
    """
    now_in = get_form(form_id).state
    if now_in == "retired" and state != "retired":
        raise FormRetired(form_id=form_id)
    if state == "retired" and now_in not in ("closed", "retired"):
        raise FormStillTaken(form_id=form_id)
    form: Form | None = Form.objects(id=form_id, state=now_in).modify(new=True, set__state=state)
    return form or set_state(form_id, state)
