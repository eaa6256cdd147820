"""The review of a whole commune over HTTP, from the list to the certificates, by the procedures of two periods."""

import os
from datetime import UTC, date, datetime, timedelta

import pytest

from app.holidays import working_calendar
from registry import repository as registry
from tests.conftest import FixedClock
from tests.journeys.whole_commune import COMMUNE, DISTRICT, PROVINCE, VILLAGES, WholeCommune

pytestmark = pytest.mark.services

HOUSEHOLDS = int(os.environ.get("RASOAT_TEST_HOUSEHOLDS", "600"))
PERIODS = {
    "2016-2020": ("vn-2016-2020", date(2019, 8, 5), date(2019, 8, 27), DISTRICT, 7, HOUSEHOLDS),
    "2022-2025": ("vn-2021-2025", date(2025, 8, 4), date(2025, 8, 28), PROVINCE, 3, 60),
}
NATIONAL_DAY = (9, 2)
FIRST, SECOND, THIRD, _FOURTH = VILLAGES


@pytest.fixture
def clock():
    return FixedClock(datetime(2019, 8, 5, 2, 0, tzinfo=UTC))


@pytest.mark.parametrize(("ruleset", "opens_on", "posted_on", "above", "days", "size"), PERIODS.values(), ids=PERIODS)
def test_a_commune_goes_from_its_list_to_decision_and_certificates(
    app, blobs, clock, settings, ruleset, opens_on, posted_on, above, days, size
):
    clock.now = datetime(opens_on.year, opens_on.month, opens_on.day, 2, 0, tzinfo=UTC)
    commune = WholeCommune(app, blobs, clock, settings.xlsforms_dir, ruleset=ruleset, appraiser_of=above, size=size)
    commune.open_round(opens_on, date(opens_on.year, 11, 20))
    assert commune.listed == size

    # a household divides, another moves to the next village; then every household of the list gets its form
    parted = commune.happened("h0004", "split", people=1, head_name="Hồ Thị Tách", code="H-TACH")["other"]
    found = commune.officer.post(f"/rounds/{commune.round_id}/households", key=commune.key(), household_id=parted)
    commune.happened("h0005", "moved", village=THIRD, address="Xóm 9")
    commune.phones[FIRST].refresh()
    commune.phones[FIRST].screen(parted)
    commune.work()
    assert commune.case(found["case_id"])["stage"] == "to_survey"
    assert commune.survey() == size + 1
    assert commune.officer.refused(
        "/postings", round_id=commune.round_id, village=FIRST, place="village_house", on=f"{commune.today}"
    )
    assert commune.approve_all() == size + 2
    assert commune.state["stages"] == {"scored": size + 1}

    # meetings: the first village does not agree on three, who are visited and heard again
    clock.now += timedelta(days=7)
    doubted = tuple(one["id"] for one in commune.cases(FIRST)[:3])
    for village in VILLAGES:
        commune.meet(village, against=doubted if village == FIRST else ())
    assert commune.state["stages"] == {"to_survey": 3, "meeting_agreed": size - 2}
    commune.phones[FIRST].refresh()
    for case_id in doubted:
        commune.phones[FIRST].assess(commune.case(case_id)["household_id"])
    commune.work()
    assert commune.approve_all() == 3
    commune.meet(FIRST)

    # lists hang; their clock steps over the national day
    clock.now = datetime(posted_on.year, posted_on.month, posted_on.day, 2, 0, tzinfo=UTC)
    lists = {village: commune.post_list(village) for village in VILLAGES}
    assert sum(len(one["rows"]) for one in lists.values()) == size + 1
    until = date.fromisoformat(lists[FIRST]["until"])
    calendar = working_calendar()
    hanging = [posted_on + timedelta(days=number) for number in range(1, (until - posted_on).days + 1)]
    assert date(posted_on.year, *NATIONAL_DAY) in hanging
    assert sum(calendar.is_working_day(day) for day in hanging) == days

    # until its last day no list closes; two complaints in the meantime, of which one changes a class
    confirmed, changed, *_ = (one["case_id"] for one in lists[FIRST]["rows"])
    commune.next_day()
    second = commune.complain_in_public(lists[FIRST], confirmed), commune.complain_on_paper(lists[FIRST], changed)
    assert [commune.case(one)["stage"] for one in (confirmed, changed)] == ["complained", "complained"]
    results = [commune.visit_again(*one) for one in zip(second, (confirmed, changed), (True, False), strict=True)]
    assert results == ["confirmed", "changed"]
    assert commune.case(changed)["stage"] == "reverified"
    commune.post_list(FIRST)
    while commune.today < until:
        commune.next_day()
    assert "posting_closed" not in commune.state["stages"]
    commune.wait_for(lambda: commune.state["stages"] == {"posting_closed": size + 1})
    assert all(one["state"] == "closed" for village in VILLAGES for one in commune.postings(village))

    # the only member of one household died, another moved away; the appraiser sends one back, which is as it was
    commune.happened("h0024", "died")
    commune.happened("h0001", "moved_out", destination="Quảng Trị")
    doubt = commune.cases(SECOND, "posting_closed")[0]["id"]
    asked = commune.submit("15/BC-UBND")
    assert len(asked["rows"]) == size - 1
    commune.give_opinion(asked, "7/TD", agrees=False, cases={doubt: "Xem lại nhà ở"})
    assert commune.state["stages"] == {"withdrawn": 2, "submitted": size - 2, "appraisal_returned": 1}
    assert commune.chairman.refused(
        f"/rounds/{commune.round_id}/decisions", number="1/QD", on=f"{commune.today}", signer="L", title="Chủ tịch"
    )
    commune.visit_returned(doubt)
    asked = commune.submit("16/BC-UBND")
    commune.give_opinion(asked, "8/TD", agrees=True)

    # decided, certified; the year closes
    decision = commune.decide("120/QD-UBND")
    state = commune.state
    assert (state["balance"]["closes"], state["balance"]["breaking"]) == (True, [])
    flows = state["balance"]["households"].values()
    assert (sum(one["opening"] for one in flows), sum(one["leaves"]["other_decrease"] for one in flows)) == (size, 2)
    listed = sum(len(decision["lists"][name]) for name in ("poor", "near_poor"))
    papers = commune.certify(decision)
    assert len(papers) == listed
    _hold_against_the_register(commune, decision)
    told = {one["class"]: one["households"] for one in commune.report("20/BC-UBND")["counts"]}
    assert {name: told.get(name, 0) for name in ("poor", "near_poor")} == {
        name: len(decision["lists"][name]) for name in ("poor", "near_poor")
    }


def _hold_against_the_register(commune, decision):
    """The register says of every household what the decision says, and the decision what its case ended with."""
    rows = {one["household_id"]: one for one in decision["rows"]}
    register = {one.id: one for one in registry.households_within(COMMUNE, seen_by=commune.officer.who.actor)}
    assert {id_: one.standing for id_, one in register.items() if id_ in rows} == {
        id_: one["class"] for id_, one in rows.items()
    }
    ended = {one["household_id"]: one for one in commune.cases()}
    assert {id_: ended[id_]["class"] for id_ in rows} == {id_: one["class"] for id_, one in rows.items()}
    needed = {"in_meeting", "meeting_agreed", "posted", "posting_closed", "submitted", "appraised", "recognised"}
    sampled = [commune.case(one["case_id"]) for one in decision["rows"][::40]]
    assert all(needed <= {step["stage"] for step in one["history"]} for one in sampled)
