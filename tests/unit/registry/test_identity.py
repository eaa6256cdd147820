import pytest

from registry.rules.identity import Doubt, PaperKind, doubts_of, masked, read_number, suggested


@pytest.mark.parametrize(
    ("told", "sex", "born", "doubts"),
    [
        ("037038001234", "male", 1938, ()),
        ("020190004567", "female", 1990, ()),
        ("092315001122", "female", 2015, ()),
        ("037138001234", "male", 1938, (Doubt.SEX_OR_CENTURY,)),
        ("037038001234", "male", 1939, (Doubt.YEAR,)),
        ("092015001122", "male", 2015, (Doubt.SEX_OR_CENTURY,)),
        ("164123456", "male", 1960, ()),
        ("003090001234", "male", 1990, (Doubt.PROVINCE,)),
        ("0370380012345", "male", 1938, (Doubt.SHAPE,)),
        ("037 038 001 234", "male", 1938, ()),
        ("O37038001234", "male", 1938, (Doubt.SHAPE,)),
        ("037038123456", "male", 1938, (Doubt.MADE_UP,)),
        ("015190004567", "female", 1990, ()),
        ("037138001234", "", None, ()),
    ],
)
def test_a_number_is_held_against_what_is_told_of_the_person(told, sex, born, doubts):
    number = read_number(told)

    assert doubts_of(number, sex=sex, born=born) == doubts


def test_nine_digits_are_an_old_number_and_never_padded():
    number = read_number("164.123.456")

    assert (number.kind, number.digits) == (PaperKind.CMND, "164123456")
    assert suggested("164123456") == ""


@pytest.mark.parametrize(
    ("told", "proposed"),
    [
        ("37038001234", "037038001234"),
        ("1090001234", "001090001234"),
        ("37038123457.0", "037038123457"),
        ("16412345", "016412345"),
        ("3.70380E+10", ""),
        ("O37038001234", ""),
        ("037038001234", ""),
    ],
)
def test_what_a_spreadsheet_cut_off_is_proposed(told, proposed):
    assert suggested(told) == proposed


def test_a_list_shows_the_last_three_digits():
    assert masked("037038001234") == "•••••••••234"
    assert masked("12") == "•••"
    assert read_number("  ") is None
