"""The score panel: points line by line, where they come from, the comparison that decided, how near the lines are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.console.seen_values import seen_words
from app.console.words import STANDINGS, word
from form_engine.scoring_sheet import Indicator, ScoringSheet
from review.rules import form_fields as fields
from review.rules.articles import with_articles

_B2_PREFIX = "b2"


@dataclass(frozen=True, slots=True)
class PointLine:
    """points None: not scored. trust: placeholder, memory or seen. saw: of a deprivation, the answers that decided."""

    item: str
    question: str
    answer: str
    detail: str
    points: int | None
    source: str
    trust: str
    saw: str = ""
    article: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """What the phone worked out against what the server did; server "" when it could not."""

    what: str
    phone: str
    server: str

    @property
    def differs(self) -> bool:
        return bool(self.server) and self.phone != self.server


@dataclass(frozen=True, slots=True)
class Ruler:
    """B1 on a line with the limits, as per cent of its width."""

    at: float
    limits: tuple[tuple[float, int], ...]


@dataclass(frozen=True, slots=True)
class ScorePanel:
    ruleset: str
    sheet: str
    b1: int | None
    b2: int | None
    standing: str | None
    change: str | None
    reason: str
    distances: tuple[str, ...]
    ruler: Ruler | None
    b1_lines: tuple[PointLine, ...]
    b2_lines: tuple[PointLine, ...]
    compared: tuple[Compared, ...]
    legal_basis: tuple[str, ...]
    citations: tuple[str, ...]
    """Where the lines stand, B1 and B2 in a line each, then what is not known of it."""

    @property
    def has_placeholders(self) -> bool:
        return any(line.trust == "placeholder" for line in (*self.b1_lines, *self.b2_lines))

    @property
    def is_scored(self) -> bool:
        return self.standing is not None

    @property
    def phone_differs(self) -> bool:
        return any(one.differs for one in self.compared)


def score_panel(
    score: Mapping[str, Any] | None,
    sheet: ScoringSheet | None,
    answers: Mapping[str, Any],
    language: str,
    *,
    discreet: bool = False,
) -> ScorePanel | None:
    """None for a form that is not scored. sheet: the rule set the score was made by, if it is still here.

    discreet: for a paper that goes around, which tells nobody's health.
    """
    if not score:
        return None
    indicators = {one.code: one for one in sheet.indicators} if sheet else {}
    trace = with_articles(score, sheet)["trace"] if score.get("trace") else []
    lines = [_line(one, language, indicators, discreet=discreet) for one in trace]
    b1, b2, area_kind = score.get("b1"), score.get("b2"), score.get("area_kind") or ""
    return ScorePanel(
        ruleset=_words(sheet.title, language) if sheet else score["ruleset_id"],
        sheet=_sheet_name(score, sheet, language),
        b1=b1,
        b2=b2,
        standing=score.get("class"),
        change=score.get("change"),
        reason=(score.get("reason") or {}).get(language, ""),
        distances=tuple(_distances(b1, b2, area_kind, sheet)),
        ruler=_ruler(b1, area_kind, sheet),
        b1_lines=tuple(one for one in lines if not one.item.startswith(_B2_PREFIX)),
        b2_lines=tuple(one for one in lines if one.item.startswith(_B2_PREFIX)),
        compared=tuple(_compared(score, fields.flat(answers))),
        legal_basis=tuple(_words(one, language) for one in sheet.legal_basis) if sheet else (),
        citations=tuple(citations_of(sheet, score.get("sheet") or "", language)) if sheet else (),
    )


_KINDS = (("seen", ("source:", "seed")), ("derived", ("derived",)), ("policy", ("policy",)))


def trust_of(source: str) -> str:
    """How far a figure can be trusted, by the words of its provenance; the weakest part counts.

    What somebody typed with a corrected table is told as such, whatever document he names.
    """
    for trust in ("placeholder", "memory"):
        if trust in source:
            return trust
    return next((kind for kind, starts in _KINDS if source.startswith(starts)), "typed")


def _line(line: Mapping[str, Any], language: str, indicators: Mapping[str, Indicator], *, discreet: bool) -> PointLine:
    indicator = indicators.get(line["item"])
    source = line.get("source") or ""
    return PointLine(
        item=line["item"],
        question=line["question"][language],
        answer=line["answer_text"][language],
        detail=(line.get("detail") or {}).get(language, ""),
        points=line["points"],
        source=source,
        trust=trust_of(source),
        saw=seen_words(indicator, line.get("saw") or (), discreet=discreet) if indicator and line["points"] else "",
        article=(line.get("article") or {}).get(language, ""),
    )


def citations_of(sheet: ScoringSheet, score_area: str, language: str) -> Iterator[str]:
    """Such as "Circular 17/2016, annex 3b.3, part B1, item 1–13". score_area "": of all score sheets."""
    if sheet.citation is None:
        return
    several = ((sheet.citation.b1, len(sheet.items)), (sheet.citation.b2, len(sheet.indicators)))
    area = sheet.sheets.get(score_area)
    annexes = sorted({one.annex.removeprefix("PL") for one in ([area] if area else sheet.sheets.values()) if one.annex})
    annex = annexes[0] if len(annexes) == 1 else "–".join(annexes[:: len(annexes) - 1]) if annexes else ""
    for words, count in several:
        yield _words(words, language).replace("{annex}", annex).replace("{number}", f"1–{count}")
    yield _words(sheet.citation.note, language)


def _words(words: Any, language: str) -> str:
    return str(words.vi if language == "vi" else words.en)


def _sheet_name(score: Mapping[str, Any], sheet: ScoringSheet | None, language: str) -> str:
    area = sheet.sheets.get(score.get("sheet") or "") if sheet else None
    if area is None:
        return str(score.get("sheet") or "")
    name = f"{area.code} · {_words(area.label, language)}"
    annex = _("annex %(annex)s", annex=area.annex.removeprefix("PL")) if area.annex else ""
    return f"{name} · {annex}" if annex else name


def _limits(area_kind: str, sheet: ScoringSheet | None) -> list[int]:
    lines = (sheet.lines if sheet else {}).get(area_kind) or {}
    return sorted(line.points for line in lines.values())


def _distances(b1: int | None, b2: int | None, area_kind: str, sheet: ScoringSheet | None) -> list[str]:
    """How many points lie between the totals and each limit. A total equal to a limit lies on the poorer side."""
    if b1 is None or b2 is None or sheet is None:
        return []
    told = []
    for limit in _limits(area_kind, sheet):
        if b1 <= limit:
            told.append(
                ngettext(
                    "%(num)s point short of going over the line of %(limit)s",
                    "%(num)s points short of going over the line of %(limit)s",
                    limit - b1 + 1,
                    limit=limit,
                )
            )
        else:
            told.append(
                ngettext(
                    "%(num)s point over the line of %(limit)s",
                    "%(num)s points over the line of %(limit)s",
                    b1 - limit,
                    limit=limit,
                )
            )
    least = sheet.b2.deprived_min
    if b2 >= least:
        told.append(_("B2 is at or over %(least)s: deprived", least=least))
    else:
        told.append(_("B2 is %(points)s short of %(least)s: not deprived", points=least - b2, least=least))
    return told


def _ruler(b1: int | None, area_kind: str, sheet: ScoringSheet | None) -> Ruler | None:
    limits = _limits(area_kind, sheet)
    if b1 is None or not limits:
        return None
    end = max(b1, limits[-1]) * 1.25
    return Ruler(at=round(100 * b1 / end, 1), limits=tuple((round(100 * limit / end, 1), limit) for limit in limits))


def _compared(score: Mapping[str, Any], told: Mapping[str, Any]) -> Sequence[Compared]:
    pairs = ((fields.PHONE_B1, "B1", "b1"), (fields.PHONE_B2, "B2", "b2"))
    found = [Compared(name, _text(told.get(key)), _text(score.get(mine))) for key, name, mine in pairs if key in told]
    if fields.PHONE_CLASS in told:
        phone = _text(word(STANDINGS, told[fields.PHONE_CLASS]))
        found.append(Compared(_("Class"), phone, _text(word(STANDINGS, score.get("class")))))
    return found


def _text(value: Any) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
