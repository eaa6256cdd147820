"""The minutes of a meeting as a page sends them; what was typed is kept when the page is shown again."""

from collections.abc import Iterable, Mapping
from datetime import date

from flask_babel import gettext as _

from app.console.procedure_words import MINUTES_FAULTS
from app.console.words import word
from review.models import MinutesVersion
from review.rules.meeting import LARGEST_COUNT, Body, Delegation, Minutes, Person, Vote

_DIGITS = len(str(LARGEST_COUNT))
_LONGEST_HOUR = len("21:05")
_UNREADABLE = -1


def read_minutes(given: Mapping[str, str], agenda: Iterable[str]) -> Minutes:
    """An empty number is None, and one that can't be read below zero: the rules tell what is missing or can't be."""
    return Minutes(
        held_on=_day(given.get("ngay", "")),
        place=given.get("dia-diem", ""),
        chair=Person(given.get("chu-tri", ""), given.get("chu-tri-chuc-danh", "")),
        secretary=Person(given.get("thu-ky", ""), given.get("thu-ky-chuc-danh", "")),
        witness=given.get("dai-dien-ho", ""),
        present=_count(given.get("so-nguoi", "")),
        households=_count(given.get("so-ho", "")),
        guests=given.get("khach", ""),
        ended_at=given.get("ket-thuc", "").strip()[:_LONGEST_HOUR],
        delegations=tuple(
            Delegation(
                body,
                _count(given.get(f"doan-{body}", "")) or 0,
                given.get(f"doan-{body}-ai", ""),
            )
            for body in Body
        ),
        votes=tuple(
            Vote(
                case_id,
                _count(given.get(f"dong-y-{case_id}", "")),
                _count(given.get(f"khong-{case_id}", "")),
                given.get(f"ket-qua-{case_id}", ""),
                given.get(f"ly-do-{case_id}", ""),
            )
            for case_id in agenda
        ),
    )


def fields_of(version: MinutesVersion) -> dict[str, str]:
    """The fields of minutes that are recorded, to be corrected."""
    found = {
        "ngay": f"{version.held_on:%Y-%m-%d}",
        "dia-diem": version.place,
        "chu-tri": version.chair,
        "chu-tri-chuc-danh": version.chair_title,
        "thu-ky": version.secretary,
        "thu-ky-chuc-danh": version.secretary_title,
        "dai-dien-ho": version.witness,
        "so-nguoi": str(version.present),
        "so-ho": str(version.households),
        "khach": version.guests,
        "ket-thuc": version.ended_at,
    }
    for came in version.delegations:
        found[f"doan-{came.body}"] = str(came.count)
        found[f"doan-{came.body}-ai"] = came.names
    for vote in version.votes:
        found[f"dong-y-{vote.case_id}"] = str(vote.agree)
        found[f"khong-{vote.case_id}"] = str(vote.disagree)
        found[f"ket-qua-{vote.case_id}"] = vote.opinion
        found[f"ly-do-{vote.case_id}"] = vote.words
    return found


_FIELDS = {
    "held_on": "ngay",
    "place": "dia-diem",
    "chair": "chu-tri",
    "secretary": "thu-ky",
    "witness": "dai-dien-ho",
    "present": "so-nguoi",
    "households": "so-ho",
    "ended_at": "ket-thuc",
    **{str(body): f"doan-{body}" for body in Body},
    "agree": "dong-y",
    "disagree": "khong",
    "opinion": "ket-qua",
    "words": "ly-do",
    "reason": "ly-do-sua",
}


def told(faults: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    """Faults of the rules as sentences by field of the page. names: heads of households, by case."""
    found = {}
    for place, fault in faults.items():
        case_id, dot, name = place.rpartition(".")
        sentence = word(MINUTES_FAULTS, f"{name}.{fault}")
        field = f"{_FIELDS[name]}-{case_id}" if dot else _FIELDS[name]
        found[field] = (
            _("%(household)s: %(fault)s", household=names.get(case_id, "?"), fault=sentence) if dot else sentence
        )
    return found


def _count(text: str) -> int | None:
    plain = text.strip()
    if not plain:
        return None
    return int(plain) if plain.isdecimal() and len(plain) <= _DIGITS else _UNREADABLE


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
