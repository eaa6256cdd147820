"""What minutes must hold, and what the meeting says of each household."""

from dataclasses import replace
from datetime import date

import pytest

from review.rules.meeting import Delegation, Minutes, Opinion, Person, Vote, agenda_order, faults, in_the_way, opinions
from review.rules.procedures import MeetingRule, all_procedures, procedure_for
from review.rulesets import all_rulesets

MAJORITY = MeetingRule(True, 50, "", "")
RECORDED = MeetingRule(False, 50, "", "")

MINUTES = Minutes(
    held_on=date(2026, 11, 23),
    place="Nhà văn hóa thôn 1",
    chair=Person("Trần Văn Bình", "Trưởng thôn"),
    secretary=Person("Lê Thị Hoa"),
    witness="Nguyễn Thị Đào",
    present=20,
    households=2,
    guests="",
    votes=(Vote("a", 18, 2, "agreed"), Vote("b", 4, 16, "not_agreed", "Còn thiếu người trong hộ")),
)


def faults_of(minutes: Minutes, rule: MeetingRule = MAJORITY) -> dict[str, str]:
    called, today = date(2026, 11, 20), date(2026, 11, 24)
    return faults(minutes, agenda=["a", "b"], rule=rule, called_on=called, today=today)


def test_where_a_quorum_is_set_so_many_of_the_listed_households_are_represented():
    half = replace(MAJORITY, quorum_percent=50)

    assert faults_of(replace(MINUTES, households=1), half) == {}
    assert faults_of(replace(MINUTES, ended_at="21:05"), half) == {}
    assert faults_of(replace(MINUTES, ended_at="24:00"), half) == {"ended_at": "not_possible"}
    assert faults_of(replace(MINUTES, households=0), half) == {"households": "below_quorum"}
    assert faults_of(replace(MINUTES, households=0), MAJORITY) == {}


@pytest.mark.parametrize("rule", [MAJORITY, RECORDED])
def test_whole_minutes_have_no_faults(rule):
    assert faults_of(MINUTES, rule) == {}


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"held_on": None}, {"held_on": "missing"}),
        ({"held_on": date(2026, 11, 25)}, {"held_on": "not_in_time"}),
        ({"held_on": date(2026, 11, 19)}, {"held_on": "not_in_time"}),
        ({"place": "  "}, {"place": "missing"}),
        ({"chair": Person("")}, {"chair": "missing"}),
        ({"secretary": Person(" ")}, {"secretary": "missing"}),
        ({"secretary": Person("Trần Văn Bình")}, {"secretary": "same_as_chair"}),
        ({"witness": ""}, {"witness": "missing"}),
        ({"present": None}, {"present": "missing"}),
        ({"present": 0, "households": 0, "votes": (Vote("a", 0, 0, "agreed", "x"), Vote("b", 0, 0, "agreed", "x"))},
         {"present": "not_possible"}),
        ({"delegations": (Delegation("front", None),)}, {"front": "not_possible"}),
        ({"delegations": (Delegation("front", 0, "Bà Thu"),)}, {"front": "count_missing"}),
        ({"delegations": (Delegation("front", 21),)}, {"present": "fewer_than_delegations"}),
        ({"delegations": (Delegation("front", 10), Delegation("committee", 10))}, {}),
        ({"households": None}, {"households": "missing"}),
        ({"households": 3}, {"households": "more_than_listed"}),
        ({"households": -1}, {"households": "not_a_count"}),
        ({"present": -1}, {"present": "not_a_count"}),
        ({"votes": MINUTES.votes[:1]}, {"b.agree": "missing"}),
        ({"votes": (Vote("a", None, 2), MINUTES.votes[1])}, {"a.agree": "missing"}),
        ({"votes": (Vote("a", 18, 3, "agreed"), MINUTES.votes[1])}, {"a.agree": "more_than_present"}),
        ({"votes": (Vote("a", -1, 3, "agreed"), MINUTES.votes[1])}, {"a.agree": "not_a_count"}),
        ({"votes": (Vote("a", 3, -1, "agreed"), MINUTES.votes[1])}, {"a.disagree": "not_a_count"}),
        ({"votes": (Vote("a", 9, 11, "agreed"), MINUTES.votes[1])}, {"a.words": "reason_missing"}),
    ],
)  # fmt: skip
def test_what_is_missing_or_cannot_be_is_told_by_field(changes, found):
    assert faults_of(replace(MINUTES, **changes)) == found


def test_where_no_majority_is_required_the_minutes_record_the_opinion():
    silent = replace(MINUTES, votes=(Vote("a", 18, 2), MINUTES.votes[1]))

    assert faults_of(silent, RECORDED) == {"a.opinion": "missing"}
    assert faults_of(silent, MAJORITY) == {}


@pytest.mark.parametrize(("agree", "against", "found"), [(10, 10, {}), (0, 20, {"a.opinion": "more_against"})])
def test_more_against_than_for_is_never_recorded_as_agreed(agree, against, found):
    told = replace(MINUTES, votes=(Vote("a", agree, against, "agreed", "x"), MINUTES.votes[1]))

    assert faults_of(told, RECORDED) == found


def test_a_meeting_of_today_has_not_ended_at_an_hour_to_come():
    told = replace(MINUTES, ended_at="21:05")

    def at(hour):
        return faults(told, agenda=["a", "b"], rule=MAJORITY, called_on=told.held_on, today=told.held_on, hour=hour)

    assert (at("21:05"), at("21:04")) == ({}, {"ended_at": "in_the_future"})


@pytest.mark.parametrize(
    ("present", "agree", "said"),
    [(20, 10, Opinion.AGREED), (20, 9, Opinion.NOT_AGREED), (21, 11, Opinion.AGREED), (21, 10, Opinion.NOT_AGREED)],
)
def test_exactly_half_of_those_present_is_enough_whoever_keeps_silent(present, agree, said):
    minutes = replace(MINUTES, present=present, votes=(Vote("a", agree, 0),))

    assert opinions(minutes, MAJORITY) == {"a": said}


def test_without_a_required_majority_the_recorded_opinion_stands():
    minutes = replace(MINUTES, votes=(Vote("a", 4, 3, "agreed"), Vote("b", 19, 1, "not_agreed", "x")))

    assert opinions(minutes, RECORDED) == {"a": "agreed", "b": "not_agreed"}


def test_changes_are_talked_about_first_then_people_by_given_name():
    rows = [
        ("1", "poor_kept", "Trần Văn An"),
        ("2", "poor_new", "Lê Thị Yến"),
        ("3", None, "Lê Văn Ân"),
        ("4", "near_poor_exit", "Hồ Thị Đào"),
        ("5", "none", "Lê Văn Ba"),
    ]

    assert agenda_order(rows) == ["4", "2", "1", "3", "5"]


def test_households_without_a_result_keep_the_village_from_meeting():
    stages = [("a", "scored"), ("b", "to_survey"), ("c", "screened_out"), ("d", "listed"), ("e", "withdrawn")]
    assert in_the_way([*stages, ("f", "meeting_agreed"), ("g", "returned_for_correction")]) == ["b", "d", "g"]


def test_each_rule_set_has_one_procedure():
    named = [ruleset for one in all_procedures().values() for ruleset in one.rulesets]
    assert sorted(named) == sorted(all_rulesets())
    assert procedure_for("vn-2016-2020").posting.term.days == 7
    assert not procedure_for("vn-2016-2020").meeting.majority_required
    assert procedure_for("vn-2021-2025").posting.term.days == 3
    assert procedure_for("vn-2021-2025").meeting.majority_required
