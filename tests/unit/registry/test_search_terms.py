import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules.search_terms import MOST_RANK, closeness, is_part, rank_of, terms_of, words_of


def test_a_name_is_kept_under_its_words_its_pairs_and_all_of_it():
    assert terms_of("Lê Thị Đào") == ["le", "thi", "dao", "le thi", "le dao", "thi dao", "le thi dao"]
    assert words_of("H’Mông Y-Thu Lý") == ["hmong", "i", "thu", "li"]
    assert terms_of(" ") == []


@pytest.mark.parametrize(
    ("typed", "found"),
    [("dao", True), ("đào lê", True), ("hi da", True), ("le le", False), ("dao dao", False), ("daoo", False)],
)
def test_any_part_of_a_name_finds_it(typed, found):
    assert is_part(words_of(typed), "Lê Thị Đào") is found


def test_what_stands_as_it_was_typed_comes_before_what_contains_it():
    assert [closeness(words_of(typed), "Lê Thị Đào") for typed in ("thi da", "dao thi", "ao")] == [0, 1, 2]


@given(st.text(), st.text(min_size=1))
def test_every_part_of_a_word_is_found_and_ranks_are_in_range(name, key):
    for word in words_of(name):
        assert is_part([word[-3:]], name)
    assert 0 <= rank_of(key) < MOST_RANK
