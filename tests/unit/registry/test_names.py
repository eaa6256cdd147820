import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules.names import by_given_name, folded, is_name, tidy


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Lê Thị Đào", "le thi dao"),
        ("  NGUYỄN   VĂN  Ý ", "nguyen van y"),
        ("Đặng Thị Bưởi", "dang thi buoi"),
        (unicodedata.normalize("NFD", "Hồ Thị Đượm"), "ho thi duom"),
        ("ĐỖ ƯỚC", "do uoc"),
        ("A Lăng Nhưi", "a lang nhui"),
        ("", ""),
    ],
)
def test_a_name_is_found_without_its_marks(name, key):
    assert folded(name) == key


@given(st.text())
def test_folding_twice_is_folding_once(name):
    assert folded(folded(name)) == folded(name)


@given(st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậ ", max_size=30))
def test_spelling_in_another_normal_form_changes_nothing(name):
    other = unicodedata.normalize("NFD", name)

    assert tidy(other) == tidy(name)
    assert folded(other) == folded(name)
    assert by_given_name(other) == by_given_name(name)


def test_people_are_ordered_by_given_name_then_middle_name_then_family():
    people = [
        "Trần Văn Ánh",
        "Nguyễn Thị Anh",
        "Lê Văn An",
        "Hồ Thị Ân",
        "Lê Văn Ba",
        "Phạm Thị Đào",
        "Bùi Văn Dũng",
        "Lê Thị Ba",
        "An Văn Ba",
        "Y",
    ]

    assert sorted(people, key=by_given_name) == [
        "Lê Văn An",
        "Nguyễn Thị Anh",
        "Trần Văn Ánh",
        "Hồ Thị Ân",
        "Lê Thị Ba",
        "An Văn Ba",
        "Lê Văn Ba",
        "Bùi Văn Dũng",
        "Phạm Thị Đào",
        "Y",
    ]


@pytest.mark.parametrize("letters", ["aăâ", "dđ", "eê", "oôơ", "uư", "aàảãáạ", "yỳỷỹýỵ"])
def test_letters_follow_the_vietnamese_alphabet_and_marks_the_order_of_dictionaries(letters):
    assert sorted(letters, key=by_given_name) == list(letters)


@given(st.text())
def test_every_name_has_a_place(name):
    assert by_given_name(name) == by_given_name(tidy(name))


@pytest.mark.parametrize(
    ("told", "may_be"),
    [
        *(
            ("Nguyễn Thị Lan", True),
            ("H'Nuê Êban", True),
            ("Y Bhăm", True),
            ("Trần Văn Tư (Út)", True),
            ("Rơ-ô H’Loan", True),
        ),
        *(
            ("An", True),
            ("  Đỗ   Ý ", True),
            ("A", False),
            ("123 !!", False),
            ("@@@", False),
            ("Tr4n", False),
            ("", False),
        ),
        *(("<b>An</b>", False), ("'; drop", False), ("Lan" * 40, False)),
    ],
)
def test_a_name_has_letters_and_no_figures(told, may_be):
    assert is_name(told) is may_be
