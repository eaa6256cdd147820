"""A corrected point table: brought, compared, adopted by another, in force for the next round and no earlier one."""

import csv
import io
import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.auth.permissions import Role
from app.cli.demo import environment_of
from app.training.forms import publish_folder
from core import audit
from core.actor import SYSTEM
from core.errors import NotAllowed
from form_engine.base_mark import with_mark
from form_engine.points_sheet import as_csv
from form_engine.scoring import score
from form_engine.scoring_errors import FileOfOtherVersion, FileWithoutVersion, OldSources
from form_engine.scoring_sheet_reader import read_scoring_sheet
from registry import repository as registry
from review import corrections as kept
from review import repository as review
from review.actions import corrections, rulesets
from review.actions.rounds import frozen_ruleset, open_round
from review.rules.classification import classify
from review.ruleset_errors import (
    CorrectionBuiltUpon,
    CorrectionDecided,
    CorrectionInForce,
    EffectTooEarly,
    OwnCorrection,
    RoundsGoByIt,
    RulesetChanged,
    StaleCorrection,
)
from review.rulesets import content_of, get_ruleset
from tests import commands
from tests.integration.phones import TestPhone
from tests.integration.places import COMMUNE, PASSWORD, PROVINCE, VILLAGE_1, Program, at_a_desk, somebody
from tests.integration.scored_cases import a_round_of, score_households, some_answers
from tests.integration.test_ruleset_pages import text_of

pytestmark = pytest.mark.services

OLD = "vn-2016-2020"
PAGE = f"/bo-quy-tac/{OLD}/ban-sua"
TODAY = date(2026, 11, 23)
"""Of the tests' clock."""


def content_in_force(ruleset_id, on=TODAY):
    return rulesets.content_in_force(ruleset_id, on)


def ruleset_in_force(ruleset_id, on=TODAY):
    return rulesets.ruleset_in_force(ruleset_id, on)


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
    def make(correction, by=None, on=None):
        by = (by or administrator).actor
        return corrections.adopt(correction, reason="Bảng chính thức", effective_on=on, by=by, clock=clock)

    return make


def since_long(adopted):
    """For commands, which go by the real clock."""
    kept.RulesetInForce.objects(id=OLD).update(set__effective_on=date(2020, 1, 1))
    return adopted


def test_a_rescore_goes_by_the_table_that_was_adopted(propose, adopt, opened, settings):
    adopted = since_long(adopt(propose()))

    asked = ("--ruleset", OLD, "--round", opened.id, "--json")
    done = commands.here("rules", "rescore", *asked, environment=environment_of(settings))

    assert done.returncode == 0, done.stderr
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

    assert kept.versions(OLD) == []


def test_a_table_of_the_whole_country_is_not_adopted_by_one_of_its_parts(propose, adopt, clock):
    elsewhere = somebody(clock, Role.ADMINISTRATOR, "48/")

    with pytest.raises(NotAllowed):
        adopt(propose(), by=elsewhere)

    assert kept.versions(OLD) == []


def test_of_two_corrections_of_one_table_the_second_has_to_be_made_anew(propose, adopt):
    first, second = propose(a_table(5)), propose(a_table(9))
    adopt(first)

    with pytest.raises(RulesetChanged):
        adopt(second)

    assert kept.last_adopted(OLD).hash == first.hash
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
    assert [one.place for one in old.value.faults] == ["lines / rural / poor_line"]


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
    kept.put_in_force(correction, by=administrator.actor.id, since=clock(), effective_on=TOMORROW)

    with pytest.raises(CorrectionDecided):
        corrections.withdraw(correction, reason="x", by=administrator.actor, clock=clock)
    adopted = adopt(correction)
    assert (adopted.state, adopted.effective_on) == ("adopted", TOMORROW)


def test_every_step_is_in_the_trail(propose, adopt, officer, administrator):
    correction = adopt(propose())

    trail = {(one["act"], one["by"]) for one in audit.about(correction.id)}
    assert trail == {("ruleset.adopted", administrator.actor.id), ("ruleset.proposed", officer.actor.id)}


# --- from a day on ------------------------------------------------------------------------------------------------

TOMORROW, NEXT_YEAR = TODAY + timedelta(days=1), date(2027, 1, 1)


