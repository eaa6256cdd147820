"""Phiếu: one submission, its files, and the verdict on it."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import verdicts
from app.auth import people
from app.console.blueprint import bp, language
from app.console.history_view import VIEWED
from app.console.queue import address
from app.console.queue_filter import QueueFilter, read_query
from app.console.showing import hour
from app.console.submission_page import submission_page
from app.console.verdict_view import VerdictInput, verdict_bar
from app.console.words import REASONS, REVIEW_STATES, word
from app.i18n import sentence
from app.wiring import current_actor, deps, requires
from core import audit
from core.errors import Conflict, DomainError, RuleBroken
from core.mongo import Document
from submissions import repository as submissions
from submissions.errors import AttachmentNotFound, StaleSubmission

_RAW_SHOWN = 20_000
_NOT_SHOWN = frozenset({"unknown_field", "loose_text", "answered_twice", "too_many_findings"})
"""Findings about what came and stands at no question."""
_SHOWN_INLINE = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
_LONGEST_REASON = 2_000


@bp.get("/phieu/<path:instance_id>")
@requires("submission.read")
def submission(instance_id: str) -> ResponseReturnValue:
    """The page of one form. Looking at a household's answers is recorded, and the page says so."""
    actor = current_actor()
    found = verdicts.find(instance_id, seen_by=actor)
    audit.record(VIEWED, by=actor.id, subject=found["_id"], at=deps().clock())
    return page_of(found)


def page_of(found: Document, *, filled: VerdictInput | None = None, errors: dict[str, str] | None = None) -> str:
    actor = current_actor()
    came_from = request.values.get("tu", "")
    asked = read_query(came_from)
    following = _next(asked, found)
    return render_template(
        "console/submission.html",
        page=submission_page(found, actor=actor, language=language()),
        bar=verdict_bar(found, actor, filled=filled, errors=errors),
        reasons={code: word(REASONS, code) for code in REASONS},
        came_from=asked.query,
        queue_address=address(asked),
        following=_address_of(following, asked) if following else "",
        raw=_raw(found),
    )


def _raw(found: Document) -> str:
    """What came, as text, where the page can't show all of it as answers; its beginning, when it is long."""
    kinds = {one["kind"] for one in found.get("findings") or ()}
    if found["is_encrypted"] or (found.get("answers") and kinds.isdisjoint(_NOT_SHOWN)):
        return ""
    return bytes(found["xml"])[:_RAW_SHOWN].decode("utf-8", "replace")


def _next(asked: QueueFilter, found: Document) -> Document | None:
    """The next form of the queue that the reviewer came from: older than this one."""
    rows = submissions.page(asked.wanted, seen_by=current_actor(), now=deps().clock(), before=found["seq"], limit=1)
    return rows[0] if rows else None


def _address_of(found: Document, asked: QueueFilter) -> str:
    return url_for("console.submission", instance_id=found["instance_id"], tu=asked.query or None)


@bp.post("/phieu/<path:instance_id>/duyet")
@requires("submission.review")
def approve(instance_id: str) -> ResponseReturnValue:
    """Button “Duyệt và sang phiếu kế”."""
    try:
        judged = verdicts.approve(instance_id, revision=_revision(), by=current_actor())
    except (RuleBroken, Conflict) as refusal:
        return _again(instance_id, refusal, VerdictInput())
    flash(_("Approved: %(name)s.", name=_name_of(judged)), "success")
    return _onward(judged)


@bp.post("/phieu/<path:instance_id>/tra-lai")
@requires("submission.review")
def send_back(instance_id: str) -> ResponseReturnValue:
    """Button “Trả lại”: with a reason that the phone can show."""
    filled = VerdictInput(
        reason_kind=request.form.get("loai", ""),
        reason=request.form.get("ly_do", "")[:_LONGEST_REASON],
        questions=tuple(request.form.getlist("cau")),
    )
    if filled.is_empty:
        found = verdicts.find(instance_id, seen_by=current_actor())
        told = {"loai": _("Choose a reason, write one, or tick the questions to be looked at again.")}
        return page_of(found, filled=filled, errors=told), 422
    try:
        judged = verdicts.send_back(
            instance_id,
            reason=filled.told_to_phone(),
            questions=filled.questions,
            revision=_revision(),
            by=current_actor(),
        )
    except (RuleBroken, Conflict) as refusal:
        return _again(instance_id, refusal, filled)
    flash(_("Returned: %(name)s. The enumerator sees the reason on his phone.", name=_name_of(judged)), "success")
    return _onward(judged)


