"""A rule set that contradicts itself is refused, with the place of the fault."""

import re
from pathlib import Path

import pytest

from form_engine.scoring_errors import ScoringSheetInvalid
from form_engine.scoring_sheet_reader import read_scoring_sheet
from review.rulesets import FOLDER

ROOT = Path(__file__).parents[3]
CONTENT = (FOLDER / "vn-2016-2020.toml").read_text(encoding="utf-8")
PENSION = '{ code = "one",      points = { NT1 = 20, NT2 = 30,'


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (PENSION, PENSION.replace("NT2 = 30,", ""), "b1_05 / one / points / NT2: no_points"),
        (PENSION, PENSION.replace("NT2", "NT8 = 3, NT2"), "b1_05 / one / points / NT8: no_such_sheet"),
        (PENSION, PENSION.replace('"one"', '"none"'), "b1_05 / none: twice"),
        (PENSION, PENSION.replace("20", "-20"), "item / b1_05 / choices / one / points / NT1: shape_too_small"),
        (
            PENSION,
            PENSION.replace("20", "20.5"),
            "item / b1_05 / choices / one / points / NT1: shape_no_integer (value=20.5)",
        ),
        (
            "at_least =  25, below =  50",
            "at_least =  26, below =  50",
            "b1_08 / 25_49: band_gap (before=lt25, ends=25, begins=26)",
        ),
        (
            "at_least =  25, below =  50",
            "at_least =  24, below =  50",
            "b1_08 / 25_49: bands_overlap (before=lt25, ends=25, begins=24)",
        ),
        ("at_least =   0, below =  25", "at_least =   1, below =  25", "b1_08 / lt25: first_band (lowest=0)"),
        ('of = "dependant" }', 'of = "guest" }', "b1_02 / read: no_member_condition (name=guest)"),
        ('["pigs_5", "pigs_11"]', '["pigs_5", "pigs_12"]', "b1_13 / read: no_such_answer (answer=pigs_12)"),
        ("step = 10\nmax = 100", "step = 10\nmax = 110", "b2 / max: b2_max (indicators=10, step=10, max=110)"),
        (
            'b1_over = "near_line"',
            'b1_over = "poor_line"',
            "class / rural: classes_overlap (b1=121, b2=0, classes=3 (Hộ cận nghèo), 4 (Hộ không nghèo))",
        ),
        (
            "poor_line = { points = 120",
            "poor_line = { points = 150",
            "lines / rural / poor_line: line_not_below (points=150, above=150)",
        ),
        (
            'label_source = "item_wording",  vi = "Hộ có 1',
            'label_source = "x", vi = "Hộ có 1',
            "b1_01 / 1 / label_source: no_such_source (name=x)",
        ),
        ('id = "vn-2016-2020"', 'id = "vn-2016-2020', "file: toml_"),
    ],
)
def test_a_fault_is_told_with_its_place(old, new, fault):
    assert old in CONTENT

    with pytest.raises(ScoringSheetInvalid) as refusal:
        read_scoring_sheet(CONTENT.replace(old, new, 1).encode())

    told = [str(one) for one in refusal.value.faults]
    assert any(one.startswith(fault) for one in told), told


def test_the_hash_follows_the_content_and_not_the_layout():
    as_it_is = read_scoring_sheet(CONTENT.encode())
    spaced = read_scoring_sheet(CONTENT.replace("\n\n", "\n\n# a word\n\n").encode())
    changed = read_scoring_sheet(CONTENT.replace("points = 120", "points = 121", 1).encode())

    assert as_it_is.hash == spaced.hash != changed.hash


NEWER = (FOLDER / "vn-2021-2025.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("{ at_least = 2, of = [", "{ at_least = 4, of = [", "b2_07 / deprived_if: never_holds (at_least=4, parts=3)"),
        (
            "{ at_least = 2, of = [",
            "{ of = [",
            "indicator / b2_07 / deprived_if / household: shape_one_of (names=all_of; any_of; at_least + of)",
        ),
        (
            "over_percent = 50",
            "over_percent = 100",
            "indicator / b2_02 / deprived_if / member_share / over_percent: shape_too_large (value=100, limit=99)",
        ),
        (
            "over_percent = 50, ",
            "",
            "indicator / b2_02 / deprived_if / member_share: shape_missing (names=over_percent)",
        ),
        (
            'field = "has_work", is = "no"',
            'field = "has_work", never = "no"',
            "indicator / b2_01 / deprived_if / any_member / all_of / 3. / any_of / 1. / all_of / 1.: ",
        ),
        ("max = 120", "max = 130", "b2 / max: b2_max (indicators=12, step=10, max=130)"),
        (
            "at_least =   2, below =   3",
            "at_least =   2, below =   2",
            "b1_01 / 3: band_gap (before=2, ends=2, begins=3)",
        ),
    ],
)
def test_a_fault_in_a_nested_condition_is_told_with_its_place(old, new, fault):
    assert old in NEWER

    with pytest.raises(ScoringSheetInvalid) as refusal:
        read_scoring_sheet(NEWER.replace(old, new, 1).encode())

    told = [str(one) for one in refusal.value.faults]
    assert any(one.startswith(fault) for one in told), told


def test_the_legal_basis_is_told_in_both_languages_and_frozen_files_of_before_are_still_read():
    now = read_scoring_sheet(CONTENT.encode())
    start, end = CONTENT.index("legal_basis"), CONTENT.index("autumn_reviews_of")
    basis = re.sub(r'\{ vi = ("[^"]+"), en = "[^"]+" \}', r"\1", CONTENT[start:end])

    then = read_scoring_sheet((CONTENT[:start] + basis + CONTENT[end:]).encode())

    assert [one.vi for one in then.legal_basis] == [one.vi for one in now.legal_basis]
    assert [one.en for one in then.legal_basis] == [one.vi for one in now.legal_basis]
    assert all("hiệu lực" not in one.en and "in force" not in one.vi for one in now.legal_basis)
