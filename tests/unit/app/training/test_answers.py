from random import Random

import pytest

from app.training.answers import nested, new_instance_id, write_instance
from form_engine.answers import read_answers
from form_engine.compiler import compile_form
from form_engine.instance import read_instance

FORM = compile_form(
    b"""
| survey  |                   |         |       |          |          |
|         | type              | name    | label | required | relevant |
|         | text              | name    | A     | yes      |          |
|         | integer           | rooms   | A     |          |          |
|         | decimal           | area    | A     |          |          |
|         | begin_group       | g       | A     |          |          |
|         | select_multiple l | goods   | A     |          |          |
|         | geopoint          | gps     | A     |          |          |
|         | geotrace          | fence   | A     |          |          |
|         | note              | told    | A     |          |          |
|         | note              | warning | A     |          | ${rooms} > 9 |
|         | end_group         |         |       |          |          |
|         | begin_repeat      | members | A     |          |          |
|         | text              | member  | A     |          |          |
|         | begin_repeat      | jobs    | A     |          |          |
|         | text              | job     | A     |          |          |
|         | end_repeat        |         |       |          |          |
|         | end_repeat        |         |       |          |          |
| choices | list_name | name | label |
|         | l         | tv   | A     |
|         | l         | bike | B     |
| settings | form_id | version |
|          | small   | 3       |
""",
    filename="small.md",
).definition

ANSWERS = {
    "name": "Hồ Thị Lành <&>",
    "rooms": None,
    "area": 42.5,
    "g": {
        "goods": ["tv", "bike"],
        "gps": {"latitude": 16.25, "longitude": 107.9, "altitude": 3.0, "accuracy": 4.5},
        "fence": [{"latitude": 16.0, "longitude": 107.0, "altitude": 0.0, "accuracy": 0.0}] * 2,
    },
    "members": [{"member": "A", "jobs": [{"job": "lúa"}, {"job": None}]}, {"member": "B"}],
}


def test_what_is_written_is_read_back():
    xml = write_instance(
        FORM, ANSWERS, instance_id="uuid:1", instance_name="Hộ 1", deprecated_id="uuid:0", audit_file="a"
    )

    instance = read_instance(xml)
    assert read_answers(instance, FORM) == (ANSWERS, [])
    assert (instance.form_id, instance.version, instance.instance_id) == ("small", "3", "uuid:1")
    assert (instance.instance_name, instance.deprecated_id, instance.audit_file) == ("Hộ 1", "uuid:0", "a")


def test_what_was_not_relevant_is_not_written():
    assert b"rooms" not in write_instance(FORM, {"name": "A"}, instance_id="uuid:1")


def test_an_answer_that_the_form_has_no_field_for_is_a_mistake():
    with pytest.raises(KeyError, match="wage"):
        write_instance(FORM, {"members": [{"wage": 1}]}, instance_id="uuid:1")


def test_answers_by_name_find_their_groups_and_notes_their_place():
    flat = {"name": "A", "goods": ["tv"], "members": [{"member": "B", "jobs": []}]}

    assert nested(FORM.root, flat) == {
        "name": "A",
        "g": {"goods": ["tv"], "told": None},
        "members": [{"member": "B", "jobs": []}],
    }


def test_a_name_that_the_form_lacks_is_a_mistake():
    with pytest.raises(KeyError, match="wage"):
        nested(FORM.root, {"members": [{"wage": 1}]})


def test_the_same_chance_makes_the_same_id():
    assert new_instance_id(Random(1)) == new_instance_id(Random(1)) != new_instance_id(Random(2))
    assert new_instance_id(Random(1)).startswith("uuid:")
