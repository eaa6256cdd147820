import pytest

from registry.rules.ethnic_groups import NAMES, ethnic_group_of


@pytest.mark.parametrize(
    ("told", "code"),
    [("Kinh", "01"), ("H’Mông", "08"), ("MÈO", "08"), ("ba na", "13"), ("Khmer", "05"), ("Pa Cô", "31"), ("55", "")],
)
def test_a_group_is_known_by_any_of_its_names_and_by_no_number(told, code):
    assert ethnic_group_of(told) == code


def test_there_are_54():
    assert len(NAMES) == 54
    assert all(ethnic_group_of(name) == code for code, name in NAMES.items())