def a_round_opening(day, clock):
    """Of the training commune's neighbour, recorded today."""
    registry.keep_area(
        f"46/482/2{day:%m%d}/",
        kind="commune",
        name="Xã bên",
        valid_from=date(2016, 1, 1),
        area_kind="rural",
        score_area="NT3",
    )
    return open_round(
        f"round-{day}",
        name="Đợt",
        kind="periodic",
        year=2021,
        commune=registry.get_area(f"46/482/2{day:%m%d}/"),
        ruleset_id=OLD,
        opens_on=day,
        closes_on=day + timedelta(days=30),
        by=SYSTEM,
        clock=clock,
    )


def test_a_table_goes_for_rounds_that_open_on_its_day_or_later(propose, adopt, clock):
    before = get_ruleset(OLD).hash

    adopted = adopt(propose(), on=TOMORROW)

    assert ruleset_in_force(OLD).hash == before
    assert ruleset_in_force(OLD, TOMORROW).hash == adopted.hash
    opened = [a_round_opening(day, clock).ruleset_hash for day in (TODAY, TOMORROW, NEXT_YEAR)]
    assert opened == [before, adopted.hash, adopted.hash]


def test_a_table_takes_effect_today_at_the_earliest_and_after_those_adopted_before(propose, adopt):
    with pytest.raises(EffectTooEarly):
        adopt(propose(), on=TODAY - timedelta(days=1))
    first = adopt(propose(), on=NEXT_YEAR)
    second = propose(a_table(4, sheet=rulesets.last_adopted(OLD)))

    with pytest.raises(EffectTooEarly) as refused:
        adopt(second, on=TOMORROW)

    assert refused.value.facts == {"first": "01/01/2027"}
    assert adopt(second).effective_on == NEXT_YEAR
    assert [one.hash for one in kept.versions(OLD)] == [first.hash, second.hash]
    assert ruleset_in_force(OLD).hash == get_ruleset(OLD).hash


def test_an_adopted_table_is_withdrawn_until_its_day_and_not_after(propose, adopt, administrator, officer, clock):
    first, waiting = adopt(propose()), None
    waiting = adopt(propose(a_table(4, sheet=ruleset_in_force(OLD))), on=NEXT_YEAR)

    def revoke(correction, by=administrator):
        return corrections.revoke(correction, reason="Công văn bị thu hồi", by=by.actor, clock=clock)

    with pytest.raises(CorrectionInForce):
        revoke(first)
    with pytest.raises(NotAllowed):
        revoke(waiting, by=officer)
    gone = revoke(waiting)

    assert ruleset_in_force(OLD, NEXT_YEAR).hash == kept.last_adopted(OLD).hash == first.hash
    assert (gone.state, gone.effective_on) == ("withdrawn", None)
    assert [(one.act, one.effective_on) for one in gone.acts] == [("adopted", NEXT_YEAR), ("withdrawn", None)]
    assert [one["act"] for one in audit.about(gone.id)].count("ruleset.withdrawn") == 1
    with pytest.raises(CorrectionDecided):
        revoke(gone)
    again = adopt(propose(a_table(4, sheet=ruleset_in_force(OLD))), on=TOMORROW)
    clock.advance(timedelta(days=1))
    with pytest.raises(CorrectionInForce):
        revoke(again)


def test_what_others_build_upon_or_rounds_go_by_is_not_withdrawn(propose, adopt, administrator, clock):
    first = adopt(propose(), on=TOMORROW)
    second = adopt(propose(a_table(4, sheet=rulesets.last_adopted(OLD))), on=NEXT_YEAR)

    with pytest.raises(CorrectionBuiltUpon):
        corrections.revoke(first, reason="x", by=administrator.actor, clock=clock)
    a_round_opening(NEXT_YEAR, clock)
    with pytest.raises(RoundsGoByIt):
        corrections.revoke(second, reason="x", by=administrator.actor, clock=clock)


def test_a_version_of_before_there_were_days_is_in_force_since_it_was_adopted(propose, adopt):
    adopted = adopt(propose())
    kept.RulesetInForce.objects(id=OLD).update(unset__effective_on=1, unset__earlier=1)

    assert ruleset_in_force(OLD).hash == adopted.hash
    assert ruleset_in_force(OLD, TODAY - timedelta(days=1)).hash == get_ruleset(OLD).hash
    later = adopt(propose(a_table(4, sheet=ruleset_in_force(OLD))), on=TOMORROW)
    assert [one.hash for one in kept.versions(OLD)] == [adopted.hash, later.hash]


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
    assert "Đã áp dụng, có hiệu lực từ ngày 23/11/2026" in text_of(other.get(place).text)
    assert ruleset_in_force(OLD).hash[:12] in other.get(f"/bo-quy-tac/{OLD}").text


