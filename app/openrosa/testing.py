"""The test address of a draft: `/openrosa/test/<token>` lists one form and takes what is tried with it (rule A9)."""

from contextlib import ExitStack
from urllib.parse import quote

from flask import Blueprint, Response, request
from lxml.builder import ElementMaker

from app.auth.permissions import PUBLIC
from app.i18n import sentence_of
from app.openrosa.downloads import file_of
from app.openrosa.errors import OtherForm
from app.openrosa.form_list import LIST, MANIFEST
from app.openrosa.multipart_reader import read_body
from app.openrosa.responses import message, revalidated, with_protocol_headers, xml
from app.wiring import deps, own_origin, requires
from form_engine.publishing.drafts import draft_of_token, keep_trial
from form_engine.publishing.errors import FormFileNotFound
from form_engine.publishing.models import FormDraft
from submissions import intake

bp = Blueprint("openrosa_test", __name__, url_prefix="/openrosa/test/<token>")
bp.after_request(with_protocol_headers)

_L: ElementMaker = LIST
_M: ElementMaker = MANIFEST


def test_address(draft: FormDraft) -> str:
    return f"{own_origin()}/openrosa/test/{draft.token}"


@bp.get("/formList")
@requires(PUBLIC)
def draft_list(token: str) -> Response:
    draft = draft_of_token(token)
    if request.args.get("formID", draft.id) != draft.id:
        return revalidated(xml(_L.xforms()))
    parts = [
        _L.formID(draft.id),
        _L.name(draft.title),
        _L.version(draft.version),
        _L.hash(f"md5:{draft.xform_md5}"),
        _L.downloadUrl(f"{test_address(draft)}/form.xml"),
    ]
    if draft.media:
        parts.append(_L.manifestUrl(f"{test_address(draft)}/manifest"))
    return revalidated(xml(_L.xforms(_L.xform(*parts))))


@bp.get("/form.xml")
@requires(PUBLIC)
def draft_form(token: str) -> Response:
    draft = draft_of_token(token)
    return file_of(draft.xform_key, "text/xml; charset=utf-8", draft.xform_md5, f"{draft.id}.xml")


@bp.get("/manifest")
@requires(PUBLIC)
def draft_manifest(token: str) -> Response:
    draft = draft_of_token(token)
    files = [
        _M.mediaFile(
            _M.filename(one.filename),
            _M.hash(f"md5:{one.md5}"),
            _M.downloadUrl(f"{test_address(draft)}/media/{quote(one.filename, safe='')}"),
        )
        for one in draft.media
        if one.key
    ]
    return revalidated(xml(_M.manifest(*files)))


@bp.get("/media/<path:filename>")
@requires(PUBLIC)
def draft_media(token: str, filename: str) -> Response:
    draft = draft_of_token(token)
    one = next((each for each in draft.media if each.filename == filename), None)
    if one is None or not one.key:
        raise FormFileNotFound(form_id=draft.id, filename=filename)
    return file_of(one.key, one.content_type, one.md5, filename, size=one.size)


@bp.get("/submission")
@requires(PUBLIC)
def may_i_try(token: str) -> Response:
    draft_of_token(token)
    return Response(status=204)


@bp.post("/submission")
@requires(PUBLIC)
def try_out(token: str) -> Response:
    """Keep it apart: no case, no list and no count knows of it. Raises OtherForm for another form than the draft's."""
    draft = draft_of_token(token)
    with ExitStack() as closing:
        closing.enter_context(deps().reception.place())
        body = read_body(request, closing, max_bytes=deps().settings.max_body_bytes)
        instance = intake.read(body.xml)
        if instance.form_id != draft.id:
            raise OtherForm(form_id=draft.id)
        instance_id = instance.instance_id or intake.derived_instance_id(instance)
        keep_trial(draft, instance_id, body.xml, [one.name for one in body.files], at=deps().clock())
    return message(201, sentence_of("openrosa.tried", {}), nature="submit_success")
