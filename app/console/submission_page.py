"""Everything that the page of one submission shows, gathered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.auth import people
from app.console import history_view, places
from app.console.answer_value import Showing
from app.console.answer_view import Part, place_findings, place_points, places_of, sections
from app.console.audit_view import AuditPanel, audit_panel
from app.console.finding_view import FindingRow, finding_rows, items_of, scored_fields
from app.console.history_view import Event
from app.console.labels import text_of
from app.console.map_view import MapView, Neighbour, map_view
from app.console.score_view import ScorePanel, score_panel
from app.wiring import deps
from core import audit
from core.actor import Actor
from core.mongo import Document
from form_engine.definition import FormDefinition
from form_engine.publishing import repository as forms
from form_engine.publishing.errors import FormNotFound
from registry import repository as registry
from registry.models import Area, Household
from review import repository as review
from review.actions.rulesets import ruleset_of
from review.models import Screening
from review.rules import form_fields as fields
from submissions import repository as submissions

_NEIGHBOURS = 60


@dataclass(frozen=True, slots=True)
class SubmissionPage:
    document: Document
    title: str
    household: Household | None
    form_title: str
    area: list[Area]
    sections: list[Part]
    findings: list[FindingRow]
    score: ScorePanel | None
    screening: Screening | None
    map: MapView | None
    position: Mapping[str, Any] | None
    history: list[Event]
    looks: list[Event]
    names: Mapping[str, str]
    phone_log: AuditPanel | None
    missing: list[str]
    conflicts: list[Document]


def submission_page(document: Document, *, actor: Actor, language: str) -> SubmissionPage:
    """Reads stores; writes nothing."""
    answers = document.get("answers") or {}
    household = registry.find_household(document["household_id"]) if document.get("household_id") else None
    parts, form_title = _sections(document, answers, household, language)
    score = document.get("score")
    rows = finding_rows(
        document.get("findings") or [],
        places={**_not_shown(document, language), **places_of(parts)},
        scored_fields=scored_fields(score),
        items=items_of(score, language),
    )
    place_findings(parts, rows)
    place_points(parts, (score or {}).get("trace") or [])
    looks = audit.about(document["_id"])
    names = people.names_of(history_view.people_in([*document["history"], *looks]))
    position = fields.flat(answers).get(fields.GPS)
    return SubmissionPage(
        document=document,
        title=household.head_name if household else document.get("instance_name") or document["instance_id"],
        household=household,
        form_title=form_title,
        area=places.breadcrumb(document.get("village_path") or document["sender_area"]),
        sections=parts,
        findings=rows,
        score=score_panel(
            score, ruleset_of(score["ruleset_id"], score["ruleset_hash"]) if score else None, answers, language
        ),
        screening=_screening(document),
        map=map_view(position, _neighbours(document, actor)) if isinstance(position, Mapping) else None,
        position=position if isinstance(position, Mapping) else None,
        history=history_view.events(document["history"], names),
        looks=history_view.last_looks(looks, names),
        names=names,
        phone_log=audit_panel(document, _definition(document), language),
        missing=submissions.missing_files(document),
        conflicts=submissions.conflicts_of(document["_id"]),
    )


def _not_shown(document: Document, language: str) -> dict[str, tuple[str, str]]:
    """What the form calls the questions that something was found about; those left out stand nowhere on the page."""
    definition = _definition(document)
    nodes = (
        {one["path"]: definition.node_at(one["path"]) for one in document.get("findings") or []} if definition else {}
    )
    return {path: (text_of(node.labels, language, otherwise=node.name), "") for path, node in nodes.items() if node}


def _definition(document: Document) -> FormDefinition | None:
    try:
        return deps().definitions.nearest(document["form_id"], document["form_version"])
    except FormNotFound:
        return None


def _sections(
    document: Document, answers: Mapping[str, Any], household: Household | None, language: str
) -> tuple[list[Part], str]:
    """No sections before the form was read, or when its definition is gone."""
    try:
        version = forms.nearest_version(document["form_id"], document["form_version"])
    except FormNotFound:
        return [], str(document["form_id"])
    if not answers:
        return [], str(version.title)
    definition = deps().definitions.of(version)
    names = dict(places.names_of_places([document.get("village_path")]))
    if household:
        names[household.id] = f"{household.head_name} ({household.code})"
    files = {one["name"] for one in document["attachments"]}
    return sections(definition, answers, Showing(language, names, files)), str(version.title)


def _screening(document: Document) -> Screening | None:
    """What this Phiếu A led to, if it is the one in force."""
    case = review.find_case(document["case_id"]) if document.get("case_id") else None
    screening: Screening | None = case.screening if case else None
    return screening if screening and screening.submission_key == document["_id"] else None


def _neighbours(document: Document, actor: Actor) -> Iterable[Neighbour]:
    """Other current forms of the village that carry a position; of each household the newest."""
    village = document.get("village_path")
    if not village or not actor.covers(village):
        return []
    wanted = submissions.Wanted(village=village)
    around = submissions.page(wanted, seen_by=actor, now=deps().clock(), before=None, limit=_NEIGHBOURS)
    found: dict[str, Neighbour] = {}
    for one in around:
        of = one.get("household_id") or one["_id"]
        if one.get("position") and of != document.get("household_id") and of not in found:
            found[of] = Neighbour(one["instance_id"], one.get("head_name") or "", one["position"])
    return found.values()
