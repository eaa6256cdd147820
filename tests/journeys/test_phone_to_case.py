"""A household from the phone to a scored, explained, reviewed case, over HTTP, as a phone and as a supervisor."""

import hashlib
from random import Random

import pytest

from app.training.answers import new_instance_id
from app.training.pictures import house_jpeg
from app.training.visit import rows
from review.rules.form_fields import flat
from tests.journeys.field import VILLAGE_1, VILLAGE_2, Api, Enumerator, changed, kinds, rasoat
from tests.system import wait_until

pytestmark = pytest.mark.services


# --- the phone gets its forms ---------------------------------------------------------------------------------


def test_a_phone_is_offered_both_forms_with_files_of_the_announced_hashes(enumerator):
    assert {"phieu_a", "phieu_b"} <= set(enumerator.blank)
    assert {"villages.csv", "households.csv", "points.csv"} <= set(enumerator.blank["phieu_b"].media)


def test_a_phone_carries_the_households_of_its_own_village_only(enumerator):
    blank = enumerator.blank["phieu_b"]

    assert {row["village"] for row in rows(blank, "households.csv")} == {VILLAGE_1}
    assert [row["name"] for row in rows(blank, "villages.csv")] == [VILLAGE_1]


# --- from the phone to the case -------------------------------------------------------------------------------


def test_a_sent_form_is_scored_explained_and_on_its_case_within_seconds(enumerator, supervisor):
    household = enumerator.household()
    filled = enumerator.fill(household)
    files = {**filled.attachments, "second.jpg": house_jpeg(Random(1), size=15_000)}

    receipt = enumerator.phone.submit(filled.xml, files)

    assert receipt.status == 201
    found = supervisor.processed(filled.instance_id, within=15)
    assert found["household_id"] == household["name"]
    assert {one["name"]: one["sha256"] for one in found["attachments"]} == {
        name: hashlib.sha256(content).hexdigest() for name, content in files.items()
    }
    assert kinds(found) == {"attachment_unexpected"}
    assert found["score"]["class"] in {"poor", "near_poor", "non_poor"}
    assert str(found["score"]["b1"]) in found["score"]["reason"]
    assert (
        sum(one["points"] for one in found["score"]["trace"] if one["item"].startswith("b1_")) == (found["score"]["b1"])
    )
    assert all(one["source"] for one in found["score"]["trace"])
    assert flat(filled.answers)["expected_class"] == found["score"]["class"]
    case = supervisor.case(found["case_id"])
    assert (case["stage"], case["class"], case["b1"]) == ("scored", found["score"]["class"], found["score"]["b1"])
    assert [one["instance_id"] for one in case["submissions"]] == [filled.instance_id]


def test_the_form_as_received_can_be_read_back_byte_by_byte(enumerator, supervisor):
    filled = enumerator.fill(enumerator.household())
    enumerator.send(filled)

    assert supervisor.call("GET", f"/submissions/{filled.instance_id}/xml").body == filled.xml


def test_a_supervisor_approves_and_the_case_keeps_its_result(enumerator, supervisor):
    filled = enumerator.fill(enumerator.household())
    enumerator.send(filled)
    supervisor.processed(filled.instance_id)

    answer = supervisor.review(filled.instance_id, "approve")

    assert (answer.status, answer.body["review_state"]) == (200, "approved")
    assert supervisor.case(answer.body["case_id"])["stage"] == "scored"


def test_the_same_submission_again_is_thanked_for_and_doubles_nothing(enumerator, supervisor):
    household = enumerator.household()
    filled = enumerator.fill(household)
    first = enumerator.send(filled)
    before = supervisor.processed(filled.instance_id)
    listed = _listed(supervisor, household)

    again = enumerator.send(filled)

    assert (first, again) == (201, 201)
    after = supervisor.processed(filled.instance_id)
    assert after["attachments"] == before["attachments"]
    assert listed[0] == filled.instance_id
    assert _listed(supervisor, household) == listed


def _listed(supervisor, household):
    """Forms of a household, the newest first; that of last year's round comes last."""
    found = supervisor.call("GET", f"/submissions?household_id={household['name']}").body["items"]
    return [one["instance_id"] for one in found]


def test_another_spelling_of_the_same_content_is_the_same_submission(enumerator, supervisor):
    filled = enumerator.fill(enumerator.household())
    enumerator.send(filled)

    receipt = enumerator.phone.submit(changed(filled.xml).replace(b"><", b">\n  <"), {})

    assert receipt.status == 201
    assert supervisor.call("GET", f"/submissions/{filled.instance_id}/xml").body == filled.xml