def test_the_page_takes_a_day_shows_what_goes_from_when_and_withdraws(app, officer, administrator, propose):
    correction = propose()
    desk, other = at_a_desk(app, officer), at_a_desk(app, administrator)
    place = f"/ban-sua-bo-quy-tac/{correction.id}"
    for day, told in (("2026-11-22", "Sớm nhất có hiệu lực từ ngày 23/11/2026"), ("mai", "Đây không phải ngày")):
        early = post(other, f"{place}/ap-dung", ly_do="Đã đối chiếu", tu_ngay=day)
        assert early.status_code == 422
        assert told in early.text
        assert 'aria-describedby="tu_ngay-loi"' in early.text

    assert post(other, f"{place}/ap-dung", ly_do="Đã đối chiếu", tu_ngay="2027-01-01").status_code == 303

    page = text_of(desk.get(place).text)
    assert "Đã áp dụng, có hiệu lực từ ngày 01/01/2027 (chưa đến)" in page
    assert "Rút lại trước khi có hiệu lực" not in page, "only for the whole country"
    listed = text_of(desk.get(PAGE).text)
    assert "từ 01/01/2027" in listed
    assert "đến hết 31/12/2026 hôm nay đang dùng" in listed
    assert "làm trên bảng đó" in listed
    assert post(desk, f"{place}/rut-lai", ly_do="x").status_code == 403
    assert post(other, f"{place}/rut-lai", ly_do=" ").status_code == 422
    assert post(other, f"{place}/rut-lai", ly_do="Công văn bị thu hồi").status_code == 303
    page = text_of(desk.get(place).text)
    assert "Đã đối chiếu" in page
    assert "Công văn bị thu hồi" in page
    assert "mọi ngày hôm nay đang dùng" in text_of(desk.get(PAGE).text)


def test_the_whole_rule_set_goes_out_with_its_version_and_comes_back(app, officer):
    desk = at_a_desk(app, officer)

    taken = desk.get(f"/bo-quy-tac/{OLD}/bang-diem.toml").data

    assert read_scoring_sheet(taken).hash == get_ruleset(OLD).hash
    old = b"points = 120, income_vnd"
    kept_words = upload(desk, taken.replace(old, b"points = 121, income_vnd", 1), name="x.toml")
    assert kept_words.status_code == 422
    assert "ngưỡng › nông thôn › ngưỡng dưới lines / rural / poor_line Con số đã sửa mà nguồn vẫn" in text_of(
        kept_words.text
    )
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
    page = text_of(answer.text)
    assert "chỉ tiêu 1 › 3 b1_01 / 3 Giữa khoảng 2 (đến 2) và khoảng này (từ 3) có chỗ hở." in page


def test_a_source_that_nobody_can_read_is_told_where_it_was_typed(app, officer):
    desk = at_a_desk(app, officer)
    in_the_table = a_table().replace(b"placeholder", b"CV\x07 5", 1)

    typed = post(desk, PAGE, tep=(io.BytesIO(a_table()), "bang.csv"), nguon="Phụ\x7flục")
    listed = upload(desk, in_the_table)

    assert (typed.status_code, listed.status_code) == (422, 422)
    assert "Nguồn có ký tự điều khiển U+007F không đọc được." in text_of(typed.text)
    assert 'aria-describedby="nguon-loi"' in typed.text
    assert "nguon có ký tự điều khiển không đọc được; hãy xóa và gõ lại: U+0007" in text_of(listed.text)
    assert kept.of_ruleset(OLD) == []


