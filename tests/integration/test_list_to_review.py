"""A round is opened and its list to review made, by hand and over the API: once, in its window, inside the area."""

from datetime import date, timedelta

import pytest

from app.auth.permissions import Role
from app.persons import NUMBERS_SEEN
from core import audit
from core.actor import SYSTEM
from core.clock import local_day
from registry import repository as registry
from registry.rules.standing import Standing
from review import applications, repository
from review.actions.commune_list import balance_of
from review.actions.rounds import list_household
from review.complaint_models import Complaint
from review.models import Round
from tests.integration.commune_round import a_decision
from tests.integration.places import COMMUNE, PROVINCE, VILLAGE_1, VILLAGE_2, Program, at_a_desk, somebody, token_of
from tests.integration.scored_cases import a_round_of

pytestmark = pytest.mark.services

ASKED = {"commune": COMMUNE, "year": 2026, "ruleset_id": "vn-2021-2025"}
AUTUMN = ASKED | {"opens_on": "2026-09-01", "closes_on": "2026-12-14"}
NEW = {"village": VILLAGE_2, "head_name": "Phạm Thị Gái", "members_count": 2}
PAPER = {"kind": "entry", "channel": "direct", "received_on": "2026-11-20", "reason": "Nhà cháy"}
WRITTEN = {"sex": "female", "birth": "03/02/1961", "ethnic_group": "25", "identity": "046 161 000 001"}
WRITTEN |= {"issued_on": "2021-05-06", "permanent_address": "Xóm 2", "members": [{"name": "Hồ Bé", "work": "school"}]}


@pytest.fixture
def officer(app, villages, clock):
    return Program.of(app, somebody(clock, Role.COMMUNE_OFFICER, COMMUNE))


@pytest.fixture
def desk(app, villages, clock):
    return at_a_desk(app, somebody(clock, Role.COMMUNE_OFFICER, COMMUNE))


def test_a_round_opens_with_the_managed_list_and_once_however_often_it_is_asked(officer):
    first = officer.call("POST", "/rounds", AUTUMN)
    again = officer.call("POST", "/rounds", AUTUMN)

    assert (first.status_code, first.json["newly_listed"], first.json["decide_by"]) == (201, 2, "2026-12-14")
    assert (again.json["id"], again.json["newly_listed"]) == (first.json["id"], 0)
    listed = officer.call("GET", f"/rounds/{first.json['id']}/households").json
    assert sorted((one["household_id"], one["origin"], one["stage"]) for one in listed) == [
        ("h1", "managed_list", "to_survey"),
        ("h3", "managed_list", "to_survey"),
    ]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"closes_on": "2026-08-31"}, "review.round_days_not_possible"),
        ({"opens_on": "2025-12-30"}, "review.round_days_not_possible"),
        ({"closes_on": "2026-12-20"}, "review.outside_window"),
        ({"commune": VILLAGE_1}, "review.not_a_commune"),
        ({"ruleset_id": "vn-1900"}, "review.ruleset_unknown"),
        ({"ruleset_id": "vn-2016-2020"}, "review.ruleset_not_valid"),
        ({"kind": "monthly", "opens_on": "2026-10-10", "closes_on": "2026-10-31"}, "review.outside_window"),
    ],
)
def test_a_round_that_can_not_be_is_refused_with_its_reason(officer, change, code):
    refused = officer.call("POST", "/rounds", AUTUMN | change)

    assert refused.json["code"] == code
    assert Round.objects.count() == 0


def test_other_days_than_the_text_sets_need_a_reason_which_is_kept(officer):
    told = officer.call("POST", "/rounds", AUTUMN | {"closes_on": "2026-12-20", "reason": "Bão số 12"})

    assert (told.status_code, told.json["window_reason"]) == (201, "Bão số 12")
    assert officer.call("POST", "/rounds", AUTUMN | {"opens_on": "2026-09-05"}).json["code"] == "review.round_there"


def test_a_monthly_round_is_decided_fifteen_days_after_it_opens_or_on_the_next_working_day(officer):
    asked = ASKED | {"kind": "monthly", "opens_on": "2026-10-16", "closes_on": "2026-10-31"}

    told = officer.call("POST", "/rounds", asked)

    assert told.json["decide_by"] == "2026-11-02"  # 31 October is a Saturday
    assert told.json["name"] == "Rà soát thường xuyên tháng 10 năm 2026"


