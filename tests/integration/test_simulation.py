"""What if: counts that agree with the single scorer, by whoever may ask, of his own area, and nothing stored."""

import json
from collections import Counter
from datetime import timedelta
from functools import partial

import pytest

from app.auth.permissions import Role
from app.cli.demo import environment_of
from core.actor import SYSTEM
from core.mongo import database
from form_engine.scoring import score
from form_engine.scoring_errors import ScoreAreaUnknown
from registry import repository as registry
from review.actions.rounds import frozen_ruleset
from review.actions.scopes import one_round, rounds_of
from review.actions.simulation import NothingToSimulate, simulate
from review.row_cache import RowCache
from review.rules.classification import classify
from review.rules.refusals import B2NotAStep
from review.rules.what_if import LinesCross, OtherPoints, PointsImpossible, WhatIf, WhatIfImpossible, changed
from tests import commands
from tests.integration.places import (
    COMMUNE,
    DISTRICT,
    PROVINCE,
    VILLAGE_1,
    VILLAGE_2,
    Program,
    sign_in,
    somebody,
)
from tests.integration.scored_cases import a_round_of, score_again, score_households, some_answers

pytestmark = pytest.mark.services

OTHER_COMMUNE = "46/482/20129/"
ANSWERS = 18
HIGHER = WhatIf(
    lines={("rural", "poor_line"): 140, ("rural", "near_line"): 170},
    deprived_min=40,
    points=(OtherPoints("b1_03", "lower", 25, "NT3"), OtherPoints("b1_09", "piped", 0)),
)


@pytest.fixture
def scored(opened, clock):
    """18 households in each of two villages."""
    first = score_households(opened, VILLAGE_1, some_answers(opened, ANSWERS), clock)
    second = score_households(opened, VILLAGE_2, some_answers(opened, ANSWERS, seed=2), clock, before="non_poor")
    return first + second


def expected(sheet, answers, area):
    found = Counter()
    for one in answers:
        told = score(sheet, one, area)
        known = told.b1 is not None and told.b2 is not None
        found[classify(sheet, told.area_kind, area, told.b1, told.b2).standing if known else None] += 1
    return found


def after(told):
    found = Counter()
    for (_, standing), count in told.found.pairs.items():
        found[standing] += count
    return found


@pytest.mark.parametrize("asked", [WhatIf(), HIGHER, WhatIf(score_area="TT"), WhatIf(score_area="NT6")])
def test_the_counts_are_those_of_the_single_scorer(opened, scored, clock, asked):
    sheet = changed(frozen_ruleset(opened), asked)
    answers = some_answers(opened, ANSWERS) + some_answers(opened, ANSWERS, seed=2)

    told = simulate(one_round(opened.id, seen_by=SYSTEM), asked, clock=clock)

    assert after(told) == expected(sheet, answers, asked.score_area or "NT3")
    before = Counter(case.assessment.standing for case in scored)
    assert before == {old: sum(n for (one, _), n in told.found.pairs.items() if one == old) for old in before}


def test_nothing_asked_changes_nothing_and_nothing_is_stored(opened, scored, clock):
    names = set(database().list_collection_names())

    told = simulate(one_round(opened.id, seen_by=SYSTEM), WhatIf(), clock=clock)

    assert (told.found.households, told.found.changed, told.unread) == (2 * ANSWERS, 0, 0)
    assert Counter(case.assessment.change for case in scored) == Counter(
        {old: count for (old, _), count in told.found.changes.items()}
    )
    assert set(database().list_collection_names()) == names


def test_a_form_that_comes_meanwhile_counts_at_the_next_question(opened, scored, clock):
    cache, scope = RowCache(), one_round(opened.id, seen_by=SYSTEM)
    first = simulate(scope, WhatIf(), clock=clock, cache=cache)
    clock.advance(timedelta(minutes=10))
    assert simulate(scope, WhatIf(), clock=clock, cache=cache).found == first.found
    complete = next(case for case in scored if case.assessment.standing)

    score_again(complete.household_id, {}, complete.village_path, clock, replaces=complete.assessment.submission_key)

    told = simulate(scope, WhatIf(), clock=clock, cache=cache)
    assert after(told)[None] == after(first)[None] + 1
    assert told.found.households == first.found.households


