"""Communes and villages are merged and divided: what moves is shown first, what was before stays as it was."""

from datetime import date

import pytest

from app.area_change import carrying
from app.area_change.asking import Asked, checked
from app.area_change.errors import RoundsStandOpen
from app.area_change.preview import preview_of
from app.auth import people, phone_keys
from app.auth.permissions import Role
from core import audit
from core.actor import SYSTEM, Actor
from registry import area_changes, area_numbers, areas
from registry import repository as registry
from registry.rules.area_changes import Target
from review import repository as review
from review.actions.household_of_form import is_senders
from review.actions.withdraw import withdraw
from tests.integration.cut_off import Writes, once_wherever_it_is_cut
from tests.integration.places import COMMUNE, VILLAGE_1, VILLAGE_2, somebody

pytestmark = pytest.mark.services

PROVINCE = Actor("province", frozenset({"province_officer"}), "46/")
OTHER, OTHER_1 = "46/482/20131/", "46/482/20131/2013101/"
NEW = "46/20128/"
ON, BEFORE = date(2025, 7, 1), date(2025, 6, 30)


@pytest.fixture
def two_communes(villages, clock):
    registry.keep_area(OTHER, kind="commune", name="Thị trấn Lăng Cô", valid_from=date(2016, 1, 1))
    registry.keep_area(OTHER_1, kind="village", name="Thôn 1", valid_from=date(2016, 1, 1))
    registry.register_household(
        "h4",
        code="H4",
        head_name="Võ Văn Tư",
        address="",
        village_path=OTHER_1,
        source="managed_list",
        at=clock(),
        members_count=5,
        standings=[(2024, "poor", "vn-2016-2020")],
    )


def merger(**more):
    target = Target(NEW, "Xã Chân Mây", score_area="NT3")
    return Asked(
        **{"kind": "merge", "sources": [COMMUNE, OTHER], "targets": [target], "on": ON, "document": "NQ 1"} | more
    )


def change_of(asked, clock, by=PROVINCE):
    change, faults = checked(asked, by=by, clock=clock)
    assert [(one.column, one.code) for one in faults] == []
    return change


def carried(asked, clock):
    return carrying.carry_out(change_of(asked, clock), by=PROVINCE, clock=clock)


def test_what_would_move_is_shown_and_nothing_is_written(two_communes, clock):
    enumerator = somebody(clock, area=VILLAGE_1)

    told = preview_of(change_of(merger(), clock), clock=clock)

    assert [(one.old, one.new, one.households, one.people) for one in told.villages] == [
        (VILLAGE_1, f"{NEW}2012801/", 2, 6),
        (VILLAGE_2, f"{NEW}2012802/", 1, 3),
        (OTHER_1, f"{NEW}2013101/", 1, 5),
    ]
    assert [(one.id, path) for one, path in told.accounts] == [(enumerator.person.id, f"{NEW}2012801/")]
    assert (told.households, told.people, told.may_be_done) == (4, 14, True)
    assert areas.find(NEW) is None


def test_two_communes_become_one_and_both_sums_can_be_had(two_communes, clock):
    enumerator = somebody(clock, area=VILLAGE_1)
    officer = somebody(clock, Role.COMMUNE_OFFICER, OTHER)

    done = carried(merger(), clock)
    assert carrying.settle_all(clock) == 0

    moved = registry.find_household("h1")
    assert (moved.village_path, moved.within) == (f"{NEW}2012801/", ["", "46/", NEW, f"{NEW}2012801/"])
    assert (moved.place_on(BEFORE), moved.place_on(ON)) == (VILLAGE_1, f"{NEW}2012801/")
    assert [one.until for one in moved.former_places] == [BEFORE]
    assert (registry.get_area(COMMUNE).valid_to, registry.get_area(COMMUNE).successors) == (BEFORE, [NEW])
    assert areas.heirs_of(VILLAGE_1) == [f"{NEW}2012801/"]
    assert (registry.get_area(NEW).area_kind, registry.get_area(f"{NEW}2012801/").score_area) == ("rural", "NT3")
    assert people.find_person(enumerator.person.id).area_path == f"{NEW}2012801/"
    moved_officer = people.actor_of(people.find_person(officer.person.id))
    assert (moved_officer.area_path, moved_officer.also) == (NEW, (COMMUNE, OTHER))
    assert moved_officer.covers(VILLAGE_1)
    assert [one["act"] for one in audit.about(done.id)] == ["areas.merged"]

    today = date(2026, 11, 23)
    new = area_numbers.numbers_of(NEW, borders=today, at=today)
    old = [area_numbers.numbers_of(path, borders=BEFORE, at=BEFORE) for path in (COMMUNE, OTHER)]
    assert [(one.households, one.people) for one in (new, *old)] == [(4, 14), (3, 9), (1, 5)]
    assert area_numbers.add_up(old) == new
    assert (new.years[2024]["poor"], old[0].years[2025]["poor"], old[1].years[2024]["poor"]) == (1, 1, 1)
    assert 2025 not in old[1].years
    assert area_numbers.areas_of_borders(registry.get_area(NEW), BEFORE) == [COMMUNE, OTHER]


