"""A rule set with corrected points: the file itself, with nothing changed but those points and where they come from."""

import hashlib
import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from form_engine.points_sheet import PointRow, control_character, one_line
from form_engine.scoring_errors import CorrectionNotWritten, NothingCorrected, SourceMissing, SourceUnreadable
from form_engine.scoring_sheet import Answer, ScoringSheet
from form_engine.scoring_sheet_reader import read_scoring_sheet

_ITEM = re.compile(r'^code = "(?P<code>[^"]+)"')
_ANSWER = re.compile(r'^\s*\{ code = "(?P<code>[^"]+)",')
_POINTS = re.compile(r"points = \{[^}]*\}")
_SOURCE = re.compile(r'points_source = "[^"]*"(?:, points_sources = \{[^}]*\})?')

Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _New:
    """points: by score sheet, those that were changed. source: where these figures stand."""

    points: Mapping[str, int]
    source: str


def corrected(content: bytes, rows: Iterable[PointRow], *, source: str) -> bytes:
    """The rule set's TOML with the points of the table. A figure that was not changed keeps its own source.

    source: provenance of the new points, where their row doesn't tell another than before ("Thông tư ..., phụ lục 3b").
    Raises NothingCorrected, SourceMissing, SourceUnreadable, CorrectionNotWritten, ScoringSheetInvalid.
    """
    sheet, source = read_scoring_sheet(content), one_line(source)
    if character := control_character(source):
        raise SourceUnreadable(character=character)
    changes = _changes(sheet, rows, source)
    if not changes:
        raise NothingCorrected(ruleset=sheet.id)
    written = "\n".join(_lines(content.decode(), changes)).encode()
    _require_just_that(sheet, read_scoring_sheet(written), changes)
    return written


def _changes(sheet: ScoringSheet, rows: Iterable[PointRow], source: str) -> dict[Place, _New]:
    items = {item.code: item for item in sheet.items}
    found = {}
    for row in rows:
        answer = items[row.item].answer(row.answer)
        if answer is None:
            continue
        points = {area: value for area, value in row.points.items() if answer.points[area] != value}
        if not points:
            continue
        told = row.source if row.source and row.source != one_line(answer.sources) else source
        if not told:
            raise SourceMissing(item=row.item, answer=row.answer)
        found[row.item, row.answer] = _New(points, told)
    return found


def _lines(text: str, changes: Mapping[Place, _New]) -> Iterable[str]:
    item = ""
    for line in text.splitlines():
        if line.strip() == "[[item]]":
            item = ""
        elif not item and (named := _ITEM.match(line)):
            item = named["code"]
        answer = _ANSWER.match(line)
        change = changes.get((item, answer["code"])) if answer else None
        yield _with(line, change) if change else line
        if line.strip() == "[sources]":
            told = {_key(one.source): one.source for one in changes.values()}
            yield from (f"{key} = {_quoted(told[key])}" for key in sorted(told) if f"\n{key} = " not in text)


def _with(line: str, change: _New) -> str:
    """The line of an answer: other points, and their source beside that of the points that stay."""
    raw = tomllib.loads(f"answer = {line.strip().rstrip(',')}")["answer"]
    points = {**raw["points"], **change.points}
    own = {**raw.get("points_sources", {}), **dict.fromkeys(change.points, _key(change.source))}
    of_all = raw["points_source"]
    if own.keys() >= points.keys() and len(set(own.values())) == 1:
        of_all, own = next(iter(own.values())), {}
    sources = f'points_source = "{of_all}"'
    if own:
        told = ", ".join(f'{area} = "{own[area]}"' for area in points if area in own)
        sources += f", points_sources = {{ {told} }}"
    priced = ", ".join(f"{area} = {value}" for area, value in points.items())
    line = _POINTS.sub(lambda _: f"points = {{ {priced} }}", line)
    return _SOURCE.sub(lambda _: sources, line)


def _key(source: str) -> str:
    """The same provenance has the same name, so that a second correction may repeat it."""
    return f"corrected_{hashlib.sha256(source.encode()).hexdigest()[:10]}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _require_just_that(before: ScoringSheet, after: ScoringSheet, changes: Mapping[Place, _New]) -> None:
    """The points asked for stand there with their source, and everything else is as it was."""
    for item, other in zip(before.items, after.items, strict=True):
        for answer, now in zip(item.answers, other.answers, strict=True):
            if _figures(now) != _wanted(answer, changes.get((item.code, answer.code))):
                raise CorrectionNotWritten(ruleset=before.id)


def _figures(answer: Answer) -> dict[str, tuple[int, str]]:
    """Points and their source, by score sheet."""
    return {area: (points, answer.source_of(area)) for area, points in answer.points.items()}


def _wanted(answer: Answer, change: _New | None) -> dict[str, tuple[int, str]]:
    new = {area: (points, change.source) for area, points in change.points.items()} if change else {}
    return {**_figures(answer), **new}
