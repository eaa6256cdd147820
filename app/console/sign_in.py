"""Signing in and out, and the language of the pages."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.auth import sessions
from app.auth.errors import PersonDisabled, TooManyFailures, WrongCredentials
from app.console.blueprint import bp
from app.i18n import LANGUAGES, sentence
from app.wiring import deps, maybe_actor, requires
from core.errors import NotAllowed

_STATUS: Mapping[type[NotAllowed], int] = {TooManyFailures: 429, WrongCredentials: 401, PersonDisabled: 403}


def safe_path(text: str) -> str:
    """Where to go next: a path of this site, else the first page."""
    fits = text.startswith("/") and not text.startswith("//") and "\\" not in text and text.isprintable()
    return text if fits else "/"


@bp.get("/dang-nhap")
@requires("public")
def sign_in() -> ResponseReturnValue:
    following = safe_path(request.args.get("tiep", "/"))
    if maybe_actor() is not None:
        return redirect(following, 303)
    return _page(following)


@bp.post("/dang-nhap")
@requires("public")
def do_sign_in() -> ResponseReturnValue:
    """Button “Đăng nhập”."""
    following = safe_path(request.form.get("tiep", "/"))
    username, password = request.form.get("username", "").strip(), request.form.get("password", "")
    missing = [name for name, value in (("username", username), ("password", password)) if not value]
    if missing:
        told = {"username": _("Enter your user name."), "password": _("Enter your password.")}
        return _page(following, username, {name: told[name] for name in missing}), 400
    try:
        signed_in = sessions.sign_in(username, password, address=request.remote_addr or "", now=deps().clock())
    except (WrongCredentials, TooManyFailures, PersonDisabled) as refusal:
        headers = {"Retry-After": str(refusal.facts["retry_after"])} if "retry_after" in refusal.facts else {}
        return _page(following, username, {"username": sentence(refusal)}), _STATUS[type(refusal)], headers
    chosen = session.get("language") or signed_in.person.language
    session.clear()
    session["token"] = signed_in.token
    session["language"] = chosen
    return redirect(following, 303)


def _page(following: str, username: str = "", errors: dict[str, str] | None = None) -> str:
    return render_template("console/sign_in.html", following=following, username=username, errors=errors or {})


@bp.post("/dang-xuat")
@requires("public")
def sign_out() -> ResponseReturnValue:
    """Button “Đăng xuất”; does no harm when pressed twice."""
    token, chosen = session.get("token"), session.get("language")
    if token:
        sessions.sign_out(token)
    session.clear()
    session["language"] = chosen
    flash(_("You are signed out."), "success")
    return redirect(url_for("console.sign_in"), 303)


@bp.post("/ngon-ngu")
@requires("public")
def choose_language() -> ResponseReturnValue:
    """Buttons “Tiếng Việt” and “English” on every page."""
    wanted = request.form.get("ngon_ngu", "")
    if wanted in LANGUAGES:
        session["language"] = wanted
    return redirect(safe_path(request.form.get("tiep", "/")), 303)
