"""Photos of the signed page and of the posted list: kept as they came, once, for whoever may see the village."""

import hashlib
import io

import pytest

from app.auth.permissions import Role
from app.holidays import working_calendar
from core.actor import SYSTEM
from core.clock import local_day
from review import meetings, photos, postings
from review.actions import posting as acts
from tests.integration.places import COMMUNE, VILLAGE_1, VILLAGE_2, Program, at_a_desk, somebody, token_of
from tests.integration.village_meeting import call_by_hand, filled, ready_cases

pytestmark = pytest.mark.services

JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 8


@pytest.fixture
def held(app, opened, clock):
    """Village 1 has met; its head and the officer at their desks, the meeting, the posted list."""
    head = somebody(clock, Role.VILLAGE_HEAD, VILLAGE_1)
    officer = somebody(clock, Role.COMMUNE_OFFICER, COMMUNE)
    ready_cases(opened, VILLAGE_1, 1, clock)
    client = at_a_desk(app, head)
    address = call_by_hand(client, opened, VILLAGE_1, clock)
    return client, officer, head, address


def bring(client, page, *contents):
    files = [(io.BytesIO(one), f"ảnh{place}.jpg") for place, one in enumerate(contents)]
    told = {"csrf_token": token_of(client.get(page).text), "anh": files, "ghi-chu": "Trang 2"}
    return client.post(f"{page}/anh", data=told, content_type="multipart/form-data", follow_redirects=True)


def test_the_signed_page_is_kept_once_and_shown_with_its_hash(app, opened, held, clock):
    client, officer, _, address = held
    (meeting,) = meetings.meetings_of_village(opened.id, VILLAGE_1)
    early = bring(client, address, JPEG)
    assert "Chưa có gì để chụp" in early.text
    client.post(address, data=filled(client.get(address).text, meeting.agenda, clock, **{"so-ho": "1"}))

    for other in (JPEG, JPEG[::-1]):
        page = bring(client, address, JPEG, other).text
    (kept,) = photos.photos_of(meeting.id)

    assert (kept.version, kept.words, kept.sha256) == (1, "Trang 2", hashlib.sha256(JPEG).hexdigest())
    assert (kept.sha256[:12] in page, "không phải là ảnh" in page) == (True, True)
    got = at_a_desk(app, officer).get(f"/anh/{kept.id}")
    assert (got.data, got.content_type, "sandbox" in got.headers["Content-Security-Policy"]) == (
        JPEG,
        "image/jpeg",
        True,
    )
    stranger = at_a_desk(app, somebody(clock, Role.VILLAGE_HEAD, VILLAGE_2))
    assert stranger.get(f"/anh/{kept.id}").status_code == 404
    assert at_a_desk(app, officer).post(f"{address}/anh").status_code in (400, 403)


def test_over_the_api_the_same_and_a_list_that_hangs(app, opened, held, clock):
    client, officer, head, address = held
    (meeting,) = meetings.meetings_of_village(opened.id, VILLAGE_1)
    client.post(address, data=filled(client.get(address).text, meeting.agenda, clock, **{"so-ho": "1"}))
    program, desk = Program.of(app, head), Program.of(app, officer)
    place = f"/api/v1/meetings/{meeting.id}/photos"
    auth = {"Authorization": program.headers["Authorization"]}

    first, again = (app.test_client().post(place, data=JPEG, headers=auth) for _ in range(2))

    assert (first.status_code, again.json["id"]) == (201, first.json["id"])
    assert [one["sha256"] for one in program.call("GET", f"/meetings/{meeting.id}/photos").json] == [
        hashlib.sha256(JPEG).hexdigest()
    ]
    assert app.test_client().get(f"/api/v1/photos/{first.json['id']}", headers=auth).data == JPEG
    for kind in acts.posting_rule(opened).places:
        acts.post_at(
            opened, VILLAGE_1, kind, on=local_day(clock()), by=SYSTEM, calendar=working_calendar(), clock=clock
        )
    (posting,) = postings.postings_of_village(opened.id, VILLAGE_1)
    place = f"/api/v1/postings/{posting.id}/photos"
    desk_auth = {"Authorization": desk.headers["Authorization"]}
    told = {"file": (io.BytesIO(JPEG), "a.jpg")}
    assert app.test_client().post(place, data=told, headers=desk_auth).status_code == 201
    assert app.test_client().post(place, data=b"GIF89a", headers=desk_auth).status_code == 400
    assert app.test_client().post(place, data=JPEG, headers=auth).status_code == 403
    assert len(desk.call("GET", f"/postings/{posting.id}/photos").json) == 1
