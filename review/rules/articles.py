"""Where an item of B1 or an indicator of B2 stands: "Thông tư 17/2016/TT-BLĐTBXH, phụ lục 3b.3, mục B1, chỉ tiêu 6".

Told beside a score when it is shown, from the rule set that the score was made by; not kept with every form.
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from form_engine.scoring_sheet import ScoringSheet, Words


def article_of(sheet: ScoringSheet | None, item: str, score_area: str) -> Words | None:
    """None for a rule set that does not tell it. score_area: decides the annex."""
    if sheet is None or sheet.citation is None:
        return None
    part, _, number = item.partition("_")
    words = sheet.citation.b1 if part == "b1" else sheet.citation.b2
    area = sheet.sheets.get(score_area)
    annex = (area.annex or "").removeprefix("PL") if area else ""
    told = {"{annex}": annex, "{number}": number.lstrip("0")}
    return Words(vi=_filled(words.vi, told), en=_filled(words.en, told))


def with_articles(record: Mapping[str, Any], sheet: ScoringSheet | None) -> dict[str, Any]:
    """The record of a score whose lines tell their article; None where the rule set does not."""
    lines = []
    for line in record["trace"]:
        found = article_of(sheet, line["item"], record["sheet"])
        lines.append({**line, "article": asdict(found) if found else None})
    return {**record, "trace": lines}


def _filled(text: str, told: Mapping[str, str]) -> str:
    for place, value in told.items():
        text = text.replace(place, value)
    return text
