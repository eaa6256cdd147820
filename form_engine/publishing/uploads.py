"""Uploading: a workbook that somebody brings becomes a draft; what it lacks is taken from the form as it is."""

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from core.actor import Actor
from core.blobs import Blobs
from core.clock import Clock
from form_engine.compile_apart import ANSWER_WITHIN, compile_apart
from form_engine.compiler import CompiledForm
from form_engine.errors import FormNotCompiled
from form_engine.expression_checks import faults_of_expressions
from form_engine.list_files import look_at_lists
from form_engine.odk_validate import ValidateTooSlow, validate
from form_engine.odk_validate_faults import faults_of_validate
from form_engine.publishing.actions import FormSource, as_published, hashes_of
from form_engine.publishing.drafts import find_draft, keep_draft, require_not_retired, sample_of
from form_engine.publishing.errors import MediaMissing
from form_engine.publishing.models import FormDraft, Media
from form_engine.publishing.repository import find_form, find_version
from form_engine.title_checks import faults_of_titles
from form_engine.workbook_fault import WorkbookFault

PLAIN = "survey"
"""The role of a form that no rule looks at."""
_MARGIN = 0.5
"""Seconds for what follows the checks: files into the store, the draft into the database."""
NOT_FINISHED = "ODK Validate did not finish in time."
"""A warning: phones may refuse the form."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A workbook and the files that its questions name, such as lists and pictures."""

    workbook: bytes
    filename: str
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kept:
    """What an upload takes over from the draft before it, or else from the version that is out."""

    role: str = PLAIN
    ruleset: str = ""
    may_fill: Sequence[str] = ()
    media: Mapping[str, Media] = field(default_factory=dict)


def upload_draft(upload: Upload, *, by: Actor, blobs: Blobs, clock: Clock) -> FormDraft:
    """Compile within limits, let the phones' engine look at it where Java is, and offer it under its test address.

    Raises FormNotCompiled with its faults, also those of its lists; FormRetired, MediaMissing (all names in one).
    """
    began = time.monotonic()
    compiled = compile_apart(upload.workbook, filename=upload.filename)
    require_not_retired(compiled.form_id)
    before = _kept(compiled.form_id)
    lists = {**_lists_of(before, compiled, blobs), **upload.files}
    compiled, told = checked(compiled, lists, seconds=ANSWER_WITHIN - _MARGIN - (time.monotonic() - began))
    personal = [one.filename for one in before.media.values() if one.is_personal and not one.is_entity_list]
    source = FormSource(
        upload.workbook,
        upload.filename,
        role=before.role,
        may_fill=tuple(before.may_fill),
        media={**compiled.made_files, **upload.files},
        personal_media=personal,
        ruleset=before.ruleset,
    )
    media, missing = [], []
    for name in compiled.definition.media_files:
        known = before.media.get(name)
        if name not in source.media and known is not None and not known.is_entity_list:
            media.append(known)
            continue
        try:
            media.append(sample_of(name, source, compiled.definition, blobs))
        except MediaMissing:
            missing.append(name)
    if missing:
        raise MediaMissing(form_id=compiled.form_id, filename=", ".join(missing))
    told = (*_clash(compiled, as_published(media, compiled.definition)), *told)
    return keep_draft(
        compiled, upload.workbook, upload.filename, media, source, told=told, by=by, blobs=blobs, clock=clock
    )


def checked(
    compiled: CompiledForm, files: Mapping[str, bytes], *, seconds: float
) -> tuple[CompiledForm, tuple[WorkbookFault, ...]]:
    """The form, and what its author should look at. seconds: for all of it. Raises FormNotCompiled.

    What ODK Validate refuses is told with all that our own checks find. When it takes too long, that is a warning.
    """
    began = time.monotonic()
    lists = look_at_lists(compiled.definition, files)
    own = [
        *faults_of_titles(compiled.places),
        *faults_of_expressions(compiled.definition, compiled.places, lists.columns),
    ]
    left = seconds - (time.monotonic() - began)
    try:
        refused = faults_of_validate(validate(compiled.xform, seconds=left) or [], compiled, own) if left > 0 else ()
    except ValidateTooSlow:
        left, refused = 0.0, ()
    faults = (*refused, *lists.faults)
    if faults:
        places = {(one.sheet, one.row, one.column) for one in faults}
        raise FormNotCompiled.of(*faults, *(one for one in own if (one.sheet, one.row, one.column) not in places))
    compiled = compiled if left > 0 else _with_warning(compiled, NOT_FINISHED)
    return compiled, (*own, *lists.warnings)


def _with_warning(compiled: CompiledForm, warning: str) -> CompiledForm:
    return replace(compiled, warnings=(*compiled.warnings, warning))


def _clash(compiled: CompiledForm, media: Collection[Media]) -> Iterator[WorkbookFault]:
    """A version of that name is out with another content: this one can be tried, but not published."""
    out = find_version(compiled.form_id, compiled.version)
    if out is not None and (out.xform_md5 != compiled.md5 or hashes_of(out.media) != hashes_of(media)):
        yield WorkbookFault("version_is_out", "settings", 2, "version", {"value": compiled.version})


def _lists_of(before: Kept, compiled: CompiledForm, blobs: Blobs) -> dict[str, bytes]:
    """The lists that the upload takes over: a question may now ask for a column that they lack."""
    wanted = set(compiled.definition.media_files)
    known = [one for one in before.media.values() if one.filename in wanted and one.key and not one.is_personal]
    return {one.filename: b"".join(blobs.open(one.key)) for one in known if one.filename.endswith(".csv")}


def _kept(form_id: str) -> Kept:
    draft, form = find_draft(form_id), find_form(form_id)
    out = find_version(form_id, form.current_version) if form else None
    media = {one.filename: one for source in (out, draft) if source for one in source.media}
    offer = form or draft
    if offer is None:
        return Kept()
    return Kept(offer.role or PLAIN, offer.ruleset, list(offer.may_fill), media)
