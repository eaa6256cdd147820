"""Drafts: a form that is tried on phones by a test address before it is published (protocol rule A9).

What phones send from a draft is kept apart and never becomes a submission. Lists that are otherwise made for each
person are the samples that came with the form, so the address opens nobody's household.
"""

from collections.abc import Iterable
from datetime import datetime

from core.actor import Actor
from core.blobs import Blobs, put_bytes
from core.clock import Clock
from core.ids import new_token
from core.mongo import Document, collection
from form_engine.compiler import compile_form
from form_engine.definition import FormDefinition
from form_engine.publishing import entity_lists
from form_engine.publishing.actions import FormSource, media_of
from form_engine.publishing.errors import DraftNotFound, FormNotFound
from form_engine.publishing.models import Form, FormDraft, Media

MOST_KEPT = 1_000
"""Trial forms of a draft: the latest so many are kept."""


def make_draft(source: FormSource, *, by: Actor, blobs: Blobs, clock: Clock) -> FormDraft:
    """Compile and offer under a test address; a draft of the form that is there keeps its address, so phones update.

    Raises FormNotCompiled, MediaMissing.
    """
    compiled = compile_form(source.workbook, filename=source.filename)
    known: FormDraft | None = FormDraft.objects(id=compiled.form_id).first()
    draft = FormDraft(
        id=compiled.form_id,
        token=known.token if known else new_token(),
        version=compiled.version,
        title=compiled.title or compiled.form_id,
        xform_key=put_bytes(blobs, compiled.xform, content_type="application/xml; charset=utf-8").key,
        xform_md5=compiled.md5,
        media=[_sample(name, source, compiled.definition, blobs) for name in compiled.definition.media_files],
        warnings=list(compiled.warnings),
        made_at=clock(),
        made_by=by.id,
    )
    saved: FormDraft = draft.save()
    return saved


def _sample(name: str, source: FormSource, definition: FormDefinition, blobs: Blobs) -> Media:
    """The file that the author brought; an entity list without one is empty. A draft makes no list (rule N2)."""
    listed = entity_lists.name_of(name)
    own = [one for one in definition.entities.entities if one.dataset == listed]
    if name in source.media or not (own or (listed and entity_lists.is_list(listed))):
        return media_of(name, source.media, blobs)
    properties = dict.fromkeys(one for each in own for one in each.properties)
    header = ",".join(("name", "label", "__version", *properties))
    return media_of(name, {name: f"{header}\n".encode()}, blobs)


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
    trial: Document = {"form_id": draft.id, "version": draft.version, "xml": xml, "files": list(files), "at": at}
    trials = collection("draft_submissions")
    done = trials.update_one({"_id": f"{instance_id}@{draft.id}"}, {"$set": trial}, upsert=True)
    if done.matched_count == 0 and (over := trials_count(draft.id) - MOST_KEPT) > 0:
        oldest = trials.find({"form_id": draft.id}, {"_id": 1}).sort("at", 1).limit(over)
        trials.delete_many({"_id": {"$in": [one["_id"] for one in oldest]}})


def trials_count(form_id: str) -> int:
    return collection("draft_submissions").count_documents({"form_id": form_id})


def trials_of(form_id: str) -> list[Document]:
    return list(collection("draft_submissions").find({"form_id": form_id}))


def set_state(form_id: str, state: str) -> Form:
    """open: listed, taken; closing: no more listed, still taken; closed: refused. Raises FormNotFound."""
    form: Form | None = Form.objects(id=form_id).modify(new=True, set__state=state)
    if form is None:
        raise FormNotFound(form_id=form_id)
    return form
