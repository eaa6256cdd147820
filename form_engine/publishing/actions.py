"""Publishing: a workbook and its files become a version that phones are offered."""

import hashlib
import mimetypes
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

from mongoengine.errors import NotUniqueError

from core.actor import Actor
from core.blobs import Blobs, key_of, put_bytes
from core.clock import Clock
from form_engine.compiler import compile_form
from form_engine.definition import FormDefinition
from form_engine.entity_declarations import EntityDeclaration
from form_engine.publishing import entity_lists, repository
from form_engine.publishing.errors import MediaMissing, VersionExists
from form_engine.publishing.models import Form, FormVersion, Media

XFORM_TYPE = "application/xml; charset=utf-8"
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class FormSource:
    """A form as its author hands it over.

    media: files by name. personal_media: names of lists that are made for each person when his phone asks.
    ruleset: id of the rule set that it is scored or screened by.
    """

    workbook: bytes
    filename: str
    role: str
    may_fill: tuple[str, ...]
    media: Mapping[str, bytes] = field(default_factory=dict)
    personal_media: Collection[str] = ()
    ruleset: str = ""


def publish_version(source: FormSource, *, by: Actor, blobs: Blobs, clock: Clock) -> FormVersion:
    """Compile and publish; the version becomes current, older ones stay accepted.

    Entity lists that it writes to are made, with their properties. Publishing the same content again changes nothing,
    and compiles nothing. Raises FormNotCompiled, MediaMissing (the form refers to a file that is not there),
    VersionExists (same version, other content), EntityListNameTaken.
    """
    out = repository.find_by_workbook(key_of(source.workbook))
    if out is not None and hashes_of(out.media) == hashes_of([_media_again(one, source, blobs) for one in out.media]):
        return _offered(out, source, is_new=False)
    compiled = compile_form(source.workbook, filename=source.filename)
    source = replace(source, media={**compiled.made_files, **source.media})
    ready = Ready(
        form_id=compiled.form_id,
        version=compiled.version,
        title=compiled.title or compiled.form_id,
        xform_key=put_bytes(blobs, compiled.xform, content_type=XFORM_TYPE).key,
        xform_md5=compiled.md5,
        workbook_key=put_bytes(blobs, source.workbook, content_type=WORKBOOK_TYPE).key,
        workbook_name=source.filename,
        media=media_of_form(compiled.definition, source, blobs),
        warnings=list(compiled.warnings),
        offer=source,
        entities=compiled.definition.entities.entities,
    )
    return publish_ready(ready, by=by, clock=clock)


class Offer(Protocol):
    """To whom a form goes, and what for."""

    @property
    def role(self) -> str: ...
    @property
    def ruleset(self) -> str: ...
    @property
    def may_fill(self) -> Collection[str]: ...


@dataclass(frozen=True, slots=True)
class Ready:
    """A version with all its files in the store; what is left is to say that it is out."""

    form_id: str
    version: str
    title: str
    xform_key: str
    xform_md5: str
    workbook_key: str
    workbook_name: str
    media: list[Media]
    warnings: list[str]
    offer: Offer
    entities: Collection[EntityDeclaration] = ()
    over: tuple[str, ...] = ()
    over_reason: str = ""


def publish_ready(ready: Ready, *, by: Actor, clock: Clock, effective_at: datetime | None = None) -> FormVersion:
    """effective_at: when it becomes current, if that lies ahead.

    Raises VersionExists (same version, other content), EntityListNameTaken.
    """
    known = repository.find_version(ready.form_id, ready.version)
    if known is None:
        plain = [one.filename for one in ready.media if not one.is_entity_list]
        entity_lists.require_free(ready.entities, ready.form_id, plain)
        entity_lists.declare(ready.entities, ready.form_id, clock)
        try:
            made = _version_of(ready, by, clock(), effective_at).save(force_insert=True)
        except NotUniqueError:  # two at one moment: the first stands
            known = repository.find_version(ready.form_id, ready.version)
        else:
            return _offered(made, ready.offer, is_new=True)
    if known is None or known.xform_md5 != ready.xform_md5 or hashes_of(known.media) != hashes_of(ready.media):
        raise VersionExists(form_id=ready.form_id, version=ready.version)
    entity_lists.declare(ready.entities, ready.form_id, clock)
    return _offered(known, ready.offer, is_new=False)


def _version_of(ready: Ready, by: Actor, now: datetime, effective_at: datetime | None) -> FormVersion:
    return FormVersion(
        id=repository.version_id(ready.form_id, ready.version),
        form_id=ready.form_id,
        version=ready.version,
        title=ready.title,
        xform_key=ready.xform_key,
        xform_md5=ready.xform_md5,
        workbook_key=ready.workbook_key,
        workbook_name=ready.workbook_name,
        media=ready.media,
        warnings=ready.warnings,
        published_at=now,
        published_by=by.id,
        effective_at=effective_at if effective_at is not None and effective_at > now else None,
        published_over=list(ready.over),
        published_over_reason=ready.over_reason,
    )


