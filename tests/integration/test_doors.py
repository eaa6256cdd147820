"""Who gets in by which door: keys, Digest, Basic, sessions; and who is kept out for how long."""

import base64
import re
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from app.auth import people, phone_keys, throttle
from app.auth.http_digest import NONCE_LIVES
from app.auth.models import FailedSignIns, PhoneKey, Session
from app.auth.permissions import Role
from app.training.digest import DigestAnswers
from app.web import create_app
from config.settings import Environment
from core.actor import SYSTEM
from core.ids import digest
from tests.integration.places import PASSWORD, VILLAGE_1, an_instance, somebody, told

pytestmark = pytest.mark.services

LIST = "/openrosa/formList"


@pytest.fixture
def challenge(client):
    """A fresh one, each time it is called."""
    return lambda: client.get(LIST).headers["WWW-Authenticate"]


def by_digest(client, answers, target=LIST, method="GET", **more):
    return client.open(target, method=method, headers={"Authorization": answers.header(method, target)}, **more)


def basic(username, password):
    return {"Authorization": "Basic " + base64.b64encode(f"{username}:{password}".encode()).decode()}


# --- Digest ---------------------------------------------------------------------------------------------------


def test_a_phone_signs_in_by_digest_and_goes_on_with_the_same_nonce(client, form, enumerator, challenge):
    answers = DigestAnswers(enumerator.person.username, PASSWORD, challenge())

    heard = [by_digest(client, answers, f"{LIST}?deviceID=collect%3Aa{number}").status_code for number in range(3)]

    assert heard == [200, 200, 200]


def test_a_submission_is_taken_by_digest(client, form, enumerator, challenge):
    answers = DigestAnswers(enumerator.person.username, PASSWORD, challenge())

    head = by_digest(client, answers, "/openrosa/submission", "HEAD")
    post = by_digest(client, answers, "/openrosa/submission", "POST", data=an_instance(), content_type="text/xml")

    assert (head.status_code, post.status_code) == (204, 201)


def test_a_username_may_be_written_in_capitals(client, form, enumerator, challenge):
    assert by_digest(client, DigestAnswers(enumerator.person.username, PASSWORD, challenge())).status_code == 200
    upper = basic(enumerator.person.username.upper(), PASSWORD)
    assert client.get(LIST, headers=upper).status_code == 200


def test_counts_may_come_out_of_order_and_never_twice(client, form, enumerator, challenge):
    answers = DigestAnswers(enumerator.person.username, PASSWORD, challenge())
    headers = [{"Authorization": answers.header("GET", LIST)} for _ in range(5)]

    heard = [client.get(LIST, headers=headers[place]).status_code for place in (4, 0, 2, 1, 3)]
    again = client.get(LIST, headers=headers[2])

    assert heard == [200] * 5
    assert again.status_code == 401
    assert "stale=true" in again.headers["WWW-Authenticate"]


def test_an_old_nonce_is_stale_and_costs_nobody_a_failure(client, form, enumerator, challenge, clock):
    answers = DigestAnswers(enumerator.person.username, PASSWORD, challenge())
    clock.advance(NONCE_LIVES)

    answer = by_digest(client, answers)

    assert answer.status_code == 401
    assert "stale=true" in answer.headers["WWW-Authenticate"]
    assert FailedSignIns.objects.count() == 0
    again = DigestAnswers(enumerator.person.username, PASSWORD, answer.headers["WWW-Authenticate"])
    assert by_digest(client, again).status_code == 200


def test_a_right_answer_to_a_nonce_of_another_server_is_asked_for_again_without_a_person(
    client, form, enumerator, challenge, settings, blobs, clock
):
    other = create_app(replace(settings, secret_key="another secret key, long enough"), blobs=blobs, clock=clock)
    answers = DigestAnswers(enumerator.person.username, PASSWORD, challenge())

    answer = by_digest(other.test_client(), answers)

    assert answer.status_code == 401
    assert "stale=true" in answer.headers["WWW-Authenticate"]


def test_an_answer_for_one_address_or_method_opens_no_other(client, form, enumerator, challenge):
    answers = DigestAnswers(enumerator.person.username, PASSWORD, challenge())

    other_query = client.get(f"{LIST}?formID=x", headers={"Authorization": answers.header("GET", LIST)})
    other_method = client.head(LIST, headers={"Authorization": answers.header("GET", LIST)})

    assert (other_query.status_code, other_method.status_code) == (401, 401)


