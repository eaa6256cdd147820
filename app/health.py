"""Alive, ready, and how it goes: for supervisors, load balancers and Prometheus."""

from flask import Blueprint, Response, jsonify
from prometheus_client import CONTENT_TYPE_LATEST

from app.auth.permissions import PUBLIC
from app.metrics import WAITING, exposition
from app.wiring import deps, requires
from core import mongo
from submissions import repository as submissions

bp = Blueprint("health", __name__)

ENDPOINTS = frozenset({"health.healthz", "health.readyz", "health.metrics"})


@bp.get("/healthz")
@requires(PUBLIC)
def healthz() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@bp.get("/readyz")
@requires(PUBLIC)
def readyz() -> Response:
    """Both stores answer: 200; else 503 with the name of what is away."""
    found = {"database": mongo.is_reachable(mongo.database()), "objects": deps().blobs.is_reachable()}
    response = jsonify(status="ok" if all(found.values()) else "unavailable", **found)
    response.status_code = 200 if all(found.values()) else 503
    return response


@bp.get("/metrics")
@requires(PUBLIC)
def metrics() -> Response:
    """Counts of the processes of this machine. A proxy in front keeps this address inside."""
    try:
        WAITING.set(submissions.waiting_count())
    except mongo.UNREACHABLE:
        WAITING.set(float("nan"))
    return Response(exposition(), content_type=CONTENT_TYPE_LATEST)