def test_the_same_id_with_other_content_is_refused_and_kept_aside(running, enumerator, supervisor, database):
    filled = enumerator.fill(enumerator.household())
    enumerator.send(filled)

    receipt = enumerator.phone.submit(changed(filled.xml, enumerator_note="khác"), {})

    assert receipt.status == 409
    assert filled.instance_id in receipt.message
    assert supervisor.call("GET", f"/submissions/{filled.instance_id}/xml").body == filled.xml
    aside = list(database["submission_conflicts"].find({"key": f"{filled.instance_id}@phieu_b"}))
    assert [b"kh\xc3\xa1c" in one["xml"] for one in aside] == [True]


def test_a_form_of_an_unknown_version_is_accepted_and_flagged(enumerator, supervisor):
    filled = enumerator.fill(enumerator.household())

    receipt = enumerator.phone.submit(changed(filled.xml, version="2016010101"), dict(filled.attachments))

    assert receipt.status == 201
    found = supervisor.processed(filled.instance_id)
    assert found["form_version"] == "2016010101"
    assert "unknown_version" in kinds(found)
    assert found["score"]["class"]


# --- places ---------------------------------------------------------------------------------------------------


def test_a_household_outside_the_enumerators_area_is_flagged_and_not_lost(running, enumerator, supervisor):
    with Enumerator(running, "dtv02") as neighbour:
        household = neighbour.household(village=VILLAGE_2)
    filled = enumerator.fill(household)

    assert enumerator.send(filled) == 201

    found = supervisor.processed(filled.instance_id)
    assert "outside_area" in kinds(found)
    assert found["household_id"] == household["name"]
    assert found["score"]["class"] in ("poor", "near_poor", "non_poor")
    assert supervisor.case(found["case_id"])["stage"] == "to_survey"
    refused = supervisor.review(filled.instance_id, "approve")
    assert (refused.status, refused.body["code"]) == (422, "review.other_form_in_force")


def test_a_supervisor_of_one_village_does_not_judge_a_household_of_another(running, enumerator, supervisor):
    printed = rasoat(
        running, "users", "add", "gsv11", "--name", "Lê Thị Bé", "--role", "supervisor", "--area", VILLAGE_1
    )
    with Enumerator(running, "dtv02") as neighbour:
        filled = enumerator.fill(neighbour.household(village=VILLAGE_2))
    enumerator.send(filled)
    supervisor.processed(filled.instance_id)

    with Api(running, "gsv11", printed.split()[1]) as of_village_1:
        answer = of_village_1.review(filled.instance_id, "approve")
        own_case = of_village_1.case(supervisor.submission(filled.instance_id)["case_id"])

    assert answer.status == 403
    assert own_case["code"] == "review.case_not_found"
    assert supervisor.submission(filled.instance_id)["review_state"] == "received"


def test_a_household_on_no_list_is_registered_once_and_gets_its_case(running, enumerator, supervisor, database):
    filled = enumerator.fill(enumerator.household())
    found_one = changed(
        filled.xml,
        household_listed="no",
        household_choice=None,
        household="other",
        head_name="Hồ Thị Sót",
        address="Xóm 9",
        household_code="",
    )
    enumerator.phone.submit(found_one, dict(filled.attachments))
    first = supervisor.processed(filled.instance_id)

    new_id = new_instance_id(enumerator.chance)
    edited = changed(found_one, instanceID=new_id, deprecatedID=filled.instance_id, enumerator_note="sửa")
    enumerator.phone.submit(edited, {})

    second = supervisor.processed(new_id)
    assert {"household_new"} <= kinds(first) & kinds(second)
    assert first["household_id"] == second["household_id"]
    registered = list(database["households"].find({"head_name": "Hồ Thị Sót"}))
    assert [(one["_id"], one["village_path"]) for one in registered] == [(first["household_id"], VILLAGE_1)]
    assert supervisor.case(first["case_id"])["stage"] == "scored"


# --- Phiếu A --------------------------------------------------------------------------------------------------


def _phieu_a(enumerator: Enumerator, yes: int) -> tuple[str, bytes]:
    filled = enumerator.fill(enumerator.household(state="listed"), "phieu_a", photo_bytes=0)
    told = {f"a_{number:02d}": "yes" if number <= yes else "no" for number in range(1, 10)}
    out = {"override": None, "override_by": None, "override_reason": None}
    enumerator.phone.submit(changed(filled.xml, **told, **out), dict(filled.attachments))
    return filled.instance_id, filled.xml


def test_few_yes_answers_on_phieu_a_let_a_household_in(enumerator, supervisor):
    instance_id, _ = _phieu_a(enumerator, yes=enumerator.sheet.screening.review_at_most)

    found = supervisor.processed(instance_id)

    assert found["score"] is None
    assert supervisor.case(found["case_id"])["stage"] == "to_survey"


def test_more_yes_answers_on_phieu_a_leave_it_out(enumerator, supervisor):
    instance_id, _ = _phieu_a(enumerator, yes=enumerator.sheet.screening.review_at_most + 1)

    found = supervisor.processed(instance_id)

    assert supervisor.case(found["case_id"])["stage"] == "screened_out"


