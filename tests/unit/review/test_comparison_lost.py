"""Who falls from a class to none is told beside the changed, and is not among them."""

from collections import Counter

from registry.rules.standing import Standing
from review.rules.comparison import Comparison
from review.rules.comparison_record import comparison_record


def test_who_would_be_left_without_a_class_is_counted_apart():
    pairs = {("v", Standing.POOR, None): 35, ("v", None, None): 2, ("v", Standing.POOR, Standing.NEAR_POOR): 3}

    told = comparison_record(Comparison(Counter(pairs)))

    assert (told["changed"], told["lost"], told["unscored"], told["households"]) == (3, 35, 37, 40)
