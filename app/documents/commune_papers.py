"""Papers of a commune: the report that asks for the appraisal, the answer, the decision with its lists.

Always Vietnamese; A4. The same facts give the same bytes. Source: templates, 8 and 9.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.documents.members_told import Told
from app.documents.numbers_in_words import in_words
from app.documents.paper_words import CLASSES, counts_of, day_told, heading
from app.documents.rendering import pdf
from registry.models import Area
from review.actions.commune_list import lists_of
from review.commune_models import Appraisal, Decision, FrozenResult
from review.models import Round

_TITLES = {
    "poor": "DANH SÁCH HỘ NGHÈO",
    "near_poor": "DANH SÁCH HỘ CẬN NGHÈO",
    "left_poor": "DANH SÁCH HỘ THOÁT NGHÈO",
    "left_near_poor": "DANH SÁCH HỘ THOÁT CẬN NGHÈO",
}
_LEVELS = {"district": "huyện", "province": "tỉnh"}


def request_paper(asked: Appraisal, opened: Round, area: Sequence[Area], villages: Mapping[str, str]) -> bytes:
    """Báo cáo kết quả rà soát, đề nghị thẩm định, with the list by village."""
    facts = heading(area, asked.report_on) | {
        "code": f"{asked.id[:8]}-{asked.number}",
        "number": asked.report_number,
        "round": opened.name,
        "year": opened.year,
        "to": _above(area, asked.level),
        "total": len(asked.rows),
        "total_words": in_words(len(asked.rows)),
        "people": _people(asked.rows),
        "counts": counts_of(asked.rows),
        "villages": _by_village(asked.rows, villages),
        "words": asked.words,
        "due": day_told(asked.due_on),
    }
    return pdf("appraisal_request.typ", facts)


def opinion_paper(asked: Appraisal, opened: Round, area: Sequence[Area], villages: Mapping[str, str]) -> bytes:
    """Văn bản thẩm định: agreed, or what is reviewed again and why. The opinion must have been given."""
    said = asked.opinion
    back = [one for one in asked.rows if one.case_id in said.returned]
    facts = heading(area, said.on) | {
        "code": f"{asked.id[:8]}-{asked.number}",
        "number": said.number,
        "body": _above(area, asked.level),
        "place_date": f"{_name(area, asked.level).split(' ', 1)[-1]}, {day_told(said.on)}",
        "report_number": asked.report_number,
        "report_day": day_told(asked.report_on),
        "round": opened.name,
        "agrees": said.agrees,
        "total": len(asked.rows),
        "counts": counts_of(asked.rows),
        "words": said.words,
        "signer": said.signer,
        "back": [
            {"head": one.head_name, "village": villages.get(one.village_path, ""), "why": said.returned[one.case_id]}
            for one in back
        ],
    }
    return pdf("appraisal_opinion.typ", facts)


def decision_paper(
    signed: Decision,
    opened: Round,
    area: Sequence[Area],
    villages: Mapping[str, str],
    members: Mapping[str, Sequence[Told]],
    *,
    level: str,
) -> bytes:
    """Quyết định công nhận (form 02) with its four lists.

    level: that appraised, district or province. members: of each household, by the form that was scored.
    """
    lists = lists_of(signed.rows)
    facts = heading(area, signed.signed_on) | {
        "code": f"{signed.id[:8]}-{signed.number}",
        "number": signed.document_number,
        "day": day_told(signed.signed_on),
        "year": opened.year,
        "round": opened.name,
        "signer": signed.signer,
        "signer_title": signed.signer_title,
        "opinion_number": signed.opinion_number,
        "opinion_day": day_told(signed.opinion_on),
        "opinion_of": _LEVELS[level],
        "counts": {name: len(rows) for name, rows in lists.items()},
        "words": {name: in_words(len(rows)) for name, rows in lists.items()},
        "people": {name: _people(rows) for name, rows in lists.items()},
        "lists": [
            {"title": _TITLES[name], "rows": [_household(one, villages, members) for one in rows]}
            for name, rows in lists.items()
        ],
    }
    return pdf("decision.typ", facts)


def _household(one: FrozenResult, villages: Mapping[str, str], members: Mapping[str, Sequence[Told]]) -> dict[str, Any]:
    return {
        "head": one.head_name,
        "code": one.household_code,
        "village": villages.get(one.village_path, ""),
        "before": CLASSES.get(one.standing_before, "–"),
        "class": CLASSES.get(one.standing, "–"),
        "b1": one.b1,
        "b2": one.b2,
        "members": [member.as_row() for member in members.get(one.submission_key, ())],
    }


def _by_village(rows: Iterable[FrozenResult], villages: Mapping[str, str]) -> list[dict[str, Any]]:
    paths = sorted({one.village_path for one in rows})
    told = {path: [one for one in rows if one.village_path == path] for path in paths}
    return [
        {
            "name": villages.get(path, ""),
            "total": len(those),
            "people": _people(those),
            "counts": counts_of(those),
            "rows": [
                {
                    "head": one.head_name,
                    "people": one.members_count or "–",
                    "before": CLASSES.get(one.standing_before, "–"),
                    "class": CLASSES.get(one.standing, "–"),
                    "b1": one.b1,
                    "b2": one.b2,
                }
                for one in those
            ],
        }
        for path, those in told.items()
    ]


def _people(rows: Iterable[FrozenResult]) -> int:
    return sum(one.members_count or 0 for one in rows)


def _above(area: Sequence[Area], level: str) -> str:
    return f"Chủ tịch Ủy ban nhân dân {_name(area, level)}"


def _name(area: Sequence[Area], level: str) -> str:
    return next((one.name for one in area if one.kind == level), f"cấp {_LEVELS[level]}")
