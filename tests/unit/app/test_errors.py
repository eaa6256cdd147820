import pytest
from flask import Flask, Response
from marshmallow import ValidationError
from pymongo.errors import AutoReconnect, DuplicateKeyError, ServerSelectionTimeoutError
from werkzeug.exceptions import BadRequest, HTTPException, ImATeapot, InternalServerError, MethodNotAllowed, NotFound

from app import i18n
from app.auth.errors import NotSignedIn, PermissionMissing, PhoneKeyRefused, TooManyFailures, WrongCredentials
from app.auth.phones import StaleNonce
from app.errors import TooLarge, UnsupportedType, install, refusal_of
from core.blobs import StoreUnreachable
from core.errors import Conflict, DomainError, InvalidInput, NotAllowed, RuleBroken
from core.errors import NotFound as NoSuchThing
from form_engine.errors import NotXml


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


@pytest.fixture
def broken_app():
    app = Flask("broken")
    i18n.install(app)

    def write(refusal):
        return Response(refusal.message, refusal.status)

    install(app, {}, write)
    app.add_url_rule("/away", view_func=lambda: _raise(AutoReconnect("x")), endpoint="away")
    app.add_url_rule("/fault", view_func=lambda: _raise(ZeroDivisionError("x")), endpoint="fault")
    app.add_url_rule("/openrosa", view_func=lambda: _raise(NotXml(reason="dtd")), endpoint="not_xml")
    return app


def _raise(error):
    raise error


def test_a_store_that_is_away_costs_a_line_in_the_log_and_a_fault_its_trace(broken_app, caplog):
    client = broken_app.test_client()

    assert [client.get(path).status_code for path in ("/away", "/fault")] == [503, 500]
    away, fault = [one for one in caplog.records if one.name.startswith("app")]  # others' threads may tell something
    assert (away.levelname, away.exc_info, away.cause) == ("WARNING", None, "AutoReconnect")
    assert (fault.levelname, fault.exc_info is not None) == ("ERROR", True)


@pytest.mark.parametrize(("language", "words"), [("vi", "khai báo kiểu tài liệu"), ("en", "document type")])
def test_a_reason_is_told_in_the_language_of_the_request(broken_app, language, words):
    told = broken_app.test_client().get("/openrosa", headers={"Accept-Language": language}).get_data(as_text=True)

    assert words in told
    assert "(dtd)" not in told


def test_a_wrong_method_names_itself_and_the_right_ones():
    refusal = refusal_of(MethodNotAllowed(valid_methods=["GET"]))

    assert (refusal.code, refusal.facts, refusal.headers) == (
        "server.method_not_allowed",
        {"method": "PUT"},
        {"Allow": "GET"},
    )
