"""What Phiếu C and C1 start from: the people, answers and lines that the last forms of the household told."""

from pathlib import Path

import pytest

from app.auth.permissions import Role
from app.jobs.handlers import follow
from app.training.forms import publish_folder
from review import repository as review
from review.actions.rounds import case_id
from review.rules.form_fields import flat
from submissions import actions
from tests.integration.phones import TestPhone
from tests.integration.places import COMMUNE, VILLAGE_1, VILLAGE_2, somebody

pytestmark = pytest.mark.services

A_MEMBER = {"member_no": 1, "member_name": "Trần Văn Ân", "relation": "01", "sex": "male", "birth_known": "year"}
A_LINE = {"bn_member_no": 1, "bn_name": "Trần Văn Ân", "bn_category": "NKT_NANG", "bn_coefficient": 1.5}


@pytest.fixture
def all_forms(opened, settings, blobs, clock):
    publish_folder(Path(settings.xlsforms_dir), blobs=blobs, clock=clock)


@pytest.fixture
def phone(all_forms, client, enumerator, definitions, clock):
    return TestPhone(client, enumerator, definitions, clock)


@pytest.fixture
def supervisor(opened, clock):
    return somebody(clock, Role.SUPERVISOR, COMMUNE)


@pytest.fixture
def approve(supervisor, definitions, clock):
    def make(form):
        judged = actions.approve(form, needs_score=True, revision=form["revision"], by=supervisor.actor, clock=clock)
        return follow(judged, definitions=definitions, clock=clock)

    return make


def names(rows):
    return {row["name"] for row in rows}


# --- which households -----------------------------------------------------------------------------------------


def test_phieu_c_is_offered_for_the_recognised_households_alone(phone):
    assert names(phone.rows("phieu_b", "households.csv")) == {"h1", "h2"}
    assert names(phone.rows("phieu_c", "households.csv")) == {"h1"}
    assert names(phone.rows("phieu_c1", "households.csv")) == {"h1", "h2"}


def test_a_household_comes_in_with_the_result_of_its_approved_phieu_b(phone, approve, opened):
    assessed = phone.assess("h2", "poor")
    before = names(phone.rows("phieu_c", "households.csv"))
    approve(assessed)

    row = next(one for one in phone.rows("phieu_c", "households.csv") if one["name"] == "h2")

    assert "h2" not in before
    assert (row["standing"], row["standing_before"], row["data_year"]) == ("non_poor", "", str(opened.year))
    assert (row["b1"], row["b2"]) == (str(assessed["score"]["b1"]), str(assessed["score"]["b2"]))
    assert row["label"].endswith(" · đã duyệt, chưa có quyết định")
    assert "chưa có quyết định" not in phone.rows("phieu_b", "households.csv")[0]["label"]


def test_a_household_of_the_register_has_no_totals_and_no_standing_before_that_nobody_knows(phone):
    (row,) = phone.rows("phieu_c", "households.csv")

    assert (row["standing"], row["standing_before"], row["data_year"]) == ("poor", "", "2025")
    assert (row["b1"], row["b2"], row["household_no"]) == ("", "", "1")


def test_a_household_that_left_the_list_by_an_approved_phieu_b_is_offered_no_more(phone, approve):
    approve(phone.assess("h1", "non_poor"))

    assert phone.rows("phieu_c", "households.csv") == []
    assert phone.rows("phieu_c", "members.csv") == []


# --- who lives there ------------------------------------------------------------------------------------------


def test_the_roster_of_phieu_b_is_the_list_of_phieu_c(phone):
    told = [flat(one) for one in flat(phone.assess("h1")["answers"])["members"]]

    found = phone.rows("phieu_c", "members.csv")

    assert {row["household"] for row in found} == {"h1"}
    for name in ("member_name", "relation", "sex", "birth_known", "birth_date", "id_number", "ethnic_group"):
        assert [row[name] for row in found] == [one.get(name) or "" for one in told]
    assert [row["birth_year"] for row in found] == [str(one.get("birth_year") or "") for one in told]
    assert {row["m_schooling"] for row in found} == {""}
    assert len(names(found)) == len(told)


def test_no_member_of_a_household_that_needs_no_form_is_on_the_phone(phone):
    phone.assess("h2")

    assert phone.rows("phieu_c", "members.csv") == []
    assert phone.rows("phieu_c1", "members.csv") == []


def test_nothing_of_another_village_is_on_a_phone(phone, client, definitions, clock, all_forms):
    phone.assess("h1")
    neighbour = TestPhone(client, somebody(clock, area=VILLAGE_2), definitions, clock)

    assert neighbour.rows("phieu_c", "members.csv") == []
    assert names(neighbour.rows("phieu_c", "households.csv")) == {"h3"}


def test_a_form_that_was_sent_back_tells_nothing(phone, supervisor, clock, definitions):
    form = phone.assess("h1")
    sent_back = actions.send_back(form, reason="Thiếu", revision=form["revision"], by=supervisor.actor, clock=clock)
    follow(sent_back, definitions=definitions, clock=clock)

    assert phone.rows("phieu_c", "members.csv") == []


def test_what_somebody_of_another_area_sends_about_a_household_is_on_no_list(
    phone, client, definitions, clock, all_forms
):
    stranger = TestPhone(client, somebody(clock, area=VILLAGE_2), definitions, clock)
    told = {"household": "h1", "head_name": "Trần Văn Ân", "c_02": "0900000000", "members": [A_MEMBER]}
    sent = stranger.tell("phieu_c", told)

    assert "outside_area" in [one["kind"] for one in sent["findings"]]
    assert phone.rows("phieu_c", "members.csv") == []
    assert phone.rows("phieu_c", "households.csv")[0]["phone"] == ""