def test_a_monthly_round_reviews_who_asks_and_the_others_of_the_register_stay(app, officer, villages, clock):
    monthly = ASKED | {"kind": "monthly", "opens_on": "2026-11-15", "closes_on": "2026-11-30"}
    desk = at_a_desk(app, somebody(clock, Role.COMMUNE_OFFICER, COMMUNE))

    told = officer.call("POST", "/rounds", monthly).json

    page = desk.get(f"/dot/{told['id']}/danh-sach").text
    assert (told["newly_listed"], "Đưa vào danh sách" in page) == (0, False)
    assert repository.cases_of_round(told["id"]) == []
    was = [registry.Recognised("h1", "poor")]
    registry.record_standings(was, year=2025, ruleset_id="vn-2021-2025", decision="of 2025")
    closed = balance_of(repository.get_round(told["id"]), [])
    poor = closed.households[Standing.POOR]
    assert (closed.closes, poor.opening, poor.closing) == (True, 1, 1)


def test_nobody_opens_rounds_outside_his_area_or_without_the_duty(app, officer, villages, clock):
    elsewhere = somebody(clock, Role.COMMUNE_OFFICER, "46/483/20999/")
    head = somebody(clock, Role.VILLAGE_HEAD, VILLAGE_1)
    province = somebody(clock, Role.PROVINCE_OFFICER, PROVINCE)

    for who, status in ((elsewhere, 403), (head, 403), (province, 201)):
        assert Program.of(app, who).call("POST", "/rounds", AUTUMN).status_code == status
    opened = Round.objects.get()
    stranger = Program.of(app, elsewhere)
    assert stranger.call("GET", f"/rounds/{opened.id}/households").status_code == 404
    paper = PAPER | NEW | {"key": "giay-so-1"}
    assert stranger.call("POST", f"/rounds/{opened.id}/applications", paper).status_code == 404
    looking = Program.of(app, province)
    assert looking.call("POST", f"/rounds/{opened.id}/applications", paper).status_code == 403


def test_an_application_gets_the_next_number_and_its_household_stands_on_the_list_once(officer):
    round_id = officer.call("POST", "/rounds", AUTUMN).json["id"]
    address = f"/rounds/{round_id}/applications"

    first = officer.call("POST", address, PAPER | NEW | WRITTEN | {"key": "giay-so-1"})
    again = officer.call("POST", address, PAPER | NEW | {"key": "giay-so-1"})
    known = officer.call("POST", address, PAPER | {"household_id": "h2", "key": "giay-so-2"})

    assert (first.status_code, first.json["number"], first.json["due_on"]) == (201, 1, "2026-12-14")
    assert again.json == first.json
    assert (known.json["number"], known.json["applicant"]) == (2, "Hồ Thị Bưởi")
    cases = {one.household_id: one for one in repository.cases_of_round(round_id)}
    assert len(cases) == 4
    assert (cases["h2"].stage, cases["h2"].origin) == ("listed", "application")
    new = cases[first.json["household_id"]]
    assert (new.stage, new.village_path, new.head_name) == ("listed", VILLAGE_2, "Phạm Thị Gái")
    assert [one["number"] for one in officer.call("GET", address).json] == [1, 2]
    kept = first.json
    assert (kept["birth"], kept["identity"], kept["issued_on"]) == ("1961-02-03", "•••••••••001", "2021-05-06")
    assert (kept["doubts"], kept["members"][0]["name"]) == ([], "Hồ Bé")
    assert audit.about(kept["id"]) == []
    told = officer.call("GET", f"/applications/{kept['id']}/number").json
    assert (told, [one["act"] for one in audit.about(kept["id"])]) == ({"identity": "046161000001"}, [NUMBERS_SEEN])
    wrong = officer.call("POST", address, PAPER | NEW | {"identity": "12", "key": "giay-so-3"})
    assert (wrong.status_code, wrong.json["details"]["faults"]) == (400, {"identity": "shape"})


def test_an_application_to_leave_the_list_is_for_those_on_it(officer):
    round_id = officer.call("POST", "/rounds", AUTUMN).json["id"]
    exit_paper = PAPER | {"kind": "exit", "key": "giay-so-9"}
    address = f"/rounds/{round_id}/applications"

    refused = officer.call("POST", address, exit_paper | {"household_id": "h2"})
    assert (refused.status_code, refused.json["code"]) == (400, "review.application_incomplete")
    assert officer.call("POST", address, PAPER | {"household_id": "h1", "key": "giay-so-8"}).status_code == 400
    assert officer.call("POST", address, exit_paper | {"household_id": "h1"}).status_code == 201
    assert len(repository.cases_of_round(round_id)) == 2


def test_after_the_decision_the_list_takes_nobody(officer, clock):
    round_id = officer.call("POST", "/rounds", AUTUMN).json["id"]
    day = local_day(clock())
    a_decision("1/QĐ", round_id, day, clock, commune=COMMUNE, ruleset_id="vn-2021-2025")

    refused = officer.call("POST", f"/rounds/{round_id}/applications", PAPER | NEW | {"key": "giay-so-1"})

    assert refused.json["code"] == "review.list_decided"
    assert officer.call("POST", f"/rounds/{round_id}/households", NEW | {"key": "phat-hien-1"}).status_code == 422
    assert officer.call("POST", "/rounds", AUTUMN).status_code == 422


