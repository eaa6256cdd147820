import re

from hypothesis import given
from hypothesis import strategies as st

from core.ids import digest, id_from, new_id, new_password, new_token


def test_ids_are_new_each_time_and_of_one_shape():
    made = {new_id() for _ in range(1000)}

    assert len(made) == 1000
    assert all(re.fullmatch("[0-9a-f]{32}", one) for one in made)


@given(st.lists(st.text(alphabet=st.characters(exclude_characters="\x1f")), min_size=1))
def test_an_id_of_the_same_parts_is_the_same(parts):
    assert id_from(*parts) == id_from(*parts)
    assert id_from(*parts) != id_from(*parts, "")


def test_parts_do_not_run_into_each_other():
    assert id_from("ab", "c") != id_from("a", "bc")


def test_a_token_has_the_length_and_letters_that_clients_know():
    made = {new_token() for _ in range(200)}

    assert len(made) == 200
    assert all(re.fullmatch("[A-Za-z0-9]{64}", one) for one in made)


def test_a_password_can_be_read_from_paper():
    made = {new_password() for _ in range(500)}

    assert len(made) == 500
    assert all(re.fullmatch("(?:[a-z2-9]{4}-){2}[a-z2-9]{4}", one) for one in made)
    assert not set("".join(made)) & set("01loi")


def test_a_digest_is_sha_256():
    assert digest("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
