"""Days, hours and numbers as Vietnamese readers write them; history; the strip; safe ways back."""

from datetime import UTC, date, datetime

import pytest

from app.console import showing
from app.console.history_view import VIEWED, events, last_looks
from app.console.labels import text_of
from app.console.sign_in import safe_path
from app.console.strip import STEPS, strip_row
from review.rules.stages import Stage

EVENING = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)


def test_moments_are_told_in_viet_nam_time() -> None:
    assert showing.moment(EVENING) == "23/11/2026 00:30"
    assert showing.day(EVENING) == "23/11/2026"
    assert showing.day(date(2026, 2, 1)) == "01/02/2026"
    assert showing.moment(None) == ""


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [(1986, "1986", "1986"), (1234567.5, "1.234.567,5", "1,234,567.5"), (0, "0", "0"), (45.25, "45,25", "45.25")],
)
def test_thousands_are_grouped_but_a_year_stays_a_year(value: float, vi: str, en: str) -> None:
    assert showing.number(value, "vi") == vi
    assert showing.number(value, "en") == en


def test_a_label_falls_back_to_the_language_it_has() -> None:
    assert text_of({"vi": "Nhà"}, "en") == "Nhà"
    assert text_of({}, "vi", otherwise="b1_06") == "b1_06"
    assert text_of({"vi": "Tên ${x}"}, "vi") == "Tên …"


def test_history_is_newest_first_and_knows_who() -> None:
    history = [
        {"act": "received", "by": "d", "at": EVENING, "facts": {}},
        {"act": "has_issues", "by": "g", "at": EVENING.replace(hour=18), "facts": {"reason": "Thiếu ảnh"}},
    ]

    told = events(history, {"g": "Trương Thị Diễm"})

    assert [(one.act, one.who, one.reason) for one in told] == [
        ("has_issues", "Trương Thị Diễm", "Thiếu ảnh"),
        ("received", "Rà Soát", ""),
    ]


def test_who_looked_twice_is_told_once() -> None:
    entries = [{"act": VIEWED, "by": "a", "at": EVENING}, {"act": VIEWED, "by": "a", "at": EVENING}]

    assert len(last_looks(entries, {})) == 1


def test_every_stage_has_its_step_and_the_bar_is_full() -> None:
    row = strip_row("Thôn 1", "46/", dict.fromkeys(map(str, Stage), 1))

    assert row.total == len(Stage)
    assert list(row.counts) == list(STEPS)
    assert abs(sum(piece.width for piece in row.pieces) - 100) < 0.1


def test_a_village_without_cases_has_an_empty_bar() -> None:
    assert strip_row("Thôn 1", "46/", {}).pieces == ()


@pytest.mark.parametrize("text", ["//evil.example", "https://evil.example", "/\\evil", "javascript:x", "", "/a\nb"])
def test_the_way_back_never_leaves_the_site(text: str) -> None:
    assert safe_path(text) == "/"


def test_the_way_back_keeps_the_query() -> None:
    assert safe_path("/duyet?thon=46%2F") == "/duyet?thon=46%2F"
