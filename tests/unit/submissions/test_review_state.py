from itertools import product

import pytest

from submissions.errors import ReviewMoveNotAllowed
from submissions.rules.review_state import NEXT, ReviewState, may_move, require_move

S = ReviewState
ALLOWED = {
    (S.RECEIVED, S.APPROVED),
    (S.RECEIVED, S.HAS_ISSUES),
    (S.EDITED, S.APPROVED),
    (S.EDITED, S.HAS_ISSUES),
    (S.HAS_ISSUES, S.APPROVED),
    (S.APPROVED, S.HAS_ISSUES),
}


@pytest.mark.parametrize(("now", "to"), list(product(S, S)))
def test_only_these_verdicts_may_follow(now, to):
    assert may_move(now, to) is ((now, to) in ALLOWED)


def test_a_verdict_that_may_not_follow_is_refused_with_both_states():
    with pytest.raises(ReviewMoveNotAllowed) as refusal:
        require_move(S.APPROVED, S.APPROVED)

    assert refusal.value.facts == {"now": S.APPROVED, "to": S.APPROVED}


def test_every_state_has_its_line_in_the_table():
    assert set(NEXT) == set(S)
