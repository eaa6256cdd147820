"""Pages of rule sets, the sheet that explains a household's points, and `rasoat rules explain`."""

import json
import os
import re
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from app.auth.permissions import Role
from app.cli.demo import environment_of
from core import audit
from form_engine.scoring_sheet_reader import read_scoring_sheet
from review import repository as review
from review.rulesets import all_rulesets, content_of, get_ruleset
from submissions import repository
from tests import commands
from tests.households import a_member
from tests.integration.places import COMMUNE, VILLAGE_1, VILLAGE_2, Program, at_a_desk, somebody
from tests.integration.scored_forms import ID, a_scored_form, everything_owned

pytestmark = pytest.mark.services

ROOT = Path(__file__).parents[2]
OLD, NEW = "vn-2016-2020", "vn-2021-2025"
SHEET_PATH = f"/phieu/{ID}/giai-trinh"


@pytest.fixture
def desk(app, villages, clock):
    return at_a_desk(app, somebody(clock, Role.SUPERVISOR, COMMUNE))


@pytest.fixture
def scored_form(form, receive_form):
    """`scored_form("vn-2021-2025", b1_05="one")`: a Phiếu B with its points, as it is kept."""
    return partial(a_scored_form, receive_form)


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


# --- rule sets ------------------------------------------------------------------------------------------------


def test_every_period_is_listed_with_its_hash(desk):
    page = desk.get("/bo-quy-tac").text

    for sheet in all_rulesets().values():
        assert sheet.title.vi in page
        assert sheet.hash[:12] in page


@pytest.mark.parametrize("ruleset_id", list(all_rulesets()))
def test_a_rule_set_shows_every_figure_of_every_score_sheet(desk, ruleset_id):
    page, sheet = desk.get(f"/bo-quy-tac/{ruleset_id}").text, get_ruleset(ruleset_id)

    rows = [text_of(row) for row in re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)]
    for item in sheet.items:
        for answer in item.answers:
            figures = " ".join(str(answer.points[code]) for code in sheet.sheets)
            assert any(row.startswith(answer.label.vi) and f" {figures} " in row for row in rows), answer.code
    shown = text_of(page)
    told = [line.source for lines in sheet.lines.values() for line in lines.values()]
    told += [one.condition_text.vi for one in sheet.indicators] + [one.source for one in sheet.indicators]
    told += [answer.points_source for item in sheet.items for answer in item.answers]
    told += [*(one.vi for one in sheet.legal_basis), sheet.hash, sheet.classes_source, sheet.b2.source]
    assert [text for text in told if " ".join(text.split()) not in shown] == []


def test_a_placeholder_is_told_as_such(desk):
    page = desk.get(f"/bo-quy-tac/{NEW}").text

    assert 'class="trust trust--placeholder">số tạm' in page
    assert "có nguồn" in desk.get(f"/bo-quy-tac/{OLD}").text


@pytest.mark.parametrize(
    ("told", "is_there"),
    [
        ("120 < B1 ≤ 150; B2 ≥ 30", True),
        ("B1 ≤ 140; B2 ≥ 30", True),
        ("tuổi dưới 15", True),
        ("Bảo hiểm y tế", True),
        ("any_member", False),
        ("age <", False),
    ],
)
def test_two_rule_sets_are_compared(desk, told, is_there):
    page = text_of(desk.get(f"/bo-quy-tac/{OLD}/so-sanh?voi={NEW}").text)

    assert (told in page) is is_there


def test_a_rule_set_differs_in_nothing_from_itself(desk):
    assert "giống hệt nhau" in desk.get(f"/bo-quy-tac/{OLD}/so-sanh?voi={OLD}").text


def test_a_rule_set_shows_as_it_stood_when_a_round_froze_it(desk):
    content = content_of(OLD).replace(b"points = 150,", b"points = 151,")
    then = read_scoring_sheet(content)
    review.keep_ruleset(then.hash, then.id, content)

    page = text_of(desk.get(f"/bo-quy-tac/{OLD}?dau={then.hash}").text)

    assert then.hash in page
    assert "120 < B1 ≤ 151; B2 ≥ 30" in page
    assert "120 < B1 ≤ 150; B2 ≥ 30" in text_of(desk.get(f"/bo-quy-tac/{OLD}?dau={get_ruleset(OLD).hash}").text)


