"""A score and a class as plain data: kept with a submission, printed by `rasoat rules`, answered by the API."""

from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from datetime import date
from typing import Any

from form_engine.scoring import Line, Score
from review.rules.classification import Verdict


def score_record(result: Score, verdict: Verdict | None, change: str | None) -> dict[str, Any]:
    """`class` is None while answers are missing."""
    return {
        "ruleset_id": result.ruleset_id,
        "ruleset_hash": result.ruleset_hash,
        "input_hash": result.input_hash,
        "sheet": result.sheet,
        "area_kind": result.area_kind,
        "b1": result.b1,
        "b2": result.b2,
        **verdict_record(verdict),
        "change": change,
        "missing": list(result.missing),
        "trace": [_line(line) for line in result.trace],
    }


def verdict_record(verdict: Verdict | None) -> dict[str, Any]:
    return {
        "class": verdict.standing if verdict else None,
        "subclass": verdict.subclass if verdict else None,
        "rule_order": verdict.rule_order if verdict else None,
        "reason": asdict(verdict.reason) if verdict else None,
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "item": line.item,
        "question": asdict(line.question),
        "answer": list(line.answers),
        "answer_text": asdict(line.answer_text),
        "points": line.points,
        "source": line.source,
        "detail": asdict(line.detail) if line.detail else None,
        "saw": [{"member": one.member, "field": one.field, "value": one.value} for one in line.saw],
    }


def plain(value: Any) -> Any:
    """A rule set, or a part of it, as JSON has it: dataclasses as objects, days as ISO 8601."""
    if is_dataclass(value):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
