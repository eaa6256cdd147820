"""People and lines that a form told of, as the rows of the next list."""

import pytest

from review.rules.allowances import beneficiaries_told
from review.rules.recognised import Result, result_in_force
from review.rules.roster import members_told, on_phones, with_profiles


def a_member(name="Lê Thị Đào", **more):
    """As a form nests it: name and birth in a group of their own."""
    identity = {"member_name": name, "sex": "female", "birth_known": "year", "birth_year": 1980}
    return {"identity": identity, "papers": {"id_number": None}} | more


def told(*members, key="k"):
    return members_told({"members": list(members)}, key)


def test_numbers_lists_and_gaps_become_texts():
    (one,) = told(a_member(profile={"m_disability_type": ["NHIN", "KHAC"], "m_health": "3", "m_merit": None}))

    assert one.told["birth_year"] == "1980"
    assert one.told["m_disability_type"] == "NHIN KHAC"
    assert (one.told["m_merit"], one.told["m_work"], one.told["id_number"]) == ("", "", "")


@pytest.mark.parametrize("number", ["191234567", "046070001234", "0460700012", "abc"])
def test_a_citizen_number_goes_through_unchanged(number):
    assert told(a_member(papers={"id_number": number}))[0].told["id_number"] == number


def test_a_label_names_nobody_by_a_number():
    (one,) = told(a_member(papers={"id_number": "046070001234"}))

    assert one.label == "Lê Thị Đào (1980)"


@pytest.mark.parametrize("answers", [{}, {"members": None}, {"members": [{}]}, {"members": ["x"]}])
def test_a_form_without_people_tells_of_none(answers):
    assert members_told(answers, "k") == []


def test_an_edit_leaves_people_who_they_are_and_another_form_makes_others():
    assert [one.id for one in told(a_member())] == [one.id for one in told(a_member())]
    assert told(a_member())[0].id != told(a_member(), key="other")[0].id


@pytest.mark.parametrize(
    ("change", "is_same"),
    [
        ({}, True),
        ({"member_name": "Lê  thị ĐÀO"}, True),
        ({"birth_year": 1981}, False),
        ({"sex": "male"}, False),
        ({"member_name": "Lê Thị Lan"}, False),
        ({"birth_known": "date", "birth_year": None, "birth_date": "1980-05-04"}, True),
    ],
)
def test_the_same_person_is_known_by_name_sex_and_year_of_birth(change, is_same):
    earlier = told(a_member(profile={"m_health": "2"}))
    now = a_member()
    now["identity"] |= change

    (found,) = with_profiles(told(now, key="later"), earlier)

    assert (found.id == earlier[0].id) == is_same
    assert found.told["m_health"] == ("2" if is_same else "")


def test_two_of_one_name_and_year_are_not_guessed_at():
    earlier = told(a_member(), a_member())

    found = with_profiles(told(a_member(), key="later"), earlier)

    assert found[0].id not in {one.id for one in earlier}


def test_one_person_is_not_given_to_two_lines():
    earlier = told(a_member())

    found = with_profiles(told(a_member(), a_member(), key="later"), earlier)

    assert len({one.id for one in found}) == 2


def test_an_allowance_that_names_an_illness_stays_behind():
    (one,) = told(a_member(profile={"m_social_allowance": "HIV_NGHEO"}))

    assert one.draws_allowance
    assert on_phones(one)["m_social_allowance"] == ""


@pytest.mark.parametrize(
    ("line", "runs"),
    [
        ({}, True),
        ({"bn_change": "KHONG"}, True),
        ({"bn_change": "TAM_DUNG"}, True),
        ({"bn_change": "CAT_CHET"}, False),
        ({"bn_change": "THOI_HUONG"}, False),
        ({"bn_change": "CHUYEN_DI"}, False),
        ({"bn_to_month": "2026-12-01"}, True),
        ({"bn_to_month": "2026-11-01"}, False),
        ({"bn_to_month": "2025-12-01"}, False),
    ],
)
def test_a_line_is_on_the_list_as_long_as_it_runs(line, runs):
    rows = {"beneficiaries": [{"who": {"bn_name": "Lê Thị Đào"}, "change": line}]}

    assert bool(beneficiaries_told(rows, "k", month="2026-11")) == runs


POOR = Result("poor", "non_poor", 2026, 110, 40)


@pytest.mark.parametrize(
    ("register", "assessed", "stage", "is_approved", "standing", "before"),
    [
        ([], None, "", False, None, None),
        ([(2024, "poor"), (2025, "near_poor")], None, "", False, "near_poor", "poor"),
        ([(2025, "near_poor")], None, "", False, "near_poor", ""),
        ([(2025, "near_poor")], POOR, "scored", False, "near_poor", ""),
        ([(2025, "near_poor")], POOR, "scored", True, "poor", "non_poor"),
        ([(2025, "near_poor")], POOR, "recognised", False, "poor", "non_poor"),
        ([(2025, "near_poor")], POOR, "rejected_final", True, "near_poor", ""),
        ([(2025, "near_poor")], Result("", "poor", 2026), "surveyed", True, "near_poor", ""),
    ],
)
def test_the_result_in_force(register, assessed, stage, is_approved, standing, before):
    found = result_in_force(register, assessed, stage=stage, is_approved=is_approved)

    assert (found.standing if found else None, found.before if found else None) == (standing, before)


@pytest.mark.parametrize(("stage", "is_decided"), [("scored", False), ("posted", False), ("recognised", True)])
def test_an_approved_form_is_no_decision(stage, is_decided):
    assert result_in_force([], POOR, stage=stage, is_approved=True).is_decided is is_decided
