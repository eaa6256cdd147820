"""Scoring under another rule set: versions beside the old; what is cut off goes on; nothing decided changes."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter

import pytest

from app.auth.permissions import Role
from app.cli.demo import environment_of
from core.actor import SYSTEM
from form_engine.scoring import score
from registry import repository as registry
from review import repository, rescores, stored_rows
from review.actions import rescoring
from review.actions.rounds import frozen_ruleset
from review.rules.classification import classify
from review.rulesets import get_ruleset
from tests import commands
from tests.integration.places import PROVINCE, VILLAGE_1, VILLAGE_2, sign_in, somebody
from tests.integration.scored_cases import a_round_of, score_again, score_households
from tests.many_households import made_up_for_both
from tests.system import ROOT, wait_until

pytestmark = pytest.mark.services

OTHER = "vn-2021-2025"


def answers(count, seed=1):
    return list(made_up_for_both(get_ruleset("vn-2016-2020"), get_ruleset(OTHER), count, seed))


@pytest.fixture
def cases(opened, clock):
    found = score_households(opened, VILLAGE_1, answers(25), clock)
    return found + score_households(opened, VILLAGE_2, answers(15, seed=2), clock, before="non_poor")


@pytest.fixture
def country(clock, villages):
    """Twenty communes of two villages, each with a round and two scored households."""
    rounds = []
    for number in range(20):
        commune = f"46/482/3{number:04d}/"
        places = [f"{commune}01/", f"{commune}02/"]
        opened = a_round_of(commune, places, clock)
        rounds.append(opened)
        for place in places:
            score_households(opened, place, answers(1, seed=number), clock)
    return rounds


@pytest.fixture
def environment(settings, blobs):
    return environment_of(settings)


def rasoat(environment, *args, run=commands.in_a_process):
    return run("rules", "rescore", *args, environment=environment)


def class_of(sheet, one, area="NT3"):
    told = score(sheet, one, area)
    if told.b1 is None or told.b2 is None:
        return None
    return str(classify(sheet, told.area_kind, area, told.b1, told.b2).standing)


def everything(name):
    return sorted(map(str, repository.Case._get_collection().find())) if name == "cases" else None


def test_every_case_gets_a_version_that_agrees_with_the_single_scorer(opened, cases, clock, environment):
    before = everything("cases")

    done = rasoat(environment, "--ruleset", OTHER, "--round", opened.id, "--json")

    assert done.returncode == 0, done.stderr
    told, sheet = json.loads(done.stdout), get_ruleset(OTHER)
    wanted = {
        case.id: class_of(sheet, one) for case, one in zip(cases, [*answers(25), *answers(15, seed=2)], strict=True)
    }
    versions = {one["case_id"]: one for one in rescores.versions().find({"run_id": told["run_id"]})}
    assert {case_id: one["class"] for case_id, one in versions.items()} == wanted
    assert all(one["missing"] for one in versions.values() if one["class"] is None)
    differing = {case.id for case in cases if wanted[case.id] not in (None, case.assessment.standing)}
    assert len(differing) >= 2
    assert {one["case_id"] for one in told["households_changed"]} == differing
    assert (told["households"], told["changed"], told["resumed"]) == (40, len(differing), False)
    assert told["new_versions"] == 40
    assert told["unscored"] == sum(one is None for one in wanted.values())
    assert told["lost"] == sum(wanted[case.id] is None and bool(case.assessment.standing) for case in cases)
    assert everything("cases") == before


def test_a_corrected_table_is_scored_from_the_rows_alone(opened, cases, clock):
    sheet = frozen_ruleset(opened)
    stored_rows.collection().update_many({}, {"$set": {"answers": {}}})

    run = rescoring.begin(sheet, "test", by=SYSTEM, clock=clock)
    assert rescoring.rescore_round(run.id, opened, rescoring.Scorer(sheet), clock=clock) == 40

    told = rescoring.result_of(run.id)
    assert (told.households, told.changed) == (40, 0)
    assert Counter(case.assessment.standing for case in cases) == Counter(
        {before: count for (before, _), count in told.pairs.items()}
    )
    assert Counter(case.assessment.change for case in cases) == Counter(
        {before: count for (before, _), count in told.changes.items()}
    )


@pytest.mark.parametrize(("role", "sees"), [(Role.COMMUNE_OFFICER, True), (Role.VILLAGE_HEAD, False)])
def test_the_page_of_a_case_shows_what_it_would_be_to_whom_may_ask(client, opened, cases, clock, role, sees):
    sheet = get_ruleset(OTHER)
    run = rescoring.begin(sheet, "test", by=SYSTEM, clock=clock)
    rescoring.rescore_round(run.id, opened, rescoring.Scorer(sheet), clock=clock)
    sign_in(client, somebody(clock, role, VILLAGE_1))

    page = client.get(f"/ho-so/{cases[0].id}")

    assert page.status_code == 200
    assert ("giữ nguyên" in page.text, sheet.hash[:12] in page.text) == (sees, sees)


def test_answers_that_were_not_kept_come_from_the_form(opened, cases, clock):
    stored_rows.collection().update_many({}, {"$set": {"fields": "of an older program", "answers": {}}})
    sheet = get_ruleset(OTHER)

    run = rescoring.begin(sheet, "test", by=SYSTEM, clock=clock)
    rescoring.rescore_round(run.id, opened, rescoring.Scorer(sheet), clock=clock, within=VILLAGE_2)

    wanted = [class_of(sheet, one) for one in answers(15, seed=2)]
    assert Counter(one["class"] for one in rescores.versions().find()) == Counter(wanted)


def test_a_round_that_was_cut_off_is_done_again_whole(opened, cases, clock, monkeypatch):
    monkeypatch.setattr(rescoring, "BLOCK", 10)
    sheet = get_ruleset(OTHER)
    run = rescoring.begin(sheet, "test", by=SYSTEM, clock=clock)

    def cut_off(_done):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rescoring.rescore_round(run.id, opened, rescoring.Scorer(sheet), clock=clock, progress=cut_off)
    assert (rescores.versions().count_documents({}), rescores.parts_of(run.id)) == (10, [])

    again = rescoring.begin(sheet, "test", by=SYSTEM, clock=clock)
    done = []
    rescoring.rescore_round(again.id, opened, rescoring.Scorer(sheet), clock=clock, progress=done.append)

    assert (again.id, again.is_resumed, done) == (run.id, True, [10, 10, 10, 10])
    assert (rescores.versions().count_documents({}), rescoring.result_of(run.id).households) == (40, 40)


def test_the_same_again_makes_no_second_version_and_other_answers_one_more(opened, cases, clock):
    sheet = get_ruleset(OTHER)
    scorer = rescoring.Scorer(sheet)

    def rescore(within=""):
        run = rescoring.begin(sheet, f"test {within}", by=SYSTEM, clock=clock)
        rescoring.rescore_round(run.id, opened, scorer, clock=clock, within=within)
        rescores.finish_run(run.id, clock())
        return rescoring.new_versions(run.id)

    assert [rescore(), rescore(), rescore(VILLAGE_1)] == [40, 0, 0]
    (told,) = answers(1, seed=99)
    later = score_again(cases[0].household_id, told, VILLAGE_1, clock, replaces=cases[0].assessment.submission_key)

    assert [rescore(VILLAGE_2), rescore(VILLAGE_1), rescore()] == [0, 1, 0]

    versions = {one["submission_key"]: one["is_current"] for one in rescores.versions_of_case(cases[0].id)}
    assert versions == {later.assessment.submission_key: True, cases[0].assessment.submission_key: False}
    assert rescores.versions().count_documents({}) == 41


@pytest.mark.parametrize("processes", [1, 2])
def test_killed_in_the_middle_it_goes_on_where_it_stood(country, environment, processes):
    args = ["--ruleset", OTHER, "--area", PROVINCE, "--processes", str(processes), "--json"]
    argv = [sys.executable, "-m", "app", "rules", "rescore", *args]
    env = {**os.environ, **environment}
    running = subprocess.Popen(argv, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, start_new_session=True)
    wait_until(lambda: rescores.parts().count_documents({}) >= 3, 60, "some rounds are done")
    running.send_signal(signal.SIGKILL)
    running.wait(10)
    whole = {part["_id"]: part["at"] for part in rescores.parts().find()}
    assert 3 <= len(whole) < 20

    done = rasoat(environment, *args)

    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["resumed"], told["rounds"], told["households"]) == (True, 20, 40)
    parts = {part["_id"]: part["at"] for part in rescores.parts_of(told["run_id"])}
    assert len(parts) == 20
    assert {key: parts[key] for key in whole} == whole
    assert rescores.versions().count_documents({}) == 40


def test_people_get_a_table_with_the_households_that_would_change(opened, cases, environment):
    rasoat(environment, "--ruleset", OTHER, "--area", "20128", run=commands.here)
    done = rasoat(environment, "--ruleset", OTHER, "--area", "20128", "--show", 1)

    assert done.returncode == 0, done.stderr
    assert rescores.runs().count_documents({}) == 2  # what came to its end is not gone on with
    assert "không quyết định nào thay đổi" in done.stdout
    villages = [registry.find_village(path) for path in (VILLAGE_1, VILLAGE_2)]
    assert any(f"{village.name} ({village.code})" in done.stdout for village in villages)
    assert done.stdout.count("Trần Văn Mẫu") == 1
    assert "hộ nữa (--show, --json)" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("args", "code", "why"),
    [
        (("--ruleset", "vn-1990", "--all"), 1, "Không có bộ quy tắc vn-1990"),
        (("--ruleset", OTHER, "--round", "none"), 1, "Không có đợt rà soát này"),
        (("--ruleset", OTHER, "--area", "99/"), 1, "99/"),
        (("--ruleset", OTHER, "--all", "--year", 1999), 1, "chưa có đợt rà soát nào"),
        (("--ruleset", OTHER), 2, "một trong ba: --round, --area, --all"),
        (("--ruleset", OTHER, "--all", "--round", "x"), 2, "một trong ba: --round, --area, --all"),
        (("--ruleset", OTHER, "--round", "x", "--year", 2026), 2, "--year chỉ dùng cùng"),
        (("--all",), 2, "--ruleset"),
    ],
)
def test_what_cannot_be_done_is_refused(opened, environment, args, code, why):
    done = rasoat(environment, *args, run=commands.here)

    assert (done.returncode, done.stdout) == (code, "")
    assert why in done.stderr