def test_the_address_may_be_escaped_in_another_way(client, form, enumerator, challenge):
    answers = DigestAnswers(enumerator.person.username, PASSWORD, challenge())
    signed = answers.header("GET", f"{LIST}?deviceID=collect:a")

    assert client.get(f"{LIST}?deviceID=collect%3Aa", headers={"Authorization": signed}).status_code == 200


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Digest",
        "Digest ",
        "Digest x",
        "Digest =",
        'Digest username="',
        "Digest username=,realm=",
        'Digest username="{name}", realm="Ra Soat", nonce="", uri="/openrosa/formList", response="x"',
        'Digest username="{name}", realm="Ra Soat", nonce="é", uri="/openrosa/formList", response="é"',
        'Digest username="{name}", realm="Ra Soat", nonce="!", uri="/openrosa/formList", response="é", nc=, cnonce=',
        'Digest username="{name}", realm="Ra Soat", nonce="AAAA", uri="%", response="x", qop=auth, nc=zz, cnonce="c"',
        'Digest username="{name}", realm="other", nonce="AAAA", uri="/openrosa/formList", response="x"',
        'Digest username="{name}", realm="Ra Soat", algorithm=SHA-256, nonce="A", uri="/", response="x"',
        "Basic",
        "Basic !!!",
        "Basic é",
        "Basic YQ==",
        "Basic gICA",
        "Basic " + base64.b64encode(b"x:\0").decode(),
        "Bearer abc",
        "Negotiate abc",
    ],
)
def test_no_header_opens_the_door_or_breaks_it(client, form, enumerator, header):
    sent = header.replace("{name}", enumerator.person.username).encode().decode("latin-1")

    answer = client.get(LIST, headers={"Authorization": sent})

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Digest ")
    assert told(answer)


# --- Basic ----------------------------------------------------------------------------------------------------


def test_basic_is_offered_and_taken_only_where_nobody_can_listen_in(settings, blobs, clock, form, enumerator):
    production = replace(settings, environment=Environment.PRODUCTION, base_url="https://rasoat.example")
    client = create_app(production, blobs=blobs, clock=clock).test_client()
    right = basic(enumerator.person.username, PASSWORD)

    plain, asked_plain = client.get(LIST, headers=right), client.get(LIST)
    secure = client.get(LIST, headers=right, base_url="https://rasoat.example")
    asked_secure = client.get(LIST, base_url="https://rasoat.example")

    assert (plain.status_code, secure.status_code) == (401, 200)
    assert [one.split()[0] for one in asked_plain.headers.getlist("WWW-Authenticate")] == ["Digest"]
    assert [one.split()[0] for one in asked_secure.headers.getlist("WWW-Authenticate")] == ["Digest", "Basic"]


def test_a_new_password_shuts_out_the_old_one_at_once(client, form, enumerator, clock, challenge):
    name = enumerator.person.username
    assert client.get(LIST, headers=basic(name, PASSWORD)).status_code == 200

    people.set_password(enumerator.person, "mat-khau-moi", at=clock())

    assert client.get(LIST, headers=basic(name, PASSWORD)).status_code == 401
    assert by_digest(client, DigestAnswers(name, PASSWORD, challenge())).status_code == 401
    assert client.get(LIST, headers=basic(name, "mat-khau-moi")).status_code == 200
    assert by_digest(client, DigestAnswers(name, "mat-khau-moi", challenge())).status_code == 200


def test_a_new_password_ends_every_session(client, villages, clock):
    who = somebody(clock, Role.SUPERVISOR)
    token = client.post("/api/v1/sessions", json={"username": who.person.username, "password": PASSWORD}).json["token"]

    people.set_password(who.person, "mat-khau-moi", at=clock())

    assert client.get("/api/v1/submissions", headers={"Authorization": f"Bearer {token}"}).status_code == 401


# --- keys -----------------------------------------------------------------------------------------------------


def test_keys_and_tokens_are_kept_as_hashes_only(client, enumerator):
    body = {"username": enumerator.person.username, "password": PASSWORD}
    token = client.post("/api/v1/sessions", json=body).json["token"]

    assert [one.id for one in PhoneKey.objects] == [digest(enumerator.key)]
    assert [one.id for one in Session.objects] == [digest(token)]


