"""Divided, joined, moved, died, put right: the register, its people, the round and the year's balance follow."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.openrosa.lists.listed import households_with_cases
from app.openrosa.lists.review_households import follow_register
from core.actor import SYSTEM, Actor
from core.errors import NotAllowed
from registry import deciding, duplicates, entities, household_events, persons
from registry import repository as registry
from registry.errors import DuplicateBeyondArea
from registry.household_event_errors import EventNotPossible
from registry.repository import Recognised
from registry.rules import household_list
from registry.rules.household_events import Kind
from registry.rules.person import HEAD, Began, Person, joined
from registry.rules.standing import Change, Standing
from review import repository as review
from review.actions import follow_events
from review.actions.commune_list import balance_of, cases_of_commune
from review.actions.flow_report import flow_rows
from review.actions.household_events import register_arrival, take_in
from review.actions.listing import list_found, list_managed
from review.actions.rounds import case_id, open_round
from review.models import Assessment
from review.rules.household_events import Asked
from tests.integration.families import OFFICER, ON, happened, settle_family
from tests.integration.places import COMMUNE, VILLAGE_1, VILLAGE_2

pytestmark = pytest.mark.services

ELSEWHERE, ELSEWHERE_1 = "46/482/20131/", "46/482/20131/2013101/"
NEIGHBOUR = Actor("neighbour", frozenset({"commune_officer"}), ELSEWHERE)


def household(id_="h1"):
    return registry.find_household(id_)


@pytest.fixture
def family(villages, clock):
    settle_family(clock)


@pytest.fixture
def other_commune(villages):
    since = date(2016, 1, 1)
    for path, kind, name in ((ELSEWHERE, "commune", "Xã Lộc Vĩnh"), (ELSEWHERE_1, "village", "Thôn Bình An")):
        registry.keep_area(path, kind=kind, name=name, valid_from=since, area_kind="rural", score_area="NT3")


def members(id_="h1"):
    return [one.id for one in persons.members_of(id_)]


def case_of(opened, id_="h1"):
    return review.find_case(case_id(opened.id, id_))


def test_the_shared_list_lets_a_household_go_and_takes_it_back(family, opened, app, clock):
    def listed():
        with app.app_context():
            follow_register(registry.villages_within(COMMUNE, on=ON), OFFICER, clock)
        return [one["household_id"] for one in entities.in_list(household_list.NAME, seen_by=OFFICER)]

    assert "h1" in listed()
    event = happened(Kind.MOVED_OUT, clock, destination="Quảng Trị")
    assert "h1" not in listed()
    happened(Kind.UNDONE, clock, event=event.id)
    assert "h1" in listed()


def test_a_move_that_was_entered_by_mistake_puts_the_household_back_on_the_list(family, opened, clock):
    event = happened(Kind.MOVED_OUT, clock, destination="Quảng Trị")
    happened(Kind.UNDONE, clock, event=event.id)

    assert (household().left_on, household().is_managed) == (None, True)
    assert (case_of(opened).stage, case_of(opened).standing_before) == ("to_survey", "poor")
    assert movements(opened)[1] == (1, 0, 0)


def on_phones(app, village):
    with app.app_context():
        return [one.household.id for one in households_with_cases(village, SYSTEM)]


def movements(opened):
    closed = balance_of(opened, cases_of_commune(opened))
    assert (closed.not_in_round, closed.other_standing) == ((), ())
    poor = closed.households[Standing.POOR]
    people = closed.people[Standing.POOR]
    return closed, (poor.opening, poor.leaves[Change.OTHER_DECREASE], poor.comes[Change.OTHER_INCREASE]), people


def test_a_part_of_a_household_makes_its_own_and_says_whose_part_it_was(family, opened, clock):
    for _ in range(2):
        event = happened(Kind.SPLIT, clock, persons=("con",), head="con", code="H9")

    made = household(event.other)
    assert (made.head_name, made.code, made.village_path, made.members_count) == ("Trần Con", "H9", VILLAGE_1, 1)
    assert (made.split_from, made.came_on, made.standings) == ("h1", ON, [])
    assert (members(), members(made.id), household().members_count) == (["an", "ba"], ["con"], 2)
    assert (household().standing, case_of(opened).stage) == ("poor", "to_survey")
    assert [one.kind for one in household_events.of_household("h1")] == ["split"]


def test_a_division_moves_people_from_one_household_to_another_increase(family, villages, clock):
    registry.record_standings([Recognised("h1", "poor", 3)], year=2025, ruleset_id="vn-2016-2020", decision="d")
    event = happened(Kind.SPLIT, clock, persons=("con",), head="con", code="H9")
    opened = a_round_of(COMMUNE, clock)
    list_managed(opened, by=OFFICER, clock=clock)
    made = list_found(opened, household_id=event.other, key="1", by=OFFICER, clock=clock)
    assert made.standing_before == Standing.NOT_IN_AREA
    for case, change, people in (
        (case_of(opened), Change.POOR_KEPT, 2),
        (made, Change.OTHER_INCREASE, 1),
        (case_of(opened, "h3"), Change.NEAR_POOR_KEPT, 3),
    ):
        standing = "near_poor" if case.household_id == "h3" else "poor"
        assessed = an_assessment(standing, change, people)
        review.change_case(case, {"stage": "scored", "assessment": assessed}, None)

    closed, households, people = movements(opened)

    assert households == (1, 0, 1)
    assert (people.opening, people.leaves[Change.OTHER_DECREASE], people.comes[Change.OTHER_INCREASE]) == (3, 1, 1)
    assert closed.closes


def test_a_household_joins_another_and_leaves_the_list_with_its_people(family, opened, clock):
    happened(Kind.MERGED, clock, other="h2")

    assert (members(), sorted(members("h2"))) == ([], ["an", "ba", "con"])
    assert (household("h2").members_count, household().left_on, household().left_why) == (6, ON, "merged")
    assert case_of(opened).stage == "withdrawn"
    _, households, people = movements(opened)
    assert households == (1, 1, 0)
    assert (people.opening, people.leaves[Change.OTHER_DECREASE]) == (3, 3)


def test_a_move_within_the_commune_takes_people_phones_and_the_waiting_case_along(family, opened, app, clock):
    happened(Kind.MOVED, clock, village=VILLAGE_2, address="Xóm 9")

    moved = household()
    assert (moved.village_path, moved.address, moved.place_on(date(2026, 11, 19))) == (VILLAGE_2, "Xóm 9", VILLAGE_1)
    assert {one.village_path for one in persons.members_of("h1")} == {VILLAGE_2}
    assert case_of(opened).village_path == VILLAGE_2
    assert "h1" in on_phones(app, VILLAGE_2)
    _, households, _ = movements(opened)
    assert households == (1, 0, 0)
    rows = {
        row.place: row.households[Standing.POOR]
        for row in flow_rows(opened, cases_of_commune(opened), [VILLAGE_1, VILLAGE_2])
    }
    assert [(rows[place].opening, rows[place].leaves[Change.OTHER_DECREASE]) for place in rows] == [
        (0, 0),
        (1, 0),
        (1, 0),
    ]


def a_round_elsewhere(clock):
    return a_round_of(ELSEWHERE, clock)


def a_round_of(commune, clock):
    return open_round(
        f"round of {commune}",
        name="Đợt nơi đến",
        kind="periodic",
        year=2026,
        commune=registry.get_area(commune),
        ruleset_id="vn-2016-2020",
        opens_on=date(2026, 11, 1),
        closes_on=date(2026, 12, 14),
        by=SYSTEM,
        clock=clock,
        is_training=True,
    )


def test_a_poor_household_that_moves_is_a_decrease_here_and_an_increase_there(
    family, other_commune, opened, app, clock
):
    there = a_round_elsewhere(clock)
    left = happened(Kind.MOVED_OUT, clock, to_commune=ELSEWHERE, certificate="GXN 12")

    assert [one.id for one in household_events.coming_to(ELSEWHERE)] == [left.id]
    assert (household().left_on, case_of(opened).stage) == (ON, "withdrawn")
    assert "h1" not in on_phones(app, VILLAGE_1)
    asked = Asked(Kind.MOVED_IN, date(2026, 11, 23), "theo giấy", village=ELSEWHERE_1, code="N1", event=left.id)
    for _ in range(2):
        take_in(left, asked, key="1", by=NEIGHBOUR, clock=clock)

    came = household()
    assert (came.id, came.code, came.village_path, came.left_on, came.is_managed) == (
        "h1",
        "N1",
        ELSEWHERE_1,
        None,
        True,
    )
    assert (came.place_on(ON), came.place_on(date(2026, 11, 22))) == (VILLAGE_1, ELSEWHERE_1)
    assert {one.village_path for one in persons.members_of("h1")} == {ELSEWHERE_1}
    assert household_events.coming_to(ELSEWHERE) == []
    assert case_of(there).standing_before == Standing.NOT_IN_AREA
    closed, households, people = movements(opened)
    assert (households, people.leaves[Change.OTHER_DECREASE]) == ((1, 1, 0), 3)

    case = case_of(there)
    told = {"stage": "scored", "assessment": an_assessment("poor", Change.OTHER_INCREASE)}
    review.change_case(case, told, None)
    closed, households, people = movements(there)
    assert (households, people.comes[Change.OTHER_INCREASE], closed.closes) == ((0, 0, 1), 4, True)


def an_assessment(standing, change, people=4):
    return Assessment(
        submission_key="k",
        ruleset_hash="r",
        input_hash="i",
        b1=1,
        b2=1,
        standing=standing,
        change=change,
        people=people,
    )


def test_one_that_left_before_the_list_was_made_is_a_decrease_all_the_same(family, villages, clock):
    happened(Kind.MOVED_OUT, clock, destination="tỉnh Quảng Trị")
    opened = a_round_of(COMMUNE, clock)
    list_managed(opened, by=OFFICER, clock=clock)

    _, households, people = movements(opened)

    assert (case_of(opened), case_of(opened, "h3").stage) == (None, "to_survey")
    assert (households, people.opening, people.leaves[Change.OTHER_DECREASE]) == ((1, 1, 0), 3, 3)


def test_a_household_comes_from_where_the_system_is_not_used(other_commune, clock):
    there = a_round_elsewhere(clock)
    asked = Asked(Kind.MOVED_IN, ON, "chuyển đến", village=ELSEWHERE_1, code="M1", head_name="Võ Văn Mới")
    event = register_arrival(
        replace(asked, standing="near_poor", year=2025, people=2), key="1", by=NEIGHBOUR, clock=clock
    )

    came = household(event.household_id)
    assert (came.standing, came.members_count, came.came_how) == ("near_poor", 2, "moved_in")
    assert case_of(there, came.id).standing_before == Standing.NOT_IN_AREA


def test_the_death_of_the_only_member_is_a_decrease_never_an_exit(villages, opened, clock):
    registry.record_standings([Recognised("h1", "poor", 1)], year=2025, ruleset_id="vn-2016-2020", decision="d")
    assert household().members_count == 1
    person = Person("an", "Trần Văn Ân", VILLAGE_1, clock(), "test")
    persons.add_persons([joined(person, "h1", HEAD, on=None, began=Began.LISTED, source="test")])

    happened(Kind.DIED, clock, persons=("an",))

    assert (persons.find_person("an").died_on, household().left_why, household().members_count) == (ON, "died", 1)
    assert case_of(opened).history[-1].note == "died: theo đơn"
    closed, households, people = movements(opened)
    poor = closed.households[Standing.POOR]
    assert (households, poor.leaves[Change.POOR_EXIT], people.leaves[Change.OTHER_DECREASE]) == ((1, 1, 0), 0, 1)


def test_when_the_head_dies_another_member_is_the_head(family, opened, clock):
    event = happened(Kind.DIED, clock, persons=("an",), head="ba")

    assert (household().head_name, household().members_count, members()) == ("Hồ Thị Ba", 2, ["ba", "con"])
    assert (case_of(opened).head_name, case_of(opened).stage) == ("Hồ Thị Ba", "to_survey")

    happened(Kind.UNDONE, clock, event=event.id)
    assert (persons.find_person("an").died_on, household().members_count) == (None, 3)
    assert household_events.find(event.id).undone_by


def test_somebody_is_born_and_somebody_goes(family, opened, clock):
    born = happened(Kind.MEMBER_IN, clock, name="Trần Bé", relation="03", birth=ON.isoformat(), sex="female")
    happened(Kind.MEMBER_OUT, clock, persons=("con",))

    assert (members(), household().members_count) == (["an", "ba", born.id], 3)
    (line,) = persons.find_person("con").memberships
    assert (line.until, line.ended) == (ON, "moved_out")
    notes = [one.note for one in case_of(opened).history]
    assert notes[1:] == ["member_in: theo đơn", "member_out: theo đơn"]


def test_name_and_code_are_put_right_with_what_was_before(family, opened, clock):
    event = happened(Kind.CORRECTED, clock, head_name="Trần Văn Ấn", code="H1b", address="Xóm 3")

    assert (household().head_name, household().code, household().address) == ("Trần Văn Ấn", "H1b", "Xóm 3")
    assert (case_of(opened).head_name, case_of(opened).household_code) == ("Trần Văn Ấn", "H1b")
    assert event.facts["before"]["head_name"] == "Trần Văn Ân"
    happened(Kind.UNDONE, clock, event=event.id)
    assert (household().head_name, household().code, household().address) == ("Trần Văn Ân", "H1", "Xóm 1")


def test_what_was_cut_off_is_gone_on_with(family, clock):
    event = happened(Kind.DIED, clock, persons=("con",))
    event.is_settled = False
    event.save()

    assert (follow_events.settle_all(clock), follow_events.settle_all(clock)) == (1, 0)
    assert household().members_count == 2


@pytest.mark.parametrize(
    ("kind", "more", "wrong"),
    [
        (Kind.SPLIT, {"code": "H9"}, {"persons": "persons_missing", "head": "head_missing"}),
        (Kind.SPLIT, {"persons": ("an",), "head": "an", "code": "H9"}, {"persons": "head_stays"}),
        (Kind.SPLIT, {"persons": ("con",), "head": "con", "code": "h2"}, {"code": "code_taken"}),
        (Kind.SPLIT, {"persons": ("ai",), "head": "ai", "code": "H9"}, {"persons": "persons_unknown"}),
        (Kind.MERGED, {"other": "h1"}, {"other": "other_missing"}),
        (Kind.MOVED, {"village": VILLAGE_1}, {"village": "village_missing"}),
        (Kind.MOVED, {"village": ELSEWHERE_1}, {"village": "village_missing"}),
        (Kind.MOVED_OUT, {}, {"destination": "destination_missing"}),
        (Kind.DIED, {}, {"persons": "persons_missing"}),
        (Kind.DIED, {"persons": ("an",)}, {"head": "head_missing"}),
        (Kind.DIED, {"persons": ("con",), "on": date(2027, 1, 1)}, {"on": "day_not_possible"}),
        (Kind.DIED, {"persons": ("con",), "reason": " "}, {"reason": "reason_missing"}),
        (Kind.MEMBER_IN, {}, {"name": "name_missing", "relation": "relation_missing"}),
        (Kind.CORRECTED, {}, {"head_name": "nothing_corrected"}),
        (Kind.UNDONE, {"event": "none"}, {"": "not_undoable"}),
    ],
)
def test_what_is_not_possible_is_told_by_its_field(family, clock, kind, more, wrong):
    with pytest.raises(EventNotPossible) as refusal:
        happened(kind, clock, **more)

    assert refusal.value.facts["faults"] == {name: f"events.{code}" for name, code in wrong.items()}
    assert household_events.of_household("h1") == []


@pytest.mark.parametrize(
    ("kind", "more", "field"),
    [
        (Kind.MOVED_OUT, {"to_commune": "nowhere/"}, "destination"),
        (Kind.MOVED_OUT, {"to_commune": COMMUNE}, "destination"),
        (Kind.MOVED_OUT, {"to_commune": "46/"}, "destination"),
        (Kind.MEMBER_IN, {"name": "Em Bé", "relation": "zz"}, "relation"),
        (Kind.MEMBER_IN, {"name": "Em Bé", "relation": HEAD}, "relation"),
        (Kind.MEMBER_IN, {"name": "Em Bé", "relation": "03", "birth": "hôm qua"}, "birth"),
        (Kind.MEMBER_IN, {"name": "Em Bé", "relation": "03", "birth": "2026-11-21"}, "birth"),
        (Kind.CORRECTED, {"address": "Xóm 1", "on": date(1066, 10, 14)}, "on"),
    ],
)
def test_what_can_not_be_is_told_by_its_field_and_nothing_is_written(family, opened, clock, kind, more, field):
    with pytest.raises(EventNotPossible) as refusal:
        happened(kind, clock, **more)

    assert list(refusal.value.facts["faults"]) == [field]
    assert household_events.of_household("h1") == []


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"standing": "poor", "year": 12}, "year"),
        ({"standing": "poor", "year": 2030}, "year"),
        ({"standing": "rich", "year": 2025}, "standing"),
        ({"people": -3}, "people"),
    ],
)
def test_a_certificate_that_can_not_be_leaves_no_half_of_a_household(villages, clock, more, field):
    asked = Asked(Kind.MOVED_IN, ON, "giấy", head_name="Lê Văn Năm", code="X1", village=VILLAGE_1)

    with pytest.raises(EventNotPossible) as refusal:
        register_arrival(replace(asked, **more), key="1", by=OFFICER, clock=clock)

    assert list(refusal.value.facts["faults"]) == [field]
    assert household_events.unsettled() == []


def test_a_household_that_is_here_does_not_come_from_elsewhere(family, opened, clock):
    with pytest.raises(NotAllowed):
        happened(Kind.MOVED_IN, clock, village=VILLAGE_2, code="X1", head_name="Trần Văn Ân")


def test_the_later_of_two_moves_is_taken_back_first(family, opened, clock):
    first = happened(Kind.MOVED, clock, village=VILLAGE_2, address="Xóm 9")
    second = happened(Kind.MOVED, lambda: clock() + timedelta(hours=1), village=VILLAGE_1, key="2")

    with pytest.raises(EventNotPossible) as refusal:
        happened(Kind.UNDONE, clock, event=first.id)
    assert refusal.value.facts["faults"] == {"": "events.later_first"}

    happened(Kind.UNDONE, clock, event=second.id)
    happened(Kind.UNDONE, clock, event=first.id, key="2")
    assert (household().village_path, household().address) == (VILLAGE_1, "Xóm 1")


def test_a_head_who_did_not_die_is_the_head_again_and_alone(family, opened, clock):
    event = happened(Kind.DIED, clock, persons=("an",), head="con")
    assert household().head_name == "Trần Con"

    happened(Kind.UNDONE, clock, event=event.id)

    assert household().head_name == "Trần Văn Ân"
    assert [(one.id, one.home.relation) for one in persons.members_of("h1")] == [
        ("an", HEAD),
        ("ba", "02"),
        ("con", "03"),
    ]


def test_nobody_becomes_a_second_head_when_another_member_dies(family, opened, clock):
    happened(Kind.DIED, clock, persons=("con",), head="ba")

    assert [(one.id, one.home.relation) for one in persons.members_of("h1")] == [("an", HEAD), ("ba", "02")]


def test_a_question_about_two_entries_goes_along_with_who_moves(family, other_commune, clock):
    other = Person("an2", "Trần Văn Ân", VILLAGE_2, clock(), "test", birth="1950", sex="male")
    persons.add_persons([joined(other, "h2", HEAD, on=None, began=Began.LISTED, source="test")])
    persons.change_person("an", lambda one: replace(one, sex="male"))
    duplicates.look_for(["an"], at=clock())
    left = happened(Kind.MOVED_OUT, clock, to_commune=ELSEWHERE)
    asked = Asked(Kind.MOVED_IN, ON, "giấy", village=ELSEWHERE_1, code="X1", event=left.id)
    take_in(left, asked, key="1", by=NEIGHBOUR, clock=clock)

    (found,) = duplicates.of_entries(["an"])
    assert sorted(found["places"]) == sorted([ELSEWHERE_1, VILLAGE_2])
    assert {ELSEWHERE, COMMUNE} <= set(found["within"])
    with pytest.raises(DuplicateBeyondArea):
        deciding.say_different(found, "đã hỏi", by=OFFICER, clock=clock)
