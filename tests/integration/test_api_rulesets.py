"""/api/v1/rulesets: the same as the command prints, wrong input is 422 with a code and a reason."""

import json

import pytest

from app.auth.permissions import Role
from review.actions import questions
from review.rulesets import all_rulesets, get_ruleset
from tests.households import a_household
from tests.integration.places import Program, somebody

pytestmark = pytest.mark.services

OLD = "vn-2016-2020"


@pytest.fixture
def program(app, villages, clock):
    """An enumerator: rule sets are law, whoever works with forms may ask."""
    return Program.of(app, somebody(clock, Role.ENUMERATOR))


def test_rule_sets_are_listed_with_their_hashes(program):
    listed = program.call("GET", "/rulesets").json

    assert [(one["id"], one["hash"]) for one in listed] == [(one.id, one.hash) for one in all_rulesets().values()]
    assert listed[0]["valid_from"] == "2016-01-01"
    assert (listed[0]["items"], listed[0]["indicators"]) == (13, 10)


@pytest.mark.parametrize("ruleset_id", list(all_rulesets()))
def test_a_rule_set_is_told_whole(program, ruleset_id):
    told, sheet = program.call("GET", f"/rulesets/{ruleset_id}").json, get_ruleset(ruleset_id)

    assert [item["code"] for item in told["items"]] == [item.code for item in sheet.items]
    first = told["items"][0]["answers"][0]
    assert first["points"] == dict(sheet.items[0].answers[0].points)
    assert first["points_source"] == sheet.items[0].answers[0].points_source
    assert told["lines"]["rural"].keys() == sheet.lines["rural"].keys()
    assert told["indicators"][0]["condition"]["parts"]


def test_classify_answers_what_the_command_prints(program):
    asked = {"area": "rural", "b1": 121, "b2": 20, "prev": "poor", "history": ["near_poor", "poor"]}

    answer = program.call("POST", f"/rulesets/{OLD}/classify", asked)

    assert answer.status_code == 200, answer.text
    assert answer.json["reason"]["vi"] == "B1 = 121 > 120 và ≤ 150; B2 = 20 < 30: cận nghèo"
    assert answer.json["change"] == "poor_to_near_poor"
    wanted = questions.classify_totals(
        OLD, b1=121, b2=20, area_kind="rural", before="poor", history=["near_poor", "poor"]
    )
    assert answer.json == json.loads(json.dumps(wanted | {"ruleset_source": "in_force"}))


@pytest.mark.parametrize("ruleset_id", list(all_rulesets()))
def test_score_answers_what_the_command_prints(program, ruleset_id):
    household = a_household(get_ruleset(ruleset_id))

    answer = program.call("POST", f"/rulesets/{ruleset_id}/score", {"region": "NT3", "answers": household})

    assert answer.status_code == 200, answer.text
    wanted = questions.score_answers(ruleset_id, household, score_area="NT3")
    assert answer.json == json.loads(json.dumps(wanted | {"ruleset_source": "in_force"}))
    assert answer.json["class"] is not None


def test_missing_answers_are_named_without_a_class(program):
    told = program.call("POST", f"/rulesets/{OLD}/score", {"region": "NT3", "answers": {}}).json

    assert (told["b1"], told["b2"], told["class"], told["reason"]) == (None, None, None, None)
    assert len(told["missing"]) == 23


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"area": "rural", "b1": 121, "b2": 29}, "review.b2_not_a_step"),
        ({"area": "rural", "b1": 121, "b2": 110}, "review.b2_too_high"),
        ({"area": "rural", "b1": -1, "b2": 20}, "review.total_negative"),
        ({"region": "NT9", "b1": 1, "b2": 20}, "form_engine.score_area_unknown"),
        ({"area": "rural", "region": "TT", "b1": 1, "b2": 20}, "review.sheet_does_not_fit_area"),
        ({"area": "coastal", "b1": 1, "b2": 20}, "review.area_kind_unknown"),
        ({"b1": 1, "b2": 20}, "review.area_missing"),
        ({"area": "rural", "b1": 1_000, "b2": 20}, "review.b1_too_high"),
        ({"area": "rural", "b1": 1, "b2": 20, "prev": "rich"}, "review.standing_unknown"),
        ({"area": "rural", "b1": 1, "b2": 20, "history": ["rich"]}, "review.standing_unknown"),
        ({"area": "rural", "b1": 1.5, "b2": 20}, "invalid_input"),
        ({"area": "rural", "b1": 1}, "invalid_input"),
        ([], "invalid_input"),
    ],
)
def test_totals_that_no_household_can_have_are_422(program, asked, code):
    answer = program.call("POST", f"/rulesets/{OLD}/classify", asked)

    assert (answer.status_code, answer.json["code"]) == (422, code), answer.text
    assert answer.json["message"]


def test_the_reason_comes_in_the_language_of_the_caller(program):
    asked = {"area": "rural", "b1": 121, "b2": 29}

    vietnamese = program.call("POST", f"/rulesets/{OLD}/classify", asked, Accept_Language="vi").json["message"]
    english = program.call("POST", f"/rulesets/{OLD}/classify", asked, Accept_Language="en").json["message"]

    assert english == "B2 must be a multiple of 10, not 29"
    assert vietnamese not in ("", english)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"region": "NT9", "answers": {}}, "form_engine.score_area_unknown"),
        ({"region": "NT3", "answers": []}, "review.answers_unreadable"),
        ({"region": "NT3"}, "invalid_input"),
        ({"answers": {}}, "invalid_input"),
    ],
)
def test_answers_that_cannot_be_scored_are_422(program, asked, code):
    answer = program.call("POST", f"/rulesets/{OLD}/score", asked)

    assert (answer.status_code, answer.json["code"]) == (422, code), answer.text


def test_a_number_that_nobody_could_write_out_is_no_answer(program):
    answers = a_household(get_ruleset(OLD), average_monthly_kwh="1e999999999")

    told = program.call("POST", f"/rulesets/{OLD}/score", {"region": "NT3", "answers": answers}).json

    assert told["missing"] == ["b1_08"]


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/rulesets/vn-1990"), ("POST", "/rulesets/vn-1990/classify"), ("POST", "/rulesets/vn-1990/score")],
)
def test_an_unknown_rule_set_is_404(program, method, path):
    body = {"area": "rural", "region": "NT3", "b1": 1, "b2": 20, "answers": {}} if method == "POST" else None
    if body and path.endswith("classify"):
        del body["answers"]
    elif body:
        body = {"region": "NT3", "answers": {}}

    answer = program.call(method, path, body)

    assert (answer.status_code, answer.json["code"]) == (404, "review.ruleset_unknown")


def test_nobody_asks_without_signing_in(client):
    for method, path in (("GET", ""), ("GET", f"/{OLD}"), ("POST", f"/{OLD}/classify"), ("POST", f"/{OLD}/score")):
        assert client.open(f"/api/v1/rulesets{path}", method=method, json={}).status_code == 401


def test_the_description_tells_of_every_call(client):
    paths = client.get("/api/v1/openapi.json").json["paths"]

    score = paths["/api/v1/rulesets/{ruleset_id}/score"]["post"]
    assert "`missing` names the items" in score["description"]
    assert {"200", "422"} <= set(score["responses"])
    assert paths["/api/v1/rulesets/{ruleset_id}/classify"]["post"]["summary"].startswith("Class, change and reason")