def test_a_key_opens_nothing_for_somebody_whose_role_sends_no_forms(client, form, villages, clock):
    auditor = somebody(clock, Role.AUDITOR)

    for method, path in (("GET", "formList"), ("POST", "submission"), ("HEAD", "submission")):
        answer = client.open(f"{auditor.door}/{path}", method=method)
        assert answer.status_code == 403
        assert "WWW-Authenticate" not in answer.headers


@pytest.mark.parametrize("change", [phone_keys.revoke, phone_keys.renew, partial(people.disable, by=SYSTEM)])
def test_a_lost_phone_is_locked_out_with_its_next_request_in_every_process(
    client, app, settings, blobs, form, enumerator, clock, change
):
    other_process = create_app(settings, blobs=blobs, clock=clock).test_client()
    assert [one.get(f"{enumerator.door}/formList").status_code for one in (client, other_process)] == [200, 200]

    change(enumerator.person, at=clock())

    answers = [one.get(f"{enumerator.door}/formList") for one in (client, other_process)]

    assert [one.status_code for one in answers] == [403, 403]
    assert all("WWW-Authenticate" not in one.headers and told(one) for one in answers)


def test_a_lost_phone_that_signs_in_by_name_is_locked_out_until_there_is_a_new_password(
    client, form, enumerator, clock, challenge
):
    name = enumerator.person.username
    token = client.post("/api/v1/sessions", json={"username": name, "password": PASSWORD}).json["token"]
    assert client.get(LIST, headers=basic(name, PASSWORD)).status_code == 200

    people.lose_phone(enumerator.person, at=clock())
    phone_keys.renew(enumerator.person, at=clock())  # a new card, to another phone
    refused = [
        client.get(LIST, headers=basic(name, PASSWORD)),
        by_digest(client, DigestAnswers(name, PASSWORD, challenge())),
    ]
    session = client.get("/api/v1/submissions", headers={"Authorization": f"Bearer {token}"})
    people.set_password(enumerator.person, "mat-khau-moi", at=clock())

    assert [one.status_code for one in refused] == [403, 403]
    assert all("WWW-Authenticate" not in one.headers and told(one) for one in refused)
    assert session.status_code == 401
    assert by_digest(client, DigestAnswers(name, "mat-khau-moi", challenge())).status_code == 200


def test_a_new_key_ends_the_old_one_and_opens_at_once(client, form, enumerator, clock):
    key = phone_keys.renew(enumerator.person, at=clock())

    assert client.get(f"/openrosa/key/{key}/formList").status_code == 200
    assert client.get(f"{enumerator.door}/formList").status_code == 403


def test_when_a_phone_was_seen_and_its_program_are_known(client, form, enumerator, clock):
    told_by_phone = "org.odk.collect.android/v2026.3.3 Dalvik/2.1.0 (Linux; U; Android 13; SM-A035F)"

    client.get(f"{enumerator.door}/formList", headers={"User-Agent": told_by_phone})

    seen = people.find_person(enumerator.person.id).phone_seen
    assert (seen.program, seen.at) == ("ODK Collect v2026.3.3", clock())


def test_only_those_whose_phones_need_it_have_a_digest_secret(villages, clock):
    secrets = {role: somebody(clock, role).person.phone_ha1 is not None for role in Role}

    assert {role for role, has in secrets.items() if has} == {
        Role.ENUMERATOR,
        Role.SUPERVISOR,
        Role.VILLAGE_HEAD,
        Role.COMMUNE_OFFICER,
    }


# --- too many failures ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("door", ["api", "basic", "digest"])
def test_after_ten_failures_an_account_waits_whatever_the_password(client, form, enumerator, clock, challenge, door):
    name = enumerator.person.username

    def knock(password):
        if door == "api":
            return client.post("/api/v1/sessions", json={"username": name, "password": password})
        if door == "basic":
            return client.get(LIST, headers=basic(name, password))
        return by_digest(client, DigestAnswers(name, password, challenge()))

    wrong = [knock("sai").status_code for _ in range(throttle.MOST_BY_ACCOUNT_AND_ADDRESS)]
    shut = knock(PASSWORD)
    clock.advance(throttle.WINDOW + timedelta(seconds=1))
    later = knock(PASSWORD)

    assert wrong == [401] * 10
    assert shut.status_code == 429
    assert int(shut.headers["Retry-After"]) == throttle.WINDOW.total_seconds() + 1
    assert "WWW-Authenticate" not in shut.headers
    assert later.status_code in (200, 201)


