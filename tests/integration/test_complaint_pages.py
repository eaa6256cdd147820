"""Complaints by hand: the public page, the register, the seal, the phone of who is sent again, the conclusion."""

from datetime import timedelta

import pytest

from app.auth.permissions import Role
from core import audit
from core.clock import local_day
from core.mongo import database
from review import complaints, meetings, postings, repository, reverifications
from review.complaint_models import Complaint
from tests.integration.complained import post_everywhere
from tests.integration.phones import TestPhone
from tests.integration.places import COMMUNE, VILLAGE_1, Program, at_a_desk, somebody, token_of
from tests.integration.village_meeting import call_by_hand, filled, ready_cases

pytestmark = pytest.mark.services


@pytest.fixture
def head(villages, clock):
    return somebody(clock, Role.VILLAGE_HEAD, VILLAGE_1)


@pytest.fixture
def officer(clock, opened):
    return somebody(clock, Role.COMMUNE_OFFICER, COMMUNE)


@pytest.fixture
def cases(app, opened, head, clock):
    """Two households of village 1 whose list hangs."""
    found = ready_cases(opened, VILLAGE_1, 2, clock)
    client = at_a_desk(app, head)
    address = call_by_hand(client, opened, VILLAGE_1, clock)
    (meeting,) = meetings.meetings_of_village(opened.id, VILLAGE_1)
    client.post(address, data=filled(client.get(address).text, meeting.agenda, clock))
    post_everywhere(opened, clock, VILLAGE_1)
    return found


@pytest.fixture
def posting(opened, cases):
    (found,) = postings.postings_of_village(opened.id, VILLAGE_1)
    return found


def slip(page: str, case_id: str, **changes: str) -> dict[str, str]:
    told = {
        "csrf_token": token_of(page),
        "khoa": token_of(page, "khoa"),
        "ho": case_id,
        "de-nghi": "wrong_data",
        "ly-do": "Nhà có xe máy.",
        "ho-ten": "Hồ Thị Kín",
        "lien-he": "0905 111 222",
    }
    return told | changes


