"""Finding households and people by any part of a name, in one's own area."""

from dataclasses import replace

import pytest

from core.actor import SYSTEM, Actor
from registry import persons, search
from registry import repository as registry
from registry.rosters import Roster, follow_rosters
from registry.rules.same_person import Told
from tests.integration.places import COMMUNE, VILLAGE_1, VILLAGE_2

pytestmark = pytest.mark.services

OFFICER = Actor("officer", frozenset({"commune_officer"}), COMMUNE, "Cán bộ xã")
NAMES = {
    "h1": ("Trần Văn Ân", "Nguyễn Thị Mỹ Lan", "Trần Thị Lành"),
    "h2": ("Hồ Thị Bưởi", "Nguyễn Lan"),
    "h3": ("Lê Thị Đào", "Đoàn Quyên Lan Nguyên"),
}


@pytest.fixture
def people(villages, clock):
    for household, names in NAMES.items():
        lines = [Told("", name, "01" if name == names[0] else "12") for name in names]
        follow_rosters([Roster(registry.find_household(household), lines, clock(), clock().date(), "form:1")])


def found(typed, *, by=OFFICER, within=""):
    return [one.name for one in search.persons(typed, seen_by=by, within=within)[0]]


TYPED = {
    "dao": ["Lê Thị Đào"],
    "ĐÀO LÊ": ["Lê Thị Đào"],
    "hi my l": ["Nguyễn Thị Mỹ Lan"],
    "nguyen lan": ["Nguyễn Lan", "Nguyễn Thị Mỹ Lan", "Đoàn Quyên Lan Nguyên"],
    "lan nguyen": ["Đoàn Quyên Lan Nguyên", "Nguyễn Thị Mỹ Lan", "Nguyễn Lan"],
    "uyên": ["Nguyễn Thị Mỹ Lan", "Nguyễn Lan", "Đoàn Quyên Lan Nguyên"],
    "mi": ["Nguyễn Thị Mỹ Lan"],
    "lan lan": [],
    "không có ai": [],
    "a": [],
    "?": [],
}


def test_a_person_is_found_by_any_part_of_his_name_the_closest_first(people):
    assert {typed: found(typed) for typed in TYPED} == TYPED
    assert all(search.persons(typed, seen_by=OFFICER)[1] for typed in TYPED)


def test_nobody_of_another_place_is_found(people):
    assert found("lan", within=VILLAGE_1) == ["Nguyễn Thị Mỹ Lan", "Nguyễn Lan", "Trần Thị Lành"]
    assert found("lan", by=replace(OFFICER, area_path=VILLAGE_2)) == ["Đoàn Quyên Lan Nguyên"]
    assert found("lan", by=replace(OFFICER, area_path=VILLAGE_2), within=VILLAGE_1) == []
    assert found("lan", by=replace(OFFICER, area_path="46/482/20129/")) == []
    for path in ("46/482/", "46/", ""):
        assert len(found("lan", by=replace(SYSTEM, area_path=path))) == 4


def test_households_are_found_by_head_and_by_code(people):
    def of(typed, by=OFFICER):
        return [one.code for one in search.households(typed, seen_by=by)[0]]

    assert (of("buoi"), of("h3"), of("tran an")) == (["H2"], ["H3"], ["H1"])
    assert of("h3", by=replace(OFFICER, area_path=VILLAGE_1)) == []


def test_a_name_that_many_bear_gives_a_page_and_says_that_there_are_more(people, clock):
    template = persons.collection().find_one({"name": "Nguyễn Lan"})
    many = [{**template, "_id": f"p{number}", "rank": number * 900} for number in range(900)]
    persons.collection().insert_many(many)

    rows, is_all = search.persons("lan", seen_by=OFFICER)
    assert (len(rows), is_all) == (search.MOST_FOUND, False)
    rows, is_all = search.persons("doan lan", seen_by=OFFICER)
    assert ([one.name for one in rows], is_all) == (["Đoàn Quyên Lan Nguyên"], True)
