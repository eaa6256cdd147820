"""Documents that were read with others tell the same as documents that were read one by one, and can't be changed."""

import pytest

from core.read_many import read_many
from registry.models import Household
from review.models import Case
from tests.integration.families import happened, settle_family
from tests.integration.scored_cases import a_round_of, score_households
from tests.integration.village_meeting import COMMUNE, VILLAGE, whole_answers

pytestmark = pytest.mark.services


def plain(value):
    """What a value says, through parts and lists."""
    names = getattr(value, "_fields", None) or getattr(getattr(value, "_model", None), "_fields", None)
    if names:
        return {name: plain(getattr(value, name)) for name in names}
    return [plain(one) for one in value] if isinstance(value, list) else value


@pytest.fixture
def stored(villages, clock):
    settle_family(clock)
    happened("moved", clock, village="46/482/20128/2012802/", address="Xóm 9")
    opened = a_round_of(COMMUNE, [VILLAGE], clock)
    score_households(opened, VILLAGE, whole_answers(opened, 2), clock)


@pytest.mark.parametrize("model", [Case, Household])
def test_every_field_is_what_the_document_has(stored, model):
    one_by_one = {one.id: plain(one) for one in model.objects}
    with_others = {one.id: plain(one) for one in read_many(model, {})}

    assert with_others == one_by_one
    assert len(with_others) >= 2


def test_methods_and_properties_are_those_of_the_model(stored, clock):
    for one in read_many(Household, {}):
        alone = Household.objects(id=one.id).get()
        assert (one.standing, one.earlier_standings) == (alone.standing, alone.earlier_standings)
        assert one.place_on(clock().date()) == alone.place_on(clock().date())


def test_what_was_left_out_is_as_if_nothing_was_told(stored):
    (first, *_) = read_many(Case, {}, without=("forms", "history"))
    assert (first.forms, first.history) == ([], [])
    (first, *_) = read_many(Household, {}, only=("id", "code"))
    assert (first.code != "", first.address, first.standings) == (True, "", [])


def test_nothing_can_be_set_or_saved_and_a_name_that_is_none_is_an_error(stored):
    (first, *_) = read_many(Case, {})
    with pytest.raises(AttributeError, match="read with others"):
        first.stage = "recognised"
    with pytest.raises(AttributeError, match="has no"):
        first.save()
    assert read_many(Case, {"_id": first.id}) == [first]
