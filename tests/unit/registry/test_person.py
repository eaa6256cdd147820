from dataclasses import replace
from datetime import UTC, date, datetime

from registry.person_documents import document_of, person_of
from registry.rules.person import Began, Ended, PaperState, Person, died, joined, left, told_anew, with_number
from registry.rules.same_person import Reason, Told, alike, matched

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


def a_person(name="Trần Văn Ân", **more) -> Person:
    told = {"sex": "male", "birth": "1950", "village_path": "46/482/20128/2012801/"} | more
    return Person(id=told.pop("id", name), name=name, registered_at=NOW, source="form:1", **told)


def of_household(person, household="h1", relation="01"):
    return joined(person, household, relation, on=None, began=Began.LISTED, source="form:1")


def test_somebody_is_of_one_household_at_a_time():
    moved = joined(of_household(a_person()), "h2", "03", on=MAY, began=Began.MOVED_IN, source="event:1")

    first, second = moved.memberships
    assert (first.household_id, first.until, first.ended) == ("h1", MAY, Ended.MOVED_OUT)
    assert (second.household_id, second.since, moved.home) == ("h2", MAY, second)
    assert joined(moved, "h2", "03", on=JUNE, began=Began.TOLD, source="form:2") == moved
    assert joined(moved, "h3", "03", on=None, began=Began.LISTED, source="form:2") == moved


def test_another_relation_is_another_line_of_the_same_household():
    changed = joined(of_household(a_person()), "h1", "06", on=MAY, began=Began.TOLD, source="form:2")

    assert [(one.relation, one.ended, one.began) for one in changed.memberships] == [
        ("01", Ended.RELATION, Began.LISTED),
        ("06", "", Began.RELATION),
    ]


def test_death_ends_the_membership_and_its_day_can_be_corrected():
    dead = died(died(of_household(a_person()), on=MAY, source="event:1"), on=JUNE, source="event:2")

    assert (dead.died_on, dead.home) == (JUNE, None)
    assert [(one.until, one.ended) for one in dead.memberships] == [(JUNE, Ended.DIED)]
    assert left(dead, on=JUNE, ended=Ended.NOT_TOLD, source="form:3") == dead


def test_a_number_ends_the_one_before_of_its_kind_and_both_are_kept():
    person = with_number(a_person(), "191234567", on=MAY, source="form:1")
    person = with_number(person, "046050001234", on=MAY, source="form:1")
    person = with_number(person, "046050001235", on=JUNE, source="form:2")

    assert [(one.number, one.until) for one in person.papers] == [
        ("191234567", None),
        ("046050001234", JUNE),
        ("046050001235", None),
    ]
    assert person.number == "046050001235"
    assert with_number(person, "4605000123", on=JUNE, source="form:3") == person
    confirmed = replace(person.papers[-1], state=PaperState.CONFIRMED)
    odd = replace(person, sex="female")
    assert (bool(odd.doubts), replace(odd, papers=(confirmed,)).doubts) == (True, ())


def test_what_was_told_before_stands_beside_what_is_told_now():
    person = told_anew(a_person(), at=NOW, source="form:2", name="Trần Văn  An", birth="1950-03-02", ethnic_group="")

    assert (person.name, person.birth) == ("Trần Văn An", "1950-03-02")
    assert person.changes[0].fields == {"name": ("Trần Văn Ân", "Trần Văn An"), "birth": ("1950", "1950-03-02")}
    assert told_anew(person, at=NOW, source="form:3", name="Trần Văn An", birth="1950") == person


def test_a_person_is_read_as_he_was_written():
    person = died(of_household(with_number(a_person(), "046050001234", on=MAY, source="x")), on=JUNE, source="y")
    person = told_anew(person, at=NOW, source="z", sex="female")
    document = document_of(person)

    assert person_of(document) == person
    assert (document["commune_path"], document["province_path"]) == ("46/482/20128/", "46/")
    assert {"tran", "tran an", "tran van an"} <= set(document["terms"])
    assert document_of(replace(person, merged_into="other"))["terms"] == []


def told(name="Trần Văn Ân", **more) -> Told:
    return Told(**{"id": "", "name": name, "relation": "01", "sex": "male", "birth": "1950"} | more)


def test_lines_are_people_by_id_number_name_and_place_in_the_household():
    head = of_household(with_number(a_person(), "046050001234", on=MAY, source="x"))
    wife = of_household(a_person("Hồ Thị Bưởi", sex="female", birth="1955-03-04"), relation="02")
    child = of_household(a_person("Trần Thị Na", sex="female", birth="1980"), relation="03")

    assert matched(
        [
            told("TRAN VAN AN", birth="1951", number="046050001234"),
            told("Hồ Thị Bươi Bưởi", sex="female", birth="1955-03-04", relation="02"),
            told("Trần Thị Na", sex="female", birth="1982", relation="03"),
            told("Trần Thị Mới", sex="female", birth="2026", relation="03"),
        ],
        [child, head, wife],
    ) == [head, wife, child, None]
    assert matched([told("Ai Đó", id=head.id, birth="1970")], [head]) == [None]


def test_one_sign_that_fits_two_is_none():
    twins = [of_household(a_person("Lê Văn Hai", id=one, birth="2010"), relation="03") for one in ("a", "b")]

    assert matched([told("Lê Văn Hai", birth="2010", relation="03")], twins) == [None]
    assert matched([told("Lê Văn Hai", birth="2010", id="b", relation="03")], twins) == [twins[1]]


def test_people_may_be_one_by_number_or_by_name_sex_and_birth():
    day, year = a_person(birth="1950-03-04"), a_person("Trần Văn Ấn")
    other = with_number(a_person("Ai Khác", birth="1990"), "046050001234", on=MAY, source="x")

    assert alike(day, a_person("TRẦN VĂN AN", birth="1950-03-04"), near=False) == (Reason.NAME,)
    assert alike(day, year, near=True) == (Reason.NAME,)
    assert alike(day, year, near=False) == ()
    assert alike(day, a_person(birth="1950-03-05"), near=True) == ()
    assert alike(day, replace(day, sex="female"), near=True) == ()
    numbered = [with_number(day, number, on=MAY, source="x") for number in ("046050001234", "046050001299")]
    assert alike(*numbered, near=True) == ()
    assert alike(numbered[0], other, near=False) == (Reason.NUMBER,)
