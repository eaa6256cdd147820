"""Papers of a village: the minutes of its meeting and the list that is posted. Always Vietnamese; A4.

The same facts give the same bytes: fonts come with the program, and no clock is asked. Source: templates, 5 and 6.
"""

import io
from collections.abc import Sequence
from typing import Any

import segno

from app.documents.numbers_in_words import in_words
from app.documents.paper_words import CLASSES, counts_of, day_told, heading
from app.documents.rendering import pdf
from registry.models import Area
from review.models import Meeting, Posting

OPINIONS = {"agreed": "Thống nhất", "not_agreed": "Không thống nhất, rà soát lại"}
PLACES = {
    "village_house": "nhà văn hóa thôn",
    "commune_office": "trụ sở Ủy ban nhân dân xã",
    "loudspeaker": "hệ thống truyền thanh",
}


def minutes_paper(meeting: Meeting, area: Sequence[Area]) -> bytes:
    """Biên bản họp thôn (Annex V), of the version in force. area: from the province down to the village."""
    version = meeting.minutes[-1]
    agreed = [one for one in version.votes if one.opinion == "agreed"]
    facts = heading(area, version.held_on) | {
        "code": f"{meeting.id[:8]}-{len(meeting.minutes)}",
        "version": len(meeting.minutes),
        "reason": version.reason,
        "number": meeting.number,
        "day": day_told(version.held_on),
        "place": version.place,
        "chair": _with_title(version.chair, version.chair_title),
        "chair_name": version.chair,
        "secretary": _with_title(version.secretary, version.secretary_title),
        "secretary_name": version.secretary,
        "witness": version.witness,
        "present": version.present,
        "households": version.households,
        "listed": len(version.votes),
        "share": _per_cent(version.households, len(version.votes)),
        "guests": version.guests,
        "rows": [
            _row(one)
            | {"agree": one.agree, "disagree": one.disagree, "opinion": OPINIONS[one.opinion], "words": one.words}
            for one in version.votes
        ],
        "agreed": len(agreed),
        "agreed_words": in_words(len(agreed)),
        "back": len(version.votes) - len(agreed),
        "counts": counts_of(agreed),
    }
    return pdf("minutes.typ", facts)


def posted_paper(posting: Posting, area: Sequence[Area], *, address: str) -> bytes:
    """Thông báo niêm yết with its list. address: of the page for everybody, which the code opens."""
    since, until = posting.since, posting.until
    facts = heading(area, since) | {
        "code": posting.code,
        "total": len(posting.rows),
        "total_words": in_words(len(posting.rows)),
        "counts": counts_of(posting.rows),
        "period": f"từ {day_told(since)} đến hết {day_told(until)}."
        if since and until
        else "từ khi niêm yết xong nơi cuối cùng.",
        "until": f"đến hết {day_told(until)}" if until else "trong thời gian niêm yết",
        "places": "; ".join(PLACES[one.kind] + (f" ({one.words})" if one.words else "") for one in posting.places),
        "rows": [
            _row(one) | {"people": one.members_count if one.members_count is not None else "–"} for one in posting.rows
        ],
        "address": address,
        "qr": drawn_code(address),
    }
    return pdf("posted_list.typ", facts)


def _row(one: Any) -> dict[str, Any]:
    return {
        "head": one.head_name,
        "before": CLASSES.get(one.standing_before, "–"),
        "class": CLASSES.get(one.standing, "–"),
        "b1": one.b1,
        "b2": one.b2,
    }


def _with_title(name: str, title: str) -> str:
    return f"{name}, {title}" if title else name


def _per_cent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}".rstrip("0").rstrip(".").replace(".", ",") if whole else "0"


def drawn_code(address: str) -> str:
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=0, xmldecl=True)
    return drawn.getvalue().decode()
