"""Publishing: a workbook and its files become a version that phones are offered."""

import hashlib
import mimetypes
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from core.actor import Actor
from core.blobs import Blobs, key_of, put_bytes
from core.clock import Clock
from form_engine.compiler import compile_form
from form_engine.definition import FormDefinition
from form_engine.publishing import entity_lists, repository
from form_engine.publishing.errors import MediaMissing, VersionExists
from form_engine.publishing.models import Form, FormVersion, Media

_XFORM = "application/xml; charset=utf-8"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
    if out is not None and _hashes(out.media) == _hashes([_media_again(one, source, blobs) for one in out.media]):
        return _offered(out, source, is_new=False)
    compiled = compile_form(source.workbook, filename=source.filename)
    media = media_of_form(compiled.definition, source, blobs)
    entities = compiled.definition.entities.entities
    known = repository.find_version(compiled.form_id, compiled.version)
    if known is not None:
        same = known.xform_md5 == compiled.md5 and _hashes(known.media) == _hashes(media)
        if not same:
            raise VersionExists(form_id=compiled.form_id, version=compiled.version)
        entity_lists.declare(entities, compiled.form_id, clock)
        return _offered(known, source, is_new=False)
    entity_lists.require_free(entities)
    entity_lists.declare(entities, compiled.form_id, clock)
    version: FormVersion = FormVersion(
        id=repository.version_id(compiled.form_id, compiled.version),
        form_id=compiled.form_id,
        version=compiled.version,
        title=compiled.title or compiled.form_id,
        xform_key=put_bytes(blobs, compiled.xform, content_type=_XFORM).key,
        xform_md5=compiled.md5,
        workbook_key=put_bytes(blobs, source.workbook, content_type=_WORKBOOK).key,
        workbook_name=source.filename,
        media=media,
        warnings=list(compiled.warnings),
        published_at=clock(),
        published_by=by.id,
    ).save()
    return _offered(version, source, is_new=True)


def _offered(version: FormVersion, source: FormSource, *, is_new: bool) -> FormVersion:
    """Make a version the current one of its form; one that was out before stays in its place among the others.

    A publishing that was cut off after the version was written is completed by publishing again.
    """
    known = Form.objects(id=version.form_id, versions=version.version).first() is not None
    becomes_current = {} if known and not is_new else {"set__current_version": version.version}
    Form.objects(id=version.form_id).modify(
        upsert=True,
        set__role=source.role,
        set__ruleset=source.ruleset,
        set__may_fill=list(source.may_fill),
        add_to_set__versions=version.version,
        set_on_insert__state="open",
        **becomes_current,
    )
    return version


def media_of_form(definition: FormDefinition, source: FormSource, blobs: Blobs) -> list[Media]:
    """The files that a form refers to: those of its author, lists made for each person, entity lists."""
    own = {one.dataset for one in definition.entities.entities}
    return [_media(name, source, blobs, own) for name in definition.media_files]


def _media(name: str, source: FormSource, blobs: Blobs, own: Collection[str]) -> Media:
    """own: lists that the form itself writes to. To a phone an entity list's name is taken for every form."""
    if name in source.personal_media:
        return Media(filename=name, is_personal=True)
    listed = entity_lists.name_of(name)
    if listed and (listed in own or entity_lists.is_list(listed)):
        return Media(filename=name, is_personal=True, is_entity_list=True)
    return media_of(name, source.media, blobs)


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


def _hashes(media: Collection[Media]) -> set[tuple[str, str | None]]:
    return {(one.filename, one.md5) for one in media}