# --- returned and sent again ----------------------------------------------------------------------------------


def test_a_returned_form_comes_back_as_a_new_version_with_the_reason_on_the_phone(enumerator, supervisor):
    household = enumerator.household()
    filled = enumerator.fill(household)
    enumerator.send(filled)
    supervisor.processed(filled.instance_id)
    reason = "Chưa chụp rõ mái nhà."

    returned = supervisor.review(filled.instance_id, "return", reason)

    assert (returned.status, returned.body["review_state"]) == (200, "has_issues")
    assert supervisor.case(returned.body["case_id"])["stage"] == "returned_for_correction"
    enumerator.refresh()
    row = next(one for one in enumerator.households() if one["name"] == household["name"])
    assert (row["state"], row["remark"]) == ("returned_for_correction", reason)
    assert row["label"].startswith("⚠ ")

    new_id = new_instance_id(enumerator.chance)
    photo = next(name for name in filled.attachments if name.endswith(".jpg"))
    edited = changed(filled.xml, instanceID=new_id, deprecatedID=filled.instance_id, enumerator_note="Đã chụp lại.")
    assert enumerator.phone.submit(edited, {photo: house_jpeg(Random(2), size=9_000)}).status == 201

    second = supervisor.processed(new_id)
    assert second["review_state"] == "edited"
    assert [one["instance_id"] for one in second["versions"]] == [filled.instance_id, new_id]
    case = supervisor.case(second["case_id"])
    assert (case["stage"], case["remark"]) == ("scored", "")
    assert _listed(supervisor, household)[0] == new_id
    assert filled.instance_id not in _listed(supervisor, household)
    assert supervisor.review(filled.instance_id, "approve").body["code"] == "submissions.superseded"
    assert supervisor.review(new_id, "approve").status == 200


def test_the_next_visit_answers_a_return_without_naming_it(enumerator, supervisor):
    """Collect sends the repeated visit as a new form; only the household tells that it answers the return."""
    household = enumerator.household()
    filled = enumerator.fill(household)
    enumerator.send(filled)
    supervisor.processed(filled.instance_id)
    supervisor.review(filled.instance_id, "return", "Cần gặp lại hộ.")
    enumerator.refresh()
    row = next(one for one in enumerator.households() if one["name"] == household["name"])

    again = enumerator.fill(row)
    enumerator.send(again)

    second = supervisor.processed(again.instance_id)
    assert second["review_state"] == "edited"
    assert kinds(second) == set()
    assert [one["instance_id"] for one in second["versions"]] == [filled.instance_id, again.instance_id]
    assert supervisor.case(second["case_id"])["stage"] == "scored"


def test_of_two_forms_of_a_household_one_gives_the_result_and_the_other_follows_when_it_is_returned(
    enumerator, supervisor
):
    household = enumerator.household()
    first, second = enumerator.fill(household), enumerator.fill(household)
    enumerator.send(first)
    supervisor.processed(first.instance_id)
    enumerator.send(second)
    assert "filled_twice" in kinds(supervisor.processed(second.instance_id))
    assert supervisor.review(second.instance_id, "approve").status == 422

    supervisor.review(first.instance_id, "return", "Dùng phiếu sau.")

    def follows() -> bool:
        return supervisor.submission(second.instance_id)["review_state"] == "edited"

    wait_until(follows, 30, "the second form takes the place")
    wait_until(  # while the worker still writes, he is told that it changed, and presses again
        lambda: supervisor.review(second.instance_id, "approve").status == 200, 30, "the second form is approved"
    )


def test_a_form_whose_files_have_not_come_is_not_approved(enumerator, supervisor):
    filled = enumerator.fill(enumerator.household())
    enumerator.phone.submit(filled.xml, {})
    supervisor.processed(filled.instance_id)

    refused = supervisor.review(filled.instance_id, "approve")
    enumerator.send(filled)
    supervisor.processed(filled.instance_id)

    assert (refused.status, refused.body["code"]) == (422, "submissions.files_missing")


def test_files_that_an_edit_does_not_bring_along_are_those_of_the_version_before(enumerator, supervisor):
    filled = enumerator.fill(enumerator.household())
    enumerator.send(filled)
    before = supervisor.processed(filled.instance_id)
    new_id = new_instance_id(enumerator.chance)

    enumerator.phone.submit(changed(filled.xml, instanceID=new_id, deprecatedID=filled.instance_id), {})

    after = supervisor.processed(new_id)
    assert {(one["name"], one["sha256"]) for one in after["attachments"]} == {
        (one["name"], one["sha256"]) for one in before["attachments"]
    }
    assert "attachment_missing" not in kinds(after)