@pytest.mark.parametrize(
    "path",
    [f"{OLD}?dau=0", f"{NEW}?dau={get_ruleset(OLD).hash}", "vn-1990", f"{OLD}/so-sanh?voi=vn-1990", "vn-1990/so-sanh"],
)
def test_an_unknown_rule_set_is_not_found(desk, path):
    assert desk.get(f"/bo-quy-tac/{path}").status_code == 404


@pytest.mark.parametrize(("role", "status"), [(Role.ENUMERATOR, 200), (Role.PAYMENT_PROVIDER, 403)])
def test_page_and_api_tell_rule_sets_to_the_same_people(app, villages, clock, role, status):
    who = somebody(clock, role)
    desk, program = at_a_desk(app, who), Program.of(app, who)

    for path in ("", f"/{OLD}", f"/{OLD}/so-sanh", f"/{OLD}/bang-diem.csv"):
        assert desk.get(f"/bo-quy-tac{path}").status_code == status
    for path in ("", f"/{OLD}", f"/{OLD}/points.csv", f"/{OLD}/ruleset.toml"):
        assert program.call("GET", f"/rulesets{path}").status_code == status


# --- the sheet that explains ----------------------------------------------------------------------------------


def test_the_sheet_tells_answers_points_line_reason_and_law(desk, scored_form):
    kept = scored_form(hygienic_toilet="no")

    answer = desk.get(SHEET_PATH)

    assert answer.status_code == 200
    page, score = text_of(answer.text), kept["score"]
    assert f"Vì sao hộ này {score['b1']} điểm" in page
    assert "Trần Văn Ân" in page
    assert "Thôn 1, Xã Lộc Bình" in page
    assert score["reason"]["vi"] in page
    assert "Ngưỡng B1 ở nông thôn: 120, 150." in page
    assert "Thông tư 17/2016/TT-BLĐTBXH" in page
    for line in score["trace"]:
        assert line["question"]["vi"].partition(" (")[0] in page
        if line["item"].startswith("b1"):
            assert line["answer_text"]["vi"] in page
    condition = "Hộ gia đình không sử dụng hố xí/nhà tiêu hợp vệ sinh (Căn cứ: nhà tiêu hợp vệ sinh: không)"
    assert f"Hố xí/nhà tiêu hợp vệ sinh Thiếu hụt: {condition} 10" in page
    assert "phiếu điểm NT3 · Nông thôn - Bắc Trung Bộ và duyên hải miền Trung · phụ lục 3b.3" in page


def test_the_sheet_keeps_silent_about_ids_and_health(desk, scored_form):
    sheet = get_ruleset(OLD)
    ill = a_member(
        sheet, seriously_ill="yes", sought_treatment="no", member_name="Trần Thị Ốm", id_number="046180001234"
    )
    scored_form(members=[ill], owner_id="046180001234")

    page = text_of(desk.get(SHEET_PATH).text)

    assert "Tiếp cận các dịch vụ y tế Thiếu hụt: Hộ gia đình có người bị ốm đau nhưng không đi khám" in page
    assert "(Căn cứ: 1 trong 1 thành viên)" in page
    for secret in ("046180001234", "Trần Thị Ốm", "seriously_ill", "ốm đau nặng"):
        assert secret not in page


def test_the_sheet_is_vietnamese_whatever_the_console_is(app, desk, scored_form):
    scored_form()
    with desk.session_transaction() as session:
        session["language"] = "en"

    assert "Vì sao hộ này" in desk.get(SHEET_PATH).text
    assert "My work" in desk.get("/").text


def test_without_all_answers_the_sheet_names_what_is_missing(desk, scored_form):
    scored_form(b1_05=None)

    page = text_of(desk.get(SHEET_PATH).text)

    assert "Còn thiếu câu trả lời nên chưa xếp loại: " in page
    assert "Lương hưu" in page.partition("chưa xếp loại: ")[2][:60]


def test_a_form_without_points_has_no_sheet(desk, scored_form):
    kept = scored_form()
    repository.collection().update_one({"_id": kept["_id"]}, {"$set": {"score": None}})

    assert desk.get(SHEET_PATH).status_code == 422


