"""Numbers in Vietnamese words."""

import pytest

from app.documents.numbers_in_words import in_words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (1, "một"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi bốn"),
        (25, "hai mươi lăm"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (115, "một trăm mười lăm"),
        (999, "chín trăm chín mươi chín"),
        (1_000, "một nghìn"),
        (1_001, "một nghìn không trăm linh một"),
        (2_015, "hai nghìn không trăm mười lăm"),
        (16_071, "mười sáu nghìn không trăm bảy mươi mốt"),
        (1_000_000, "một triệu"),
        (2_000_005, "hai triệu không trăm linh năm"),
        (999_999_999, "chín trăm chín mươi chín triệu chín trăm chín mươi chín nghìn chín trăm chín mươi chín"),
    ],
)
def test_a_number_is_read_as_people_say_it(number, words):
    assert in_words(number) == words


@pytest.mark.parametrize("number", [-1, 1_000_000_000])
def test_beyond_it_says_so(number):
    with pytest.raises(ValueError, match=str(number)):
        in_words(number)
