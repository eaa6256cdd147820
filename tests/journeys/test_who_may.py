"""Who gets in at the doors of a running system, and who may do what there."""

import hashlib
from dataclasses import replace

import pytest
import urllib3

from app.training.phone import Phone, PhoneTrouble
from tests.journeys.field import VILLAGE_1, Api, Enumerator, changed, kinds, rasoat

pytestmark = pytest.mark.services


def test_a_phone_signs_in_with_user_name_and_password(running, enumerator, supervisor, database):
    told = running.person("dtv01")
    with Phone(f"{running.base_url}/openrosa", username="dtv01", password=told["password"]) as phone:
        blank = {listed.form_id: phone.download(listed) for listed in phone.form_list()}
        filled = enumerator.fill(enumerator.household())
        receipt = phone.submit(filled.xml, dict(filled.attachments))

    assert "/key/" not in blank["phieu_b"].listed.download_url
    assert receipt.status == 201
    found = supervisor.processed(filled.instance_id)
    assert found["received_by"] == database["people"].find_one({"username": "dtv01"})["_id"]


def test_basic_is_taken_in_training(running):
    told = running.person("dtv02")
    headers = urllib3.make_headers(basic_auth=f"dtv02:{told['password']}")

    answer = urllib3.request("GET", f"{running.base_url}/openrosa/formList", headers=headers)

    assert answer.status == 200


def test_a_wrong_password_is_401_with_a_challenge(running):
    headers = urllib3.make_headers(basic_auth="dtv03:khong-phai")

    answer = urllib3.request("HEAD", f"{running.base_url}/openrosa/submission", headers=headers)
    with Phone(f"{running.base_url}/openrosa", username="dtv03", password="khong-phai") as phone:
        receipt = phone.submit(b"<data/>", {})

    assert answer.status == 401
    assert answer.headers.getlist("WWW-Authenticate")[0].startswith("Digest ")
    assert receipt.status == 401


def test_a_nonce_of_one_web_process_is_good_in_every_other(running):
    phone = Phone(f"{running.base_url}/openrosa", username="dtv04", password=running.person("dtv04")["password"])
    phone.form_list()
    digest = phone._digest
    assert digest is not None

    heard = [
        urllib3.PoolManager().request(
            "GET",
            f"{running.base_url}/openrosa/formList",
            headers={"Authorization": digest.header("GET", "/openrosa/formList")},
        )
        for _ in range(8)
    ]

    assert [one.status for one in heard] == [200] * 8


def test_metrics_tell_the_sum_of_all_processes(running):
    def asked() -> float:
        told = urllib3.PoolManager().request("GET", f"{running.base_url}/metrics").data.decode()
        lines = [line for line in told.splitlines() if line.startswith("rasoat_requests_total{") and "healthz" in line]
        return sum(float(line.rsplit(" ", 1)[1]) for line in lines)

    before = asked()
    for _ in range(12):
        urllib3.PoolManager().request("GET", f"{running.base_url}/healthz")

    assert asked() == before + 12
    assert "rasoat_submissions_processed_total" in urllib3.request("GET", f"{running.base_url}/metrics").data.decode()


def test_digest_signs_addresses_of_any_letters(running):
    with Phone(f"{running.base_url}/openrosa", username="dtv02", password=running.person("dtv02")["password"]) as phone:
        phone.form_list()
        answers = [
            phone._request("GET", f"{running.base_url}/openrosa/forms/{form_id}/versions/1/form.xml")
            for form_id in ("bi%C3%AAn_b%E1%BA%A3n", "a%20b%2Fc", "x'(y)")
        ]

    assert [one.status for one in answers] == [404, 404, 404]