def test_the_cache_gives_up_what_was_longest_unused(opened, scored, clock):
    commune = "46/482/20130/"
    other = a_round_of(commune, [f"{commune}01/"], clock)
    score_households(other, f"{commune}01/", some_answers(other, 3), clock)
    cache = RowCache(most=10)
    for _ in range(2):
        told = simulate(rounds_of(DISTRICT, seen_by=SYSTEM), HIGHER, clock=clock, cache=cache)
        assert (told.rounds, told.found.households) == (2, 2 * ANSWERS + 3)


def test_a_village_alone_and_rounds_under_another_rule_set(opened, scored, clock):
    alone = simulate(rounds_of(VILLAGE_2, seen_by=SYSTEM), HIGHER, clock=clock)
    assert {village for village, _, _ in alone.found.villages} == {VILLAGE_2}
    assert alone.found.households == ANSWERS

    for commune, ruleset in (("46/482/20131/", "vn-2016-2020"), ("46/482/20132/", "vn-2021-2025")):
        a_round_of(commune, [f"{commune}01/"], clock, ruleset_id=ruleset)
    told = simulate(rounds_of(PROVINCE, seen_by=SYSTEM), HIGHER, clock=clock)
    assert (told.rounds, told.left_out, told.found.households) == (2, 1, 2 * ANSWERS)


@pytest.mark.parametrize(
    ("asked", "refused"),
    [
        (WhatIf(lines={("rural", "poor_line"): 150}), LinesCross),
        (WhatIf(lines={("rural", "rich_line"): 150}), WhatIfImpossible),
        (WhatIf(lines={("urban", "near_line"): 1001}), PointsImpossible),
        (WhatIf(deprived_min=35), B2NotAStep),
        (WhatIf(deprived_min=110), PointsImpossible),
        (WhatIf(points=(OtherPoints("b1_03", "phd", 5),)), WhatIfImpossible),
        (WhatIf(points=(OtherPoints("b1_03", "lower", 5, "NT9"),)), ScoreAreaUnknown),
        (WhatIf(points=(OtherPoints("b1_03", "lower", -1),)), PointsImpossible),
        (WhatIf(score_area="NT9"), ScoreAreaUnknown),
    ],
)
def test_what_no_rule_set_can_be_is_refused(opened, clock, asked, refused):
    with pytest.raises(refused):
        simulate(one_round(opened.id, seen_by=SYSTEM), asked, clock=clock)


def test_a_place_without_a_round_is_told(villages, clock):
    with pytest.raises(NothingToSimulate):
        simulate(rounds_of(COMMUNE, seen_by=SYSTEM), WhatIf(), clock=clock)


# --- over the API -----------------------------------------------------------------------------------------------

BODY = {
    "lines": [
        {"area_kind": "rural", "line": "poor_line", "points": 140},
        {"area_kind": "rural", "line": "near_line", "points": 170},
    ],
    "deprived_min": 40,
    "points": [
        {"item": "b1_03", "answer": "lower", "points": 25, "region": "NT3"},
        {"item": "b1_09", "answer": "piped", "points": 0},
    ],
}


def test_a_supervisor_asks_about_his_own_area(app, opened, scored, clock):
    program = Program.of(app, somebody(clock, Role.SUPERVISOR, VILLAGE_1))

    told = program.call("POST", "/simulations", BODY)

    assert told.status_code == 200, told.text
    wanted = simulate(rounds_of(VILLAGE_1, seen_by=SYSTEM), HIGHER, clock=clock).found
    assert (told.json["is_decision"], told.json["notice"]["vi"]) == (False, "Không phải quyết định")
    assert (told.json["households"], told.json["changed"]) == (ANSWERS, wanted.changed)
    assert [one["village"] for one in told.json["villages"]] == [VILLAGE_1]
    assert sum(told.json["after"].values()) == ANSWERS
    assert "Trần" not in told.text
    assert program.call("POST", "/simulations", {"round_id": opened.id}).json["households"] == ANSWERS


