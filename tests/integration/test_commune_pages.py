"""The end of the procedure by hand and over the API: sent up, appraised, decided, certificates, papers."""

import hashlib
import io
from datetime import timedelta
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook

from app.auth.permissions import Role
from app.documents import kept
from app.holidays import working_calendar
from app.persons import NUMBERS_SEEN
from app.reports.scope import of_round
from core import audit
from core.actor import SYSTEM, Actor
from core.clock import local_day
from review import appraisals, decisions, meetings, postings, repository
from review.actions import posting as acts
from review.models import Screening
from tests.integration.complained import complain
from tests.integration.places import COMMUNE, DISTRICT, VILLAGE_1, Program, at_a_desk, somebody, token_of
from tests.integration.village_meeting import call_by_hand, filled, ready_cases

pytestmark = pytest.mark.services


@pytest.fixture
def people(villages, clock):
    wanted = {
        "head": (Role.VILLAGE_HEAD, VILLAGE_1),
        "officer": (Role.COMMUNE_OFFICER, COMMUNE),
        "appraiser": (Role.APPRAISER, DISTRICT),
        "chairman": (Role.COMMUNE_CHAIRMAN, COMMUNE),
    }
    return {name: somebody(clock, role, place) for name, (role, place) in wanted.items()}


@pytest.fixture
def closed(app, opened, people, clock):
    """Two households of village 1 whose posting is over; the others have left the round."""
    cases = ready_cases(opened, VILLAGE_1, 2, clock)
    repository.Case.objects(round_id=opened.id, stage="screened_out").update(set__stage="withdrawn")
    client = at_a_desk(app, people["head"])
    address = call_by_hand(client, opened, VILLAGE_1, clock)
    (meeting,) = meetings.meetings_of_village(opened.id, VILLAGE_1)
    client.post(address, data=filled(client.get(address).text, meeting.agenda, clock))
    for kind in acts.posting_rule(opened).places:
        day, calendar = local_day(clock()), working_calendar()
        acts.post_at(opened, VILLAGE_1, kind, on=day, by=SYSTEM, calendar=calendar, clock=clock)
    clock.advance(timedelta(days=14))
    acts.close_those_over(clock)
    return cases


def press(client, page: str, address: str, **told):
    return client.post(address, data={"csrf_token": token_of(client.get(page).text), **told})


def send_up_by_hand(officer, opened):
    page = f"/dot/{opened.id}"
    return press(officer, page, f"{page}/trinh", so="15/BC-UBND", **{"noi-dung": "Đề nghị sớm"})


