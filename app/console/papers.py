"""Giấy tờ: a paper as PDF or DOCX for who asks, and the list of those that a round's people were given."""

from collections.abc import Callable

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from app.auth import people
from app.auth.permissions import may, permissions_of
from app.console import places
from app.console.blueprint import bp
from app.documents import kept
from app.documents.kept import FORMATS, NOT_HANDED_ON, KeptPaper, Subject
from app.documents.paper import Paper
from app.documents.rendering import to_pdf
from app.documents.word import to_docx
from app.persons import NUMBERS_SEEN
from app.wiring import current_actor, deps, maybe_actor, requires
from core import audit
from core.actor import Actor
from review import repository

FORM = "<any(pdf, docx):form>"
"""Of an address: in which form the paper is wanted."""

_DRAWN: dict[str, Callable[[Paper], bytes]] = {"pdf": to_pdf, "docx": to_docx}
_PUBLIC = ""
WITH_NUMBERS = "person.identify"
"""Whoever may have a paper with whole citizen numbers from the list of kept ones."""


def paper_response(paper: Paper, form: str, subject: Subject) -> Response:
    """A paper of an act: the bytes that were kept when somebody asked first."""
    return file_response(subject, form, paper.hashed, lambda: _DRAWN[form](paper))


def file_response(subject: Subject, form: str, facts_hash: str, make: Callable[[], bytes]) -> Response:
    actor = maybe_actor()
    by = actor.id if actor else _PUBLIC
    content = kept.given_out(subject, form, facts_hash, make, by=by, blobs=deps().blobs, clock=deps().clock)
    return sent(content, form, f"{subject.kind}-{facts_hash[:8]}")


def whole_numbers(kind: str, subject: str) -> bool:
    """Whether this paper tells whole citizen numbers: to who has the duty, or signs it; written down before it does."""
    actor = current_actor()
    if not (may(actor, WITH_NUMBERS) or may(actor, "decision.sign")):
        return False
    audit.record(NUMBERS_SEEN, by=actor.id, subject=subject, at=deps().clock(), paper=kind)
    return True


def _allowed(actor: Actor) -> set[str]:
    return set(permissions_of(actor)) - NOT_HANDED_ON


def sent(content: bytes, form: str, name: str) -> Response:
    """Shown where the browser can show it; nobody keeps a copy on the way."""
    how = "inline" if form == "pdf" else "attachment"
    made = Response(content, content_type=FORMATS[form])
    made.headers["Content-Disposition"] = f'{how}; filename="{name}.{form}"'
    made.headers["Cache-Control"] = "private, no-store"
    made.headers["X-Robots-Tag"] = "noindex"
    return made


@bp.get("/dot/<round_id>/giay-to")
@requires("case.read")
def papers(round_id: str) -> ResponseReturnValue:
    """The papers that were given out of a round: of what, when, to whom first, their hash."""
    actor = current_actor()
    opened = repository.get_round_of(round_id, seen_by=actor)
    found = kept.papers_of_round(opened.id, seen_by=actor, permissions=_allowed(actor))
    return render_template(
        "console/papers.html",
        opened=opened,
        area=places.breadcrumb(opened.commune_path),
        papers=found,
        villages=places.names_of_places({one.place for one in found}),
        names=people.names_of(one.made_by for one in found),
    )


@bp.get("/giay-to/<paper_id>")
@requires("case.read")
def kept_paper(paper_id: str) -> Response:
    """The bytes as they were given out. Raises PaperNotFound."""
    actor = current_actor()
    found: KeptPaper = kept.get_paper(paper_id, seen_by=actor, permissions=_allowed(actor))
    return sent(kept.content_of(found, deps().blobs), found.format, f"{found.kind}-{found.facts_hash[:8]}")
