"""A household's page: its years, what each round did, and who looked at it."""

from datetime import timedelta

import pytest

from app.auth.permissions import Role
from core import audit
from registry import repository as registry
from tests.integration.complained import agreed_cases, complain, post_everywhere
from tests.integration.places import COMMUNE, at_a_desk, somebody
from tests.integration.scored_cases import a_round_of
from tests.integration.village_meeting import COMMUNE as COMMUNE_2
from tests.integration.village_meeting import VILLAGE

pytestmark = pytest.mark.services


def test_it_tells_the_years_the_rounds_and_who_looked_before(app, opened, clock):
    officer = somebody(clock, Role.COMMUNE_OFFICER, COMMUNE)
    chairman = somebody(clock, Role.COMMUNE_CHAIRMAN, COMMUNE)
    registry.record_standings([registry.Recognised("h1", "near_poor")], year=2026, ruleset_id="r", decision="cũ")

    first = at_a_desk(app, officer).get("/ho/h1").text
    clock.advance(timedelta(days=1))
    again = at_a_desk(app, officer).get("/ho/h1").text
    clock.advance(timedelta(minutes=1))
    other = at_a_desk(app, chairman).get("/ho/h1").text

    assert ("2025 Hộ nghèo, 2026 Hộ cận nghèo" in first, "Đợt thử" in first) == (True, True)
    assert "Trước đây chưa có ai mở trang này." in first
    assert again.count(officer.person.name) > first.count(officer.person.name)
    assert other.count("24/11/2026") == again.count("24/11/2026") + 1
    assert [one["by"] for one in audit.about("h1")] == [chairman.person.id, officer.person.id, officer.person.id]


def test_meetings_and_complaints_stand_in_their_round_but_not_for_who_may_not_read_them(app, clock):
    opened = a_round_of(COMMUNE_2, [VILLAGE], clock)
    case = agreed_cases(opened, clock, 1)[0]
    registry.register_household(
        case.household_id,
        code="H1",
        head_name="Trần Văn Ân",
        address="",
        village_path=VILLAGE,
        source="managed_list",
        at=clock(),
    )
    posted = post_everywhere(opened, clock)
    complain(posted, case, clock)
    address = f"/ho/{case.household_id}"

    shown = at_a_desk(app, somebody(clock, Role.COMMUNE_OFFICER, COMMUNE_2)).get(address).text
    hidden = at_a_desk(app, somebody(clock, Role.ADMINISTRATOR, "")).get(address).text

    assert ("/hop/" in shown, "/khieu-nai/" in shown) == (True, True)
    assert "/khieu-nai/" not in hidden
    assert at_a_desk(app, somebody(clock, Role.VILLAGE_HEAD, VILLAGE)).get(address).status_code == 403
    assert at_a_desk(app, somebody(clock, Role.COMMUNE_OFFICER, "46/483/20999/")).get(address).status_code == 404
