"""Envelopes and headers of OpenRosa answers (protocol rules H1-H16)."""

import hashlib
import re
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache
from xml.sax.saxutils import escape

from flask import Response, make_response, request
from lxml import etree

from app.auth.http_digest import challenge
from app.auth.passwords import REALM
from app.errors import Refusal
from app.i18n import language_of_request
from app.wiring import deps

_ENVELOPE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<OpenRosaResponse xmlns="http://openrosa.org/http/response"{items}>'
    '<message nature="{nature}">{text}</message></OpenRosaResponse>'
)
_XML = "text/xml; charset=utf-8"
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def message(status: int, text: str, *, nature: str) -> Response:
    """An envelope with one sentence, which the phone shows to the enumerator."""
    return Response(_envelope(text, nature, request.args.get("items") == "true"), status, content_type=_XML)


@lru_cache(maxsize=64)
def _envelope(text: str, nature: str, has_items: bool) -> bytes:
    items = ' items="0"' if has_items else ""
    return _ENVELOPE.format(items=items, nature=nature, text=escape(_NOT_IN_XML.sub("", text))).encode()


def xml(root: etree._Element) -> Response:
    return xml_bytes(document(root))


def document(root: etree._Element) -> bytes:
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written


def xml_bytes(body: bytes) -> Response:
    return make_response(body, 200, {"Content-Type": _XML})


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
    response.headers["Date"] = _http_date(int(deps().clock().timestamp()))
    response.headers["Content-Language"] = language_of_request()
    if request.method == "POST":
        response.headers["Cache-Control"] = "no-store"
    return response


@lru_cache(maxsize=4)
def _http_date(second: int) -> str:
    return format_datetime(datetime.fromtimestamp(second, UTC), usegmt=True)


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
