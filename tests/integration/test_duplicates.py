"""Two entries that may be one: found with a reason when they are written, decided by a person, taken back."""

from dataclasses import replace

import pytest

from core.actor import Actor
from registry import deciding, duplicates, persons
from registry import repository as registry
from registry.errors import (
    DuplicateAnswered,
    DuplicateBeyondArea,
    DuplicateChanged,
    DuplicateNotFound,
    DuplicateReasonMissing,
)
from registry.rosters import Roster, follow_rosters
from registry.rules.closeness import Position
from registry.rules.person import Ended, told_anew
from registry.rules.same_person import Told
from tests.integration.places import COMMUNE, VILLAGE_2

pytestmark = pytest.mark.services

OFFICER = Actor("officer", frozenset({"commune_officer"}), COMMUNE, "Cán bộ xã")
NEIGHBOUR = replace(OFFICER, area_path=VILLAGE_2)
NUMBER, CHILD = "046050001234", Told("", "Trần Văn Ân", "03", "male", "1950-03-04")


@pytest.fixture
def tell(villages, clock):
    def tell(household, *lines, source="form:1"):
        found = registry.find_household(household)
        follow_rosters([Roster(found, lines, clock(), clock().date(), source)])
        return persons.members_of(household)

    return tell


@pytest.fixture
def pair(tell):
    """The same man in h1 as head with a number, and in h3 as somebody's child with another."""
    (first,) = tell("h1", Told("", "Trần Văn Ân", "01", "male", "1950-03-04", NUMBER))
    _head, second = tell("h3", Told("", "Lê Thị Đào", "01", "female", "1930"), replace(CHILD, number="191234567"))
    return first, second


def asked(by=OFFICER, state="open", clock=None):
    return duplicates.page(seen_by=by, state=state, now=clock(), before=None, limit=50)


def test_the_same_name_sex_and_birth_is_a_question_once(pair, tell, clock):
    tell("h3", Told("", "Lê Thị Đào", "01", "female", "1930"), CHILD, source="form:2")

    (found,) = asked(clock=clock)
    assert (found["reasons"], set(found["entries"])) == (["name"], {one.id for one in pair})
    assert asked(replace(OFFICER, area_path="46/482/20129/"), clock=clock) == []
    with pytest.raises(DuplicateNotFound):
        duplicates.get(found["_id"], seen_by=replace(OFFICER, area_path="46/482/20129/"))
    assert duplicates.get(found["_id"], seen_by=NEIGHBOUR) == found
    with pytest.raises(DuplicateBeyondArea):
        deciding.say_different(found, "x", by=NEIGHBOUR, clock=clock)


def test_one_number_for_two_is_a_question_until_it_is_corrected(tell, clock):
    (first,) = tell("h1", Told("", "Trần Văn Ân", "01", "male", "1950", NUMBER))
    tell("h2", Told("", "Hồ Thị Bưởi", "01", "female", "1960", NUMBER))
    assert [one["reasons"] for one in asked(clock=clock)] == [["number"]]

    persons.change_person(first.id, lambda one: replace(one, papers=()))
    duplicates.look_for([first.id], at=clock())

    assert (asked(clock=clock), len(asked(state="lapsed", clock=clock))) == ([], 1)


def test_two_entries_become_one_and_two_again(pair, clock):
    first, second = pair
    (found,) = asked(clock=clock)
    with pytest.raises(DuplicateReasonMissing):
        deciding.say_same(found, " ", kept=first.id, by=OFFICER, clock=clock)

    same = deciding.say_same(found, "Đã hỏi", kept=second.id, lives_in="h1", by=OFFICER, clock=clock)
    for _ in range(2):
        deciding.settle(
            {**same, "is_settled": False, "revision": duplicates.find(same["_id"])["revision"]}, clock=clock
        )

    gone, kept = persons.find_person(first.id), persons.find_person(second.id)
    assert (gone.merged_into, gone.home, gone.memberships[0].ended) == (second.id, None, Ended.SAME_PERSON)
    assert (kept.home.household_id, kept.home.relation, kept.number) == ("h1", "01", NUMBER)
    assert [one.id for one in persons.members_of("h1")] == [second.id]
    assert [one.name for one in persons.members_of("h3")] == ["Lê Thị Đào"]
    with pytest.raises(DuplicateAnswered):
        deciding.say_different(duplicates.find(found["_id"]), "Nhầm", by=OFFICER, clock=clock)

    back = deciding.take_back(duplicates.find(found["_id"]), "Nhầm", by=OFFICER, clock=clock)

    again = [persons.find_person(one.id) for one in pair]
    assert [(one.home, one.papers, one.merged_into) for one in again] == [
        (one.home, one.papers, one.merged_into) for one in pair
    ]
    assert (back["state"], [one["act"] for one in back["history"]]) == ("open", ["same", "taken_back"])


def test_who_was_given_up_is_not_told_of_as_somebody_new(pair, tell, clock):
    first, second = pair
    (found,) = asked(clock=clock)
    deciding.say_same(found, "Đã hỏi", kept=first.id, by=OFFICER, clock=clock)

    tell("h3", Told("", "Lê Thị Đào", "01", "female", "1930"), CHILD, source="form:2")

    assert [one.name for one in persons.members_of("h3")] == ["Lê Thị Đào"]
    assert persons.find_person(second.id).merged_into == first.id
    assert asked(clock=clock) == []


def test_two_different_people_stay_so_until_another_reason_comes(pair, clock):
    first, second = pair
    (found,) = asked(clock=clock)
    deciding.say_different(found, "Hai người cùng tên", by=OFFICER, clock=clock)
    with pytest.raises(DuplicateChanged):
        deciding.say_different(found, "Hai người", by=OFFICER, clock=clock)
    duplicates.look_for([first.id, second.id], at=clock())
    assert asked(clock=clock) == []

    persons.change_person(second.id, lambda one: replace(one, papers=first.papers))
    duplicates.look_for([second.id], at=clock())

    assert [one["reasons"] for one in asked(clock=clock)] == [["number", "name"]]


def test_households_at_one_spot_are_a_question(villages, clock):
    here = Position(16.30001, 107.90001, 4.0)
    for _ in range(2):
        duplicates.keep_positions({"h1": here, "h2": replace(here, latitude=16.30003)}, at=clock())
    duplicates.keep_positions({"h3": replace(here, latitude=16.3005)}, at=clock())

    (found,) = asked(clock=clock)
    assert (found["kind"], found["entries"], found["reasons"]) == ("household", ["h1", "h2"], ["place"])
    duplicates.keep_positions({"h2": replace(here, latitude=16.3009)}, at=clock())
    assert asked(clock=clock) == []


def test_a_corrected_birth_ends_the_question(pair, clock):
    first, _ = pair
    persons.change_person(first.id, lambda one: told_anew(one, at=clock(), source="x", birth="1951-03-04"))
    duplicates.look_for([first.id], at=clock())

    assert asked(clock=clock) == []
