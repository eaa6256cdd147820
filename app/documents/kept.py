"""Papers that were given out: their bytes in the object store under their hash, and a record of each.

The same paper asked for again is the bytes that were kept, whatever the program is by then; a paper whose words changed
is another one beside it. What the paper says is known by the hash of its blocks (paper.py).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import version

from mongoengine import DateTimeField, Document, IntField, ListField, StringField
from mongoengine.errors import NotUniqueError

from app.documents.errors import PaperNotFound
from core.actor import Actor, paths_down_to
from core.blobs import Blobs, put_bytes
from core.clock import Clock
from core.ids import id_from

FORMATS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


NOT_HANDED_ON = frozenset({"complaint.unseal"})
"""Papers that name who complained are got where each look is written down, by their own addresses alone."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a paper is of. kind: such as minutes; id: of the act. permission: of whoever may have it."""

    kind: str
    id: str
    round_id: str
    place: str
    permission: str = "case.read"


class KeptPaper(Document):
    """One file that was given out. sha256, size: of its bytes. program: what made them."""

    id = StringField(primary_key=True)
    kind = StringField(required=True)
    subject = StringField(required=True)
    round_id = StringField(required=True)
    place = StringField(required=True)
    within = ListField(StringField(), required=True)
    permission = StringField(required=True)
    format = StringField(required=True, choices=tuple(FORMATS))
    facts_hash = StringField(required=True)
    key = StringField(required=True)
    sha256 = StringField(required=True)
    size = IntField(required=True)
    made_at = DateTimeField(required=True)
    made_by = StringField(required=True)
    program = StringField(required=True)

    meta = {"collection": "papers", "auto_create_index": False, "indexes": ["round_id"]}  # noqa: RUF012


def ensure_indexes() -> None:
    KeptPaper.ensure_indexes()


def given_out(
    subject: Subject,
    form: str,
    facts_hash: str,
    make: Callable[[], bytes],
    *,
    by: str,
    blobs: Blobs,
    clock: Clock,
) -> bytes:
    """The kept bytes of this paper; made and kept when nobody asked before. Raises StoreUnreachable."""
    paper_id = id_from("paper", subject.kind, subject.id, form, facts_hash)
    kept = KeptPaper.objects(id=paper_id).first()
    if kept is not None:
        return content_of(kept, blobs)
    content = make()
    stored = put_bytes(blobs, content, content_type=FORMATS[form])
    made = KeptPaper(
        id=paper_id,
        kind=subject.kind,
        subject=subject.id,
        round_id=subject.round_id,
        place=subject.place,
        within=paths_down_to(subject.place),
        permission=subject.permission,
        format=form,
        facts_hash=facts_hash,
        key=stored.key,
        sha256=stored.sha256,
        size=stored.size,
        made_at=clock(),
        made_by=by,
        program=program(),
    )
    try:
        made.save(force_insert=True)
    except NotUniqueError:  # somebody asked at the same moment: what he got is the paper
        return content_of(KeptPaper.objects(id=paper_id).get(), blobs)
    return content


def content_of(kept: KeptPaper, blobs: Blobs) -> bytes:
    return b"".join(blobs.open(kept.key))


def papers_of_round(round_id: str, *, seen_by: Actor, permissions: Iterable[str]) -> list[KeptPaper]:
    """The latest first, those that the actor may have alone."""
    may = set(permissions)
    found = KeptPaper.objects(round_id=round_id)
    mine = [one for one in found if one.permission in may and seen_by.covers(one.place)]
    return sorted(mine, key=lambda one: (one.made_at, one.id), reverse=True)


def get_paper(paper_id: str, *, seen_by: Actor, permissions: Iterable[str]) -> KeptPaper:
    """Raises PaperNotFound, also when it is not for the actor."""
    found: KeptPaper | None = KeptPaper.objects(id=paper_id).first()
    if found is None or found.permission not in set(permissions) or not seen_by.covers(found.place):
        raise PaperNotFound(paper_id=paper_id)
    return found


def program() -> str:
    """What makes papers: its name and versions."""
    return ", ".join(f"{name} {version(name)}" for name in ("rasoat", "typst", "docxtpl"))