def test_by_hand_the_page_proposes_the_days_and_leads_to_the_list(desk):
    page = desk.get("/dot").text
    assert ('value="2026-09-01"' in page, 'value="2026-12-14"' in page) == (True, True)
    assert 'value="2026-11-15"' in desk.get("/dot?loai=monthly").text
    told = {"csrf_token": token_of(page), "loai": "periodic", "nam": "2026", "xa": COMMUNE, "chuan": "vn-2021-2025"}

    wrong = desk.post("/dot", data=told | {"tu": "2026-09-01", "den": "2026-12-24"})
    assert (wrong.status_code, "Mở vào thời gian khác thì ghi lý do." in wrong.text) == (422, True)
    opened = desk.post("/dot", data=told | {"tu": "2026-09-01", "den": "2026-12-14"})

    assert opened.status_code == 303
    shown = desk.get(opened.location).text
    assert "Đã đưa 2 hộ đang quản lý vào danh sách cần rà soát." in shown
    assert ("Trần Văn Ân" in shown, "Hồ Thị Bưởi" in shown) == (True, True)  # the second among those to choose from


def test_by_hand_papers_and_found_households_come_on_the_list_once(desk, officer):
    round_id = officer.call("POST", "/rounds", AUTUMN).json["id"]
    address = f"/dot/{round_id}/danh-sach"
    page = desk.get(address).text
    told = {"csrf_token": token_of(page), "khoa": token_of(page, "khoa"), "ho": "moi", "thon": VILLAGE_1}
    paper = {"loai": "entry", "cach": "post", "ngay-nhan": "2026-11-20", "ly-do": "Mất mùa", "ten-ho": "Võ Thị Lài"}

    empty = desk.post(f"{address}/de-nghi", data=told | {"thon": "", "so-nguoi": "0"})
    assert empty.status_code == 422
    for sentence in ("Chọn thôn của hộ.", "Viết rõ lý do." if "Viết rõ lý do." in empty.text else "lý do", "1 đến 60"):
        assert sentence in empty.text
    for _press in range(2):
        assert desk.post(f"{address}/de-nghi", data=told | paper).status_code == 303
    for _press in range(2):
        assert desk.post(f"{address}/phat-hien", data=told | {"ten-ho": "Lê Văn Mít"}).status_code == 303

    origins = {one.head_name: one.origin for one in repository.cases_of_round(round_id)}
    assert (origins["Võ Thị Lài"], origins["Lê Văn Mít"], len(origins)) == ("application", "found", 4)
    (kept,) = applications.Application.objects
    assert (kept.number, kept.channel, kept.received_on) == (1, "post", date(2026, 11, 20))
    assert "Số 1 ngày 20/11/2026" in desk.get(address).text


def test_by_hand_the_paper_of_an_application_is_entered_line_by_line_and_printed(app, desk, officer, clock, blobs):
    round_id = officer.call("POST", "/rounds", AUTUMN).json["id"]
    address = f"/dot/{round_id}/danh-sach"
    page = desk.get(address).text
    told = {"csrf_token": token_of(page), "khoa": token_of(page, "khoa"), "ho": "h2", "loai": "entry", "cach": "direct"}
    told |= {"ngay-nhan": "2026-11-20", "ly-do": "Mất mùa", "so-dong": "6", "so-giay": "046161000001"}
    told |= {"ngay-cap": "2021-05-06", "gioi-tinh": "male", "ngay-sinh": "1961", "tv-5-ten": "Hồ Bé"}

    longer = desk.post(f"{address}/de-nghi", data=told | {"them-dong": "1"})
    assert (longer.status_code, "tv-10-ten" in longer.text, 'value="Hồ Bé"' in longer.text) == (200, True, True)
    assert applications.Application.objects.count() == 0
    wrong = desk.post(f"{address}/de-nghi", data=told | {"so-giay": "12", "tv-0-ngay-sinh": "2015"})
    assert (wrong.status_code, "CMND cũ có 9" in wrong.text, "Thành viên 1: Ghi họ và tên" in wrong.text) == (
        422,
        True,
        True,
    )
    assert desk.post(f"{address}/de-nghi", data=told).status_code == 303

    (kept,) = applications.Application.objects
    shown = desk.get(f"/giay-de-nghi/{kept.id}").text
    assert ("•••••••••001" in shown, "046161000001" in shown, "Hồ Bé" in shown) == (True, False, True)
    assert "Chữ số thứ 4" in shown
    opened = desk.post(f"/giay-de-nghi/{kept.id}/so", data={"csrf_token": told["csrf_token"]}).text
    assert "046161000001" in opened
    for name in (f"giay-de-nghi/{kept.id}/giay", f"giay-de-nghi/{kept.id}/tiep-nhan",
                 f"dot/{round_id}/giay-de-nghi-trang/entry"):  # fmt: skip
        assert desk.get(f"/{name}.pdf").data.startswith(b"%PDF"), name
        assert desk.get(f"/{name}.docx").data.startswith(b"PK"), name
    assert len([one for one in audit.about(kept.id) if one["act"] == NUMBERS_SEEN]) == 3
    head = at_a_desk(app, somebody(clock, Role.VILLAGE_HEAD, VILLAGE_1))
    assert head.get(f"/giay-de-nghi/{kept.id}").status_code == 403
    stranger = at_a_desk(app, somebody(clock, Role.COMMUNE_OFFICER, "46/483/20999/"))
    assert stranger.get(f"/giay-de-nghi/{kept.id}/giay.pdf").status_code == 404


