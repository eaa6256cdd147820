"""Giải mã: an encrypted form opened for the person who brings the private key, for this one answer and no longer.

The key and what it opens are never written anywhere; that somebody opened the form is.
"""

import io
import zipfile
from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from app import verdicts
from app.console.blueprint import bp
from app.console.submissions import page_of, sandboxed
from app.i18n import sentence
from app.wiring import current_actor, deps, requires
from core import audit
from core.errors import DomainError
from core.mongo import Document
from form_engine.answers import read_answers
from form_engine.decryption import Opened, open_submission, read_key
from form_engine.errors import EncryptedTooLarge, KeyUnreadable
from form_engine.instance import read_instance
from submissions.rules.quality import finding

_LONGEST_KEY = 20_000
_MOST_BYTES = 100_000_000
"""Of the files together: they are in memory while they are opened, for no plain byte may touch a disk."""


@bp.post("/phieu/<path:instance_id>/giai-ma")
@requires("submission.decrypt")
def decrypt(instance_id: str) -> ResponseReturnValue:
    """Button “Giải mã”: the answers on the page, or everything in a ZIP."""
    actor = current_actor()
    found = verdicts.find(instance_id, seen_by=actor)
    try:
        opened = _open(found, request.files.get("khoa"), request.form.get("mat_khau", ""))
    except DomainError as refusal:
        return page_of(found, errors={"": sentence(refusal)}), 422
    audit.record("submission.decrypted", by=actor.id, subject=found["_id"], at=deps().clock())
    if request.form.get("dang") == "zip":
        response = sandboxed(Response(_zip(opened), content_type="application/zip"), f"{found['form_id']}.zip")
        response.headers["Cache-Control"] = "no-store"
        return response
    return page_of(_readable(found, opened)), 200, {"Cache-Control": "no-store"}


def _open(found: Document, pem: FileStorage | None, passphrase: str) -> Opened:
    """Raises KeyUnreadable and the refusals of form_engine.decryption."""
    content = pem.read(_LONGEST_KEY + 1) if pem else b""
    if len(content) > _LONGEST_KEY:
        raise KeyUnreadable()
    key = read_key(content, passphrase)
    named = {one["name"]: one for one in found["attachments"]}
    manifest = read_instance(found["xml"])
    if sum(one["size"] for one in named.values()) > _MOST_BYTES:
        raise EncryptedTooLarge(limit=_MOST_BYTES // 1_000_000)
    return open_submission(
        manifest, {name: b"".join(deps().blobs.open(one["key"])) for name, one in named.items()}, key
    )


def _readable(found: Document, opened: Opened) -> dict[str, Any]:
    """The submission as if it had come in clear, for the page alone."""
    instance = read_instance(opened.xml)
    definition = deps().definitions.nearest(found["form_id"], found["form_version"])
    answers, flaws = read_answers(instance, definition)
    findings = [finding(one.kind, one.path, **one.facts) for one in flaws]
    return {**found, "answers": answers, "findings": findings, "opened_files": sorted(opened.files)}


def _zip(opened: Opened) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("submission.xml", opened.xml)
        for name, content in opened.files.items():
            archive.writestr(name.replace("/", "_").replace("\\", "_"), content)
    return packed.getvalue()
