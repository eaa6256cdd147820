"""The rule set as the phone's table: `points.csv`, from which Phiếu A and Phiếu B compute points and class.

Columns: sheet, item, answer, points, at_least, below. A band reaches from `at_least` (included) to `below` (not
included, empty when open). Three more items stand in the table: `line` (the lines of the sheet's kind of area), `b2`
(step and deprived_min) and `screening` (review_at_most).
"""

import csv
import io
from collections.abc import Iterator

from form_engine.scoring_sheet import ScoreArea, ScoringSheet

FILE_NAME = "points.csv"
COLUMNS = ("sheet", "item", "answer", "points", "at_least", "below")
Row = tuple[str, str, str, int, int | None, int | None]


def points_csv(sheet: ScoringSheet) -> bytes:
    """UTF-8, a line feed after each row; the same bytes for the same rule set."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for area in sheet.sheets.values():
        writer.writerows(_rows(sheet, area))
    return out.getvalue().encode()


def _rows(sheet: ScoringSheet, area: ScoreArea) -> Iterator[Row]:
    for name, line in sheet.lines[area.area_kind].items():
        yield area.code, "line", name, line.points, None, None
    yield area.code, "b2", "step", sheet.b2.step, None, None
    yield area.code, "b2", "deprived_min", sheet.b2.deprived_min, None, None
    if sheet.screening is not None:
        yield area.code, "screening", "review_at_most", sheet.screening.review_at_most, None, None
    for item in sheet.items:
        for answer in item.answers:
            yield area.code, item.code, answer.code, answer.points[area.code], answer.at_least, answer.below
