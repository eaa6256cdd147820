"""Giải trình điểm: one page of paper that tells the family and the meeting where a household's points come from.

Always Vietnamese. It shows name, village, answers and points; no identity numbers, and of health no more than whether
an indicator counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from app import verdicts
from app.console import places
from app.console.blueprint import bp
from app.console.history_view import VIEWED
from app.console.papers import FORM, paper_response
from app.console.score_view import PointLine, ScorePanel, score_panel
from app.documents.explanation_paper import Explained as Line
from app.documents.explanation_paper import Explanation as Explained
from app.documents.explanation_paper import explanation_paper
from app.documents.kept import Subject
from app.wiring import current_actor, deps, requires
from core import audit
from core.clock import local_day
from core.mongo import Document
from registry import repository as registry
from registry.models import Area, Household
from review import repository as review
from review.actions.rulesets import ruleset_of
from review.models import Round
from review.rules import form_fields as fields
from submissions.errors import NotScored

PAPER = "vi"
"""Its language, whatever the console's is."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """deprived, not_deprived: indicators of B2 that count and that do not. limits: the lines of this kind of area."""

    document: Document
    household: Household | None
    opened: Round | None
    area: list[Area]
    members: int | None
    interviewed: str
    score: ScorePanel
    b1: tuple[PointLine, ...]
    deprived: tuple[PointLine, ...]
    not_deprived: tuple[PointLine, ...]
    limits: tuple[int, ...]
    area_kind: str


@bp.get("/phieu/<path:instance_id>/giai-trinh")
@requires("score.explain")
def explanation(instance_id: str) -> ResponseReturnValue:
    """To be printed. Raises NotScored for a form without points."""
    actor = current_actor()
    found = verdicts.find(instance_id, seen_by=actor)
    if not found.get("score"):
        raise NotScored(instance_id=found["instance_id"])
    audit.record(VIEWED, by=actor.id, subject=found["_id"], at=deps().clock(), paper="explanation")
    with force_locale(PAPER):
        return render_template("console/explanation.html", paper=_gathered(found), today=local_day(deps().clock()))


@bp.get(f"/phieu/<path:instance_id>/giai-trinh.{FORM}")
@requires("score.explain")
def explanation_on_paper(instance_id: str, form: str) -> Response:
    """The same as a file. Raises NotScored for a form without points."""
    actor = current_actor()
    found = verdicts.find(instance_id, seen_by=actor)
    if not found.get("score"):
        raise NotScored(instance_id=found["instance_id"])
    audit.record(VIEWED, by=actor.id, subject=found["_id"], at=deps().clock(), paper="explanation")
    with force_locale(PAPER):
        told = _gathered(found)
        paper = explanation_paper(_as_told(told))
    round_id = told.opened.id if told.opened else ""
    subject = Subject("explanation", found["_id"], round_id or "-", found.get("village_path") or "", "score.explain")
    return paper_response(paper, form, subject)


def _as_told(told: Explanation) -> Explained:
    panel = told.score
    return Explained(
        head_name=told.household.head_name if told.household else str(told.document.get("head_name") or ""),
        code=told.household.code if told.household else "",
        area=told.area,
        members=told.members,
        interviewed=told.interviewed,
        standing=panel.standing,
        reason=panel.reason,
        b1=panel.b1,
        b2=panel.b2,
        sheet=panel.sheet,
        limits=told.limits,
        items=[Line(one.question, _answered(one), one.points) for one in told.b1],
        deprived=[Line(one.question, _answered(one), one.points) for one in told.deprived],
        others=[one.question for one in told.not_deprived],
        legal_basis=panel.legal_basis,
        ruleset=f"{told.document['score']['ruleset_id']} {told.document['score']['ruleset_hash'][:12]}",
        has_placeholders=panel.has_placeholders,
    )


def _answered(line: PointLine) -> str:
    return f"{line.answer} ({line.detail})" if line.detail else line.answer


def _gathered(found: Document) -> Explanation:
    record, answers = found["score"], fields.flat(found.get("answers") or {})
    sheet = ruleset_of(record["ruleset_id"], record["ruleset_hash"])
    panel = score_panel(record, sheet, {}, PAPER, discreet=True)
    if panel is None:
        raise AssertionError("it has a score")
    lines = sheet.lines.get(record["area_kind"], {}) if sheet else {}
    counted = [line for line in panel.b2_lines if line.points]
    members = answers.get(fields.MEMBERS)
    return Explanation(
        document=found,
        household=registry.find_household(found["household_id"]) if found.get("household_id") else None,
        opened=_round(found),
        area=places.breadcrumb(found.get("village_path")),
        members=len(members) if isinstance(members, list) else None,
        interviewed=_day(answers),
        score=panel,
        b1=tuple(replace(line, question=_short(line.question)) for line in panel.b1_lines),
        deprived=tuple(replace(line, detail=_short(line.detail)) for line in counted),
        not_deprived=tuple(line for line in panel.b2_lines if line.points == 0),
        limits=tuple(sorted(line.points for line in lines.values())),
        area_kind=record["area_kind"],
    )


def _round(found: Document) -> Round | None:
    case = review.find_case(found["case_id"]) if found.get("case_id") else None
    return review.get_round(case.round_id) if case else None


def _short(question: str) -> str:
    """Without what stands in brackets for the enumerator."""
    return question.partition(" (")[0]


def _day(answers: Mapping[str, Any]) -> str:
    """The day of the interview as dd/mm/yyyy."""
    told = str(answers.get(fields.INTERVIEW_DATE) or "")
    return "/".join(reversed(told[:10].split("-"))) if told else ""
