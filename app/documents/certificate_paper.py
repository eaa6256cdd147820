"""Giấy chứng nhận hộ nghèo, hộ cận nghèo (form 03): one page a household. Source: templates, 10."""

from collections.abc import Mapping, Sequence

from app.documents.members_told import Told
from app.documents.paper_words import CLASSES, day_told, heading
from app.documents.rendering import pdf
from registry.models import Area
from review.commune_models import Certificate, Decision

_LEFT = {"poor": "Đã thoát nghèo", "near_poor": "Đã thoát cận nghèo"}


def certificates_paper(
    papers: Sequence[Certificate],
    last: Decision,
    areas: Mapping[str, Sequence[Area]],
    members: Mapping[str, Sequence[Told]],
) -> bytes:
    """A page for each. last: the decision that they follow from. areas: by village. members: by certificate."""
    commune = next((area for area in areas.values()), ())
    facts = heading(commune, last.signed_on) | {
        "signer": last.signer,
        "signer_title": last.signer_title,
        "papers": [
            {
                "number": f"{one.number:04d}/GCN-HN.HCN",
                "code": one.id[:8],
                "head": one.head_name,
                "village": next((area.name for area in areas.get(one.village_path, ()) if area.kind == "village"), ""),
                "address": one.address,
                "decision": one.lines[-1].document_number,
                "decision_day": day_told(one.lines[-1].signed_on),
                "lines": _lines(one),
                "members": [member.as_row() for member in members.get(one.id, ())],
            }
            for one in papers
        ],
    }
    return pdf("certificate.typ", facts)


def _lines(paper: Certificate) -> list[dict[str, object]]:
    """A line a year; who is on neither list any more has left the one of the line before."""
    told, before = [], "poor"
    for line in paper.lines:
        left = line.standing not in _LEFT
        told.append(
            {
                "year": line.year,
                "class": _LEFT[before] if left else CLASSES[line.standing],
                "decision": line.document_number,
            }
        )
        before = before if left else line.standing
    return told
