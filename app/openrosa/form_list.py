"""What this phone may fill, and where to fetch it (protocol rules L1-L10, M1-M3)."""

from urllib.parse import quote

from flask import Response, request
from lxml.builder import ElementMaker

from app.openrosa import lists
from app.openrosa.blueprint import KEY, bp, own_address
from app.openrosa.responses import revalidated, xml
from app.wiring import current_actor, requires
from form_engine.publishing import repository as forms
from form_engine.publishing.models import Form, FormVersion, Media

_LIST_SPACE = "http://openrosa.org/xforms/xformsList"
_LIST = ElementMaker(namespace=_LIST_SPACE, nsmap={None: _LIST_SPACE})
_MANIFEST_SPACE = "http://openrosa.org/xforms/xformsManifest"
_MANIFEST = ElementMaker(namespace=_MANIFEST_SPACE, nsmap={None: _MANIFEST_SPACE})

NO_VERSION = "___"
"""How an empty version is written in an address."""


@bp.get("/formList")
@bp.get(f"{KEY}/formList")
@requires("form.download")
def form_list() -> Response:
    """Open forms that this person may fill, current versions; `formID` asks for one, `listAllVersions` for all."""
    wanted = request.args.get("formID")
    pairs = forms.open_forms(current_actor().roles)
    if request.args.get("listAllVersions") == "true":
        pairs = [(form, version) for form, _ in pairs for version in forms.versions_of(form.id)]
    entries = [_entry(form, version) for form, version in pairs if wanted in (None, form.id)]
    return revalidated(xml(_LIST.xforms(*entries)))


def _entry(form: Form, version: FormVersion) -> object:
    address = form_address(form.id, version.version)
    parts = [
        _LIST.formID(form.id),
        _LIST.name(version.title or form.id),
        _LIST.version(version.version),
        _LIST.hash(f"md5:{version.xform_md5}"),
        _LIST.downloadUrl(f"{address}/form.xml"),
    ]
    if version.media:
        parts.append(_LIST.manifestUrl(f"{address}/manifest"))
    return _LIST.xform(*parts)


def form_address(form_id: str, version: str) -> str:
    return f"{own_address()}/forms/{quote(form_id, safe='')}/versions/{quote(version or NO_VERSION, safe='')}"


@bp.get("/forms/<path:form_id>/versions/<path:version>/manifest")
@bp.get(f"{KEY}/forms/<path:form_id>/versions/<path:version>/manifest")
@requires("form.download")
def manifest(form_id: str, version: str) -> Response:
    """The files that go with a form version; lists are those of this person, now."""
    found = forms.get_version(form_id, "" if version == NO_VERSION else version)
    address = form_address(found.form_id, found.version)
    role = forms.get_form(found.form_id).role
    return revalidated(xml(_MANIFEST.manifest(*(_media(one, address, role) for one in found.media))))


def _media(media: Media, address: str, role: str) -> object:
    md5 = media.md5
    if media.is_personal:
        md5 = lists.make(media.filename, current_actor(), role=role).md5
    return _MANIFEST.mediaFile(
        _MANIFEST.filename(media.filename),
        _MANIFEST.hash(f"md5:{md5}"),
        _MANIFEST.downloadUrl(f"{address}/media/{quote(media.filename, safe='')}?md5={md5}"),
    )