def _offered(version: FormVersion, offer: Offer, *, is_new: bool) -> FormVersion:
    """Make a version the current one of its form, or the next one when its day lies ahead.

    One that was out before stays in its place among the others. A publishing that was cut off after the version was
    written is completed by publishing again. A form whose first version waits for its day is closed until then.
    """
    form: Form | None = Form.objects(id=version.form_id).first()
    known = form is not None and version.version in form.versions and version.version not in form.displaced
    changes = {} if known and not is_new else _turn_of(version, form)
    if form is None:
        changes["set_on_insert__state"] = "closed" if version.effective_at else "open"
    Form.objects(id=version.form_id).modify(
        upsert=True,
        set__role=offer.role,
        set__ruleset=offer.ruleset,
        set__may_fill=list(offer.may_fill),
        add_to_set__versions=version.version,
        **changes,
    )
    return version


def _turn_of(version: FormVersion, form: Form | None) -> dict[str, Any]:
    """What changes of the form when it is this version's turn, or will be; one that waited until now gives way."""
    first_waits = form is not None and form.next_version is not None and form.next_version == form.current_version
    if version.effective_at is None:
        changes = {"set__current_version": version.version, "unset__next_version": 1, "unset__next_at": 1}
        changes |= {"set__state": "open"} if first_waits else {}
    else:
        changes = {"set__next_version": version.version, "set__next_at": version.effective_at}
        changes |= {"set__current_version": version.version} if form is None or first_waits else {}
    if form is not None:
        waited = [form.next_version] if form.next_version is not None else []
        never = dict.fromkeys([*form.displaced, *waited])
        changes["set__displaced"] = [one for one in never if one != version.version]
    return changes


def take_effect(now: datetime) -> list[str]:
    """Make current whose day has come; returns the ids of the forms. Safe to run by several at once."""
    due = list(Form.objects(next_at__lte=now))
    for form in due:
        opens = {"set__state": "open"} if form.current_version == form.next_version else {}
        Form.objects(id=form.id, next_version=form.next_version, next_at=form.next_at).modify(
            set__current_version=form.next_version, unset__next_version=1, unset__next_at=1, **opens
        )
    return [form.id for form in due]


def media_of_form(definition: FormDefinition, source: FormSource, blobs: Blobs) -> list[Media]:
    """The files that a form refers to: those of its author, lists made for each person, entity lists."""
    own = {one.dataset for one in definition.entities.entities}
    return [_media(name, source, blobs, own) for name in definition.media_files]


def _media(name: str, source: FormSource, blobs: Blobs, own: Collection[str]) -> Media:
    """own: lists that the form itself writes to. To a phone an entity list's name is taken for every form."""
    if name in source.personal_media:
        return media_named(name, source, blobs)
    if _is_entity_list(name, own):
        return Media(filename=name, is_personal=True, is_entity_list=True)
    return media_of(name, source.media, blobs)


def media_named(name: str, source: FormSource, blobs: Blobs) -> Media:
    if name not in source.personal_media:
        return media_of(name, source.media, blobs)
    if name not in source.media:
        return Media(filename=name, is_personal=True)
    sample = media_of(name, source.media, blobs)
    sample.is_personal = True
    return sample


def as_published(media: Collection[Media], definition: FormDefinition) -> list[Media]:
    """The files of a draft when it is out: an entity list is no more the draft's sample."""
    own = {one.dataset for one in definition.entities.entities}
    return [
        Media(filename=one.filename, is_personal=True, is_entity_list=True)
        if not one.is_personal and _is_entity_list(one.filename, own)
        else one
        for one in media
    ]


def _is_entity_list(filename: str, own: Collection[str]) -> bool:
    listed = entity_lists.name_of(filename)
    return bool(listed) and (listed in own or entity_lists.is_list(listed))


def _media_again(known: Media, source: FormSource, blobs: Blobs) -> Media:
    return known if known.is_entity_list else _media(known.filename, source, blobs, ())


def media_of(name: str, media: Mapping[str, bytes], blobs: Blobs) -> Media:
    """A file that is the same for everybody. Raises MediaMissing."""
    content = media.get(name)
    if content is None:
        raise MediaMissing(filename=name)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Media(
        filename=name,
        key=put_bytes(blobs, content, content_type=kind).key,
        md5=hashlib.md5(content, usedforsecurity=False).hexdigest(),
        size=len(content),
        content_type=kind,
    )


def hashes_of(media: Collection[Media]) -> set[tuple[str, str | None]]:
    """What makes two versions differ; lists made for a person are the same whatever their sample."""
    return {(one.filename, None if one.is_personal else one.md5) for one in media}
