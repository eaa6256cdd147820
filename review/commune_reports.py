"""Every query and write of reports to the level above. For the system, and for who was let see the round."""

from mongoengine.errors import NotUniqueError

from review import as_read
from review.commune_models import CommuneReport


def ensure_indexes() -> None:
    CommuneReport.ensure_indexes()


def reports_of(round_id: str) -> list[CommuneReport]:
    """The first one first."""
    return sorted(CommuneReport.objects(round_id=round_id), key=lambda one: int(one.number))


def add(sent: CommuneReport) -> CommuneReport:
    """The report as it is kept; when two sent it at once, the one that was first."""
    try:
        saved: CommuneReport = sent.save(force_insert=True)
    except NotUniqueError:
        saved = CommuneReport.objects(id=sent.id).get()
    return saved


def unsettled() -> list[CommuneReport]:
    return list(CommuneReport.objects(is_settled=False))


def note_settled(sent: CommuneReport) -> None:
    as_read.note_settled(sent)