def test_failures_of_one_account_do_not_shut_another(client, form, enumerator, clock):
    other = somebody(clock)
    for _ in range(throttle.MOST_BY_ACCOUNT_AND_ADDRESS):
        client.get(LIST, headers=basic(enumerator.person.username, "sai"))

    assert client.get(LIST, headers=basic(other.person.username, PASSWORD)).status_code == 200


def test_failures_of_one_address_under_many_names_shut_the_address(client, form, enumerator, clock):
    for number in range(throttle.MOST_BY_ADDRESS):
        throttle.count_failure(f"ai do {number}", "127.0.0.1", now=clock())

    answer = client.get(LIST, headers=basic(enumerator.person.username, PASSWORD))

    assert answer.status_code == 429
    assert client.get(f"{enumerator.door}/formList").status_code == 200, "a key needs no password"


def test_failures_from_very_many_addresses_shut_the_account_for_a_while(client, form, enumerator, clock):
    for number in range(throttle.MOST_BY_ACCOUNT):
        throttle.count_failure(enumerator.person.username, f"10.1.{number // 10}.1", now=clock())
    body = {"username": enumerator.person.username, "password": PASSWORD}

    assert client.post("/api/v1/sessions", json=body).status_code == 429
    clock.advance(throttle.WINDOW + timedelta(seconds=1))
    assert client.post("/api/v1/sessions", json=body).status_code == 201


def test_the_page_says_in_minutes_when_to_come_back(client, enumerator):
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/dang-nhap").text).group(1)
    body = {"csrf_token": token, "username": enumerator.person.username, "password": "sai"}
    for _ in range(throttle.MOST_BY_ACCOUNT_AND_ADDRESS + 1):
        answer = client.post("/dang-nhap", data=body)

    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "901"
    assert "Thử lại sau 16 phút." in answer.get_data(as_text=True)


def test_a_right_sign_in_forgets_the_failures_before_it(client, enumerator):
    body = {"username": enumerator.person.username, "password": PASSWORD}
    for password in ("sai",) * 9 + (PASSWORD,) + ("sai",) * 9:
        client.post("/api/v1/sessions", json={**body, "password": password})

    assert client.post("/api/v1/sessions", json=body).status_code == 201


def test_a_window_that_ended_counts_from_one(villages, clock):
    for _ in range(throttle.MOST_BY_ACCOUNT_AND_ADDRESS):
        throttle.count_failure("ai", "a", now=clock())
    clock.advance(throttle.WINDOW + timedelta(seconds=1))
    throttle.count_failure("ai", "a", now=clock())

    throttle.require_not_throttled("ai", "a", now=clock())

    assert FailedSignIns.objects(id="account ai").get().count == 1


# --- people ---------------------------------------------------------------------------------------------------


def test_a_user_name_is_taken_once_in_any_spelling(villages, clock):
    somebody(clock, username="gsv09")

    with pytest.raises(people.UsernameTaken):
        somebody(clock, username=" GSV09 ")


def test_an_unknown_role_is_refused(villages, clock):
    with pytest.raises(people.UnknownRole):
        people.add_person(username="a", name="A", roles=["vua"], area_path=VILLAGE_1, password=PASSWORD, at=clock())


def test_names_are_told_by_id_and_strangers_left_out(enumerator):
    assert people.names_of([enumerator.person.id, "nobody"]) == {enumerator.person.id: "Người Thử"}


def test_failures_from_elsewhere_do_not_shut_a_person_out(client, form, enumerator):
    """Whoever knows a name could otherwise keep its owner from sending."""
    name = enumerator.person.username
    for _ in range(throttle.MOST_BY_ACCOUNT_AND_ADDRESS + 1):
        client.get(LIST, headers=basic(name, "sai"), environ_base={"REMOTE_ADDR": "10.9.9.9"})

    assert client.get(LIST, headers=basic(name, PASSWORD)).status_code == 200