def _revision() -> int:
    text = request.form.get("revision", "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def _name_of(judged: Document) -> str:
    return str(judged.get("head_name") or judged.get("instance_name") or judged["instance_id"])


def _onward(judged: Document) -> ResponseReturnValue:
    """The next form of the queue, else the queue. 303: the browser's back button repeats nothing."""
    asked = read_query(request.form.get("tu", ""))
    following = _next(asked, judged)
    return redirect(_address_of(following, asked) if following else address(asked), 303)


def _again(instance_id: str, refusal: DomainError, filled: VerdictInput) -> ResponseReturnValue:
    """The page anew, as the form is now, with what went wrong on top and the reviewer's words kept."""
    found = verdicts.find(instance_id, seen_by=current_actor())
    status = 409 if isinstance(refusal, Conflict) else 422
    return page_of(found, filled=filled, errors={"": _told(refusal)}), status


def _told(refusal: DomainError) -> str:
    """A change by somebody else names him, what he did and when."""
    facts = refusal.facts
    if isinstance(refusal, StaleSubmission) and facts.get("by"):
        told = _(
            "%(who)s changed this form to “%(state)s” at %(hour)s. "
            "Your screen was an older one; this is the form as it is now.",
            who=people.names_of([facts["by"]]).get(facts["by"], "?"),
            state=word(REVIEW_STATES, facts["review_state"]),
            hour=hour(facts["at"]),
        )
        return str(told)
    return sentence(refusal)


@bp.get("/phieu/<path:instance_id>/xml")
@requires("submission.read")
def xml(instance_id: str) -> Response:
    """The bytes as they came."""
    found = verdicts.find(instance_id, seen_by=current_actor())
    return sandboxed(Response(bytes(found["xml"]), content_type="text/xml; charset=utf-8"), f"{found['form_id']}.xml")


@bp.get("/phieu/<path:instance_id>/tep/<name>")
@requires("submission.read")
def attachment(instance_id: str, name: str) -> Response:
    """A photograph, a signature, a log: streamed; only pictures open in the browser. Raises AttachmentNotFound."""
    found = verdicts.find(instance_id, seen_by=current_actor())
    kept = next((one for one in found["attachments"] if one["name"] == name), None)
    if kept is None:
        raise AttachmentNotFound(instance_id=instance_id)
    if kept["sha256"] in request.if_none_match:
        return Response(status=304)
    kind = kept["content_type"].partition(";")[0].strip().lower()
    inline = kind in _SHOWN_INLINE
    try:
        content = deps().blobs.open(kept["key"])
    except KeyError as error:
        raise AttachmentNotFound(instance_id=instance_id) from error
    response = Response(content, content_type=kind if inline else "application/octet-stream")
    response.content_length = kept["size"]
    response.set_etag(kept["sha256"])
    response.headers["Cache-Control"] = "private, max-age=86400"
    return sandboxed(response, name, inline=inline)


@bp.get("/phieu/<path:instance_id>/tep-khac/<sha256>")
@requires("submission.read")
def alternative(instance_id: str, sha256: str) -> Response:
    """Other bytes that came under the name of a file that is here. Raises AttachmentNotFound."""
    found = verdicts.find(instance_id, seen_by=current_actor())
    kept = next((one for one in found["alternatives"] if one["sha256"] == sha256), None)
    if kept is None:
        raise AttachmentNotFound(instance_id=instance_id)
    try:
        content = deps().blobs.open(kept["key"])
    except KeyError as error:
        raise AttachmentNotFound(instance_id=instance_id) from error
    return sandboxed(Response(content, content_type="application/octet-stream"), kept["name"])


@bp.get("/phieu/<path:instance_id>/ban-khac/<content_hash>")
@requires("submission.read")
def conflict(instance_id: str, content_hash: str) -> Response:
    """A document that was refused with 409 because its id holds another content. Raises AttachmentNotFound."""
    found = verdicts.find(instance_id, seen_by=current_actor())
    kept = submissions.find_conflict(found["_id"], content_hash)
    if kept is None:
        raise AttachmentNotFound(instance_id=instance_id)
    return sandboxed(Response(bytes(kept["xml"]), content_type="text/xml; charset=utf-8"), f"{found['form_id']}.xml")


def sandboxed(response: Response, filename: str, *, inline: bool = False) -> Response:
    """What came from a phone runs nothing here, whatever it is."""
    response.headers.set("Content-Disposition", "inline" if inline else "attachment", filename=filename)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
