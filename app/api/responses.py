"""Refusals as JSON, and how a program says who it is."""

from dataclasses import asdict

from flask import Response, g, jsonify, request

from app.auth import people, sessions
from app.errors import Refusal
from app.i18n import lines_of, words_of_point_fault
from app.i18n.workbook_faults import fault_lines
from app.wiring import deps, sign_in_as
from form_engine.ruleset_fault import RulesetFault
from form_engine.scoring_errors import PointFault


def refusal_to_program(refusal: Refusal) -> Response:
    """`{"code", "message", "details", "request_id"}`; of a workbook `details` are its faults, with their places.

    Of a rule set, `details.faults` are the same: place, the place in words, code, message.
    """
    faults = [asdict(line) for line in fault_lines(refusal.faults)]
    response = jsonify(
        code=refusal.code,
        message=refusal.message,
        details=faults or {name: _plain(value) for name, value in refusal.facts.items()},
        request_id=g.get("request_id", ""),
    )
    response.status_code = refusal.status
    if refusal.status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="Ra Soat"'
    return response


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, RulesetFault):
        (line,) = lines_of([value])
        return asdict(line)
    if isinstance(value, PointFault):
        told = {"row": value.row, "column": value.column, "code": value.problem, "value": value.value}
        return told | {"message": words_of_point_fault(value)}
    return value if isinstance(value, str | int | float | bool | list | dict | None) else str(value)


def know_the_program() -> None:
    """`Authorization: Bearer <token>` from POST /sessions. No cookie, so nothing for another site to abuse."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        person = sessions.find_signed_in(token.strip(), now=deps().clock())
        sign_in_as(people.actor_of(person) if person else None)