def test_the_list_goes_up_and_down_again_with_signatures_by_hand(app, opened, closed, people, clock):
    round_page = f"/dot/{opened.id}"
    officer, appraiser, chairman = (at_a_desk(app, people[name]) for name in ("officer", "appraiser", "chairman"))
    assert "Trình 2 hộ." in officer.get(round_page).text
    assert officer.get(f"{round_page}/ke-hoach.pdf").data.startswith(b"%PDF")
    assert press(officer, round_page, f"{round_page}/trinh", so="").status_code == 422
    sent = send_up_by_hand(officer, opened)
    assert sent.status_code == 303
    assert len(appraisals.appraisals_of(opened.id)) == 1

    assert "Thẩm định, hạn" in appraiser.get("/").text
    page = appraiser.get(sent.location).text
    assert ("Báo cáo số 15/BC-UBND" in page, "Nhất trí với toàn bộ danh sách" in page) == (True, True)
    unsaid = press(appraiser, sent.location, sent.location, so="7/TĐ", **{"nguoi-ky": "Trần Huyện"})
    assert (unsaid.status_code, "Chọn nhất trí hoặc" in unsaid.text) == (422, True)
    answer = {"y-kien": "nhat-tri", "so": "7/TĐ", "nguoi-ky": "Trần Huyện"}
    assert press(appraiser, sent.location, sent.location, **answer).status_code == 303

    assert "Hộ chờ quyết định công nhận" in chairman.get("/").text
    signed = {"so": "120/QĐ-UBND", "nguoi-ky": "Lê Chủ", "chuc-danh": "Chủ tịch"}
    made = press(chairman, round_page, f"{round_page}/quyet-dinh", **signed)
    assert made.status_code == 303
    assert "Quyết định số 120/QĐ-UBND" in chairman.get(made.location).text
    assert press(chairman, made.location, f"{made.location}/giay-chung-nhan").status_code == 303
    page = chairman.get(made.location).text
    assert "In tất cả giấy chứng nhận" in page

    for paper in (
        *(f"{sent.location}/{name}" for name in ("bao-cao", "y-kien")),
        *(f"{made.location}/{name}" for name in ("quyet-dinh", "giay-chung-nhan")),
    ):
        for form, begins in (("pdf", b"%PDF"), ("docx", b"PK")):
            first = officer.get(f"{paper}.{form}")
            assert (first.status_code, first.data.startswith(begins)) == (200, True), paper
            assert officer.get(f"{paper}.{form}").data == first.data
    papers = kept.papers_of_round(
        opened.id, seen_by=SYSTEM, permissions={"case.read", "household.read", "person.identify"}
    )
    assert len(papers) == 9
    listed = officer.get(f"{round_page}/giay-to").text
    for one in papers:
        assert one.sha256[:12] in listed
        again = officer.get(f"/giay-to/{one.id}").data
        assert hashlib.sha256(again).hexdigest() == one.sha256
    assert appraiser.get(f"{made.location}/quyet-dinh.pdf").status_code == 200
    traced = {one["by"] for one in audit.about(made.location.split("/")[-1], most=50) if one["act"] == NUMBERS_SEEN}
    assert traced == {people["officer"].person.id}
    certificates = next(one for one in papers if one.kind == "certificates")
    assert at_a_desk(app, people["head"]).get(f"/giay-to/{certificates.id}").status_code == 404
    book = load_workbook(io.BytesIO(officer.get(f"{round_page}/dien-bien.xlsx").data))
    for sheet in (book["R2"], book["R3"]):
        lines = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=9)]
        whole = {line[2]: line[3:12] for line in lines if str(line[1]).startswith("Toàn xã")}
        for what, total in whole.items():
            assert total == [
                sum(column) for column in zip(*(one[3:12] for one in lines if one[0] and one[2] == what), strict=True)
            ]
            assert total[0] - sum(total[1:4]) + sum(total[4:8]) == total[8]
    assert {one.value for one in book["R2"][9]} >= {1, "Thôn 1", "Hộ"}
    the_reports_agree(officer, opened)
    assert chairman.get("/bao-cao").status_code == 200
    assert at_a_desk(app, people["head"]).get(f"/bao-cao?dot={opened.id}").status_code == 403
    household = officer.get(f"/ho/{closed[0].household_id}").text
    assert "120/QĐ-UBND" in household
    recognised = next(one for one in closed if repository.find_case(one.id).stage in ("recognised", "certified"))
    every_level_is_told(app, opened, recognised, people, clock)


def every_level_is_told(app, opened, case, people, clock):
    """A household is reopened with a tick alone; then home, rounds, commune and reports say so."""
    visitor, page = somebody(clock, Role.ENUMERATOR, VILLAGE_1), f"/ho-so/{case.id}"
    officer, address = at_a_desk(app, people["officer"]), f"/ho-so/{case.id}/phuc-tra"
    assert "Riêng hộ này đi lại toàn bộ các bước" in officer.get(page).text
    told = {"dieu-tra-vien": visitor.person.id, "dan-do": "Có nhà khác"}
    refused = press(officer, page, address, **told)
    assert (refused.status_code, "Hãy đánh dấu xác nhận" in refused.text) == (422, True)
    assert press(officer, page, address, **told, **{"toi-hieu": "co"}).status_code == 303

    for name in ("officer", "chairman", "appraiser"):
        client = at_a_desk(app, people[name])
        assert ("Hộ được mở lại sau quyết định" in client.get("/").text, name) == (True, name)
        assert "1 hộ mở lại" in client.get("/dot").text
    commune = officer.get(f"/dot/{opened.id}").text
    assert ("phải qua lại đủ các bước" in commune, "chưa sẵn sàng" in commune) == (True, False)
    assert '<i class="key key--second_visit" aria-hidden="true"></i>Phúc tra' in commune
    report = officer.get(f"/bao-cao?dot={opened.id}").text
    assert "Số liệu chính thức theo Quyết định" in report
    assert ("có 1 hộ được mở lại sau quyết định, số liệu này" in report, page in report) == (True, True)
    assert "chưa tính thay đổi" not in officer.get(f"/bao-cao?dot={opened.id}&ban=so-bo").text
    year = officer.get(f"/bao-cao?dia-ban={COMMUNE}&nam={opened.year}").text
    assert ("có 1 hộ được mở lại" in year, f'/bao-cao?dot={opened.id}">Xã Lộc Bình</a>: 1' in year) == (True, True)
    book = load_workbook(io.BytesIO(officer.get(f"/bao-cao.xlsx?dot={opened.id}&bang=R1").data))
    assert "có 1 hộ được mở lại sau quyết định" in " ".join(str(cell.value) for row in book["R1"] for cell in row)
    summary = Program.of(app, people["officer"]).call("GET", f"/rounds/{opened.id}/summaries?official=true").json
    assert (summary["reopened"], "1 hộ được mở lại" in summary["told"]) == ([case.id], True)


