"""Forms and their files, byte by byte as they were published (protocol rules F1, M6, M7)."""

from collections.abc import Iterator

from flask import Response, request
from werkzeug.http import dump_options_header

from app.openrosa import lists
from app.openrosa.blueprint import KEY, bp
from app.openrosa.form_list import NO_VERSION
from app.openrosa.responses import revalidated
from app.wiring import current_actor, deps, requires
from form_engine.publishing.entity_lists import name_of
from form_engine.publishing.errors import FormFileNotFound
from form_engine.publishing.models import Form, Media

_PATH = "/forms/<path:form_id>/versions/<path:version>"


@bp.get(f"{_PATH}/form.xml")
@bp.get(f"{KEY}{_PATH}/form.xml")
@requires("form.download")
def form_xml(form_id: str, version: str) -> Response:
    """The XForm; also of past versions, for phones that still hold forms filled with them."""
    found = deps().definitions.versions.get(form_id, "" if version == NO_VERSION else version)
    return file_of(found.xform_key, "text/xml; charset=utf-8", found.xform_md5, f"{found.form_id}.xml")


@bp.get(f"{_PATH}/media/<path:filename>")
@bp.get(f"{KEY}{_PATH}/media/<path:filename>")
@requires("form.download")
def media(form_id: str, version: str, filename: str) -> Response:
    found = deps().definitions.versions.get(form_id, "" if version == NO_VERSION else version)
    one = next((each for each in found.media if each.filename == filename), None)
    if one is None:
        raise FormFileNotFound(form_id=form_id, filename=filename)
    if not one.is_personal:
        return file_of(one.key, one.content_type, one.md5, filename, size=one.size)
    made = _personal(one, deps().definitions.forms.get(found.form_id))
    response = Response(made.content, content_type="text/csv; charset=utf-8")
    return _named(revalidated(response, made.md5), filename)


def _personal(one: Media, form: Form) -> lists.PersonalList:
    """The list that the manifest named to this person."""
    asked = request.args.get("md5", "")
    if one.is_entity_list:
        return lists.entities_as_named(name_of(one.filename), current_actor(), asked)
    return lists.as_named(one.filename, current_actor(), asked, role=form.role, ruleset=form.ruleset)


def file_of(key: str, content_type: str, md5: str, filename: str, *, size: int | None = None) -> Response:
    if request.if_none_match.contains(md5):
        return revalidated(Response(), md5)
    response = Response(None if request.method == "HEAD" else _pieces(key), content_type=content_type)
    if size is not None:
        response.content_length = size
    return _named(revalidated(response, md5), filename)


def _pieces(key: str) -> Iterator[bytes]:
    """Opened before the answer begins, so that a store that is away becomes a 503 and not half a file."""
    return deps().blobs.open(key)


def _named(response: Response, filename: str) -> Response:
    response.headers["Content-Disposition"] = dump_options_header("attachment", {"filename": filename})
    return response
