"""A rule set with corrected points: the file itself, with nothing changed but those points and where they come from."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from form_engine.points_sheet import PointRow
from form_engine.scoring_errors import CorrectionNotWritten, NothingCorrected, SourceMissing
from form_engine.scoring_sheet import ScoringSheet
from form_engine.scoring_sheet_reader import read_scoring_sheet

_ITEM = re.compile(r'^code = "(?P<code>[^"]+)"')
_ANSWER = re.compile(r'^\s*\{ code = "(?P<code>[^"]+)",')
_POINTS = re.compile(r"points = \{[^}]*\}")
_SOURCE = re.compile(r'points_source = "[^"]*"')

Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _New:
    points: Mapping[str, int]
    source: str


def corrected(content: bytes, rows: Iterable[PointRow], *, source: str) -> bytes:
    """The rule set's TOML with the points of the table.

    source: provenance of the new points, where their row doesn't tell another than before ("Thông tư ..., phụ lục 3b").
    Raises NothingCorrected, SourceMissing, CorrectionNotWritten, ScoringSheetInvalid.
    """
    sheet = read_scoring_sheet(content)
    changes = _changes(sheet, rows, " ".join(source.split()))
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
        if answer is None or dict(answer.points) == dict(row.points):
            continue
        told = row.source if row.source and row.source != answer.points_source else source
        if not told:
            raise SourceMissing(item=row.item, answer=row.answer)
        found[row.item, row.answer] = _New(row.points, told)
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
    points = ", ".join(f"{code} = {value}" for code, value in change.points.items())
    line = _POINTS.sub(lambda _: f"points = {{ {points} }}", line)
    return _SOURCE.sub(f'points_source = "{_key(change.source)}"', line)


def _key(source: str) -> str:
    """The same provenance has the same name, so that a second correction may repeat it."""
    return f"corrected_{hashlib.sha256(source.encode()).hexdigest()[:10]}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _require_just_that(before: ScoringSheet, after: ScoringSheet, changes: Mapping[Place, _New]) -> None:
    """The points asked for stand there, and everything else is as it was."""
    for item, other in zip(before.items, after.items, strict=True):
        for answer, now in zip(item.answers, other.answers, strict=True):
            wanted = changes.get((item.code, answer.code))
            points, source = (wanted.points, wanted.source) if wanted else (answer.points, answer.points_source)
            if dict(now.points) != dict(points) or now.points_source != source:
                raise CorrectionNotWritten(ruleset=before.id)
