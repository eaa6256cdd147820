import pytest
from flask import Flask
from marshmallow import ValidationError
from pymongo.errors import AutoReconnect, DuplicateKeyError, ServerSelectionTimeoutError
from werkzeug.exceptions import BadRequest, HTTPException, ImATeapot, InternalServerError, MethodNotAllowed, NotFound

from app.auth.errors import NotSignedIn, PermissionMissing, PhoneKeyRefused, TooManyFailures, WrongCredentials
from app.auth.phones import StaleNonce
from app.errors import TooLarge, UnsupportedType, refusal_of
from core.blobs import StoreUnreachable
from core.errors import Conflict, DomainError, InvalidInput, NotAllowed, RuleBroken
from core.errors import NotFound as NoSuchThing


@pytest.fixture(autouse=True)
def request_():
    with Flask("x").test_request_context("/", method="PUT"):
        yield


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (InvalidInput(), 400),
        (NotAllowed(), 403),
        (NoSuchThing(), 404),
        (Conflict(), 409),
        (RuleBroken(), 422),
        (NotSignedIn(), 401),
        (WrongCredentials(), 401),
        (StaleNonce(), 401),
        (PermissionMissing(), 403),
        (PhoneKeyRefused(), 403),
        (TooManyFailures(retry_after=5), 429),
        (TooLarge(limit=1), 413),
        (UnsupportedType(type="x"), 415),
        (DomainError(), 400),
        (StoreUnreachable("x"), 503),
        (AutoReconnect("x"), 503),
        (ServerSelectionTimeoutError("x"), 503),
        (DuplicateKeyError("x"), 500),
        (ValidationError({"a": ["b"]}), 422),
        (NotFound(), 404),
        (BadRequest(), 400),
        (ImATeapot(), 418),
        (InternalServerError(), 500),
        (HTTPException(), 500),
        (ZeroDivisionError("secret"), 500),
        (UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed"), 400),
    ],
)
def test_every_error_has_its_status(error, status):
    assert refusal_of(error).status == status


def test_a_fault_tells_nothing_of_itself():
    refusal = refusal_of(ZeroDivisionError("secret"))

    assert (refusal.code, refusal.facts) == ("server.failed", {})


def test_who_is_told_to_wait_is_told_how_long():
    assert refusal_of(TooManyFailures(retry_after=7)).headers == {"Retry-After": "7"}
    assert int(refusal_of(StoreUnreachable("x")).headers["Retry-After"]) > 0


def test_a_wrong_method_names_itself_and_the_right_ones():
    refusal = refusal_of(MethodNotAllowed(valid_methods=["GET"]))

    assert (refusal.code, refusal.facts, refusal.headers) == (
        "server.method_not_allowed",
        {"method": "PUT"},
        {"Allow": "GET"},
    )
