"""TOML bytes -> ScoringSheet. Shape is checked by JSON Schema, meaning by `scoring_sheet_checks.py`."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, time
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

from jsonschema import Draft202012Validator

from form_engine.ruleset_fault import RulesetFault, fault, shortened
from form_engine.ruleset_shape import shape_faults
from form_engine.ruleset_text import read_toml
from form_engine.scoring_errors import ScoringSheetInvalid
from form_engine.scoring_sheet import (
    Answer,
    ChangeClass,
    Citation,
    ClassRule,
    Condition,
    CutOff,
    Deprivation,
    Indicator,
    Item,
    Operator,
    Reading,
    Scope,
    ScoreArea,
    ScoringSheet,
    Screening,
    Test,
    Words,
)
from form_engine.scoring_sheet_checks import faults_of

SCHEMA = Path(__file__).with_name("scoring_sheet.schema.json")
OPERATORS: tuple[Operator, ...] = ("at_least", "over", "below", "at_most", "is", "in", "not_in")


def read_scoring_sheet(content: bytes) -> ScoringSheet:
    """Raises ScoringSheetInvalid with every fault and its place."""
    raw = read_toml(content)
    plain = json.loads(json.dumps(raw, default=_iso))
    _refuse(shape_faults(plain, _validator()))
    _refuse(_days_faults(raw))
    sheet = _sheet(raw, _hash(plain))
    _refuse(faults_of(sheet))
    return sheet


def _iso(value: date | time) -> str:
    return value.isoformat()


def _refuse(faults: Sequence[RulesetFault]) -> None:
    if faults:
        raise ScoringSheetInvalid(faults)


def _days_faults(raw: dict[str, Any]) -> list[RulesetFault]:
    """Days are written without quotes, and a period does not end before it begins."""
    days = raw["status_valid"]
    wrong = [name for name in ("from", "to") if type(days[name]) is not date]
    if not wrong and days["from"] > days["to"]:
        return [fault("status_valid", "ends_before_it_begins")]
    return [fault(f"status_valid / {name}", "no_day", value=shortened(days[name])) for name in wrong]


def _hash(plain: dict[str, Any]) -> str:
    canonical = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def _words(raw: Mapping[str, Any]) -> Words:
    return Words(vi=raw["vi"], en=raw["en"])


def _sheet(raw: dict[str, Any], content_hash: str) -> ScoringSheet:
    sources = raw["sources"]
    month, day = raw["ages"]["year_only_counts_as"].split("-")
    conditions = raw.get("member_condition", {})
    return ScoringSheet(
        id=raw["id"],
        hash=content_hash,
        model=raw["model"],
        title=_words(raw["title"]),
        legal_basis=tuple(Words(each, each) if isinstance(each, str) else _words(each) for each in raw["legal_basis"]),
        valid_from=raw["status_valid"]["from"],
        valid_to=raw["status_valid"]["to"],
        autumn_reviews_of=tuple(raw["autumn_reviews_of"]),
        year_only_counts_as=(int(month), int(day)),
        sheets=_by_code([_score_area(each) for each in raw["sheet"]]),
        lines=MappingProxyType({kind: _cut_offs(lines) for kind, lines in raw["lines"].items()}),
        b2=Deprivation(**raw["b2"]),
        classes=tuple(_class_rule(each) for each in raw["class"]),
        classes_source=sources["classes"],
        member_conditions=MappingProxyType({name: _condition(each) for name, each in conditions.items()}),
        member_condition_labels=MappingProxyType({name: _words(each) for name, each in conditions.items()}),
        items=tuple(_item(each, sources) for each in raw.get("item", [])),
        indicators=tuple(_indicator(each) for each in raw.get("indicator", [])),
        screening=_screening(raw["screening"]) if "screening" in raw else None,
        change_classes=tuple(_change_class(each) for each in raw["change_class"]),
        citation=_citation(raw["citation"]) if "citation" in raw else None,
    )


def _by_code(areas: list[ScoreArea]) -> Mapping[str, ScoreArea]:
    codes = [area.code for area in areas]
    for code in codes:
        if codes.count(code) > 1:
            _refuse([fault(f"sheet / {code}", "twice", name=code)])
    return MappingProxyType({area.code: area for area in areas})


def _score_area(raw: dict[str, Any]) -> ScoreArea:
    return ScoreArea(code=raw["code"], area_kind=raw["area_kind"], annex=raw.get("annex"), label=_words(raw))


def _cut_offs(raw: dict[str, Any]) -> Mapping[str, CutOff]:
    return MappingProxyType({name: CutOff(**each) for name, each in raw.items()})


def _class_rule(raw: dict[str, Any]) -> ClassRule:
    return ClassRule(
        order=raw["order"],
        standing=raw["standing"],
        subclass=raw.get("subclass"),
        b1_over=raw.get("b1_over"),
        b1_at_most=raw.get("b1_at_most"),
        b2_at_least="b2_at_least" in raw,
        b2_below="b2_below" in raw,
        label=_words(raw),
        in_words=_words(raw["in_words"]),
    )


def _condition(raw: dict[str, Any]) -> Condition:
    told = raw.get("all_of") or raw.get("any_of") or raw["of"]
    parts = tuple(_test(each) if "field" in each else _condition(each) for each in told)
    return Condition(at_least=len(parts) if "all_of" in raw else raw.get("at_least", 1), parts=parts)


def _test(raw: dict[str, Any]) -> Test:
    operator = next(name for name in OPERATORS if name in raw)
    value = raw[operator]
    told = tuple(value) if isinstance(value, list) else value
    return Test(field=raw["field"], operator=operator, value=told, per_member=raw.get("per_member", False))


def _item(raw: dict[str, Any], sources: Mapping[str, str]) -> Item:
    read = dict(raw["read"])
    read["only_one_of"] = tuple(tuple(group) for group in read.get("only_one_of", []))
    return Item(
        code=raw["code"],
        number=raw["number"],
        name=raw["name"],
        question=_words(raw),
        reading=Reading(**read),
        answers=tuple(_answer(each, sources, raw["code"]) for each in raw["choices"]),
        combine_source=raw.get("combine_source"),
    )


def _answer(raw: dict[str, Any], sources: Mapping[str, str], item: str) -> Answer:
    own = raw.get("points_sources", {})
    named = {key: raw[key] for key in ("points_source", "label_source")}
    named |= {f"points_sources / {area}": name for area, name in own.items()}
    for key, name in named.items():
        if name not in sources:
            _refuse([fault(f"{item} / {raw['code']} / {key}", "no_such_source", name=name)])
    return Answer(
        code=raw["code"],
        label=_words(raw),
        points=MappingProxyType(raw["points"]),
        points_source=sources[raw["points_source"]],
        label_source=sources[raw["label_source"]],
        at_least=raw.get("at_least"),
        below=raw.get("below"),
        own_sources=MappingProxyType({area: sources[name] for area, name in own.items()}),
    )


def _indicator(raw: dict[str, Any]) -> Indicator:
    scope, told = next(iter(raw["deprived_if"].items()))
    condition = told["members"] if scope == "member_share" else told
    return Indicator(
        code=raw["code"],
        name=raw["name"],
        dimension=raw["dimension"]["code"],
        dimension_label=_words(raw["dimension"]),
        question=_words(raw),
        scope=cast(Scope, scope),
        condition=_condition(condition),
        over_percent=told.get("over_percent"),
        condition_text=_words(raw["condition"]),
        source=f"{raw['source']['indicator']}; condition {raw['source']['condition']}",
    )


def _screening(raw: dict[str, Any]) -> Screening:
    return Screening(
        form=raw["form"],
        items=tuple(raw["items"]),
        review_at_most=raw["review_at_most"],
        override_by=tuple(raw["override_by"]),
        source=raw["source"],
    )


def _citation(raw: dict[str, Any]) -> Citation:
    return Citation(
        b1=_words(raw["b1"]),
        b2=_words(raw["b2"]),
        b1_source=raw["b1"]["source"],
        b2_source=raw["b2"]["source"],
        note=_words(raw["note"]),
    )


def _change_class(raw: dict[str, Any]) -> ChangeClass:
    return ChangeClass(
        code=raw["code"],
        label=_words(raw),
        before=tuple(raw["from"]),
        after=tuple(raw["to"]),
        guard=raw.get("guard"),
        report=raw["report"],
    )
