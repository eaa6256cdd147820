"""Findings as the reviewer reads them: what can change the class comes first."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.i18n.findings import finding_sentence

CLASS, CHECK, NOTE = "class", "check", "note"
"""Effects, the weightiest first."""

_ORDER = {CLASS: 0, CHECK: 1, NOTE: 2}
_ALWAYS_CLASS = frozenset({"calculation_differs", "not_scored", "filled_twice", "household_unknown", "no_round"})
_BY_FIELD = frozenset(
    {
        *("missing", "wrong_type", "unknown_choice", "answered_twice"),
        *("not_relevant", "constraint_false", "calculated_otherwise", "choice_not_offered", "repeat_count"),
    }
)
_NOTES = frozenset(
    {"older_version", "attachment_unexpected", "unknown_field", "too_many_findings", "household_new", "entity_held"}
)


@dataclass(frozen=True, slots=True)
class FindingRow:
    """anchor: id of the question on the page, "" when it concerns the whole form.

    where: the question's label; the name of one that the form does not have.
    """

    kind: str
    effect: str
    sentence: str
    path: str
    where: str = ""
    anchor: str = ""


def effect_of(kind: str, path: str, scored_fields: Collection[str]) -> str:
    """scored_fields: names of the fields that the points were read from."""
    if kind in _ALWAYS_CLASS:
        return CLASS
    if kind in _BY_FIELD and path.rpartition("/")[2] in scored_fields:
        return CLASS
    return NOTE if kind in _NOTES else CHECK


def finding_rows(
    findings: Iterable[Mapping[str, Any]],
    *,
    places: Mapping[str, tuple[str, str]],
    scored_fields: Collection[str] = (),
    items: Mapping[str, str] | None = None,
) -> list[FindingRow]:
    """places: path to (label, anchor) of the questions that the page shows; items: names of scored items by code."""
    rows = []
    for one in findings:
        where, anchor = places.get(one["path"], (one["path"].rpartition("/")[2], ""))
        rows.append(
            FindingRow(
                kind=one["kind"],
                effect=effect_of(one["kind"], one["path"], scored_fields),
                sentence=finding_sentence(one["kind"], one.get("facts") or {}, items),
                path=one["path"],
                where=where,
                anchor=anchor,
            )
        )
    return sorted(rows, key=lambda row: _ORDER[row.effect])


def scored_fields(score: Mapping[str, Any] | None) -> frozenset[str]:
    """The fields that the score's lines looked at, and the items themselves."""
    trace = (score or {}).get("trace") or []
    seen = {saw["field"] for line in trace for saw in line.get("saw") or []}
    return frozenset(seen | {line["item"] for line in trace})


def items_of(score: Mapping[str, Any] | None, language: str) -> dict[str, str]:
    """The questions of the scored items by their code."""
    return {line["item"]: line["question"][language] for line in (score or {}).get("trace") or []}