def test_a_merger_that_is_cut_off_at_any_write_is_gone_on_with(two_communes, clock, monkeypatch):
    somebody(clock, area=VILLAGE_1)
    change = change_of(merger(), clock)
    writes = Writes(monkeypatch)

    once_wherever_it_is_cut("merge", lambda: carrying.carry_out(change, by=PROVINCE, clock=clock), writes, clock)

    assert registry.find_household("h1").village_path == f"{NEW}2012801/"


def test_a_phone_follows_and_what_it_sent_before_is_not_from_elsewhere(two_communes, clock):
    enumerator = somebody(clock, area=VILLAGE_1)
    sent = {"sender_area": VILLAGE_1}

    carried(merger(), clock)

    actor, _ = phone_keys.find_owner(enumerator.key)
    assert (actor.area_path, actor.also) == (f"{NEW}2012801/", (VILLAGE_1,))
    assert is_senders(registry.find_household("h1").village_path, sent)
    assert not is_senders(registry.find_household("h3").village_path, sent)


def test_what_was_before_stays_and_is_read_by_who_follows(two_communes, opened, clock):
    officer = somebody(clock, Role.COMMUNE_OFFICER, COMMUNE)
    for one in review.cases_of_round(opened.id):
        withdraw(review.find_case(one.id), "by_request", "thử", by=SYSTEM, clock=clock)

    carried(merger(), clock)

    actor = people.actor_of(people.find_person(officer.person.id))
    assert review.get_round_of(opened.id, seen_by=actor).commune_path == COMMUNE
    assert [one.id for one in review.rounds_within(NEW)] == [opened.id]
    (case,) = review.cases_of_household("h3", seen_by=actor)
    assert (case.village_path, review.get_case(case.id, seen_by=actor).id) == (VILLAGE_2, case.id)
    wanted = review.WantedCases(village=f"{NEW}2012801/")
    assert len(review.page(wanted, seen_by=actor, now=clock(), before=None, limit=9)) == 2


def test_a_round_that_is_not_over_keeps_its_villages(two_communes, opened, clock):
    change = change_of(merger(), clock)

    told = preview_of(change, clock=clock)
    assert [(one.opened.id, one.undecided) for one in told.open_rounds] == [(opened.id, 3)]
    with pytest.raises(RoundsStandOpen) as refusal:
        carrying.carry_out(change, by=PROVINCE, clock=clock)
    assert refusal.value.facts == {"count": 1, "rounds": [opened.id]}
    assert areas.find(NEW) is None


def test_villages_become_one_of_them(villages, clock):
    carried(Asked("merge", [VILLAGE_1, VILLAGE_2], [Target(VILLAGE_2)], ON, "NQ 2"), clock)

    assert {one.id for one in registry.households_of(VILLAGE_2, seen_by=SYSTEM)} == {"h1", "h2", "h3"}
    assert [one.id for one in areas.children_on(COMMUNE, ON)] == [VILLAGE_2]
    assert [one.id for one in areas.children_on(COMMUNE, BEFORE)] == [VILLAGE_1, VILLAGE_2]
    assert area_numbers.numbers_of(VILLAGE_2, borders=BEFORE, at=BEFORE).households == 1


def test_a_village_is_divided_and_goes_on_with_a_part(villages, clock):
    part = f"{COMMUNE}2012805/"
    head = somebody(clock, Role.VILLAGE_HEAD, VILLAGE_1)
    asked = Asked("split", [VILLAGE_1], [Target(VILLAGE_1), Target(part, "Thôn 5")], ON, "NQ 3", {"h2": part})

    carried(asked, clock)

    assert [one.id for one in registry.households_of(part, seen_by=SYSTEM)] == ["h2"]
    assert [one.id for one in registry.households_of(VILLAGE_1, seen_by=SYSTEM)] == ["h1"]
    assert areas.heirs_of(VILLAGE_1) == [VILLAGE_1]
    assert people.find_person(head.person.id).area_path == VILLAGE_1
    assert area_numbers.areas_of_borders(registry.get_area(part), BEFORE) == [VILLAGE_1]
    assert area_numbers.numbers_of(VILLAGE_1, borders=BEFORE, at=BEFORE).households == 2


