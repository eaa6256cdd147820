"""Whether the year closes: made by hand, and whatever happens to the households."""

from hypothesis import given
from hypothesis import strategies as st

from registry.rules.standing import Change, Standing, change_of
from review.rules.balance import Movement, Registered, balance

POOR, NEAR, NON, AWAY = Standing.POOR, Standing.NEAR_POOR, Standing.NON_POOR, Standing.NOT_IN_AREA


def moved(name: str, before: Standing, now: Standing, people: int | None = None, **more) -> Movement:
    change = more.pop("change", change_of(before, more.pop("history", []), now))
    return Movement(f"case {name}", name, before, now, change, people=people, **more)


def test_each_movement_stands_in_its_column_for_households_and_people():
    register = [Registered("a", POOR, 4), Registered("b", POOR, 3), Registered("c", NEAR, 5), Registered("d", POOR, 1)]
    found = balance(
        register,
        [
            moved("a", POOR, POOR, 6),
            moved("b", POOR, NEAR, 2),
            moved("c", NEAR, POOR, 5),
            moved("d", POOR, AWAY),
            moved("e", NON, POOR, 7),
            moved("f", NON, POOR, 2, history=[POOR]),
            moved("g", NON, NON, 3),
        ],
    )

    poor, people = found.households[POOR], found.people[POOR]
    assert found.closes
    assert (poor.opening, poor.closing) == (3, 4)
    assert poor.leaves == {Change.POOR_TO_NEAR_POOR: 1, Change.POOR_EXIT: 0, Change.OTHER_DECREASE: 1}
    assert poor.comes == {
        Change.NEAR_POOR_TO_POOR: 1,
        Change.POOR_RELAPSE: 1,
        Change.POOR_NEW: 1,
        Change.OTHER_INCREASE: 0,
    }
    assert (people.opening, people.closing) == (8, 20)
    assert people.leaves == {Change.POOR_TO_NEAR_POOR: 3, Change.POOR_EXIT: 0, Change.OTHER_DECREASE: 1}
    assert people.comes[Change.OTHER_INCREASE] == 2
    near = found.households[NEAR]
    assert near.comes[Change.POOR_TO_NEAR_POOR] == poor.leaves[Change.POOR_TO_NEAR_POOR]
    assert poor.comes[Change.NEAR_POOR_TO_POOR] == near.leaves[Change.NEAR_POOR_TO_POOR]


def test_who_is_on_the_register_and_not_in_the_round_breaks_it():
    found = balance([Registered("a", POOR), Registered("b", NEAR)], [moved("b", NEAR, NEAR)])

    assert (found.closes, found.breaking) == (False, ("a",))


def test_who_began_the_round_as_something_else_breaks_it():
    found = balance([Registered("a", POOR)], [moved("a", NON, POOR), moved("b", NEAR, NON)])

    assert (found.closes, found.other_standing) == (False, ("a", "b"))


def test_a_movement_that_is_not_that_of_before_and_now_breaks_it():
    found = balance([Registered("a", POOR)], [moved("a", POOR, NON, change=Change.POOR_TO_NEAR_POOR)])

    assert (found.closes, found.misnamed) == (False, ("a",))


def test_who_waits_for_a_result_keeps_it_open_and_is_told_apart():
    waits = moved("a", POOR, POOR, change=Change.NONE)

    found = balance([Registered("a", POOR), Registered("b", NEAR)], [waits, moved("b", NEAR, NEAR)])

    assert (found.closes, found.breaking) == (False, ("a",))
    assert (found.without_result, found.misnamed) == (("a",), ())


def test_nobody_comes_or_goes_because_a_number_was_never_told():
    found = balance(
        [Registered("a", POOR), Registered("b", POOR, 4)], [moved("a", POOR, POOR, 3), moved("b", POOR, POOR)]
    )

    assert found.closes
    assert found.people[POOR].comes[Change.OTHER_INCREASE] == 0
    assert found.people[POOR].opening == found.people[POOR].closing == 7


standings = st.sampled_from([POOR, NEAR, NON])
people = st.none() | st.integers(1, 12)


@given(st.lists(st.tuples(standings, st.sampled_from([POOR, NEAR, NON, AWAY]), people, people, st.lists(standings))))
def test_it_closes_whatever_happens_to_households_that_are_all_in_the_round(told):
    register = [Registered(str(n), before, then) for n, (before, _, then, _, _) in enumerate(told)]
    found = balance(
        register, [moved(str(n), b, now, count, history=past) for n, (b, now, _, count, past) in enumerate(told)]
    )

    assert found.closes
    assert (
        found.households[POOR].leaves[Change.POOR_TO_NEAR_POOR]
        == found.households[NEAR].comes[Change.POOR_TO_NEAR_POOR]
    )