def the_reports_agree(officer, opened):
    """Preliminary and official, on the page and as files; the population of the villages gives the rates."""
    page = f"/bao-cao?dot={opened.id}"
    told = {f"pop.{name}-{code}": "1.000" for name in ("h", "p") for code in ("2012801", "2012802")}
    assert press(officer, page, "/bao-cao/dan-so", dot=opened.id, **told).status_code == 303
    for which in ("so-bo", "chinh-thuc"):
        shown = officer.get(f"{page}&ban={which}").text
        assert ("Đã kiểm: R2, R3 cân đối" in shown, "2.000" in shown) == (True, True), which
        for code in ("R2", "R4", "R9", "R14"):
            assert officer.get(f"{page}&ban={which}&bang={code}").status_code == 200
    assert "Số liệu chính thức theo Quyết định số 120/QĐ-UBND" in shown
    query = f"dot={opened.id}&ban=chinh-thuc"
    for form, begins in (("xlsx", b"PK"), ("pdf", b"%PDF"), ("docx", b"PK")):
        made = officer.get(f"/bao-cao.{form}?{query}")
        assert (made.status_code, made.data.startswith(begins)) == (200, True)
        assert officer.get(f"/bao-cao.{form}?{query}").data == made.data
    flow, results = ({line.told[1]: line.values for line in table.lines} for table in _tables(opened))
    assert flow["Toàn xã: Xã Lộc Bình"][-1] == results["Toàn xã: Xã Lộc Bình"][8]


def _tables(opened):
    definitions = SimpleNamespace(nearest=None)
    scope = of_round(opened, official=True, definitions=definitions, today=opened.opens_on)
    made = {one.code: one for one in scope.tables()}
    return made["R2"], made["R1"]


def test_papers_of_a_village_are_for_whoever_may_read_them(app, opened, closed, people):
    officer, head = at_a_desk(app, people["officer"]), at_a_desk(app, people["head"])
    village = f"/dot/{opened.id}/thon/{VILLAGE_1}"
    (meeting,) = meetings.meetings_of_village(opened.id, VILLAGE_1)
    (posting,) = postings.postings_of_village(opened.id, VILLAGE_1)

    for client, address, status in (
        (officer, f"{village}/can-ra-soat", 200),
        (head, f"{village}/can-ra-soat", 403),
        (head, f"{village}/ket-qua", 200),
        (head, f"/hop/{meeting.id}/giay-moi", 200),
        (head, f"/niem-yet/{posting.id}/ket-thuc", 200),
        (head, f"/ho-so/{closed[0].id}/tra-loi", 404),
    ):
        for form, begins in (("pdf", b"%PDF"), ("docx", b"PK")):
            made = client.get(f"{address}.{form}")
            assert (made.status_code, made.data.startswith(begins)) == (status, status == 200), address
    assert "can-ra-soat.pdf" not in head.get(village).text
    assert "can-ra-soat.docx" in officer.get(village).text


def test_a_household_that_phieu_a_took_off_gets_a_letter(app, opened, people):
    refused = repository.Case.objects(round_id=opened.id, standing_before="non_poor").first()
    told = {"submission_key": "a", "yes": 4, "result": "no_review", "reason": {"vi": "có 4 chỉ tiêu"}}
    repository.Case.objects(id=refused.id).update(set__stage="screened_out", set__screening=Screening(**told))
    officer = at_a_desk(app, people["officer"])

    assert f"/ho-so/{refused.id}/tra-loi.pdf" in officer.get(f"/ho-so/{refused.id}").text
    assert officer.get(f"/ho-so/{refused.id}/tra-loi.docx").status_code == 200


def test_who_appraises_reads_what_came_too_late_for_the_list(app, opened, closed, people, clock):
    (posting,) = postings.postings_of_village(opened.id, VILLAGE_1)
    officer = Actor("officer", frozenset({"commune_officer"}), COMMUNE, "Cán bộ xã")
    late = complain(posting, repository.find_case(closed[0].id), clock, by=officer)
    asked = send_up_by_hand(at_a_desk(app, people["officer"]), opened)

    page = at_a_desk(app, people["appraiser"]).get(asked.location).text

    assert late.state == "late"
    assert "Khiếu nại gửi sau khi hết niêm yết" in page
    assert f"/khieu-nai/{late.id}" in page