def test_anybody_complains_once_and_sees_how_it_stands(app, cases, posting, clock):
    citizen = app.test_client()
    page = citizen.get(f"/cong-khai/{posting.code}").text
    told = slip(page, cases[0].id)

    answers = [citizen.post(f"/cong-khai/{posting.code}/khieu-nai", data=told) for _ in range(2)]

    assert [one.status_code for one in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    assert Complaint.objects.count() == 1
    other = app.test_client()
    receipt = other.get(answers[0].location)
    assert "Đã tiếp nhận, chờ giải quyết" in receipt.text
    assert "02/12/2026" in receipt.text
    assert "Hồ Thị Kín" not in receipt.text
    assert "Nhà có xe máy" not in receipt.text
    code = answers[0].location.rpartition("/")[2]
    assert other.get(f"/cong-khai?ma={code.upper()}").location.endswith(code)
    assert other.get("/cong-khai/kn-aaaa-bbbb-cccc").status_code == 404
    assert citizen.post(f"/cong-khai/{posting.code}/khieu-nai", data=told | {"csrf_token": "x"}).status_code == 400


def test_who_is_not_signed_in_sends_little_and_no_line_of_the_log_tells_of_him(app, cases, posting, caplog):
    citizen, told = app.test_client(), {"key": "key-0001", "ground": "wrong_data", "words": "x"}
    page = citizen.get(f"/cong-khai/{posting.code}").text
    large = {"ly-do": "Nhà có xe máy. " * 5_000}
    assert (
        citizen.post(f"/cong-khai/{posting.code}/khieu-nai", data=slip(page, cases[0].id, **large)).status_code == 413
    )
    api = f"/api/v1/public/postings/{posting.code}/complaints"
    assert citizen.post(api, json=told | {"words": "x" * 70_000}).status_code == 413
    assert citizen.post(api, json=told | {"name": "Hồ Thị Kín"}).status_code == 400
    citizen.post(f"/cong-khai/{posting.code}/khieu-nai", data=slip(page, cases[0].id))

    assert not any(one in caplog.text for one in ("Hồ Thị Kín", "0905", "xe máy"))


def test_what_is_missing_is_told_beside_what_was_typed(app, cases, posting, clock):
    citizen = app.test_client()
    told = slip(citizen.get(f"/cong-khai/{posting.code}").text, "", **{"ly-do": ""})

    answer = citizen.post(f"/cong-khai/{posting.code}/khieu-nai", data=told)

    assert answer.status_code == 422
    assert "<title>Lỗi:" in answer.text
    assert 'href="#ten-ho"' in answer.text
    assert 'href="#ly-do"' in answer.text
    assert 'value="Hồ Thị Kín"' in answer.text
    assert token_of(answer.text, "khoa") == told["khoa"]


def test_one_address_sends_no_more_than_so_many_and_late_ones_are_told_where_to_go(app, cases, posting, officer, clock):
    citizen = app.test_client()
    page = citizen.get(f"/cong-khai/{posting.code}").text
    sent = [
        citizen.post(f"/cong-khai/{posting.code}/khieu-nai", data=slip(page, cases[0].id, khoa=f"key-{n:04}"))
        for n in range(22)
    ]
    assert [one.status_code for one in sent] == [303] * 20 + [429] * 2
    assert int(sent[-1].headers["Retry-After"]) > 0
    clock.advance(timedelta(days=15))

    late = citizen.post(f"/cong-khai/{posting.code}/khieu-nai", data=slip(page, cases[1].id, khoa="key-late"))

    assert late.status_code == 422
    desk = at_a_desk(app, officer)
    told = slip(desk.get(f"/niem-yet/{posting.id}/khieu-nai").text, cases[1].id) | {
        "ngay-nhan": f"{local_day(clock())}"
    }
    note = desk.post(f"/niem-yet/{posting.id}/khieu-nai", data=told).location
    assert "ghi nhận, chuyển cấp thẩm định" in desk.get(note).text
    assert note in desk.get("/khieu-nai?trang-thai=den-muon").text
    assert note not in desk.get("/khieu-nai").text
    assert "chuyển cấp thẩm định" in late.text
    assert repository.find_case(cases[1].id).stage == "posted"


def test_who_complained_is_opened_by_the_duty_alone_and_leaves_a_trace(
    app, opened, cases, posting, officer, head, clock
):
    desk = at_a_desk(app, officer)
    page = desk.get(f"/niem-yet/{posting.id}/khieu-nai").text
    told = slip(page, cases[0].id) | {"ngay-nhan": f"{local_day(clock())}"}
    address = desk.post(f"/niem-yet/{posting.id}/khieu-nai", data=told).location

    shown = desk.get(address).text
    assert "Hồ Thị Kín" not in shown + desk.get("/khieu-nai").text
    unsealed = desk.post(f"{address}/nguoi-gui", data={"csrf_token": token_of(shown)}).text
    assert "Hồ Thị Kín" in unsealed
    assert "Ai đã xem" in unsealed

    (made,) = complaints.page(seen_by=officer.actor, now=clock())
    assert [one["by"] for one in audit.about(made.id)] == [officer.person.id]
    for door in ("/khieu-nai", address):
        assert at_a_desk(app, head).get(door).status_code == 403
    supervisor = at_a_desk(app, somebody(clock, Role.SUPERVISOR, COMMUNE))
    text = supervisor.get(address).text
    assert "Chỉ cán bộ xã và Chủ tịch xã được mở" in text
    assert supervisor.post(f"{address}/nguoi-gui", data={"csrf_token": token_of(text)}).status_code == 403
    seen_by_head = "".join(
        at_a_desk(app, head).get(one).text for one in ("/", f"/ho-so/{cases[0].id}", f"/niem-yet/{posting.id}")
    )
    assert made.code not in seen_by_head
    assert "Nhà có xe máy" not in seen_by_head
    assert "Hồ Thị Kín" not in str(list(database()["audit"].find()))


def test_from_the_complaint_over_the_second_phone_to_the_answer(
    app, client, opened, cases, posting, officer, head, real_forms, definitions, clock
):
    """Another enumerator finds the household with its last answers; a supervisor approves; the village hears it; it is
    posted again."""
    first, second = (somebody(clock, Role.ENUMERATOR, VILLAGE_1) for _ in range(2))
    desk, program = at_a_desk(app, officer), Program.of(app, officer)
    entered = program.call(
        "POST",
        "/complaints",
        {"posting_id": posting.id, "case_id": cases[0].id, "ground": "wrong_data", "words": "Sai.", "key": "key-0001"},
    )
    assert entered.status_code == 201, entered.text
    made = entered.json
    address = f"/khieu-nai/{made['id']}"
    page = desk.get(address).text
    village = desk.get(f"/dot/{opened.id}/thon/{VILLAGE_1}").text
    assert ("Còn 1 khiếu nại chưa giải quyết xong" in village, "//ket-qua" in village) == (True, False)
    clock.advance(timedelta(minutes=5))

    told = {"csrf_token": token_of(page), "dieu-tra-vien": second.person.id, "dan-do": "Xem lại xe máy"}
    assert desk.post(f"{address}/phuc-tra", data=told).status_code == 303
    assert desk.post(f"{address}/phuc-tra", data=told | {"dieu-tra-vien": first.person.id}).status_code == 422

    phones = [TestPhone(client, who, definitions, clock) for who in (first, second)]
    household = cases[0].household_id
    plain, mine = ({row["name"]: row for row in phone.rows("phieu_b", "households.csv")} for phone in phones)
    assert plain[household]["remark"] == ""
    assert mine[household]["remark"] == "Phúc tra, cần gặp lại hộ: Xem lại xe máy"
    assert mine[household]["label"].startswith("⚠ ")
    assert [row["name"] for row in phones[0].rows("phieu_b", "returned.csv")] == []
    (last,) = phones[1].rows("phieu_b", "returned.csv")
    assert (last["name"], last["instance_id"]) == (household, "")

    other = "non_poor" if cases[0].assessment.standing == "poor" else "poor"
    sent = phones[1].assess(household, other)
    assert "case_closed_to_forms" not in {one["kind"] for one in sent["findings"]}
    case = repository.find_case(cases[0].id)
    assert case.reassessment.submission_key == sent["_id"]
    again = f"/phuc-tra/{reverifications.of_case(cases[0].id)[0].id}"
    assert "chờ giám sát viên duyệt" in desk.get(again).text
    review = {"verdict": "approve", "reason": ""}
    own = Program.of(app, second).call("POST", f"/submissions/{sent['instance_id']}/review", review)
    assert own.status_code == 403
    supervisor = Program.of(app, somebody(clock, Role.SUPERVISOR, COMMUNE))
    assert supervisor.call("POST", f"/submissions/{sent['instance_id']}/review", review).status_code == 200

    assert "trưởng thôn phải triệu tập họp thôn" in desk.get(again).text
    chair = at_a_desk(app, head)
    meeting = call_by_hand(chair, opened, VILLAGE_1, clock)
    page = chair.get(meeting).text
    assert "sau phúc tra" in page
    minutes = filled(page, [cases[0].id], clock, **{"so-ho": "1"})
    assert chair.post(meeting, data=minutes).status_code == 303
    page = desk.get(again).text
    conclusion = {
        "csrf_token": token_of(page),
        "khoa": token_of(page, "khoa"),
        "ngay-phuc-tra": f"{local_day(clock())}",
        "doan": "Lê Văn Sửu",
        "ket-qua": "Tài sản khác lần trước.",
        "tra-loi": "Kết quả thay đổi, niêm yết lại.",
    }
    assert desk.post(f"{again}/ket-luan", data=conclusion | {"doan": ""}).status_code == 422
    assert [desk.post(f"{again}/ket-luan", data=conclusion).status_code for _ in range(2)] == [303, 303]
    told = app.test_client().get(f"/api/v1/public/complaints/{made['code']}").json
    assert (told["state"], told["outcome"], told["answer"]) == (
        "answered",
        "changed",
        "Kết quả thay đổi, niêm yết lại.",
    )
    assert desk.get(f"{again}/bien-ban.pdf").data.startswith(b"%PDF")
    assert desk.get(f"{address}/tra-loi.pdf").data.startswith(b"%PDF")
    assert app.test_client().get(f"/cong-khai/{made['code']}/giay-tiep-nhan.pdf").data.startswith(b"%PDF")
    assert app.test_client().get(f"/cong-khai/{made['code']}/giay-tiep-nhan.docx").data.startswith(b"PK")
    assert len(audit.about(made["id"])) == 1
    second_list = post_everywhere(opened, clock, VILLAGE_1)
    assert [row.case_id for row in second_list.rows] == [cases[0].id]
    assert "niêm yết lại ở danh sách 2" in app.test_client().get(f"/cong-khai/{posting.code}").text
    assert app.test_client().get(f"/cong-khai/{second_list.code}").status_code == 200
    assert program.call("GET", f"/cases/{cases[0].id}").json["complaints"] == [made["id"]]


def test_a_program_of_anybody_complains_and_of_a_village_head_reads_nothing(app, cases, posting, head, officer):
    told = {"key": "key-0001", "household": "Nhà bà Tẻo", "ground": "should_be_in", "words": "Rất khó khăn."}

    made = app.test_client().post(f"/api/v1/public/postings/{posting.code}/complaints", json=told)

    assert (made.status_code, made.json["state"]) == (201, "open")
    assert "name" not in made.json
    seen = Program.of(app, head)
    assert seen.call("GET", "/complaints").status_code == 403
    assert seen.call("GET", f"/cases/{cases[0].id}").json["complaints"] == []
    program = Program.of(app, officer)
    (row,) = program.call("GET", "/complaints?state=unresolved").json["items"]
    assert (row["household"], row["is_missing"], "code" in row) == ("Nhà bà Tẻo", True, False)
    assert program.call("GET", f"/complaints/{row['id']}/complainant").json == {"name": "", "contact": ""}
    taken = program.call("POST", f"/complaints/{row['id']}/household", {"head_name": "Hồ Thị Tẻo"})
    assert (taken.status_code, taken.json["state"]) == (200, "taken_up")
    refused = program.call(
        "POST", f"/complaints/{row['id']}/answer", {"key": "k" * 8, "outcome": "explained", "words": "x"}
    )
    assert (refused.status_code, refused.json["code"]) == (422, "review.complaint_waits")
