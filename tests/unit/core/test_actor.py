import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.actor import SYSTEM, Actor, paths_down_to

codes = st.text("0123456789", min_size=1, max_size=6)
paths = st.lists(codes, max_size=5).map(lambda parts: "".join(f"{part}/" for part in parts))


def an_actor(area):
    return Actor("a", frozenset({"supervisor"}), area)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("", [""]),
        ("46/", ["", "46/"]),
        ("46/482/20128/", ["", "46/", "46/482/", "46/482/20128/"]),
    ],
)
def test_the_paths_that_cover_a_place_go_from_the_country_down(path, found):
    assert paths_down_to(path) == found


@given(path=paths, area=paths)
def test_an_actor_covers_exactly_the_places_that_list_his_area(path, area):
    assert an_actor(area).covers(path) == (area in paths_down_to(path))


@pytest.mark.parametrize(
    ("area", "place", "covers"),
    [
        ("46/4/", "46/47/", False),
        ("46/482/", "46/482/20128/", True),
        ("46/482/", "46/482/", True),
        ("46/482/", "46/", False),
        ("", "46/", True),
        ("46/482/20128/2012801/", "46/482/20128/2012802/", False),
    ],
)
def test_a_code_never_covers_a_longer_one_that_begins_so(area, place, covers):
    assert an_actor(area).covers(place) is covers


def test_the_system_covers_the_country():
    assert SYSTEM.covers("46/482/")