def test_a_commune_is_divided_by_villages(two_communes, clock):
    asked = Asked("split", [COMMUNE], [Target(NEW, "Xã A"), Target(OTHER)], ON, "NQ 4", {VILLAGE_2: OTHER})

    carried(asked, clock)

    assert registry.find_household("h1").village_path == f"{NEW}2012801/"
    assert registry.find_household("h3").village_path == f"{OTHER}2012802/"
    assert registry.get_area(COMMUNE).successors == [NEW, OTHER]


def test_one_that_was_cut_off_is_gone_on_with(two_communes, clock):
    kept = area_changes.add(change_of(merger(), clock), by=PROVINCE, at=clock())
    area_changes.move_households(VILLAGE_1, f"{NEW}2012801/", ["h1"], until=BEFORE, why="borders", act=kept.id)

    assert (carrying.settle_all(clock), carrying.settle_all(clock)) == (1, 0)

    homes = {one.id: one.former_places for one in registry.households_within(NEW, seen_by=SYSTEM)}
    assert sorted(homes) == ["h1", "h2", "h3", "h4"]
    assert {len(one) for one in homes.values()} == {1}


@pytest.mark.parametrize(
    ("asked", "column", "code"),
    [
        (merger(on=None), "on", "change_day_not_possible"),
        (merger(on=date(2027, 1, 1)), "on", "change_day_not_possible"),
        (merger(document=" "), "document", "document_missing"),
        (merger(sources=[]), "sources", "sources_not_possible"),
        (merger(sources=[COMMUNE, VILLAGE_1]), "sources", "sources_not_possible"),
        (merger(sources=["48/1/"]), "sources", "sources_not_possible"),
        (merger(sources=[COMMUNE], targets=[Target(COMMUNE)]), "sources", "sources_not_possible"),
        (merger(targets=[Target("46/2012/", "Xã A")]), "code", "code_shape_commune"),
        (merger(targets=[Target("48/20128/", "Xã A")]), "target", "parent_unknown"),
        (merger(targets=[Target(NEW, "")]), "name", "missing"),
        (merger(targets=[Target(VILLAGE_1)]), "target", "target_not_possible"),
        (merger(targets=[Target(NEW, "Xã A", score_area="NT99")]), "score_area", "region_unknown"),
        (merger(targets=[Target(NEW, "A", area_kind="lake", score_area="NT3")]), "area_kind", "area_kind_unknown"),
        (merger(kind="split", sources=[COMMUNE]), "target", "split_into_two"),
        (
            Asked("merge", [VILLAGE_1, VILLAGE_2], [Target(f"{OTHER}1/", "Thôn")], ON, "NQ"),
            "target",
            "villages_of_one_commune",
        ),
    ],
)
def test_what_is_not_possible_is_told_by_its_field(two_communes, clock, asked, column, code):
    change, faults = checked(asked, by=PROVINCE, clock=clock)

    assert (change, [(one.column, one.code) for one in faults]) == (None, [(column, f"areas.{code}")])


def test_nobody_changes_what_lies_beside_his_area(two_communes, clock):
    elsewhere = Actor("other", frozenset({"province_officer"}), "48/")

    assert checked(merger(), by=elsewhere, clock=clock)[0] is None


def test_no_area_is_pushed_into_another_province(two_communes, clock):
    since = date(2025, 7, 1)
    registry.keep_area("48/", kind="province", name="Thành phố Đà Nẵng", valid_from=date(2016, 1, 1))
    registry.keep_area(
        "48/20200/", kind="commune", name="Xã Bên", valid_from=since, area_kind="rural", score_area="NT3"
    )

    change, faults = checked(merger(targets=[Target("48/20200/")], on=date(2025, 8, 1)), by=PROVINCE, clock=clock)

    assert (change, [one.code for one in faults]) == (None, ["areas.target_not_possible"])


def test_a_new_village_counts_as_its_commune_does_whatever_is_typed(villages, clock):
    target = Target(f"{COMMUNE}2012899/", "Thôn Mới", area_kind="urban", score_area="TT")

    change = change_of(Asked("merge", [VILLAGE_1, VILLAGE_2], [target], ON, "NQ 3"), clock)

    (made,), commune = change.made, areas.facts_on(registry.get_area(COMMUNE), ON)
    assert (made.area_kind, made.score_area) == (commune.area_kind, commune.score_area)
