"""What an application has to tell: the paper may be empty in many places, but says nothing that can't be."""

from datetime import date

import pytest

from review.rules.application import ApplicationTold, MemberTold, doubts, faults

TODAY = date(2026, 11, 20)
WHOLE = {
    "kind": "entry",
    "channel": "direct",
    "received_on": TODAY,
    "reason": "Nhà cháy",
    "household_id": "h2",
    "sex": "female",
    "birth": "03/02/1961",
    "ethnic_group": "25",
    "identity": "046 161 000 001",
    "issued_on": date(2021, 5, 6),
    "members": (MemberTold("Hồ Bé", birth="2015", work="school"), MemberTold()),
}


def found(**changes) -> dict[str, str]:
    told = ApplicationTold(**WHOLE | changes)
    return faults(told, today=TODAY, is_known=True, is_on_the_list=told.kind == "exit")


def test_a_whole_paper_and_a_bare_one_stand():
    bare = dict.fromkeys(("sex", "birth", "ethnic_group", "identity"), "") | {"issued_on": None, "members": ()}

    assert (found(), found(**bare)) == ({}, {})
    assert found(kind="exit", listed_as="poor", listed_from=2022, listed_until=2026) == {}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"applicant": "@@@"}, {"applicant": "not_a_name"}),
        ({"identity": "12345"}, {"identity": "shape"}),
        ({"identity": "", "issued_on": TODAY}, {"identity": "missing"}),
        ({"issued_on": date(2026, 11, 21)}, {"issued_on": "in_the_future"}),
        ({"birth": "31/02/1961"}, {"birth": "not_possible"}),
        ({"birth": "2027"}, {"birth": "not_possible"}),
        ({"sex": "x"}, {"sex": "not_known"}),
        ({"ethnic_group": "Kinh"}, {"ethnic_group": "not_known"}),
        ({"listed_from": 2024, "listed_until": 2023}, {"listed_until": "before_it_began"}),
        ({"listed_from": 2027}, {"listed_from": "not_possible"}),
        ({"listed_as": "rich"}, {"listed_as": "not_known"}),
        ({"permanent_address": "x" * 201}, {"permanent_address": "too_long"}),
        ({"members": (MemberTold(birth="2015"),)}, {"members.0.name": "missing"}),
        ({"members": (MemberTold(), MemberTold("An", birth="mai"))}, {"members.1.birth": "not_possible"}),
        ({"members": (MemberTold("An", work="idle", sex="x"),)},
         {"members.0.work": "not_known", "members.0.sex": "not_known"}),
        ({"members": (MemberTold("An"),) * 61}, {"members": "too_many"}),
    ],
)  # fmt: skip
def test_what_can_not_be_is_named_by_its_field(change, fault):
    assert found(**change) == fault


def test_a_number_that_does_not_fit_who_wrote_it_is_a_doubt_and_no_refusal():
    assert found(sex="male") == {}
    assert list(doubts("046161000001", sex="male", birth="1961")) == ["sex_or_century"]
    assert list(doubts("", sex="male", birth="1961")) == []
