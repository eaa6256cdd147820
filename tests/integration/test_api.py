"""/api/v1: pages, filters, who sees what, refusals as JSON."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from app.auth.permissions import Role
from app.jobs.worker import drain
from submissions import repository
from tests.integration import places
from tests.integration.places import COMMUNE, PASSWORD, VILLAGE_1, VILLAGE_2, Program, an_instance, send, somebody

pytestmark = pytest.mark.services

ID = "uuid:11111111-2222-4333-8444-555555555555"


@pytest.fixture
def supervisor(app, villages, clock):
    return Program.of(app, somebody(clock, Role.SUPERVISOR, COMMUNE))


@pytest.fixture
def sent(client, form, enumerator, definitions, clock):
    """Forms of two villages, a minute apart; the ids, newest first."""
    neighbour = somebody(clock, area=VILLAGE_2)
    ids = []
    for number in range(12):
        who = enumerator if number % 3 else neighbour
        send(client, who.door, an_instance(f"uuid:{number:02d}"))
        ids.insert(0, f"uuid:{number:02d}")
        clock.advance(timedelta(minutes=1))
    drain(definitions, clock)
    return ids


def ids_of(rows):
    return [one["instance_id"] for one in rows]


# --- lists ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("limit", [1, 5, 12, 13, 500])
def test_pages_of_any_size_go_through_everything_once_newest_first(supervisor, sent, limit):
    assert ids_of(supervisor.all_pages("/submissions", limit)) == sent


def test_what_comes_while_somebody_pages_moves_nothing(client, supervisor, sent, enumerator, clock):
    first = supervisor.call("GET", "/submissions?limit=5").json
    send(client, enumerator.door, an_instance("uuid:new"))

    second = supervisor.call("GET", f"/submissions?limit=5&cursor={first['next_cursor']}").json

    assert ids_of(first["items"] + second["items"]) == sent[:10]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("form_id=hop_thon", 12),
        ("form_id=khac", 0),
        ("village=2012801", 8),
        (f"village={VILLAGE_1}", 8),
        ("village=2012802", 4),
        ("village=9999999", 0),
        ("village=46/4/", 0),
        ("village=01/", 0),
        ("review_state=received", 12),
        ("review_state=approved", 0),
        ("processing_state=processed", 12),
        ("processing_state=waiting", 0),
        ("household_id=h1", 0),
    ],
)
def test_filters_leave_what_fits(supervisor, sent, asked, found):
    assert len(supervisor.all_pages(f"/submissions?{asked}", 500)) == found


@pytest.mark.parametrize(
    ("role", "area", "found"),
    [
        (Role.SUPERVISOR, VILLAGE_1, 8),
        (Role.COMMUNE_OFFICER, COMMUNE, 12),
        (Role.PROVINCE_OFFICER, "46/", 12),
        (Role.ADMINISTRATOR, "", 12),
        (Role.SUPERVISOR, "46/4/", 0),
        (Role.SUPERVISOR, "46/482/20128/20128/", 0),
    ],
)
def test_everybody_sees_his_own_area_only(app, sent, clock, role, area, found):
    program = Program.of(app, somebody(clock, role, area))

    assert len(program.all_pages("/submissions", 500)) == found
    assert (program.call("GET", f"/submissions/{sent[0]}").status_code == 200) == (
        sent[0] in ids_of(program.all_pages("/submissions", 500))
    )


@pytest.mark.parametrize(
    "asked",
    ["limit=0", "limit=501", "limit=x", "limit=-1", "cursor=!!", "cursor=-5", "cursor=%C4%91", f"cursor={'z' * 60}"],
)
def test_a_page_that_cannot_be_is_422(supervisor, sent, asked):
    for path in ("/submissions", "/cases"):
        answer = supervisor.call("GET", f"{path}?{asked}")

        assert (answer.status_code, answer.json["code"]) == (422, "invalid_input"), answer.text


def test_a_filter_that_there_is_not_is_refused_and_not_passed_over(supervisor, sent):
    answer = supervisor.call("GET", "/submissions?from=hop_thon")

    assert (answer.status_code, answer.json["code"]) == (422, "invalid_input")


def test_cases_are_paged_and_filtered(app, opened, clock):
    program = Program.of(app, somebody(clock, Role.SUPERVISOR, COMMUNE))

    def found(asked):
        return sorted(one["household_id"] for one in program.all_pages(f"/cases?{asked}", 2))

    assert found("") == ["h1", "h2", "h3"]
    assert found("stage=to_survey") == ["h1", "h3"]
    assert found("village=2012802") == ["h3"]
    assert found("round_id=other") == []
    of_village = Program.of(app, somebody(clock, Role.SUPERVISOR, VILLAGE_2))
    assert [one["household_id"] for one in of_village.all_pages("/cases", 5)] == ["h3"]


def test_a_case_of_another_area_is_not_there(app, opened, clock):
    of_commune = Program.of(app, somebody(clock, Role.SUPERVISOR, COMMUNE))
    of_village = Program.of(app, somebody(clock, Role.SUPERVISOR, VILLAGE_2))
    cases = {one["household_id"]: one["id"] for one in of_commune.all_pages("/cases", 5)}

    answers = [of_village.call("GET", f"/cases/{cases[one]}") for one in ("h3", "h1")]

    assert [one.status_code for one in answers] == [200, 404]
    assert answers[0].json["history"][0]["stage"] == "to_survey"
    assert answers[1].json["code"] == "review.case_not_found"


# --- verdicts -------------------------------------------------------------------------------------------------


def test_a_verdict_is_written_with_its_history_and_a_new_etag(supervisor, sent):
    before = supervisor.call("GET", f"/submissions/{sent[0]}")

    answer = supervisor.call(
        "POST",
        f"/submissions/{sent[0]}/review",
        {"verdict": "return", "reason": "  Thiếu\n ảnh  ", "questions": ["/data/photo"]},
        If_Match=before.headers["ETag"],
    )

    assert (answer.status_code, answer.json["review_state"], answer.json["review_reason"]) == (
        200,
        "has_issues",
        "Thiếu ảnh",
    )
    assert answer.headers["ETag"] != before.headers["ETag"]
    assert [one["act"] for one in repository.find("hop_thon", sent[0])["history"]] == ["received", "has_issues"]


def test_of_many_verdicts_on_one_state_exactly_one_is_written(app, supervisor, sent, clock):
    officers = [Program.of(app, somebody(clock, Role.COMMUNE_OFFICER, COMMUNE)) for _ in range(6)]
    tag = supervisor.call("GET", f"/submissions/{sent[0]}").headers["ETag"]
    together = Barrier(6)

    def judge(program):
        program.client = app.test_client()
        together.wait()
        body = {"verdict": "return", "reason": program.username}
        return program.call("POST", f"/submissions/{sent[0]}/review", body, If_Match=tag).status_code

    with ThreadPoolExecutor(6) as threads:
        heard = sorted(threads.map(judge, officers))

    assert heard == [200] + [409] * 5
    acts = [one["act"] for one in repository.find("hop_thon", sent[0])["history"]]
    assert acts == ["received", "has_issues"]


@pytest.mark.parametrize("tag", ['"99"', '"x"', "5", 'W/"1"', '"1", "2"'])
def test_an_etag_of_another_state_is_409(supervisor, sent, tag):
    body = {"verdict": "approve"}

    answer = supervisor.call("POST", f"/submissions/{sent[0]}/review", body, If_Match=tag)

    assert (answer.status_code, answer.json["code"]) == (409, "submissions.changed")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"verdict": "reject"},
        {"verdict": 1},
        {"verdict": "return", "reason": "x" * 2001},
        {"verdict": "approve", "questions": "a"},
        [],
    ],
)
def test_a_verdict_of_the_wrong_shape_is_422_and_names_the_fields(supervisor, sent, body):
    answer = supervisor.call("POST", f"/submissions/{sent[0]}/review", body)

    assert (answer.status_code, answer.json["code"]) == (422, "invalid_input")
    assert answer.json["details"]["fields"]


def test_who_only_reads_gives_no_verdict(app, sent, clock):
    for role in (Role.AUDITOR, Role.COMMUNE_CHAIRMAN, Role.ADMINISTRATOR, Role.DISTRICT_OFFICER):
        program = Program.of(app, somebody(clock, role, COMMUNE))
        answer = program.call("POST", f"/submissions/{sent[0]}/review", {"verdict": "approve"})

        assert (answer.status_code, answer.json["code"]) == (403, "auth.permission_missing")


def test_a_form_that_was_not_read_yet_is_not_judged(client, supervisor, form, enumerator):
    send(client, enumerator.door, an_instance(ID))

    answer = supervisor.call("POST", f"/submissions/{ID}/review", {"verdict": "approve"})

    assert (answer.status_code, answer.json["code"]) == (422, "submissions.not_yet_read")


# --- refusals -------------------------------------------------------------------------------------------------


def test_every_refusal_has_code_message_details_and_request_id(supervisor):
    answers = {
        404: supervisor.call("GET", "/submissions/none"),
        405: supervisor.call("DELETE", "/submissions"),
        401: Program(supervisor.client, "").call("GET", "/submissions"),
        422: supervisor.call("GET", "/submissions?limit=x"),
    }

    for status, answer in answers.items():
        assert answer.status_code == status
        assert set(answer.json) == {"code", "message", "details", "request_id"}
        assert answer.json["message"]
        assert answer.json["request_id"] == answer.headers["X-Request-Id"]
    assert answers[401].headers["WWW-Authenticate"].startswith("Bearer")


def test_an_address_of_the_api_that_is_not_there_is_json(client):
    answer = client.get("/api/v1/none")

    assert (answer.status_code, answer.json["code"]) == (404, "not_found")


def test_messages_follow_the_callers_language(supervisor):
    vi, en = (supervisor.call("GET", "/submissions/none", Accept_Language=one).json["message"] for one in ("vi", "en"))

    assert vi != en
    assert en.startswith("There is no such form")


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'{"username": 1}', b"\xff\xfe", b'{"username": "a", "password": "b"}']
)
def test_a_sign_in_of_any_shape_is_refused_and_never_fails(client, body):
    answer = client.post("/api/v1/sessions", data=body, content_type="application/json")

    assert answer.status_code in (400, 401, 422)
    assert answer.json["code"]


@pytest.mark.parametrize(
    "odd", ["\ud800", "\0", "a\0b", "￿", "𝕏" * 50], ids=["half", "nul", "nul inside", "no character", "beyond"]
)
def test_odd_characters_are_refused_and_never_fail(client, supervisor, sent, odd):
    asked = [
        ("/sessions", {"username": odd, "password": "x"}),
        ("/sessions", {"username": "x", "password": odd}),
        (f"/submissions/{sent[0]}/review", {"verdict": "return", "reason": odd}),
    ]

    heard = [
        client.post(
            f"/api/v1{path}", data=json.dumps(body), content_type="application/json", headers=supervisor.headers
        )
        for path, body in asked
    ]

    assert [one.text for one in heard if one.status_code >= 500] == []


# --- sign-in --------------------------------------------------------------------------------------------------


def test_the_answer_to_a_sign_in_names_the_person_and_no_secret(client, villages, clock):
    who = somebody(clock, Role.SUPERVISOR, COMMUNE, username="gsv77")

    answer = client.post("/api/v1/sessions", json={"username": " GSV77 ", "password": PASSWORD})

    assert answer.status_code == 201
    assert answer.json["person"] == {
        "id": who.person.id,
        "username": "gsv77",
        "name": who.person.name,
        "roles": ["supervisor"],
        "area_code": "20128",
    }
    assert len(answer.json["token"]) == 64
    assert PASSWORD not in answer.text


def test_a_token_ends_after_half_a_day(supervisor, clock):
    clock.advance(timedelta(hours=11, minutes=59))
    before = supervisor.call("GET", "/submissions").status_code
    clock.advance(timedelta(minutes=2))

    assert (before, supervisor.call("GET", "/submissions").status_code) == (200, 401)


def test_the_token_of_somebody_disabled_ends_at_once(app, villages, clock):
    who = somebody(clock, Role.SUPERVISOR, COMMUNE)
    program = Program.of(app, who)
    who.person.is_disabled = True
    who.person.save()

    assert program.call("GET", "/submissions").status_code == 401


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer x", "bearer \t", "Basic YTpi", "x", "Bearer é"])
def test_what_is_no_token_is_401(client, header):
    answer = client.get("/api/v1/submissions", headers={"Authorization": header.encode().decode("latin-1")})

    assert (answer.status_code, answer.json["code"]) == (401, "auth.not_signed_in")


def test_a_phones_key_opens_no_api(client, enumerator):
    answer = client.get("/api/v1/submissions", headers={"Authorization": f"Bearer {enumerator.key}"})

    assert answer.status_code == 401


def test_the_description_names_every_route_and_its_page_is_readable(client):
    spec = client.get("/api/v1/openapi.json").json
    page = client.get("/api/docs")

    assert {"/api/v1/sessions", "/api/v1/submissions", "/api/v1/cases"} <= set(spec["paths"])
    assert page.content_type == "text/html; charset=utf-8"
    assert all(path in page.text for path in spec["paths"])


def test_forms_are_listed_with_their_versions(app, publish, clock, villages):
    publish("1")
    publish("2", extra="| | text | more | Thêm |")
    program = Program.of(app, somebody(clock, Role.SUPERVISOR, COMMUNE))

    (told,) = program.call("GET", "/forms").json

    assert (told["form_id"], told["role"], told["state"]) == ("hop_thon", "meeting", "open")
    assert (told["current_version"], told["versions"]) == ("2", ["1", "2"])
    assert (told["next_version"], told["next_at"]) == (None, None)


def test_the_bytes_as_received_are_given_back(client, supervisor, form, enumerator):
    xml = an_instance(ID).replace(b"><", b">\n<")
    send(client, enumerator.door, xml)

    answer = supervisor.call("GET", f"/submissions/{ID}/xml")

    assert (answer.data, answer.content_type) == (xml, "application/xml")
    assert places.PASSWORD not in answer.text
