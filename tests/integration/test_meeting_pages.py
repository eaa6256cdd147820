"""The village's page, the meeting's, and the API: what is typed is kept, a double post records once."""

from datetime import timedelta

import pytest

from app.auth.permissions import Role
from app.documents.village_papers import minutes_paper
from core.clock import local_day
from review import meetings, repository
from submissions import repository as submissions
from tests.integration.places import COMMUNE, VILLAGE_1, VILLAGE_2, Program, Somebody, at_a_desk, somebody, token_of
from tests.integration.village_meeting import call_by_hand, filled, ready_cases

pytestmark = pytest.mark.services


@pytest.fixture
def head(villages, clock) -> Somebody:
    return somebody(clock, Role.VILLAGE_HEAD, VILLAGE_1)


@pytest.fixture
def cases(opened, clock):
    """Two households of village 1 that are ready for the meeting."""
    return ready_cases(opened, VILLAGE_1, 2, clock)


def test_a_village_head_calls_the_village_and_records_the_minutes_once(app, opened, cases, head, clock):
    client = at_a_desk(app, head)
    home, place = client.get("/").text, f"/dot/{opened.id}/thon/{VILLAGE_1}"
    assert ("triệu tập họp thôn" in home, f'href="{place}"' in home) == (True, True)
    far = {"csrf_token": token_of(home), "ngay": "2099-01-01", "gio": "19:30", "dia-diem": "x"}
    refused = client.post(f"{place}hop", data=far)
    assert (refused.status_code, "muộn nhất là ngày" in refused.text) == (422, True)
    address = call_by_hand(client, opened, VILLAGE_1, clock)
    assert "triệu tập họp thôn" not in client.get("/").text
    assert call_by_hand(client, opened, VILLAGE_1, clock) == address
    (meeting,) = meetings.meetings_of_village(opened.id, VILLAGE_1)
    page = client.get(address).text
    told = filled(page, meeting.agenda, clock, **{"ket-thuc": "08:55", "dia-diem": "Sân đình"})

    answers = [client.post(address, data=told) for _ in range(2)]

    assert [one.status_code for one in answers] == [303, 303]
    (meeting,) = meetings.meetings_of_village(opened.id, VILLAGE_1)
    assert len(meeting.minutes) == 1
    assert [repository.find_case(one.id).stage for one in cases] == ["meeting_agreed"] * 2
    after = client.get(address).text
    assert "Họp thôn thống nhất" in after
    assert ("Lê Thị Hoa" in after, "08:55" in after) == (True, True)
    assert "Ghi biên bản" not in after
    for page in (address, place, f"/ho-so/{cases[0].id}"):
        shown = client.get(page).text
        assert ("19:30" in shown, "Nhà văn hóa" in shown) == (False, False), page
    paper = client.get(f"{address}/bien-ban.pdf")
    assert paper.data.startswith(b"%PDF")
    assert paper.content_type == "application/pdf"


def test_minutes_with_faults_come_back_as_they_were_typed(app, opened, cases, head, clock):
    client = at_a_desk(app, head)
    address = call_by_hand(client, opened, VILLAGE_1, clock)
    (meeting,) = meetings.meetings_of_village(opened.id, VILLAGE_1)
    first = meeting.agenda[0]
    told = filled(client.get(address).text, meeting.agenda, clock, **{"thu-ky": "", f"dong-y-{first}": "13"})
    odd = {"so-nguoi": "-1", "ket-thuc": "23:00", f"khong-{first}": "-1", f"dong-y-{meeting.agenda[1]}": "một"}
    told_oddly = client.post(address, data=told | odd).text
    assert told_oddly.count("Nhập số nguyên từ 0 trở lên") == 6  # at the field, and in the summary
    assert "Bây giờ chưa đến giờ đó" in told_oddly

    answer = client.post(address, data=told)

    assert answer.status_code == 422
    assert "<title>Lỗi:" in answer.text
    assert client.get(f"{address}/bien-ban.pdf").status_code == 404
    assert 'href="#thu-ky"' in answer.text
    assert f'href="#dong-y-{first}"' in answer.text
    assert 'value="Nguyễn Thị Đào"' in answer.text
    assert token_of(answer.text, "khoa") == told["khoa"]
    assert [repository.find_case(one.id).stage for one in cases] == ["in_meeting"] * 2