def test_who_printed_a_sheet_is_written_down_and_strangers_get_none(app, desk, scored_form, clock):
    kept = scored_form()

    assert desk.get(SHEET_PATH).status_code == 200
    assert [one["facts"]["paper"] for one in audit.about(kept["_id"]) if "paper" in one["facts"]] == ["explanation"]
    stranger = at_a_desk(app, somebody(clock, Role.SUPERVISOR, VILLAGE_2))
    assert stranger.get(SHEET_PATH).status_code == 404


def test_a_village_head_opens_the_sheets_of_his_village_and_of_no_other(app, villages, clock, scored_form):
    kept = scored_form()
    head, other = (at_a_desk(app, somebody(clock, Role.VILLAGE_HEAD, area)) for area in (VILLAGE_1, VILLAGE_2))

    assert "Vì sao hộ này" in head.get(SHEET_PATH).text
    assert head.get(f"/phieu/{kept['instance_id']}").status_code == 403, "the form itself is not for him"
    assert other.get(SHEET_PATH).status_code == 404
    assert "Giải trình điểm" in head.get("/").text
    assert head.get("/giai-trinh").status_code == 200
    assert head.get(f"/giai-trinh?thon={VILLAGE_2}").status_code == 403


@pytest.mark.browser
@pytest.mark.parametrize("ruleset_id", [OLD, NEW])
def test_the_sheet_is_one_page_even_with_the_longest_answers(desk, scored_form, chromium, ruleset_id):
    sheet = get_ruleset(ruleset_id)
    lacking = {"health_insurance": "no", "attending_school": "no", "uses_phone": "no", "uses_internet": "no"}
    lacking |= {"school_level_matches_age": "no", "stunted": "yes", "seriously_ill": "yes", "sought_treatment": "no"}
    children = [a_member(sheet, age, **lacking) for age in (7, 9, 11, 13)]
    home = {"dwelling_area_m2": 20, "hygienic_toilet": "no", "hygienic_water": "no", "dwelling_grade": "don_so"}
    scored_form(ruleset_id, members=[a_member(sheet), *children], **everything_owned(ruleset_id), **home)
    html = desk.get(SHEET_PATH).text
    assert "Vì sao hộ này" in html
    css = desk.get(re.search(r'href="(/tinh/[^"]+\.css)"', html).group(1)).text

    with ThreadPoolExecutor(1) as apart:  # the browser tests hold a driver of their own in this thread
        paper = apart.submit(_printed, chromium, html.replace("</head>", f"<style>{css}</style></head>")).result()

    if os.environ.get("RASOAT_KEEP_PAPER"):
        Path(os.environ["RASOAT_KEEP_PAPER"], f"{ruleset_id}.pdf").write_bytes(paper)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1


def _printed(chromium, html):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.set_content(html)
        paper = page.pdf(prefer_css_page_size=True)
        browser.close()
    return paper


# --- the command ----------------------------------------------------------------------------------------------


def explain(settings, *args, run=commands.here):
    return run("rules", "explain", *args, environment=environment_of(settings))


def test_explain_prints_the_stored_trace_and_that_it_still_holds(settings, villages, scored_form):
    kept = scored_form()

    told, plain = explain(settings, ID, "--json", run=commands.in_a_process), explain(settings, ID)

    assert told.returncode == 0, told.stderr
    score = json.loads(told.stdout)
    assert (score["instance_id"], score["again"]) == (ID, "same")
    assert score["trace"] == kept["score"]["trace"]
    assert plain.stdout.splitlines()[-2:] == [kept["score"]["reason"]["vi"], "Tính lại bây giờ, kết quả vẫn như vậy."]
    assert len(audit.about(kept["_id"])) == 2


def test_explain_says_when_the_answers_no_longer_give_the_stored_points(settings, villages, scored_form):
    kept = scored_form()
    repository.collection().update_one({"_id": kept["_id"]}, {"$set": {"answers.b1_05": "one"}})

    assert json.loads(explain(settings, ID, "--json").stdout)["again"] == "differs"


def test_explain_refuses_what_is_not_there_or_has_no_score(settings, villages, scored_form):
    unknown = explain(settings, "uuid:none")
    kept = scored_form()
    repository.collection().update_one({"_id": kept["_id"]}, {"$set": {"score": None}})
    unscored = explain(settings, ID)

    assert (unknown.returncode, unscored.returncode) == (1, 1)
    assert unknown.stderr.startswith("Từ chối: ")
    assert "phiếu này chưa có điểm" in unscored.stderr
