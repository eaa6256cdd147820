"""Envelopes and headers of OpenRosa answers (protocol rules H1-H16)."""

import hashlib
from email.utils import format_datetime

from flask import Response, make_response, request
from flask_babel import get_locale
from lxml import etree
from lxml.builder import ElementMaker

from app.auth.http_digest import challenge
from app.auth.passwords import REALM
from app.errors import Refusal
from app.wiring import deps

_RESPONSE = ElementMaker(
    namespace="http://openrosa.org/http/response", nsmap={None: "http://openrosa.org/http/response"}
)
_XML = "text/xml; charset=utf-8"


def message(status: int, text: str, *, nature: str) -> Response:
    """An envelope with one sentence, which the phone shows to the enumerator."""
    items = {"items": "0"} if request.args.get("items") == "true" else {}
    return xml(_RESPONSE.OpenRosaResponse(_RESPONSE.message(text, nature=nature), **items), status=status)


def xml(root: etree._Element, *, status: int = 200) -> Response:
    body = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return make_response(body, status, {"Content-Type": _XML})


def revalidated(response: Response, etag: str | None = None) -> Response:
    """Let the phone keep the answer and ask whether it is still right (304). The tag is the body's hash by default."""
    response.set_etag(etag or hashlib.md5(response.get_data(), usedforsecurity=False).hexdigest())
    response.headers["Cache-Control"] = "private, no-cache"
    response.make_conditional(request)
    return response


def with_protocol_headers(response: Response) -> Response:
    """On every answer, success or refusal."""
    response.headers["X-OpenRosa-Version"] = "1.0"
    response.headers["X-OpenRosa-Accept-Content-Length"] = str(deps().settings.max_body_bytes)
    response.headers["Date"] = format_datetime(deps().clock(), usegmt=True)
    response.headers["Content-Language"] = str(get_locale() or "vi")
    if request.method == "POST":
        response.headers["Cache-Control"] = "no-store"
    return response


def refusal_to_phone(refusal: Refusal) -> Response:
    """Never HTML or JSON, whatever went wrong: the phone shows the sentence."""
    response = message(refusal.status, refusal.message, nature="error")
    if refusal.status == 401:
        add_challenges(response, stale=bool(refusal.facts.get("stale")))
    return with_protocol_headers(response)


def add_challenges(response: Response, *, stale: bool) -> None:
    """Digest first: phones take the first they know. Basic only where nobody can listen in (rule A4)."""
    response.headers.add("WWW-Authenticate", challenge(deps().nonces, deps().clock(), stale=stale))
    if request.is_secure:
        response.headers.add("WWW-Authenticate", f'Basic realm="{REALM}", charset="UTF-8"')
