"""What this phone may fill, and where to fetch it (protocol rules L1-L10, M1-M3)."""

from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote
from xml.sax.saxutils import escape

from flask import Response, request
from lxml.builder import ElementMaker

from app.openrosa import lists
from app.openrosa.blueprint import KEY, bp, own_address
from app.openrosa.responses import document, revalidated, xml, xml_bytes
from app.wiring import current_actor, deps, requires
from form_engine.publishing import repository as forms
from form_engine.publishing.entity_lists import name_of
from form_engine.publishing.models import Form, Media

_LIST_SPACE = "http://openrosa.org/xforms/xformsList"
LIST = ElementMaker(namespace=_LIST_SPACE, nsmap={None: _LIST_SPACE})
_MANIFEST_SPACE = "http://openrosa.org/xforms/xformsManifest"
MANIFEST = ElementMaker(namespace=_MANIFEST_SPACE, nsmap={None: _MANIFEST_SPACE})

_HERE = b"@@here@@"
"""Stands in a list for the server URL of whoever asks: it is not the same for two phones."""

NO_VERSION = "___"
"""How an empty version is written in an address."""


@bp.get("/formList")
@bp.get(f"{KEY}/formList")
@requires("form.download")
def form_list() -> Response:
    """Open forms that this person may fill, current versions; `formID` asks for one, `listAllVersions` for all."""
    wanted = request.args.get("formID")
    found = deps().definitions.versions.open_to(current_actor().roles)
    if wanted is not None:
        found = [version for version in found if version.form_id == wanted]
    if request.args.get("listAllVersions") == "true":
        found = [version for current in found for version in forms.versions_out(current.form_id)]
    listed = _list_of(
        tuple(_Entry(one.form_id, one.version, one.title, one.xform_md5, bool(one.media)) for one in found)
    )
    return revalidated(xml_bytes(listed.replace(_HERE, escape(own_address()).encode())))


class _Entry(NamedTuple):
    form_id: str
    version: str
    title: str
    md5: str
    has_files: bool


@lru_cache(maxsize=256)
def _list_of(entries: tuple[_Entry, ...]) -> bytes:
    """The list as everybody gets it, but for his own address."""
    return document(LIST.xforms(*(_xform(entry) for entry in entries)))


def _xform(entry: _Entry) -> object:
    address = f"{_HERE.decode()}{_path(entry.form_id, entry.version)}"
    parts = [
        LIST.formID(entry.form_id),
        LIST.name(entry.title or entry.form_id),
        LIST.version(entry.version),
        LIST.hash(f"md5:{entry.md5}"),
        LIST.downloadUrl(f"{address}/form.xml"),
    ]
    if entry.has_files:
        parts.append(LIST.manifestUrl(f"{address}/manifest"))
    return LIST.xform(*parts)


def _path(form_id: str, version: str) -> str:
    return f"/forms/{quote(form_id, safe='')}/versions/{quote(version or NO_VERSION, safe='')}"


@bp.get("/forms/<path:form_id>/versions/<path:version>/manifest")
@bp.get(f"{KEY}/forms/<path:form_id>/versions/<path:version>/manifest")
@requires("form.download")
def manifest(form_id: str, version: str) -> Response:
    """The files that go with a form version; lists are those of this person, now."""
    found = deps().definitions.versions.get(form_id, "" if version == NO_VERSION else version)
    address = f"{own_address()}{_path(found.form_id, found.version)}"
    form = deps().definitions.forms.get(found.form_id)
    return revalidated(xml(MANIFEST.manifest(*(_media(one, address, form) for one in found.media))))


def _media(media: Media, address: str, form: Form) -> object:
    if media.is_entity_list:
        return _entity_list(media.filename, address)
    md5 = media.md5
    if media.is_personal:
        md5 = lists.make(media.filename, current_actor(), role=form.role, ruleset=form.ruleset).md5
    return MANIFEST.mediaFile(*_file(media.filename, md5, address))


def _file(filename: str, md5: str, address: str) -> tuple[object, ...]:
    return (
        MANIFEST.filename(filename),
        MANIFEST.hash(f"md5:{md5}"),
        MANIFEST.downloadUrl(f"{address}/media/{quote(filename, safe='')}?md5={md5}"),
    )


def _entity_list(filename: str, address: str) -> object:
    """A list whose rows the phone changes by itself, too, until it hears of them (rules M4, M8)."""
    name = name_of(filename)
    integrity = f"{own_address()}/lists/{quote(name, safe='')}/integrity"
    md5 = lists.make_entities(name, current_actor()).md5
    parts = (*_file(filename, md5, address), MANIFEST.integrityUrl(integrity))
    return MANIFEST.mediaFile(*parts, type=lists.type_of(name))
