"""Packed answers score as the answers do; what can't be packed is said, what is not asked is not kept."""

from datetime import date
from decimal import Decimal

import pytest

from form_engine.batch.learning import Learned, LearnedShares
from form_engine.batch.packed import PackedBlock, pack, shape_of, unpack
from form_engine.scoring import score
from review.rulesets import all_rulesets, get_ruleset
from tests.many_households import made_up

SHAPE = shape_of(all_rulesets().values())


@pytest.mark.parametrize("sheet", all_rulesets().values(), ids=lambda sheet: sheet.id)
def test_unpacked_answers_give_the_same_points_for_every_line(sheet):
    for answers in made_up(sheet, 80, seed=5):
        one, other = (score(sheet, told, "NT3") for told in (answers, unpack(pack(answers, SHAPE), SHAPE)))

        assert [(each.item, each.answers, each.points) for each in one.trace] == [
            (each.item, each.answers, each.points) for each in other.trace
        ]


def test_names_and_numbers_of_people_are_not_kept():
    told = pack({"head_name": "Trần Thị Lan", "members": [{"member_name": "Lan", "id_number": "046"}]}, SHAPE)

    assert "Lan" not in told
    assert "046" not in told


def test_groups_are_opened_and_a_household_may_have_no_members():
    nested = pack({"dwelling": {"dwelling_area_m2": 24.5}, "members": [{"health": {"unable_to_work": "no"}}]}, SHAPE)
    block = PackedBlock([nested, pack({}, SHAPE)], SHAPE)

    assert list(block.of_households("dwelling_area_m2")) == [24.5, None]
    assert list(block.of_members("unable_to_work")) == [False]
    assert block.rosters.sizes.tolist() == [1, 0]
    assert list(PackedBlock([], SHAPE).of_members("age")) == []


def test_what_json_cannot_write_is_not_packed():
    assert pack({"interview_date": date(2026, 11, 22)}, SHAPE) is None


def test_a_shape_knows_what_it_holds():
    old, new = get_ruleset("vn-2016-2020"), get_ruleset("vn-2021-2025")

    assert SHAPE.holds(old)
    assert SHAPE.holds(new)
    assert not shape_of([old]).holds(new)
    assert len({SHAPE.mark, shape_of([old]).mark, shape_of([new]).mark}) == 3


MIXED = ["1", 1, 1.0, True, None, ["1"], ["1", "2"], [], [1], {"a": 1}, Decimal(1)]


def test_answers_that_a_dict_takes_for_one_key_are_told_apart():
    seen = []
    learned = Learned(lambda value: seen.append(value) or len(seen))

    first, again = learned.of(MIXED), learned.of(list(reversed(MIXED)))

    assert len(set(first)) == len(MIXED)
    hashable = [place for place, value in enumerate(MIXED) if value not in ({"a": 1},)]
    assert [first[place] for place in hashable] == [list(reversed(again))[place] for place in hashable]


@pytest.mark.parametrize("values", [[1, 2, 1, None], ["a", "b", None, "a"], [True, False, None, True]])
def test_columns_of_one_kind_are_learned_once(values):
    seen = []
    learned = Learned(lambda value: seen.append(value) or len(seen))

    learned.of(values)

    assert learned.of(values) == learned.of(values)
    assert len(seen) == 3


def test_shares_depend_on_the_size_and_lists_are_asked_each_time():
    shares = LearnedShares(lambda value, size: size if value == 24 else 0)

    assert shares.of([24, 24, None], [2, 3, 4]) == [2, 3, 0]
    assert shares.of([24, [1], None], [5, 6, 7]) == [5, 0, 0]