def test_the_page_names_who_keeps_the_list_back_and_lets_nobody_else_press(app, opened, closed, people):
    repository.Case.objects(id=closed[0].id).update(set__stage="posted")
    officer = at_a_desk(app, people["officer"])

    page = officer.get(f"/dot/{opened.id}").text
    assert "còn 1 hộ chưa sẵn sàng" in page
    assert f"/ho-so/{closed[0].id}" in page
    assert "Trình thẩm định</button>" not in page
    refused = press(officer, f"/dot/{opened.id}", f"/dot/{opened.id}/trinh", so="1")
    assert (refused.status_code, "còn 1 hộ" in refused.text) == (422, True)
    for name, status in (("head", 404), ("chairman", 200), ("appraiser", 200)):
        assert at_a_desk(app, people[name]).get(f"/dot/{opened.id}").status_code == status
    chairman = at_a_desk(app, people["chairman"])
    assert press(chairman, f"/dot/{opened.id}", f"/dot/{opened.id}/trinh", so="1").status_code == 403


def test_an_officer_takes_a_household_off_the_list(app, opened, closed, people):
    officer, page = at_a_desk(app, people["officer"]), f"/ho-so/{closed[0].id}"

    assert press(officer, page, f"{page}/rut", **{"ly-do": "moved"}).status_code == 422
    assert press(officer, page, f"{page}/rut", **{"ly-do": "moved", "noi-dung": "Vào Nam"}).status_code == 303
    assert "Chuyển đi nơi khác: Vào Nam" in officer.get(page).text


def test_the_same_over_the_api(app, opened, closed, people, clock):
    day = f"{local_day(clock()):%Y-%m-%d}"
    officer, appraiser, chairman = (Program.of(app, people[name]) for name in ("officer", "appraiser", "chairman"))
    state = officer.call("GET", f"/rounds/{opened.id}").json
    assert (state["to_submit"], state["blocking"], state["balance"]["closes"]) == (2, [], True)

    asked = officer.call("POST", f"/rounds/{opened.id}/appraisals", {"number": "15/BC", "on": day})
    assert (asked.status_code, asked.json["state"], len(asked.json["rows"])) == (200, "submitted", 2)
    one = asked.json["rows"][0]["case_id"]
    address = f"/appraisals/{asked.json['id']}/opinion"
    said = {"number": "7/TĐ", "on": day, "signer": "Trần Huyện", "agrees": False}
    assert appraiser.call("POST", address, said).status_code == 400
    assert officer.call("POST", address, said).status_code == 403
    back = appraiser.call("POST", address, said | {"cases": {one: "Sai số người"}}).json
    assert (back["state"], back["opinion"]["returned"]) == ("returned", {one: "Sai số người"})
    signed = {"number": "1/QĐ", "on": day, "signer": "Lê Chủ", "title": "Chủ tịch"}
    assert chairman.call("POST", f"/rounds/{opened.id}/decisions", signed).status_code == 422
    gone = officer.call("POST", f"/cases/{one}/withdrawal", {"reason": "moved", "words": "Vào Nam"})
    assert gone.json["stage"] == "withdrawn"

    again = officer.call("POST", f"/rounds/{opened.id}/appraisals", {"number": "16/BC", "on": day}).json
    agreed = said | {"agrees": True, "number": "8/TĐ"}
    assert appraiser.call("POST", f"/appraisals/{again['id']}/opinion", agreed).json["state"] == "agreed"
    made = chairman.call("POST", f"/rounds/{opened.id}/decisions", signed).json
    assert [row["case_id"] for row in made["rows"]] == [row["case_id"] for row in again["rows"]] != [one]
    papers = chairman.call("POST", f"/decisions/{made['id']}/certificates")
    recognised = made["lists"]["poor"] + made["lists"]["near_poor"]
    assert (papers.status_code, len(papers.json) if recognised else 0) == (200 if recognised else 422, len(recognised))
    assert officer.call("GET", f"/decisions/{made['id']}").json["rows"] == made["rows"]
    counted = {"villages": {VILLAGE_1: {"pop.h": 100, "pop.p": 400}}}
    assert officer.call("PUT", f"/rounds/{opened.id}/population", counted).json == counted
    report = officer.call("GET", f"/rounds/{opened.id}/summaries?official=true").json
    assert (report["is_official"], report["disagrees"]) == (True, [])
    assert [line["values"][0] for line in report["reports"][0]["lines"]] == [100, None, None]
    assert officer.call("GET", f"/rounds/{opened.id}/papers").json == []
    assert [one["id"] for one in officer.call("GET", f"/rounds/{opened.id}/decisions").json] == [made["id"]]
    assert [one["number"] for one in officer.call("GET", f"/rounds/{opened.id}/appraisals").json] == [1, 2]
    assert len(decisions.decisions_of(opened.id)) == 1
