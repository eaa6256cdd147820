"""HEAD and POST /submission: store first, judge later (protocol rules S1-S20)."""

import time
from contextlib import ExitStack

from flask import Response, request

from app.i18n import sentence_of
from app.metrics import RECEIVED, RECEIVING_SECONDS
from app.openrosa.blueprint import KEY, bp
from app.openrosa.multipart_reader import read_body
from app.openrosa.responses import message
from app.wiring import current_actor, deps, requires
from form_engine.instance import Instance
from form_engine.publishing.errors import FormClosed
from submissions import intake


@bp.route("/submission", methods=["GET"])
@bp.route(f"{KEY}/submission", methods=["GET"])
@requires("submission.send")
def may_i_send() -> Response:
    """A phone asks before it sends: 204 with the limits in the headers. No `Location`: it would move the upload."""
    return Response(status=204)


@bp.post("/submission")
@bp.post(f"{KEY}/submission")
@requires("submission.send")
def submit() -> Response:
    """Keep what was sent. 201 means that XML and files are on the disk; the same again is 201, too."""
    began = time.perf_counter()
    with ExitStack() as closing:
        closing.enter_context(deps().reception.place())
        body = read_body(request, closing, max_bytes=deps().settings.max_body_bytes)
        instance = intake.read(body.xml)
        _require_may_send(instance)
        receipt = intake.receive(
            body.xml,
            instance,
            body.files,
            by=current_actor(),
            device_id=request.args.get("deviceID", ""),
            user_agent=request.headers.get("User-Agent", ""),
            blobs=deps().blobs,
            clock=deps().clock,
        )
    RECEIVED.labels(form=receipt.form_id, created=str(receipt.created).lower()).inc()
    RECEIVING_SECONDS.observe(time.perf_counter() - began)
    code = "openrosa.received" if receipt.created or receipt.added else "openrosa.here_already"
    return message(201, sentence_of(code, {}), nature="submit_success")


def _require_may_send(instance: Instance) -> None:
    """The form is known and not closed. Any version of it will do. Raises FormNotFound, FormClosed.

    Who may fill which form is a matter of the form list: a filled form is never lost because a role changed since.
    """
    if deps().definitions.forms.get(instance.form_id).state in ("closed", "retired"):
        raise FormClosed(form_id=instance.form_id)