def test_who_came_to_the_managed_list_since_is_put_on_by_a_button(desk, officer, clock):
    round_id = officer.call("POST", "/rounds", AUTUMN).json["id"]
    told = {"address": "", "village_path": VILLAGE_1, "source": "managed_list", "at": clock() + timedelta(days=1)}
    registry.register_household("h9", code="H9", head_name="Mới Về", standings=[(2025, "poor", "vn-2021-2025")], **told)
    address = f"/dot/{round_id}/danh-sach"
    page = desk.get(address).text
    assert "Còn 1 hộ đang quản lý chưa có trong danh sách này." in page

    assert desk.post(f"{address}/quan-ly", data={"csrf_token": token_of(page)}).status_code == 303

    assert "Còn 1 hộ" not in desk.get(address).text
    assert len(repository.cases_of_round(round_id)) == 3


def test_a_complaint_that_came_too_late_feeds_the_next_round(app, officer, clock):
    opened = a_round_of(COMMUNE, [VILLAGE_1], clock)
    late = {
        "round_id": opened.id,
        "village_path": VILLAGE_1,
        "within": ["", COMMUNE, VILLAGE_1],
        "posting_id": "p",
        "ground": "should_be_in",
        "words": "x",
        "channel": "paper",
        "received_on": local_day(clock()),
        "received_at": clock(),
        "due_on": local_day(clock()),
        "state": "late",
        "is_settled": True,
    }
    case = list_household(opened, registry.find_household("h2"), by=SYSTEM, clock=clock)
    Complaint(id="c1", code="kn-1", seq=1, case_id=case.id, household="Hồ Thị Bưởi", **late).save()
    Complaint(id="c2", code="kn-2", seq=2, is_missing=True, household="Bà Tẻo", **late).save()
    clock.advance(timedelta(hours=1))
    monthly = ASKED | {"kind": "monthly", "opens_on": "2026-11-15", "closes_on": "2026-11-30"}
    round_id = officer.call("POST", "/rounds", monthly).json["id"]
    desk = at_a_desk(app, somebody(clock, Role.COMMUNE_OFFICER, COMMUNE))
    address = f"/dot/{round_id}/danh-sach"
    page = desk.get(address).text
    assert ("Phản ánh, khiếu nại đến muộn" in page, page.count("/phan-anh/")) == (True, 2)

    for complaint in ("c1", "c1", "c2", "c2"):
        pressed = desk.post(f"{address}/phan-anh/{complaint}", data={"csrf_token": token_of(page)})
        assert pressed.status_code == 303

    listed = {one.head_name: one.origin for one in repository.cases_of_round(round_id)}
    assert (len(listed), listed["Hồ Thị Bưởi"], listed["Bà Tẻo"]) == (2, "found", "found")
    assert "Phản ánh, khiếu nại đến muộn" not in desk.get(address).text


def test_nothing_is_told_of_a_household_of_another_commune(officer, clock):
    round_id = officer.call("POST", "/rounds", AUTUMN).json["id"]
    a_round_of("46/482/20200/", ["46/482/20200/2020001/"], clock)
    told = {"address": "", "village_path": "46/482/20200/2020001/", "source": "managed_list", "at": clock()}
    registry.register_household("x1", code="X1", head_name="Người Xa", standings=[(2025, "poor", "r")], **told)
    paper = PAPER | {"kind": "exit", "household_id": "x1", "key": "giay-so-7"}

    elsewhere = officer.call("POST", f"/rounds/{round_id}/applications", paper).json
    nowhere = officer.call("POST", f"/rounds/{round_id}/applications", paper | {"household_id": "x2"}).json

    assert elsewhere["code"] == "review.application_incomplete"
    assert elsewhere["details"] == nowhere["details"]
