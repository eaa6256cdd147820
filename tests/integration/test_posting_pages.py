"""Posting by hand and over the API, and the page that everybody may open while the list hangs."""

from datetime import timedelta

import pytest

from app.auth.permissions import Role
from core.clock import local_day
from review import meetings, postings, repository
from review.actions import posting as acts
from tests.integration.places import COMMUNE, VILLAGE_1, Program, at_a_desk, somebody, token_of
from tests.integration.village_meeting import call_by_hand, filled, ready_cases

pytestmark = pytest.mark.services

PLACES = ("village_house", "commune_office", "loudspeaker")


@pytest.fixture
def head(villages, clock):
    return somebody(clock, Role.VILLAGE_HEAD, VILLAGE_1)


@pytest.fixture
def agreed(app, opened, head, clock):
    """Two households of village 1 on which it met and agreed."""
    cases = ready_cases(opened, VILLAGE_1, 2, clock)
    client = at_a_desk(app, head)
    address = call_by_hand(client, opened, VILLAGE_1, clock)
    (meeting,) = meetings.meetings_of_village(opened.id, VILLAGE_1)
    client.post(address, data=filled(client.get(address).text, meeting.agenda, clock))
    return cases


@pytest.fixture
def officer(clock, opened):
    return somebody(clock, Role.COMMUNE_OFFICER, COMMUNE)


def test_an_officer_posts_place_by_place_and_everybody_may_look(app, opened, agreed, officer, head, clock):
    client, village = at_a_desk(app, officer), f"/dot/{opened.id}/thon/{VILLAGE_1}"
    answers = []
    for place in PLACES:
        page = client.get(village).text
        told = {"csrf_token": token_of(page), "noi": place, "tu-ngay": f"{local_day(clock()):%Y-%m-%d}"}
        answers.append(client.post(f"{village}/niem-yet", data=told))

    assert [one.status_code for one in answers] == [303] * 3
    (posting,) = postings.postings_of_village(opened.id, VILLAGE_1)
    page = client.get(answers[-1].location).text
    assert "còn 7 ngày làm việc" in page
    assert "ngày làm việc thứ 7" in page
    assert "không tính" in page
    assert client.get(f"{answers[-1].location}/danh-sach.pdf").data.startswith(b"%PDF")
    public = app.test_client().get(f"/cong-khai/{posting.code}")
    assert public.status_code == 200
    assert public.headers["X-Robots-Tag"] == "noindex"
    assert "Trần Văn Mẫu" in public.text
    assert all(one.household_code not in public.text for one in agreed)
    assert "Niêm yết đến hết ngày" in at_a_desk(app, head).get("/").text


def test_the_public_page_is_there_only_while_the_list_hangs(app, opened, agreed, officer, clock):
    program = Program.of(app, officer)
    for place in PLACES:
        posting = program.call(
            "POST",
            "/postings",
            {"round_id": opened.id, "village": VILLAGE_1, "place": place, "on": f"{local_day(clock())}"},
        ).json
        before = app.test_client().get(f"/cong-khai/{posting['code']}").status_code
        assert before == (200 if place == PLACES[-1] else 404)
    assert program.call("GET", f"/cases/{agreed[0].id}").json["postings"] == [posting["id"]]
    assert program.call("GET", f"/postings/{posting['id']}").json["state"] == "posted"

    clock.advance(timedelta(days=20))
    acts.close_those_over(clock)

    gone = app.test_client().get(f"/cong-khai/{posting['code']}")
    assert (gone.status_code, "hết thời gian niêm yết" in gone.text) == (404, True)
    assert repository.find_case(agreed[0].id).stage == "posting_closed"


def test_who_has_not_the_duty_posts_nothing(app, opened, agreed, head, clock):
    client, village = at_a_desk(app, head), f"/dot/{opened.id}/thon/{VILLAGE_1}"
    page = client.get(village).text

    answer = client.post(f"{village}/niem-yet", data={"csrf_token": token_of(page), "noi": "village_house"})

    assert answer.status_code == 403
    assert "Xã niêm yết danh sách." in page
    assert postings.postings_of_village(opened.id, VILLAGE_1) == []


def test_a_refusal_is_told_on_the_village_page(app, opened, agreed, officer, clock):
    client, village = at_a_desk(app, officer), f"/dot/{opened.id}/thon/{VILLAGE_1}"
    tomorrow = f"{local_day(clock()) + timedelta(days=1):%Y-%m-%d}"

    answer = client.post(
        f"{village}/niem-yet",
        data={"csrf_token": token_of(client.get(village).text), "noi": "village_house", "tu-ngay": tomorrow},
    )

    assert answer.status_code == 422
    assert "không trước ngày họp thôn" in answer.text
