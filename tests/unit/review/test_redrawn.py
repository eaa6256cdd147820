"""Villages in the borders of another day: what is known of them is what is known of all that went into them."""

from review.actions.redrawn import Redrawn

HEIRS = {"a/": ("n/",), "b/": ("n/",), "c/": ("c/", "d/")}
TOLD = {"a/": {"pop.h": 1, "pop.p": 4}, "b/": {"pop.h": 2, "pop.p": 6}, "c/": {"pop.h": 5}}


def test_villages_of_the_day_are_named_once_in_order():
    assert Redrawn(HEIRS, {}).villages == ["c/", "d/", "n/"]


def test_who_lives_there_adds_up_and_is_unknown_where_a_village_was_divided_or_nobody_told():
    drawn = Redrawn(HEIRS, {})

    assert drawn.population(TOLD) == {"n/": {"pop.h": 3, "pop.p": 10}}
    assert drawn.population({"a/": {"pop.h": 1}}) == {}