# --- the last Phiếu C -----------------------------------------------------------------------------------------


def test_the_next_phieu_c_starts_from_the_last_one(phone):
    told = {"c_02": "0912345678", "c_05": "1", "c_06": "2", "c_07": 48.5, "c_11": 1200.0, "c_12": ["1", "3"]}
    phone.tell("phieu_c", {"household": "h1", "head_name": "Trần Văn Ân", **told, "members": [A_MEMBER]})

    (row,) = phone.rows("phieu_c", "households.csv")

    assert (row["phone"], row["c_05"], row["c_06"], row["c_13"]) == ("0912345678", "1", "2", "")
    assert (row["c_07"], row["c_11"], row["c_12"]) == ("48.5", "1200", "1 3")


def test_people_keep_their_id_and_profile_from_form_to_form(phone):
    profile = {"birth_year": 1970, "id_number": "191234567", "m_health": "3", "m_disability_type": ["NHIN", "KHAC"]}
    phone.tell("phieu_c", {"household": "h1", "head_name": "Trần Văn Ân", "members": [A_MEMBER | profile]})
    (first,) = phone.rows("phieu_c", "members.csv")
    newborn = A_MEMBER | {"member_name": "Trần Thị Mới", "relation": "03", "sex": "female", "birth_year": 2026}
    again = {"household": "h1", "head_name": "Trần Văn Ân", "members": [A_MEMBER | {"birth_year": 1970}, newborn]}
    phone.tell("phieu_b", again)

    head, child = phone.rows("phieu_c", "members.csv")

    assert (first["id_number"], first["m_disability_type"]) == ("191234567", "NHIN KHAC")
    assert head == first
    assert (child["label"], child["m_health"]) == ("2. Trần Thị Mới (2026)", "")


def test_the_word_of_a_later_phieu_c_stands(phone):
    phone.tell("phieu_c", {"household": "h1", "members": [A_MEMBER | {"birth_year": 1970, "m_health": "3"}]})
    (first,) = phone.rows("phieu_c", "members.csv")
    corrected = A_MEMBER | {"listed_member": first["name"], "birth_year": 1971, "m_health": "1"}
    phone.tell("phieu_c", {"household": "h1", "members": [corrected]})

    (then,) = phone.rows("phieu_c", "members.csv")

    assert (then["name"], then["birth_year"], then["m_health"]) == (first["name"], "1971", "1")


def test_a_phieu_c_hangs_on_its_case_and_moves_it_nowhere(phone, opened):
    before = review.find_case(case_id(opened.id, "h1"))
    sent = phone.tell("phieu_c", {"household": "h1", "head_name": "Trần Văn Ân", "members": [A_MEMBER]})

    case = review.find_case(case_id(opened.id, "h1"))

    assert (sent["household_id"], sent["village_path"], sent["case_id"]) == ("h1", VILLAGE_1, case.id)
    assert (case.stage, [link.role for link in case.forms]) == (before.stage, ["profile"])


# --- who draws an allowance -----------------------------------------------------------------------------------


def c1(phone, *lines, member=A_MEMBER, household="h2"):
    answers = {"household": household, "head_name": "Hồ Thị Bưởi", "c1_02": "0987654321", "members": [member]}
    return phone.tell("phieu_c1", answers | {"beneficiaries": list(lines)})


def test_the_next_phieu_c1_starts_from_the_lines_that_still_run(phone):
    kept = A_LINE | {"bn_decision_no": "12/QĐ-UBND", "bn_decision_date": "2016-03-01", "bn_payment": "TIEN_MAT"}
    c1(phone, kept, A_LINE | {"bn_change": "CAT_CHET"}, A_LINE | {"bn_to_month": "2026-11-01"})

    (line,) = phone.rows("phieu_c1", "beneficiaries.csv")

    assert (line["household"], line["member_name"], line["label"]) == (
        "h2",
        "Trần Văn Ân",
        "Trần Văn Ân · 12/QĐ-UBND",
    )
    assert (line["bn_category"], line["bn_coefficient"], line["bn_decision_date"]) == ("NKT_NANG", "1.5", "2016-03-01")
    assert [row["household"] for row in phone.rows("phieu_c1", "members.csv")] == ["h2"]
    assert {row["name"]: row["phone"] for row in phone.rows("phieu_c1", "households.csv")}["h2"] == "0987654321"


def test_a_line_keeps_its_id(phone):
    c1(phone, A_LINE)
    (first,) = phone.rows("phieu_c1", "beneficiaries.csv")
    c1(phone, A_LINE | {"listed_beneficiary": first["name"], "bn_coefficient": 2.0})

    (then,) = phone.rows("phieu_c1", "beneficiaries.csv")

    assert (then["name"], then["bn_coefficient"]) == (first["name"], "2")


def test_no_list_tells_an_illness_by_the_allowance(phone):
    ill = A_MEMBER | {"m_social_allowance": "HIV_NGHEO"}
    c1(phone, A_LINE | {"bn_category": "HIV_NGHEO", "bn_decision_no": "9/QĐ"}, member=ill)

    files = phone.blank("phieu_c1").media

    assert b"9/Q" in files["beneficiaries.csv"]
    for name in ("members.csv", "beneficiaries.csv", "households.csv"):
        assert b"HIV" not in files[name]
    (line,) = phone.rows("phieu_c1", "beneficiaries.csv")
    assert (line["bn_category"], line["bn_coefficient"]) == ("", "")
