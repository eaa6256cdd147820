"""Refusals become answers here and nowhere else: OpenRosa XML to phones, JSON to programs, a page to people."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, g, request
from flask_wtf.csrf import CSRFError
from marshmallow import ValidationError
from werkzeug.exceptions import HTTPException

from app.auth.errors import NotSignedIn, TooManyFailures
from app.i18n import sentence_of, words_of_fields
from app.i18n.workbook_faults import fault_sentence
from app.reception import Crowded
from core.blobs import StoreUnreachable
from core.errors import Conflict, DomainError, InvalidInput, NotAllowed, NotFound, RuleBroken
from core.mongo import UNREACHABLE
from form_engine.errors import FormNotCompiled
from form_engine.scoring_errors import ScoringSheetInvalid
from form_engine.workbook_fault import WorkbookFault

log = logging.getLogger(__name__)

RETRY_AFTER = "10"
"""Seconds after which a client may come again when a store was away."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer to a request that was not carried out, before it takes the form of a wire."""

    status: int
    code: str
    facts: dict[str, Any]
    headers: dict[str, str]
    faults: tuple[WorkbookFault, ...] = ()
    """Of a workbook that was refused: every place in it."""

    @property
    def message(self) -> str:
        facts = {**self.facts, "request_id": g.get("request_id", "")}
        if self.faults:
            facts["reason"] = fault_sentence(self.faults[0])
        return sentence_of(self.code, facts)


class TooLarge(InvalidInput):
    code = "server.too_large"


class UnsupportedType(InvalidInput):
    code = "server.unsupported_type"


# The first kind that fits decides: narrow before wide.
_STATUS: tuple[tuple[type[DomainError], int], ...] = (
    (TooManyFailures, 429),
    (NotSignedIn, 401),
    (TooLarge, 413),
    (UnsupportedType, 415),
    (ScoringSheetInvalid, 422),
    (InvalidInput, 400),
    (NotAllowed, 403),
    (NotFound, 404),
    (Conflict, 409),
    (RuleBroken, 422),
)

_HTTP_CODES = {403: "not_allowed", 404: "not_found", 405: "server.method_not_allowed", 413: "server.too_large"}


def refusal_of(error: Exception) -> Refusal:
    """The answer to any exception that reached the edge."""
    if isinstance(error, (*UNREACHABLE, StoreUnreachable, Crowded)):
        return Refusal(503, "server.unavailable", {}, {"Retry-After": RETRY_AFTER})
    if isinstance(error, DomainError):
        return _of_domain(error)
    if isinstance(error, CSRFError):
        return Refusal(400, "server.csrf", {}, {})
    if isinstance(error, UnicodeEncodeError):  # JSON may spell half a character (\ud800): no text, on no wire
        return Refusal(400, "invalid_input", {}, {})
    if isinstance(error, ValidationError):
        return Refusal(422, "invalid_input", {"fields": words_of_fields(error.messages)}, {})
    if isinstance(error, HTTPException) and error.code is not None and error.code < 500:
        return _of_http(error)
    return Refusal(500, "server.failed", {}, {})


def _of_domain(error: DomainError) -> Refusal:
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 400)
    headers = {"Retry-After": str(error.facts["retry_after"])} if status == 429 else {}
    faults = error.faults if isinstance(error, FormNotCompiled) else ()
    return Refusal(status, error.code, error.facts, headers, faults)


def _of_http(error: HTTPException) -> Refusal:
    status = error.code or 400
    facts: dict[str, Any] = {}
    if status == 405:
        facts["method"] = request.method
    if status == 413:
        facts["limit"] = request.max_content_length or 0
    if status == 422:  # flask-smorest: the request did not fit its schema
        facts["fields"] = words_of_fields(getattr(error, "data", {}).get("messages", {}))
    headers = dict(error.get_headers()) if status == 405 else {}
    return Refusal(
        status, _HTTP_CODES.get(status, "invalid_input"), facts, {k: v for k, v in headers.items() if k == "Allow"}
    )


Writer = Callable[[Refusal], Response]


def _log(refusal: Refusal, error: Exception) -> None:
    """A fault with its trace; a store that is away in a line (there is one for each phone that waits); a refusal."""
    facts = {"status": refusal.status, "code": refusal.code, "endpoint": request.endpoint}
    if refusal.status == 503:
        log.warning("request put off", extra={**facts, "cause": type(error).__name__})
    elif refusal.status >= 500:
        log.error("request failed", extra=facts, exc_info=error)
    else:
        log.info("request refused", extra=facts)


def install(app: Flask, writers: Mapping[str, Writer], default: Writer) -> None:
    """Answer every exception by the writer of the address's first part, else by the default."""

    def answer(error: Exception) -> Response:
        refusal = refusal_of(error)
        _log(refusal, error)
        part = request.path.lstrip("/").split("/", 1)[0]
        response = writers.get(part, default)(refusal)
        for name, value in refusal.headers.items():
            response.headers[name] = value
        return response

    app.register_error_handler(Exception, answer)