def test_words_typed_while_somebody_else_recorded_are_kept_for_a_correction(app, opened, cases, head, clock):
    client, other = at_a_desk(app, head), at_a_desk(app, somebody(clock, Role.VILLAGE_HEAD, VILLAGE_1))
    address = call_by_hand(client, opened, VILLAGE_1, clock)
    (meeting,) = meetings.meetings_of_village(opened.id, VILLAGE_1)
    pages = [one.get(address).text for one in (client, other)]
    assert other.post(address, data=filled(pages[1], meeting.agenda, clock)).status_code == 303
    typed = filled(pages[0], meeting.agenda, clock, khach="Cụ Lê Văn Ngọ, Hội Người cao tuổi")

    refused = client.post(address, data=typed)

    assert refused.status_code == 409
    assert "Cụ Lê Văn Ngọ, Hội Người cao tuổi" in refused.text
    again = typed | {"khoa": token_of(refused.text, "khoa"), "viec": "sua", "ly-do-sua": "Bổ sung khách mời"}
    assert 'name="viec" value="sua"' in refused.text
    assert client.post(address, data=again).status_code == 303
    assert [one.guests for one in meetings.get_meeting(meeting.id, seen_by=head.actor).minutes] == ["", typed["khach"]]


def test_what_was_agreed_by_mistake_is_put_back_by_the_officer_and_the_refused_correction_leads_there(
    app, opened, cases, head, clock
):
    client, person = at_a_desk(app, head), somebody(clock, Role.COMMUNE_OFFICER, COMMUNE)
    address = call_by_hand(client, opened, VILLAGE_1, clock)
    (meeting,) = meetings.meetings_of_village(opened.id, VILLAGE_1)
    told = filled(client.get(address).text, meeting.agenda, clock)
    assert client.post(address, data=told).status_code == 303
    first, second = meeting.agenda
    other = {"viec": "sua", "ly-do-sua": "Nhầm", "khoa": "other", f"dong-y-{first}": "0", f"ly-do-{first}": "Sai"}

    refused = client.post(address, data=told | other | {f"ket-qua-{first}": "not_agreed"})
    assert (refused.status_code, f"/ho-so/{first}#hop-lai" in refused.text) == (409, True)
    assert "Đưa về chờ họp lại" not in client.get(f"/ho-so/{first}").text
    officer, program = at_a_desk(app, person), Program.of(app, person)
    page = officer.get(f"/ho-so/{first}").text
    token = token_of(page)
    empty = officer.post(f"/ho-so/{first}/hop-lai", data={"csrf_token": token, "ly-do-hop-lai": " "})
    assert (empty.status_code, "ly-do-hop-lai-loi" in empty.text) == (422, True)
    put = [
        officer.post(f"/ho-so/{first}/hop-lai", data={"csrf_token": token, "ly-do-hop-lai": "Ghi nhầm"})
        for _ in range(2)
    ]
    assert [one.status_code for one in put] == [303, 303]
    assert "Đưa về chờ họp lại: Ghi nhầm" in officer.get(f"/ho-so/{first}").text
    assert program.call("POST", f"/cases/{second}/another-meeting", {"reason": "Nhầm"}).json["stage"] == "scored"
    village = client.get(f"/dot/{opened.id}/thon/{VILLAGE_1}").text
    assert "2 hộ đưa ra họp." in village


def test_the_page_says_who_keeps_the_village_from_meeting(app, opened, cases, head, clock):
    submissions.collection().update_one(
        {"_id": cases[0].assessment.submission_key}, {"$set": {"review.state": "received"}}
    )
    client = at_a_desk(app, head)
    place = f"/dot/{opened.id}/thon/{VILLAGE_1}"

    page = client.get(place).text
    refused = client.post(
        f"{place}/hop", data={"csrf_token": token_of(page), "ngay": "2026-11-24", "gio": "19:30", "dia-diem": "x"}
    )

    assert "Phiếu B chưa được duyệt" in page
    assert f"/ho-so/{cases[0].id}" in page
    assert "Triệu tập họp<" not in page
    assert refused.status_code == 422
    assert "còn 1 hộ" in refused.text


def test_others_look_on_and_people_of_another_village_see_nothing(app, opened, cases, head, clock):
    address = call_by_hand(at_a_desk(app, head), opened, VILLAGE_1, clock)
    officer = at_a_desk(app, somebody(clock, Role.COMMUNE_OFFICER, COMMUNE))
    elsewhere = at_a_desk(app, somebody(clock, Role.VILLAGE_HEAD, VILLAGE_2))

    page = officer.get(address)
    token = token_of(page.text)

    assert page.status_code == 200
    assert "Trưởng thôn ghi biên bản." in page.text
    assert officer.post(address, data={"csrf_token": token}).status_code == 403
    assert elsewhere.get(address).status_code == 404
    assert elsewhere.get(f"/dot/{opened.id}/thon/{VILLAGE_1}").status_code == 404


