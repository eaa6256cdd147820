import base64
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.auth.http_digest import NONCE_LIVES, DigestAnswer, Nonces, challenge
from app.auth.passwords import REALM, ha1
from app.training.digest import DigestAnswers

NOW = datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC)

# RFC 2617, 3.5: Mufasa, testrealm@host.com, "Circle Of Life".
RFC_HA1 = "939e7578ed9e3c518a452acee763bce9"
RFC = DigestAnswer(
    username="Mufasa",
    nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093",
    uri="/dir/index.html",
    response="6629fae49393a05397450978507c4ef1",
    qop="auth",
    nc="00000001",
    cnonce="0a4f113b",
)


def test_the_example_of_the_rfc_is_right():
    assert RFC.is_for("GET", "/dir/index.html", RFC_HA1)


def test_the_example_without_qop_is_right():
    # RFC 2069's way, as the errata have it
    old = replace(RFC, qop="", nc="", cnonce="", response="670fd8c2df070c60b045671b8b24ff02")

    assert old.is_for("GET", "/dir/index.html", RFC_HA1)


@pytest.mark.parametrize(
    "changed",
    [
        {"nonce": "x"},
        {"uri": "/dir/other.html"},
        {"response": "6629fae49393a05397450978507c4ef2"},
        {"response": ""},
        {"response": "é"},
        {"qop": "auth-int"},
        {"nc": "00000002"},
        {"cnonce": "0a4f113c"},
    ],
)
def test_any_other_part_makes_it_wrong(changed):
    assert not replace(RFC, **changed).is_for("GET", "/dir/index.html", RFC_HA1)


def test_another_method_or_secret_makes_it_wrong():
    assert not RFC.is_for("POST", "/dir/index.html", RFC_HA1)
    assert not RFC.is_for("GET", "/dir/index.html", RFC_HA1.replace("9", "8"))


@given(st.text(max_size=60))
def test_no_header_of_any_text_fails(text):
    DigestAnswer.parse(text)
    DigestAnswer.parse(f"Digest {text}")


@given(username=st.from_regex(r"\A[a-z0-9.@_-]{1,40}\Z"), password=st.text(min_size=1), query=st.text(max_size=20))
def test_what_a_phone_answers_is_right_for_its_password_only(username, password, query):
    target = "/openrosa/formList" + (f"?x={base64.urlsafe_b64encode(query.encode()).decode()}" if query else "")
    asked = challenge(Nonces("key"), NOW, stale=False)

    answer = DigestAnswer.parse(DigestAnswers(username, password, asked).header("GET", target))

    assert answer is not None
    assert answer.is_for("GET", target, ha1(username, password))
    assert not answer.is_for("GET", target, ha1(username, f"{password}x"))


@pytest.mark.parametrize("header", ["Basic YTpi", f'Digest realm="{REALM}"', "", "Digest", "Digest =", "Digest a=,b="])
def test_what_is_no_answer_is_none(header):
    assert DigestAnswer.parse(header) is None


# --- nonces ---------------------------------------------------------------------------------------------------


def test_a_nonce_is_known_to_every_process_with_the_key_and_to_no_other():
    nonce = Nonces("key").make(NOW)

    assert Nonces("key").is_ours(nonce)
    assert not Nonces("other").is_ours(nonce)


@given(st.text(max_size=80))
def test_no_other_text_is_a_nonce_of_ours(text):
    assert not Nonces("key").is_ours(text)


@pytest.mark.parametrize(
    ("age", "fresh"), [(timedelta(), True), (NONCE_LIVES - timedelta(seconds=1), True), (NONCE_LIVES, False)]
)
def test_a_nonce_lives_half_a_day(age, fresh):
    nonces = Nonces("key")

    assert nonces.is_fresh(nonces.make(NOW), NOW + age) is fresh


def test_nonces_differ():
    nonces = Nonces("key")

    assert len({nonces.make(NOW) for _ in range(100)}) == 100


@given(st.permutations(list(range(1, 40))))
def test_counts_in_any_order_are_new_once(order):
    nonces = Nonces("key")

    assert [nonces.is_first_use("n", f"{count:08x}") for count in order] == [True] * 39
    assert [nonces.is_first_use("n", f"{count:08x}") for count in order] == [False] * 39


def test_a_count_far_behind_the_others_is_a_replay():
    nonces = Nonces("key")
    assert nonces.is_first_use("n", f"{10_000:08x}")

    assert not nonces.is_first_use("n", "00000001")
    assert nonces.is_first_use("n", f"{9_999:08x}")


@pytest.mark.parametrize("nc", ["zz", "é", "-"])
def test_what_is_no_count_is_no_first_use(nc):
    assert not Nonces("key").is_first_use("n", nc)


def test_many_nonces_and_counts_take_bounded_memory():
    nonces = Nonces("key")
    for number in range(12_000):
        nonces.is_first_use(f"n{number}", "00000001")
        nonces.is_first_use("busy", f"{number:08x}")

    assert len(nonces._seen) <= 10_000
    assert len(nonces._seen["busy"]) <= 2 * 4096 + 1


def test_a_challenge_says_what_phones_know_and_whether_only_the_nonce_was_old():
    asked = challenge(Nonces("key"), NOW, stale=True)

    assert asked.startswith(f'Digest realm="{REALM}", qop="auth", nonce="')
    assert asked.endswith(', algorithm=MD5, domain="/", stale=true')
    assert "stale" not in challenge(Nonces("key"), NOW, stale=False)
