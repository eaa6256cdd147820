"""A changed figure that still tells the source of the old one is found, whatever figure it is."""

import pytest

from form_engine.scoring_sheet_reader import read_scoring_sheet
from review.rules.ruleset_provenance import with_old_sources
from review.rulesets import content_of

OLD = "vn-2016-2020"
CONTENT = content_of(OLD).decode()
BEFORE = read_scoring_sheet(CONTENT.encode())
FIRST = "points = { NT1 = 75, NT2 = 75, NT3 = 70, NT4 = 75, NT5 = 70, NT6 = 65, TT = 80 }, points_source"


def changed(old, new):
    assert old in CONTENT
    return read_scoring_sheet(CONTENT.replace(old, new, 1).encode())


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("points = 120,", "points = 121,", "lines / rural / poor_line"),
        ("income_vnd = 1300000", "income_vnd = 1300001", "lines / urban / near_line"),
        ("deprived_min = 30", "deprived_min = 40", "b2"),
        (FIRST, FIRST.replace("NT3 = 70", "NT3 = 71"), "b1_01 / 1 / points / NT3"),
        ("review_at_most = ", "review_at_most = 1", "screening"),
        ("at_least = 6 }", "at_least = 7 }", "b2_02 / deprived_if"),
    ],
)
def test_its_place_is_told(old, new, place):
    assert [(one.place, one.code) for one in with_old_sources(BEFORE, changed(old, new))] == [(place, "old_source")]


def test_a_figure_with_a_source_of_its_own_is_in_order():
    other = CONTENT.replace(
        FIRST,
        FIRST.replace("NT3 = 70", "NT3 = 71").replace(
            "points_source", 'points_sources = { NT3 = "gazette" }, points_source'
        ),
        1,
    )
    other = other.replace("[sources]", '[sources]\ngazette = "Công báo 12"', 1)

    after = read_scoring_sheet(other.encode())

    assert with_old_sources(BEFORE, after) == []
    assert after.items[0].answers[0].source_of("NT3") == "Công báo 12"
    assert after.items[0].answers[0].source_of("TT") == BEFORE.items[0].answers[0].points_source


def test_other_words_need_no_source():
    assert with_old_sources(BEFORE, changed("Hộ có 1 người", "Hộ một người")) == []