def test_a_rule_set_that_the_forms_do_not_fit_is_refused(app, officer, settings, blobs, clock):
    publish_folder(Path(settings.xlsforms_dir), only="phieu_b", blobs=blobs, clock=clock)
    wrong = content_of(OLD).replace(b'code = "upper_secondary"', b'code = "other_word"', 1)

    answer = upload(at_a_desk(app, officer), wrong, name="x.toml")

    assert answer.status_code == 422
    page = text_of(answer.text)
    assert "phieu_b: chỉ tiêu 3 › upper_secondary" in page
    assert "Phiếu có câu trả lời upper_secondary mà bộ quy tắc chưa cho điểm." in page


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
    late = {"reason": "Đối chiếu xong", "effective_on": "2027-01-01"}
    waiting = other.call("POST", f"{place}/adopt", late).json
    assert (waiting["state"], waiting["effective_on"]) == ("adopted", "2027-01-01")
    assert program.call("GET", f"/rulesets/{OLD}").json["hash"] == get_ruleset(OLD).hash
    assert program.call("POST", f"{place}/revoke", {"reason": "x"}).json["code"] == "auth.permission_missing"
    gone = other.call("POST", f"{place}/revoke", {"reason": "Nhầm ngày"}).json
    assert [one["act"] for one in gone["acts"]] == ["adopted", "withdrawn"]
    made = program.client.post(path, data=a_table(), content_type="text/csv", headers=program.headers)
    place = f"/ruleset-corrections/{made.json['id']}"
    assert other.call("POST", f"{place}/adopt", {"reason": "Đối chiếu xong"}).json["state"] == "adopted"
    assert program.call("GET", f"/rulesets/{OLD}").json["hash"] == made.json["hash"]
    scored = program.call("POST", f"/rulesets/{OLD}/classify", {"area": "rural", "b1": 121, "b2": 20}).json
    assert scored["ruleset_hash"] == made.json["hash"]
    wrong = a_table().replace(b"b1_06", b"b1_66", 1)
    refused = program.client.post(path, data=wrong, content_type="text/csv", headers=program.headers)
    assert (refused.status_code, refused.json["code"]) == (400, "form_engine.point_table_invalid")
    told = refused.json["details"]["details"][0]
    assert (told["code"], told["message"]) == ("no_such_item", "bộ quy tắc không có chỉ tiêu này: b1_66")


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
    assert refused.json["details"]["faults"] == [
        {
            "place": "lines / rural / poor_line",
            "where": "ngưỡng › nông thôn › ngưỡng dưới",
            "code": "line_not_below",
            "message": "160 điểm không thấp hơn 150 điểm của ngưỡng trên. Hãy sửa một trong hai ngưỡng.",
        }
    ]
    assert "ngưỡng › nông thôn › ngưỡng dưới: 160 điểm" in refused.json["message"]


def test_commands_answer_by_the_table_that_was_adopted(propose, adopt, settings, tmp_path):
    adopted = since_long(adopt(propose()))

    def rasoat(*words, run=commands.here):
        done = run("rules", *words, "--json", environment=environment_of(settings))
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    (tmp_path / "answers.json").write_text("{}")
    totals = rasoat("classify", "--ruleset", OLD, "--area", "rural", "--b1", "121", "--b2", "20")
    scored = rasoat("score", "--ruleset", OLD, "--region", "NT3", "--answers", str(tmp_path / "answers.json"))
    listed = rasoat("check", run=commands.in_a_process)["rulesets"][0]

    assert {(one["ruleset_hash"], one["ruleset_source"]) for one in (totals, scored, listed)} == {
        (adopted.hash, "in_force")
    }


def test_commands_list_adopt_from_a_day_on_and_withdraw(propose, administrator, officer, settings):
    correction = propose()
    told = {"environment": environment_of(settings)}

    def rasoat(*words, password=PASSWORD):
        return commands.in_a_process("rules", *words, password=password, **told)

    boss, clerk = administrator.person.username, officer.person.username
    adopting = ("adopt", correction.id, "--on", "2999-01-01", "--reason", "Đã đối chiếu", "--by")

    wrong = rasoat(*adopting, boss, password="x")
    own = rasoat(*adopting, clerk)
    adopted = rasoat(*adopting, boss)
    listed = commands.here("rules", "corrections", **told)
    gone = rasoat("withdraw", correction.id, "--reason", "Nhầm", "--by", boss)

    assert (wrong.returncode, own.returncode) == (1, 1)
    assert "Từ chối: Tên đăng nhập hoặc mật khẩu" in wrong.stderr
    assert "Từ chối: Bạn không có quyền" in own.stderr
    assert adopted.returncode == 0, adopted.stderr
    assert "Đã áp dụng, có hiệu lực từ ngày 01/01/2999 (chưa đến)" in adopted.stdout
    assert correction.id in listed.stdout
    assert "01/01/2999" in listed.stdout
    assert gone.stdout == f"{OLD} {correction.hash[:12]}: Đã rút lại\n"
    assert kept.get(correction.id).decided_by == administrator.actor.id


def test_the_rule_set_that_a_form_was_scored_by_stays_readable(propose, adopt):
    adopted = adopt(propose())

    assert read_scoring_sheet(review.find_ruleset(adopted.hash)).hash == adopted.hash