@pytest.mark.parametrize("area", [VILLAGE_2, COMMUNE, ""])
def test_nobody_asks_about_an_area_that_is_not_his(app, opened, scored, clock, area):
    program = Program.of(app, somebody(clock, Role.SUPERVISOR, VILLAGE_1))

    assert program.call("POST", "/simulations", {"area": area}).status_code == 403


def test_a_round_elsewhere_is_not_there(app, opened, clock):
    elsewhere = Program.of(app, somebody(clock, Role.COMMUNE_OFFICER, OTHER_COMMUNE))

    assert elsewhere.call("POST", "/simulations", {"round_id": opened.id}).status_code == 404


@pytest.mark.parametrize("role", [Role.ENUMERATOR, Role.VILLAGE_HEAD, Role.PAYMENT_PROVIDER])
def test_others_may_not_ask(app, opened, clock, role):
    assert Program.of(app, somebody(clock, role, COMMUNE)).call("POST", "/simulations", {}).status_code == 403


def test_what_cannot_be_is_told_with_422(app, opened, scored, clock):
    program = Program.of(app, somebody(clock, Role.COMMUNE_OFFICER, COMMUNE))

    told = program.call("POST", "/simulations", {"lines": [{"area_kind": "rural", "line": "poor_line", "points": 150}]})

    assert (told.status_code, told.json["code"]) == (422, "review.lines_cross")
    assert "Chuẩn nghèo phải thấp hơn" in told.json["message"]
    nothing = program.call("POST", "/simulations", {"lines": [{"area_kind": "rural", "line": "x", "points": 1}]})
    assert nothing.status_code == 422
    assert "Khu vực này không có ngưỡng x." in nothing.json["message"]
    unread = program.call("POST", "/simulations", {"lines": [{"area_kind": "rural", "line": "x", "points": "nhiều"}]})
    assert unread.json["details"]["fields"]["json"]["lines"]["0"]["points"] == ["Phải là số nguyên."]


# --- on the page ------------------------------------------------------------------------------------------------


def test_the_page_asks_and_answers_in_its_address(client, opened, scored, clock):
    sign_in(client, somebody(clock, Role.COMMUNE_OFFICER, COMMUNE))
    asked = "rural.poor_line=140&rural.near_line=170&b2=40&tra-loi-1=b1_03.lower&phieu-1=NT3&diem-1=25"
    asked += "&tra-loi-2=b1_09.piped&diem-2=0"

    page = client.get(f"/gia-lap?{asked}")

    wanted = simulate(rounds_of(COMMUNE, seen_by=SYSTEM), HIGHER, clock=clock).found
    assert page.status_code == 200
    assert "Không phải quyết định." in page.text
    assert f"sẽ đổi xếp loại <b>{wanted.changed}</b>" in page.text
    assert "Thôn 2" in page.text
    assert "Trần Văn" not in page.text
    assert 'value="140"' in page.text


