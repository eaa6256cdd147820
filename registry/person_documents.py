"""A person as the database keeps him, and back; with the fields by which he is found.

Found by: household (all he ever was of), number (all he ever had), likeness, words of his name within his commune and
his province. One who was decided to be another's entry keeps what was told of him and is found by his numbers alone.
"""

from dataclasses import asdict, fields
from datetime import date

from core.mongo import Document
from registry.place_fields import place_fields
from registry.rules.identity import PaperKind
from registry.rules.person import Change, Membership, Paper, PaperState, Person
from registry.rules.same_person import likeness, numbers_of
from registry.rules.search_terms import rank_of, terms_of


def document_of(person: Person) -> Document:
    """Days as ISO texts: they have no hour and no zone."""
    told = {key: value for key, value in asdict(person).items() if key not in ("id", "papers", "memberships")}
    is_merged = bool(person.merged_into)
    return {
        "_id": person.id,
        **told,
        "died_on": _text(person.died_on),
        "papers": [_plain(one) for one in person.papers],
        "memberships": [_plain(one) for one in person.memberships],
        "changes": [{"at": one.at, "source": one.source, "fields": _lists(one)} for one in person.changes],
        **place_fields(person.village_path),
        "folded": person.folded,
        "households": list(dict.fromkeys(one.household_id for one in person.memberships)),
        "numbers": numbers_of(person),
        "likeness": "" if is_merged else likeness(person),
        "terms": [] if is_merged else terms_of(person.name),
        "rank": rank_of(person.id),
    }


def person_of(document: Document) -> Person:
    told = {key: document[key] for key in (one.name for one in fields(Person)) if key in document}
    told["papers"] = tuple(_paper(one) for one in document["papers"])
    told["memberships"] = tuple(_membership(one) for one in document["memberships"])
    told["changes"] = tuple(
        Change(one["at"], one["source"], {field: (pair[0], pair[1]) for field, pair in one["fields"].items()})
        for one in document.get("changes", ())
    )
    return Person(**{**told, "id": document["_id"], "died_on": _day(document.get("died_on"))})


def _plain(value: Paper | Membership) -> Document:
    return {name: _text(told) if isinstance(told, date) else told for name, told in asdict(value).items()}


def _paper(told: Document) -> Paper:
    days = {name: _day(told.get(name)) for name in ("since", "until", "issued_on")}
    return Paper(**{**told, **days, "kind": PaperKind(told["kind"]), "state": PaperState(told["state"])})


def _membership(told: Document) -> Membership:
    return Membership(**{**told, "since": _day(told.get("since")), "until": _day(told.get("until"))})


def _lists(change: Change) -> dict[str, list[str]]:
    return {field: list(pair) for field, pair in change.fields.items()}


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(told: str | None) -> date | None:
    return date.fromisoformat(told) if told else None
