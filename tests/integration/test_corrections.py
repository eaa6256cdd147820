"""A corrected point table: brought, compared, adopted by another, in force for the next round and no earlier one."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.auth.permissions import Role
from app.cli.demo import environment_of
from app.training.forms import publish_folder
from core import audit
from core.errors import NotAllowed
from form_engine.base_mark import with_mark
from form_engine.points_sheet import as_csv
from form_engine.scoring import score
from form_engine.scoring_errors import FileOfOtherVersion, FileWithoutVersion, OldSources
from form_engine.scoring_sheet_reader import read_scoring_sheet
from review import corrections as kept
from review import repository as review
from review.actions import corrections
from review.actions.rounds import frozen_ruleset
from review.actions.rulesets import content_in_force, ruleset_in_force
from review.errors import OwnCorrection, RulesetChanged, StaleCorrection
from review.rules.classification import classify
from review.rulesets import content_of, get_ruleset
from tests.integration.phones import TestPhone
from tests.integration.places import COMMUNE, PROVINCE, VILLAGE_1, Program, at_a_desk, somebody
from tests.integration.scored_cases import a_round_of, score_households, some_answers
from tests.integration.test_ruleset_pages import text_of
from tests.system import ROOT

pytestmark = pytest.mark.services

OLD = "vn-2016-2020"
PAGE = f"/bo-quy-tac/{OLD}/ban-sua"


def a_table(more=15, item="b1_06", sheet=None):
    """The table of the program with more or fewer points for every answer of an item, or of all, on the sheet NT3."""
    rows = list(csv.reader(io.StringIO(as_csv(sheet or get_ruleset(OLD)).decode("utf-8-sig"))))
    place = rows[0].index("NT3")
    for row in rows[1:]:
        row[place] = str(max(0, int(row[place]) + (more if item in ("", row[0]) else 0)))
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


@pytest.fixture
def officer(villages, clock):
    return somebody(clock, Role.PROVINCE_OFFICER, PROVINCE)


@pytest.fixture
def administrator(villages, clock):
    return somebody(clock, Role.ADMINISTRATOR, "")


@pytest.fixture
def propose(officer, clock):
    def make(content=None, by=None):
        return corrections.propose(
            OLD,
            content or a_table(),
            source="Phụ lục 3b.3",
            note="",
            fit=lambda sheet: [],
            by=(by or officer).actor,
            clock=clock,
        )

    return make


@pytest.fixture
def adopt(administrator, clock):
    def make(correction, by=None):
        return corrections.adopt(correction, reason="Bảng chính thức", by=(by or administrator).actor, clock=clock)

    return make


def test_a_rescore_goes_by_the_table_that_was_adopted(propose, adopt, opened, settings):
    adopted = adopt(propose())

    done = subprocess.run(
        [sys.executable, "-m", "app", "rules", "rescore", "--ruleset", OLD, "--round", opened.id, "--json"],
        cwd=ROOT,
        env={**os.environ, **environment_of(settings)},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )

    assert json.loads(done.stdout)["ruleset_hash"] == adopted.hash


# --- the next round, never an earlier one -------------------------------------------------------------------------


def test_an_adopted_table_goes_for_the_next_round_and_leaves_the_open_one(propose, adopt, opened, clock):
    before = frozen_ruleset(opened).hash
    adopted = adopt(propose())

    later = a_round_of("46/482/20129/", ["46/482/20129/2012901/"], clock)

    assert (ruleset_in_force(OLD).hash, later.ruleset_hash) == (adopted.hash, adopted.hash)
    assert frozen_ruleset(review.get_round(opened.id)).hash == before == get_ruleset(OLD).hash
    scores = [
        [score(frozen_ruleset(one), told, "NT3").b1 for one in (opened, later)] for told in some_answers(opened, 9)
    ]
    assert {new - old for old, new in scores if old is not None} == {15}


def test_a_table_that_was_only_brought_changes_nothing(propose, opened, clock):
    propose()

    assert content_in_force(OLD) == content_of(OLD)
    assert a_round_of("46/482/20129/", [], clock).ruleset_hash == opened.ruleset_hash


def test_who_brought_it_does_not_adopt_it(propose, adopt, officer):
    with pytest.raises(OwnCorrection):
        adopt(propose(), by=officer)

    assert kept.in_force(OLD) is None


def test_a_table_of_the_whole_country_is_not_adopted_by_one_of_its_parts(propose, adopt, clock):
    elsewhere = somebody(clock, Role.ADMINISTRATOR, "48/")

    with pytest.raises(NotAllowed):
        adopt(propose(), by=elsewhere)

    assert kept.in_force(OLD) is None


def test_of_two_corrections_of_one_table_the_second_has_to_be_made_anew(propose, adopt):
    first, second = propose(a_table(5)), propose(a_table(9))
    adopt(first)

    with pytest.raises(RulesetChanged):
        adopt(second)

    assert kept.in_force(OLD).hash == first.hash
    again = adopt(propose(a_table(9, sheet=ruleset_in_force(OLD))))
    assert ruleset_in_force(OLD).hash == again.hash


def test_a_table_that_was_taken_before_an_adoption_does_not_undo_it(propose, adopt):
    taken = a_table(9)
    without_mark = b"\n".join(line.rpartition(b",")[0] for line in taken.splitlines())
    whole = content_of(OLD).replace(b'points_source = "placeholder"', b'points_source = "score_table"', 1)
    assert propose(without_mark).base_hash == get_ruleset(OLD).hash, "nothing was adopted: nothing to undo"
    adopted = adopt(propose())

    refused = ((taken, FileOfOtherVersion), (without_mark, FileWithoutVersion), (whole, FileWithoutVersion))
    for content, refusal in refused:
        with pytest.raises(refusal):
            propose(content)

    assert ruleset_in_force(OLD).hash == adopted.hash
    fresh = with_mark(content_in_force(OLD), ruleset_in_force(OLD))
    with pytest.raises(OldSources) as old:
        propose(fresh.replace(b"income_vnd = 700000", b"income_vnd = 700001"))
    assert old.value.facts["details"] == ["lines / rural / poor_line"]


def test_the_typed_source_is_kept_and_goes_with_the_changed_figures_alone(propose):
    correction = propose()

    answer = corrections.sheet_of(correction).items[5].answers[0]
    assert correction.source == "Phụ lục 3b.3"
    assert answer.own_sources == {"NT3": "Phụ lục 3b.3"}
    assert answer.points_source == get_ruleset(OLD).items[5].answers[0].points_source


def test_two_who_adopt_at_once_adopt_once(propose, adopt):
    correction = propose()
    stale = kept.get(correction.id)
    adopt(correction)

    with pytest.raises(StaleCorrection):
        adopt(stale)

    assert len(audit.about(correction.id)) == 2


def test_an_adoption_that_was_cut_off_is_completed_by_adopting_again(propose, adopt, administrator, clock):
    correction = propose()
    kept.put_in_force(correction, by=administrator.actor.id, since=clock())

    assert adopt(correction).state == "adopted"


def test_every_step_is_in_the_trail(propose, adopt, officer, administrator):
    correction = adopt(propose())

    trail = {(one["act"], one["by"]) for one in audit.about(correction.id)}
    assert trail == {("ruleset.adopted", administrator.actor.id), ("ruleset.proposed", officer.actor.id)}


# --- what it would change -----------------------------------------------------------------------------------------


def test_a_comparison_counts_what_scoring_one_by_one_would_find(propose, opened, clock):
    answers = some_answers(opened, 60)
    cases = score_households(opened, VILLAGE_1, answers, clock)
    sheet = corrections.sheet_of(propose(a_table(-12, item="")))

    found = corrections.compare(
        opened, sheet, seen_by=somebody(clock, Role.PROVINCE_OFFICER, PROVINCE).actor, clock=clock
    )

    moves = []
    for case, told in zip(cases, answers, strict=True):
        b1, b2 = (result := score(sheet, told, "NT3")).b1, result.b2
        after = "" if b1 is None or b2 is None else str(classify(sheet, "rural", "NT3", b1, b2).standing)
        moves.append((case.assessment.standing or "", after))
    assert found.moves == {move: moves.count(move) for move in moves}
    assert found.households == 60
    assert found.changed == sum(before != after for before, after in moves) > 0
    assert found.by_village == {VILLAGE_1: found.changed}
    assert review.find_case(cases[0].id).assessment.standing == cases[0].assessment.standing


# --- phones -------------------------------------------------------------------------------------------------------


def test_phones_carry_the_table_of_their_round_and_of_the_next_one_only_when_it_opens(
    propose, adopt, opened, settings, blobs, client, enumerator, definitions, clock
):
    publish_folder(Path(settings.xlsforms_dir), blobs=blobs, clock=clock)
    of_open_round = TestPhone(client, enumerator, definitions, clock)
    before = of_open_round.blank("phieu_b").media["points.csv"]
    adopt(propose())
    village = "46/482/20129/2012901/"
    a_round_of("46/482/20129/", [village], clock)
    of_next_round = TestPhone(client, somebody(clock, area=village), definitions, clock)

    assert of_open_round.blank("phieu_b").media["points.csv"] == before
    after = of_next_round.blank("phieu_b").media["points.csv"]
    assert after != before
    assert of_next_round.blank("phieu_a").media["points.csv"] == after


# --- the page -----------------------------------------------------------------------------------------------------


def post(desk, path, **fields):
    page = desk.get(PAGE).text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    return desk.post(path, data={"csrf_token": token, **fields}, content_type="multipart/form-data")


def upload(desk, content, name="bang.csv", **fields):
    return post(desk, PAGE, tep=(io.BytesIO(content), name), nguon="Phụ lục 3b.3", **fields)


def test_a_table_is_taken_corrected_brought_compared_and_adopted_by_two_people(
    app, officer, administrator, opened, clock
):
    score_households(opened, VILLAGE_1, some_answers(opened, 30), clock)
    desk = at_a_desk(app, officer)
    assert desk.get(f"/bo-quy-tac/{OLD}/bang-diem.csv").data == as_csv(get_ruleset(OLD))
    assert desk.get(f"/bo-quy-tac/{OLD}/bang-diem.xlsx").data[:2] == b"PK"
    brought = upload(desk, a_table())
    assert brought.status_code == 303
    place = brought.headers["Location"]

    page = text_of(desk.get(f"{place}?dot={opened.id}").text)
    assert "Nguồn của số mới Phụ lục 3b.3" in page

    found = corrections.compare(
        opened, corrections.sheet_of(kept.of_ruleset(OLD)[0]), seen_by=officer.actor, clock=clock
    )
    assert f"Làm thay đổi xếp loại của {found.changed} trong số 30 hộ đã tính điểm." in page
    assert "Trần Văn Mẫu" not in page
    assert "phải do người khác áp dụng" in page
    assert post(desk, f"{place}/ap-dung", ly_do="vội").status_code == 403, "only for the whole country"
    other = at_a_desk(app, administrator)
    assert post(other, f"{place}/ap-dung", ly_do=" ").status_code == 422
    assert post(other, f"{place}/ap-dung", ly_do="Đã đối chiếu").status_code == 303
    assert "Đã áp dụng" in text_of(other.get(place).text)
    assert ruleset_in_force(OLD).hash[:12] in other.get(f"/bo-quy-tac/{OLD}").text


def test_the_whole_rule_set_goes_out_with_its_version_and_comes_back(app, officer):
    desk = at_a_desk(app, officer)

    taken = desk.get(f"/bo-quy-tac/{OLD}/bang-diem.toml").data

    assert read_scoring_sheet(taken).hash == get_ruleset(OLD).hash
    old = b"points = 120, income_vnd"
    kept_words = upload(desk, taken.replace(old, b"points = 121, income_vnd", 1), name="x.toml")
    assert kept_words.status_code == 422
    assert "lines / rural / poor_line" in text_of(kept_words.text)
    sourced = taken.replace(old, b"points = 121, income_vnd", 1)
    sourced = sourced.replace(b'700000, source = "', b'700000, source = "CV 5; ', 1)
    assert upload(desk, sourced, name="x.toml").status_code == 303


def test_a_wrong_table_is_refused_with_row_and_column_and_what_was_written_stays(app, officer):
    desk = at_a_desk(app, officer)

    answer = upload(desk, a_table().replace(b"b1_06", b"b1_66", 1), ghi_chu="Lần một")

    page = text_of(answer.text)
    assert answer.status_code == 422
    assert "bộ quy tắc không có chỉ tiêu này: b1_66" in page
    assert "Lần một" in answer.text
    assert kept.of_ruleset(OLD) == []


def test_a_rule_set_with_a_gap_is_refused_with_its_place(app, officer):
    wrong = content_of(OLD).replace(b"at_least =   2, below =   3", b"at_least =   2, below =   2", 1)

    answer = upload(at_a_desk(app, officer), wrong, name="x.toml")

    assert answer.status_code == 422
    assert "b1_01 / 3: leaves a gap" in text_of(answer.text)


def test_a_rule_set_that_the_forms_do_not_fit_is_refused(app, officer, settings, blobs, clock):
    publish_folder(Path(settings.xlsforms_dir), only="phieu_b", blobs=blobs, clock=clock)
    wrong = content_of(OLD).replace(b'code = "upper_secondary"', b'code = "other_word"', 1)

    answer = upload(at_a_desk(app, officer), wrong, name="x.toml")

    assert answer.status_code == 422
    assert "phieu_b: b1_03 / upper_secondary: an answer without points" in text_of(answer.text)


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.COMMUNE_OFFICER, Role.DISTRICT_OFFICER, Role.AUDITOR])
def test_nobody_else_brings_a_correction(app, villages, clock, role):
    desk = at_a_desk(app, somebody(clock, role, COMMUNE))

    assert desk.get(PAGE).status_code == 403
    assert "ban-sua" not in desk.get(f"/bo-quy-tac/{OLD}").text


def test_a_correction_can_be_withdrawn(app, officer, propose):
    correction = propose()
    desk = at_a_desk(app, officer)

    assert post(desk, f"/ban-sua-bo-quy-tac/{correction.id}/bo", ly_do="Nhầm tệp").status_code == 303
    assert kept.get(correction.id).state == "withdrawn"
    assert post(desk, f"/ban-sua-bo-quy-tac/{correction.id}/bo", ly_do="Nhầm tệp").status_code == 422


# --- programs -----------------------------------------------------------------------------------------------------


def test_the_same_over_the_api(app, officer, administrator, opened, clock):
    score_households(opened, VILLAGE_1, some_answers(opened, 20), clock)
    program, other = Program.of(app, officer), Program.of(app, administrator)
    path = f"/api/v1/rulesets/{OLD}/corrections?source=PL"
    made = program.client.post(path, data=a_table(), content_type="text/csv", headers=program.headers)
    assert made.status_code == 201, made.text
    place = f"/ruleset-corrections/{made.json['id']}"

    told = program.call("GET", f"{place}?round_id={opened.id}").json

    assert told["comparison"]["households"] == 20
    assert sum(one["households"] for one in told["comparison"]["moves"]) == 20
    assert program.call("POST", f"{place}/adopt", {"reason": "x"}).json["code"] == "auth.permission_missing"
    assert other.call("POST", f"{place}/adopt", {"reason": "Đối chiếu xong"}).json["state"] == "adopted"
    assert program.call("GET", f"/rulesets/{OLD}").json["hash"] == made.json["hash"]
    scored = program.call("POST", f"/rulesets/{OLD}/classify", {"area": "rural", "b1": 121, "b2": 20}).json
    assert scored["ruleset_hash"] == made.json["hash"]
    wrong = a_table().replace(b"b1_06", b"b1_66", 1)
    refused = program.client.post(path, data=wrong, content_type="text/csv", headers=program.headers)
    assert (refused.status_code, refused.json["code"]) == (400, "form_engine.point_table_invalid")
    assert refused.json["details"]["details"][0]["code"] == "no_such_item"


def test_the_api_tells_every_fault_of_a_rule_set_that_contradicts_itself(app, officer, clock):
    program = Program.of(app, officer)
    wrong = content_of(OLD).replace(b"points = 120", b"points = 160", 1)

    refused = program.client.post(
        f"/api/v1/rulesets/{OLD}/corrections?source=PL",
        data=wrong,
        content_type="application/toml",
        headers=program.headers,
    )

    assert (refused.status_code, refused.json["code"]) == (422, "form_engine.scoring_sheet_invalid")
    faults = refused.json["details"]["faults"]
    assert isinstance(faults, list)
    first = refused.json["details"]
    assert faults[0] == f"{first['place']}: {first['problem']}"


def test_commands_answer_by_the_table_that_was_adopted(propose, adopt, settings, tmp_path):
    adopted = adopt(propose())

    def rasoat(*words):
        done = subprocess.run(
            [sys.executable, "-m", "app", "rules", *words, "--json"],
            cwd=ROOT,
            env={**os.environ, **environment_of(settings)},
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )
        return json.loads(done.stdout)

    (tmp_path / "answers.json").write_text("{}")
    totals = rasoat("classify", "--ruleset", OLD, "--area", "rural", "--b1", "121", "--b2", "20")
    scored = rasoat("score", "--ruleset", OLD, "--region", "NT3", "--answers", str(tmp_path / "answers.json"))
    listed = rasoat("check")["rulesets"][0]

    assert {(one["ruleset_hash"], one["ruleset_source"]) for one in (totals, scored, listed)} == {
        (adopted.hash, "in_force")
    }


def test_the_rule_set_that_a_form_was_scored_by_stays_readable(propose, adopt):
    adopted = adopt(propose())

    assert read_scoring_sheet(review.find_ruleset(adopted.hash)).hash == adopted.hash