def test_the_page_says_what_is_wrong_and_keeps_what_was_typed(client, opened, scored, clock):
    sign_in(client, somebody(clock, Role.SUPERVISOR, COMMUNE))

    wrong = {
        "rural.poor_line=160": ("rural.poor_line", "160 điểm không thấp hơn 150 điểm của ngưỡng trên"),
        "urban.near_line=1001": ("urban.near_line", "Điểm phải từ 0 đến 1000, không thể là 1001"),
        "b2=35": ("b2", "bội số của 10"),
        "b2=110": ("b2", "Điểm phải từ 0 đến 100, không thể là 110"),
        "b2=x": ("b2", "“x” không phải số nguyên"),
        "phieu=NT9": ("phieu", "không có phiếu điểm NT9"),
        "nam=hai": ("nam", "“hai” không phải năm"),
        "tra-loi-2=b1_03.phd&diem-2=5": ("tra-loi-2", "Chỉ tiêu không có câu trả lời phd"),
        "tra-loi-2=b9.x&diem-2=5": ("tra-loi-2", "Bộ quy tắc không có chỉ tiêu b9"),
        "tra-loi-1=b1_03.lower&diem-1=1001": ("diem-1", "không thể là 1001"),
        "tra-loi-3=b1_03.lower&diem-3=5&phieu-3=NT9": ("phieu-3", "không có phiếu điểm NT9"),
    }
    for asked, (field, words) in wrong.items():
        told = client.get(f"/gia-lap?{asked}")
        assert told.status_code == 422, asked
        assert f'id="{field}-loi">' in told.text, asked
        assert words in told.text.split(f'id="{field}-loi">')[1].split("<")[0], asked
        assert "sẽ đổi xếp loại <b>" not in told.text
    letters = client.get("/gia-lap?rural.poor_line=nhi%E1%BB%81u")
    crossed = client.get("/gia-lap?rural.poor_line=160")
    half = client.get("/gia-lap?tra-loi-2=b1_09.piped&diem-2=")
    other_half = client.get("/gia-lap?diem-1=4")

    assert "“nhiều” không phải số nguyên" in letters.text
    assert 'value="nhiều"' in letters.text
    assert "<title>Lỗi: Giả lập" in letters.text
    assert {letters.status_code, crossed.status_code, half.status_code, other_half.status_code} == {422}
    assert "Chuẩn nghèo phải thấp hơn chuẩn cận nghèo" in crossed.text
    assert "Ghi số điểm cho câu trả lời đã chọn" in half.text
    assert "Chọn câu trả lời mà số điểm này dành cho" in other_half.text
    assert "sẽ đổi xếp loại <b>" not in half.text + other_half.text


def test_the_page_is_empty_where_there_is_nothing_and_shut_where_it_is_not_his(client, villages, clock):
    sign_in(client, somebody(clock, Role.SUPERVISOR, COMMUNE))

    assert "chưa có đợt rà soát nào" in client.get("/gia-lap").text
    assert client.get("/gia-lap?khu-vuc=46/").status_code == 403


# --- by command -------------------------------------------------------------------------------------------------


def test_the_command_says_the_same(opened, scored, settings, blobs, clock):
    args = ["--line", "rural.poor_line=140", "--line", "rural.near_line=170", "--deprived-min", "40"]
    args += ["--points", "b1_03.lower@NT3=25", "--points", "b1_09.piped=0", "--area", COMMUNE]
    rasoat = partial(commands.here, "rules", "simulate", *args, environment=environment_of(settings))

    plain = commands.in_a_process("rules", "simulate", *args, environment=environment_of(settings))
    english = rasoat("--language", "en")
    told = rasoat("--json")
    wrong = rasoat("--line", "x")

    wanted = simulate(rounds_of(COMMUNE, seen_by=SYSTEM), HIGHER, clock=clock).found
    assert (plain.returncode, told.returncode, wrong.returncode) == (0, 0, 2), plain.stderr
    assert json.loads(told.stdout)["changed"] == wanted.changed
    assert plain.stdout.startswith("*** KHÔNG PHẢI QUYẾT ĐỊNH")
    assert f"{wanted.changed} trong số {2 * ANSWERS} hộ sẽ đổi xếp loại." in plain.stdout
    assert f"{wanted.changed} of {2 * ANSWERS} households would be of another class." in english.stdout
    assert ", 1 round\n" in english.stdout
    assert len({len(line) for line in plain.stdout.split("\n\n")[1].splitlines()}) == 1
    village = registry.find_village(VILLAGE_1)
    assert f"{village.name} ({village.code})" in plain.stdout
    assert VILLAGE_1 not in plain.stdout
