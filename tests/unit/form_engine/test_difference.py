"""What differs between two versions is told once, at its question, in the form's own terms."""

import pytest

from form_engine.compiler import compile_form
from form_engine.difference import DifferenceKind, differences

FORM = """
| survey |
| | type | name | label::Tiếng Việt (vi) | label::English (en) | constraint | relevant | calculation | required |
| | integer | age | Tuổi | Age | . > 0 | | | |
| | select_one yn | works | Làm việc | Works | | ${age} > 14 | | |
| | begin_group | home | Nhà | Home | | | | |
| | decimal | area | Diện tích | Area | | | | |
| | end_group | | | | | | | |
| | begin_repeat | m | Người | Person | | | | |
| | text | name | Tên | Name | | | | |
| | end_repeat | | | | | | | |
| | calculate | twice | | | | | ${age} * 2 | |
| choices |
| | list_name | name | label::Tiếng Việt (vi) | label::English (en) |
| | yn | yes | Có | Yes |
| | yn | no | Không | No |
| settings |
| | form_id | version | default_language |
| | f | 1 | Tiếng Việt (vi) |
"""
CHANGES = {
    "added": ("| | integer | age |", "| | text | new | Mới | New | | | | |\n| | integer | age |", "/data/new"),
    "removed": ("| | decimal | area | Diện tích | Area | | | | |", "| | note | n | x | x | | | | |", "/data/home/area"),
    "renamed": ("| | decimal | area |", "| | decimal | floor |", "/data/home/area"),
    "retyped": ("| | decimal | area |", "| | integer | area |", "/data/home/area"),
    "choice_removed": ("| | yn | no | Không | No |\n", "", "/data/works"),
    "choice_added": ("| settings |", "| | yn | maybe | Chưa rõ | Maybe |\n| settings |", "/data/works"),
    "constraint_tightened": (". > 0 |", ". > 0 and . < 120 |", "/data/age"),
    "constraint_loosened": (". > 0 |", " |", "/data/age"),
    "constraint_changed": (". > 0 |", ". > 1 |", "/data/age"),
    "relevant_changed": ("${age} > 14", "${age} > 15", "/data/works"),
    "calculation_changed": ("${age} * 2", "${age} * 3", "/data/twice"),
    "required_added": ("| . > 0 | | | |", "| . > 0 | | | yes |", "/data/age"),
    "label_changed": ("| Tuổi | Age |", "| Tuổi tròn | Age |", "/data/age"),
    "translation_missing": ("| Tên | Name |", "| Tên | |", "/data/m/name"),
}


def told(old, new):
    one, other = (compile_form(each.encode(), filename="f.md").definition for each in (old, new))
    return [(each.kind.value, each.path) for each in differences(one, other)]


@pytest.mark.parametrize("kind", CHANGES)
def test_a_change_is_told_at_its_question(kind):
    before, after, path = CHANGES[kind]
    assert before in FORM

    found = told(FORM, FORM.replace(before, after, 1))

    assert (kind, path) in found
    assert len(found) <= 2, found


def test_a_version_does_not_differ_from_itself():
    assert told(FORM, FORM) == []


def test_a_question_in_another_group_is_moved_and_not_new():
    row = "| | decimal | area | Diện tích | Area | | | | |\n"
    moved = FORM.replace(row, "| | note | n | x | x | | | | |\n").replace("| | begin_group", f"{row}| | begin_group")

    assert (DifferenceKind.MOVED, "/data/home/area") in told(FORM, moved)


def test_a_question_moved_into_a_repeat_or_out_of_it_or_with_its_group_is_no_mere_move():
    area = "| | decimal | area | Diện tích | Area | | | | |\n"
    name = "| | text | name | Tên | Name | | | | |\n"
    into = FORM.replace(area, "| | note | n | x | x | | | | |\n").replace(name, f"{name}{area}")
    out = FORM.replace(name, "| | note | n | x | x | | | | |\n").replace("| | begin_repeat", f"{name}| | begin_repeat")
    start, end = FORM.index("| | begin_group"), FORM.index("| | begin_repeat")
    group = FORM[start:end]
    with_group = FORM.replace(group, "").replace(name, f"{name}{group}")

    assert ("moved_across_repeat", "/data/home/area") in told(FORM, into)
    assert ("moved_across_repeat", "/data/m/name") in told(FORM, out)
    assert told(FORM, with_group) == [("moved_across_repeat", "/data/home")]


def test_what_moves_within_one_repeat_is_moved():
    name = "| | text | name | Tên | Name | | | | |\n"
    group = f"| | begin_group | who | Ai | Who | | | | |\n{name}| | end_group | | | | | | | |\n"

    assert ("moved", "/data/m/name") in told(FORM, FORM.replace(name, group))


def test_a_group_that_is_gone_is_told_once():
    start, end = FORM.index("| | begin_group"), FORM.index("| | begin_repeat")

    assert told(FORM, FORM[:start] + FORM[end:]) == [("removed", "/data/home")]


def test_a_rule_that_follows_a_question_to_its_new_place_or_name_has_not_changed():
    row = "| | integer | age | Tuổi | Age | . > 0 | | | |\n"
    moved = FORM.replace(row, "").replace("| | decimal | area", f"{row}| | decimal | area")
    renamed = FORM.replace("| age |", "| years |").replace("${age}", "${years}")

    assert told(FORM, moved) == [("moved", "/data/age")]
    assert told(FORM, renamed) == [("renamed", "/data/age")]