def test_a_form_that_the_village_talks_about_is_not_returned(app, publish, opened, cases, head, clock):
    publish(form_id="phieu_b")
    call_by_hand(at_a_desk(app, head), opened, VILLAGE_1, clock)
    submission = submissions.find_by_key(cases[0].assessment.submission_key)
    there = {"within": ["", COMMUNE], "village_path": VILLAGE_1, "processing_state": "processed"}
    submissions.collection().update_one({"_id": submission["_id"]}, {"$set": {**there, "case_id": cases[0].id}})
    supervisor = Program.of(app, somebody(clock, Role.SUPERVISOR, COMMUNE))

    answer = supervisor.call(
        "POST", f"/submissions/{submission['instance_id']}/review", {"verdict": "return", "reason": "Đo lại nhà"}
    )

    assert (answer.status_code, answer.json["code"]) == (422, "review.move_not_allowed")


def test_programs_call_and_record_too(app, opened, cases, head, clock):
    program = Program.of(app, head)
    called = program.call(
        "POST",
        "/meetings",
        {
            "round_id": opened.id,
            "village": VILLAGE_1,
            "meets_at": (clock() + timedelta(hours=2)).isoformat(),
            "place": "Nhà văn hóa",
        },
    )
    assert called.status_code == 201
    minutes = {
        "key": "0123456789abcdef",
        "held_on": f"{local_day(clock())}",
        "place": "Nhà văn hóa",
        "chair": {"name": "Trần Văn Bình", "title": "Trưởng thôn"},
        "secretary": {"name": "Lê Thị Hoa"},
        "witness": "Nguyễn Thị Đào",
        "present": 10,
        "households": 2,
        "votes": [{"case_id": one, "agree": 10, "opinion": "agreed"} for one in called.json["agenda"]],
    }
    address = f"/meetings/{called.json['id']}"

    without = program.call("POST", f"{address}/minutes", minutes | {"votes": []})
    outvoted = [one | {"agree": 0, "disagree": 10} for one in minutes["votes"]]
    against = program.call("POST", f"{address}/minutes", minutes | {"votes": outvoted})
    assert (against.status_code, set(against.json["details"]["faults"].values())) == (400, {"more_against"})
    twice = [program.call("POST", f"{address}/minutes", minutes) for _ in range(2)]

    assert (without.status_code, without.json["code"]) == (400, "review.minutes_incomplete")
    assert [one.status_code for one in twice] == [200, 200]
    assert [len(one.json["minutes"]) for one in twice] == [1, 1]
    listed = program.call("GET", f"/meetings?round_id={opened.id}&village={VILLAGE_1}").json
    assert [one["state"] for one in listed] == ["held"]
    assert program.call("GET", address).json["minutes"][0]["votes"][0]["opinion"] == "agreed"
    assert program.call("GET", f"/cases/{cases[0].id}").json["meetings"] == [called.json["id"]]


def test_who_came_for_which_body_is_recorded_shown_and_printed(app, opened, cases, head, clock):
    client = at_a_desk(app, head)
    address = call_by_hand(client, opened, VILLAGE_1, clock)
    (meeting,) = meetings.meetings_of_village(opened.id, VILLAGE_1)
    came = {"doan-front": "1", "doan-front-ai": "Trần Thị Thu, Ủy viên", "doan-committee": "x"}
    page = client.get(address).text

    refused = client.post(address, data=filled(page, meeting.agenda, clock) | came)
    assert (refused.status_code, "Nhập số người." in refused.text) == (422, True)
    assert "Trần Thị Thu, Ủy viên" in refused.text
    assert (
        client.post(address, data=filled(page, meeting.agenda, clock) | came | {"doan-committee": ""}).status_code
        == 303
    )

    shown = client.get(address).text
    assert ("Mặt trận Tổ quốc xã" in shown, "1 người: Trần Thị Thu, Ủy viên" in shown) == (True, True)
    (version,) = meetings.get_meeting(meeting.id, seen_by=head.actor).minutes
    assert [(one.body, one.count) for one in version.delegations] == [("front", 1)]
    words = str(minutes_paper(meetings.get_meeting(meeting.id, seen_by=head.actor), []))
    assert "đại diện Mặt trận Tổ quốc Việt Nam cấp xã 1 người (Trần Thị Thu, Ủy viên)" in words
