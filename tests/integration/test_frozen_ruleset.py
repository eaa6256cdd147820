"""A round is scored by the rule set that it was opened with, or by none."""

import pytest

from review import repository as review
from review.actions.rounds import frozen_ruleset
from review.models import FrozenRuleset
from review.ruleset_errors import RulesetLost
from review.rulesets import get_ruleset

pytestmark = pytest.mark.services


@pytest.fixture
def nothing_kept(opened):
    FrozenRuleset.objects.delete()


def test_the_program_s_own_file_serves_where_it_is_the_very_one(opened, nothing_kept):
    assert frozen_ruleset(opened) is get_ruleset(opened.ruleset_id)


def test_a_rule_set_that_is_kept_nowhere_is_not_replaced_by_another(opened, nothing_kept):
    opened.ruleset_hash = "0" * 64
    opened.save()

    with pytest.raises(RulesetLost) as refusal:
        frozen_ruleset(review.get_round(opened.id))

    assert refusal.value.facts["hash"] == "0" * 12
