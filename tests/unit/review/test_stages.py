from itertools import pairwise

import pytest

from review.actions.case_steps import _way
from review.errors import MoveNotAllowed
from review.rules.stages import NEXT, OPEN_TO_FORMS, Stage, may_move, require_move

S = Stage


@pytest.mark.parametrize(
    ("now", "to", "way"),
    [
        (S.TO_SURVEY, S.SCORED, [S.SCORED]),
        (S.LISTED, S.SCORED, [S.TO_SURVEY, S.SCORED]),
        (S.SCREENED_OUT, S.SURVEYED, [S.TO_SURVEY, S.SURVEYED]),
        (S.SCORED, S.RETURNED_FOR_CORRECTION, [S.RETURNED_FOR_CORRECTION]),
        (S.LISTED, S.RETURNED_FOR_CORRECTION, None),
        (S.SCORED, S.TO_SURVEY, []),
        (S.SCORED, S.LISTED, []),
    ],
)
def test_the_way_between_two_stages_is_the_shortest_that_is_allowed(now, to, way):
    found = _way(now, to)

    if way is not None:
        assert found == way
    assert all(may_move(one, next_) for one, next_ in pairwise([now, *found]))


@pytest.mark.parametrize("now", sorted(OPEN_TO_FORMS))
@pytest.mark.parametrize("to", sorted(OPEN_TO_FORMS))
def test_a_way_never_leaves_the_stages_that_are_open_to_forms(now, to):
    way = _way(now, to)

    assert set(way) <= OPEN_TO_FORMS
    assert not way or way[-1] is to


def test_every_stage_has_its_line_in_the_table():
    assert set(NEXT) == set(S)


def test_a_stage_that_may_not_follow_is_refused_with_both():
    with pytest.raises(MoveNotAllowed) as refusal:
        require_move(S.REPORTED, S.LISTED)

    assert refusal.value.facts == {"now": S.REPORTED, "to": S.LISTED}
