"""Persons of the register: from rosters, once, with dates; who left keeps his line."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.actor import Actor
from registry import persons
from registry import repository as registry
from registry.errors import PersonNotFound
from registry.rosters import Roster, follow_rosters
from registry.rules.person import Ended, told_anew
from registry.rules.same_person import Told
from tests.integration.places import COMMUNE, VILLAGE_1, VILLAGE_2

pytestmark = pytest.mark.services

OFFICER = Actor("officer", frozenset({"commune_officer"}), COMMUNE, "Cán bộ xã")
DAY = date(2026, 10, 1)
HEAD = Told("", "Trần Văn Ân", "01", "male", "1950", "046050001234", "01")
WIFE = Told("", "Hồ Thị Bưởi", "02", "female", "1955-03-04")
CHILD = Told("", "Trần Thị Na", "03", "female", "1980")


@pytest.fixture
def follow(villages, clock):
    def follow(*lines, household="h1", source="form:1", days=0, **more):
        found = registry.find_household(household)
        at, on = clock() + timedelta(days=days), DAY + timedelta(days=days)
        return follow_rosters([Roster(found, lines, at, on, source, **more)])

    return follow


def of(household="h1", **more):
    return [(one.name, one.home and one.home.relation) for one in persons.members_of(household, **more)]


def test_a_roster_becomes_members_once(follow):
    first = follow(CHILD, HEAD, WIFE)

    assert (len(first), follow(HEAD, WIFE, CHILD)) == (3, [])
    assert of() == [("Trần Văn Ân", "01"), ("Hồ Thị Bưởi", "02"), ("Trần Thị Na", "03")]
    head = persons.members_of("h1")[0]
    assert (head.number, head.memberships[0].since, head.village_path) == ("046050001234", None, VILLAGE_1)
    assert registry.find_household("h1").roster_source == "form:1"
    assert [one.id for one in persons.with_number("046050001234")] == [head.id]


def test_who_comes_and_who_goes_does_so_with_a_date(follow):
    follow(HEAD, WIFE, CHILD)
    baby = Told("", "Trần Văn Tí", "09", "male", "2026-09-30")
    follow(HEAD, WIFE, baby, days=30, source="form:2")

    assert of() == [("Trần Văn Ân", "01"), ("Hồ Thị Bưởi", "02"), ("Trần Văn Tí", "09")]
    assert of(on=DAY) == [("Trần Văn Ân", "01"), ("Hồ Thị Bưởi", "02"), ("Trần Thị Na", None)]
    (gone,) = [one for one in persons.ever_of(["h1"])["h1"] if one.name == CHILD.name]
    assert (gone.memberships[0].until, gone.memberships[0].ended) == (DAY + timedelta(days=30), Ended.NOT_TOLD)

    follow(HEAD, WIFE, CHILD, baby, days=60, source="form:3")
    assert len(persons.ever_of(["h1"])["h1"]) == 4


def test_an_older_roster_changes_nothing_and_a_partial_one_takes_nobody_out(follow):
    follow(HEAD, WIFE, days=30)

    assert follow(CHILD, days=0, source="list:2025") == []
    follow(CHILD, days=31, is_whole=False)
    assert len(of()) == 3


def test_a_form_neither_raises_the_dead_nor_moves_who_lives_elsewhere(follow):
    follow(HEAD, WIFE, CHILD)
    head, _, child = persons.members_of("h1")
    persons.record_death(head.id, on=DAY, source="event:1")
    persons.end_membership(child.id, "h1", on=DAY, ended=Ended.MOVED_OUT, source="event:2")
    persons.end_membership(child.id, "h1", on=DAY, ended=Ended.MOVED_OUT, source="event:2")

    follow(HEAD, WIFE, days=10)

    assert of() == [("Hồ Thị Bưởi", "02")]
    assert persons.find_person(head.id).died_on == DAY


def test_people_follow_their_household_to_its_place(follow):
    follow(HEAD, WIFE, CHILD)
    child = persons.members_of("h1")[2]
    persons.end_membership(child.id, "h1", on=DAY, ended=Ended.MOVED_OUT, source="event:2")

    persons.follow_place({"h1": VILLAGE_2})

    assert {one.village_path for one in persons.members_of("h1")} == {VILLAGE_2}
    assert persons.find_person(child.id).village_path == VILLAGE_1


def test_nobody_sees_a_person_of_another_area(follow):
    (person, *_) = follow(HEAD)

    assert persons.get_person(person, seen_by=OFFICER).name == HEAD.name
    with pytest.raises(PersonNotFound):
        persons.get_person(person, seen_by=replace(OFFICER, area_path=VILLAGE_2))


def test_two_who_change_a_person_at_once_both_do(follow, clock):
    (person,) = follow(HEAD)
    read = persons.find_person(person)
    other = told_anew(read, at=clock(), source="x", sex="female")
    assert persons.keep_changed([other]) == []

    assert persons.keep_changed([told_anew(read, at=clock(), source="y", ethnic_group="02")]) == [person]
    persons.change_person(person, lambda one: told_anew(one, at=clock(), source="y", ethnic_group="02"))
    now = persons.find_person(person)
    assert (now.sex, now.ethnic_group, len(now.changes)) == ("female", "02", 2)