def test_a_disabled_person_is_refused_at_every_door(running, database):
    printed = rasoat(running, "users", "add", "dtv91", "--name", "A", "--role", "enumerator", "--area", VILLAGE_1)
    password = printed.split()[1]
    people = database["people"]
    with Phone(f"{running.base_url}/openrosa", username="dtv91", password=password) as phone:
        phone.form_list()
        people.update_one({"username": "dtv91"}, {"$set": {"is_disabled": True}})

        with pytest.raises(PhoneTrouble) as refusal:
            phone.form_list()

    assert refusal.value.status == 403
    assert "khóa" in str(refusal.value)
    signing_in = Api(running, "dtv91", password).call("POST", "/sessions", {"username": "dtv91", "password": password})
    assert (signing_in.status, signing_in.body["code"]) == (403, "auth.person_disabled")


def test_a_revoked_key_is_403_and_never_a_question_for_a_password(running, database):
    url = running.person("truongthon01")["openrosa_url"]
    key_id = hashlib.sha256(url.rsplit("/", 1)[1].encode()).hexdigest()
    people = database["people"]
    assert urllib3.request("GET", f"{url}/formList").status == 200
    people.update_one({"phone_keys": key_id}, {"$pull": {"phone_keys": key_id}})
    try:
        answer = urllib3.request("GET", f"{url}/formList")
    finally:
        people.update_one({"username": "truongthon01"}, {"$push": {"phone_keys": key_id}})

    assert answer.status == 403, "with the very next request"
    assert "WWW-Authenticate" not in answer.headers
    assert b"OpenRosaResponse" in answer.data


def test_an_enumerator_may_not_read_over_the_api(running):
    with Api(running, "dtv01") as api:
        answers = [api.call("GET", path) for path in ("/submissions", "/cases", "/submissions/x", "/submissions/x/xml")]

    assert {(one.status, one.body["code"]) for one in answers} == {(403, "auth.permission_missing")}


def test_nobody_judges_a_form_that_he_filled_himself(running, enumerator, supervisor):
    household = enumerator.household()
    with Enumerator(running, "gsv01") as himself:
        filled = himself.fill(household)
        assert himself.send(filled) == 201
    supervisor.processed(filled.instance_id)

    own = [supervisor.review(filled.instance_id, "approve"), supervisor.review(filled.instance_id, "return", "x")]
    with Api(running, "canbo01") as officer:
        other = officer.review(filled.instance_id, "approve")

    assert {(one.status, one.body["code"]) for one in own} == {(422, "submissions.own_form")}
    assert other.status == 200


def test_of_two_who_judge_the_same_state_the_second_is_told(running, enumerator, supervisor):
    filled = enumerator.fill(enumerator.household())
    enumerator.send(filled)
    supervisor.processed(filled.instance_id)
    seen = supervisor.call("GET", f"/submissions/{filled.instance_id}").headers["ETag"]
    with Api(running, "canbo01") as officer:
        assert officer.review(filled.instance_id, "return", "Thiếu ảnh", If_Match=seen).status == 200

    late = supervisor.review(filled.instance_id, "approve", If_Match=seen)

    assert (late.status, late.body["code"]) == (409, "submissions.changed")
    assert supervisor.submission(filled.instance_id)["review_state"] == "has_issues"


def test_a_verdict_that_the_rules_forbid_is_422_with_its_code(running, enumerator, supervisor):
    filled = enumerator.fill(enumerator.household())
    enumerator.send(replace(filled, xml=changed(filled.xml, b1_03=None, b1_09=None)))
    unscored = supervisor.processed(filled.instance_id)

    answers = {
        "no score": supervisor.review(filled.instance_id, "approve"),
        "no reason": supervisor.review(filled.instance_id, "return", "   "),
        "no verdict": supervisor.review(filled.instance_id, "reject"),
    }

    assert unscored["score"] is None
    assert "not_scored" in kinds(unscored)
    assert supervisor.case(unscored["case_id"])["stage"] == "surveyed"
    assert {name: (one.status, one.body["code"]) for name, one in answers.items()} == {
        "no score": (422, "submissions.not_scored"),
        "no reason": (422, "submissions.reason_missing"),
        "no verdict": (422, "invalid_input"),
    }
