"""Cookies are for pages: programs and phones neither send nor get one, and pay nothing for it."""

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

PROGRAMS = ("openrosa", "api")
"""First parts of addresses that programs use."""


class PageSessions(SecureCookieSessionInterface):
    """Flask's signed cookie, but not for programs."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if first_part(request.path) in PROGRAMS:
            return None
        return super().open_session(app, request)


def first_part(path: str) -> str:
    return path.lstrip("/").split("/", 1)[0]
