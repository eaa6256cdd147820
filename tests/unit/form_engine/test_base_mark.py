"""A file tells which version it was taken of; one of another version is refused before it can undo an adoption."""

import pytest

from form_engine.base_mark import mark_of, marks_of_file, require_version, with_mark, without_mark
from form_engine.points_sheet import as_csv, as_xlsx, read_points, ruleset_named
from form_engine.scoring_errors import FileOfOtherVersion, FileWithoutVersion
from form_engine.scoring_sheet_reader import read_scoring_sheet
from review.rulesets import content_of, get_ruleset

OLD = "vn-2016-2020"
SHEET = get_ruleset(OLD)


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_a_table_carries_its_version_in_every_row(write):
    content = write(SHEET)

    assert {row.mark for row in read_points(content, SHEET)} == {mark_of(SHEET)}
    assert ruleset_named(content) == OLD


def test_a_rule_sets_file_carries_it_without_becoming_another_one():
    content = with_mark(with_mark(content_of(OLD), SHEET), SHEET)

    assert marks_of_file(content) == {mark_of(SHEET)}
    assert read_scoring_sheet(content).hash == SHEET.hash
    assert without_mark(content) == content_of(OLD)


def test_a_file_of_another_version_is_refused_and_both_are_named():
    with pytest.raises(FileOfOtherVersion) as refusal:
        require_version([mark_of(SHEET), f"{OLD}@0000000000000000"], SHEET, may_lack=True)

    assert refusal.value.facts == {"taken": f"{OLD}@0000000000000000", "in_force": mark_of(SHEET)}


def test_a_file_without_a_version_can_undo_nothing_while_nothing_was_adopted():
    require_version(["", " "], SHEET, may_lack=True)
    with pytest.raises(FileWithoutVersion):
        require_version([""], SHEET, may_lack=False)
