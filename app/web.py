"""create_app: the web side of the system, wired in one screen."""

import time

from flask import Flask, Response, g, request, session
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from app import api, errors, health, i18n, logging, openrosa, stores
from app.auth import people, sessions
from app.console import pages, public
from app.metrics import REQUESTS
from app.paths import TidyPhonePaths
from app.sessions_for_pages import PROGRAMS, PageSessions, first_part
from app.wiring import Deps, deps, install, maybe_actor, sign_in_as
from config.settings import Settings
from core.blobs import Blobs
from core.clock import Clock, utc_now
from core.ids import new_id

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "object-src 'none'; img-src 'self' data:",
}
_HTTPS = {"Strict-Transport-Security": "max-age=31536000"}
_PRIVATE = {"Cache-Control": "private, no-cache"}


def create_app(settings: Settings, *, blobs: Blobs | None = None, clock: Clock = utc_now) -> Flask:
    """The application of one process. Connects to the stores and waits for neither."""
    app = Flask("app", template_folder=None, static_folder=None)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="rasoat",
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_CHECK_DEFAULT=False,
        MAX_CONTENT_LENGTH=settings.max_body_bytes,
        MAX_FORM_MEMORY_SIZE=1_000_000,
        API_TITLE="Rà Soát",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
    )
    app.session_interface = PageSessions()
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    blobs = blobs or stores.connect(settings)
    install(app, Deps.of(settings, blobs, clock))
    i18n.install(app)
    csrf = CSRFProtect(app)
    app.before_request(_begin)
    app.before_request(lambda: _know_the_person(csrf))
    app.after_request(_end)
    writers = {"openrosa": openrosa.refusal_to_phone, "api": api.refusal_to_program}
    errors.install(app, writers, pages.page_of_refusal)
    app.register_blueprint(health.bp)
    app.register_blueprint(openrosa.bp)
    app.register_blueprint(openrosa.test_bp)
    api.install(app)
    app.register_blueprint(pages.bp)
    inner = TidyPhonePaths(app.wsgi_app)
    proxies = settings.trusted_proxies
    app.wsgi_app = ProxyFix(inner, x_for=proxies, x_proto=proxies, x_host=proxies) if proxies else inner  # type: ignore[method-assign]
    return app


def _begin() -> None:
    g.began = time.perf_counter()
    g.request_id = new_id()[:12]
    logging.clear()
    logging.bind(request_id=g.request_id)


def _know_the_person(csrf: CSRFProtect) -> None:
    """Who sits before the browser, by the session in the database; programs say who they are in their own way."""
    if first_part(request.path) in PROGRAMS or request.endpoint in health.ENDPOINTS:
        return
    token = session.get("token")
    if token:
        person = sessions.find_signed_in(token, now=deps().clock())
        sign_in_as(people.actor_of(person) if person else None)
    if request.method not in ("GET", "HEAD", "OPTIONS"):
        if first_part(request.path) == public.PART:
            request.max_content_length = public.LARGEST_POST
        csrf.protect()


def _end(response: Response) -> Response:
    here = {name.lower() for name, _ in response.headers}
    wanted = _HEADERS | (_HTTPS if deps().settings.is_https else {}) | (_PRIVATE if maybe_actor() else {})
    for name, value in wanted.items():
        if name.lower() not in here:
            response.headers.add(name, value)
    response.headers.add("X-Request-Id", g.get("request_id", ""))
    part = first_part(request.path)
    known = part if part in (*PROGRAMS, "healthz", "readyz", "metrics", "static") else "console"
    REQUESTS.labels(part=known, status=str(response.status_code)).inc()
    return response
