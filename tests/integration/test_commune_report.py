"""After the decision: Phiếu C moves a certified household on; the report closes the cases that the decision named."""

from datetime import timedelta

import pytest

from app.auth.permissions import Role
from app.jobs.housekeeping import go_on_with_acts
from core.actor import SYSTEM, Actor
from core.clock import local_day
from core.errors import NotAllowed
from core.mongo import collection
from core.sequence import sequence_at
from registry import repository as registry
from registry.place_fields import place_fields
from registry.repository import Recognised
from review import commune_reports, repository
from review.actions import certificates, profiles, report
from review.actions.after_decision import PROFILE
from review.actions.appraisal import Document
from review.actions.rounds import case_id, list_household, open_round
from review.commune_errors import DocumentDayNotPossible, DocumentNumberMissing
from review.commune_models import CommuneReport
from review.report_errors import NothingToReport, ReportDiffers, ReportNumberTaken
from submissions import repository as submissions
from tests.integration.commune_round import (
    CHAIRMAN,
    OFFICER,
    a_decision,
    answer,
    areas_above,
    posted_to_the_end,
    send_up,
    sign,
)
from tests.integration.places import Program, at_a_desk, somebody, token_of
from tests.integration.scored_cases import a_round_of
from tests.integration.village_meeting import COMMUNE, VILLAGE

pytestmark = pytest.mark.services


@pytest.fixture
def opened(blobs, clock):
    areas_above(clock)
    return a_round_of(COMMUNE, [VILLAGE], clock)


@pytest.fixture
def cases(opened, clock):
    return posted_to_the_end(opened, VILLAGE, 4, clock)


@pytest.fixture
def decision(opened, cases, clock):
    answer(send_up(opened, clock), clock)
    return sign(opened, clock)


def paper(clock, number="30/BC-UBND", **days):
    return Document(number, local_day(clock()) + timedelta(**days), words="Đề nghị hỗ trợ nhà ở")


def profile(case, clock, *, state="approved", area=VILLAGE):
    """A Phiếu C of the household, as the worker hands it on."""
    document = {
        "_id": f"c-{case.id}@phieu_c",
        "instance_id": f"c-{case.id}",
        "form_id": "phieu_c",
        "within": [],
        "seq": sequence_at(clock()),
        "received_at": clock(),
        "received_by": "x",
        "sender_area": area,
        "is_current": True,
        "answers": {"household": case.household_id},
        "versions": [],
        "revision": 0,
        "review": {"state": state, "by": ""},
        "work": {"state": "done"},
    }
    submissions.collection().insert_one(document)
    return profiles.follow_profile(document, PROFILE, document["answers"], "/data", clock=clock)


def on_the_list(decision):
    return [one.case_id for one in decision.rows if one.standing in {"poor", "near_poor"}]


def stage_of(case_id):
    return repository.find_case(case_id).stage


def test_nothing_is_reported_before_the_decision_or_without_number_and_day(opened, cases, clock):
    with pytest.raises(NothingToReport):
        report.report(opened, paper(clock), by=OFFICER, clock=clock)
    answer(send_up(opened, clock), clock)
    sign(opened, clock)
    with pytest.raises(DocumentNumberMissing):
        report.report(opened, paper(clock, " "), by=OFFICER, clock=clock)
    for days in (-1, 1):
        with pytest.raises(DocumentDayNotPossible):
            report.report(opened, paper(clock, days=days), by=OFFICER, clock=clock)
    elsewhere = Actor("o", frozenset({Role.COMMUNE_OFFICER}), "46/483/")
    with pytest.raises(NotAllowed):
        report.report(opened, paper(clock), by=elsewhere, clock=clock)


def test_the_report_tells_the_decided_figures_and_closes_who_needs_no_profile(opened, decision, clock):
    sent = report.report(opened, paper(clock), by=OFFICER, clock=clock)
    again = report.report(opened, paper(clock), by=OFFICER, clock=clock)

    assert (sent.id, sent.level, sent.words) == (again.id, "district", "Đề nghị hỗ trợ nhà ở")
    assert sum(one.households for one in sent.counts) == len(decision.rows)
    waiting = set(on_the_list(decision))
    for row in decision.rows:
        assert stage_of(row.case_id) == ("recognised" if row.case_id in waiting else "reported")
    clock.advance(timedelta(days=1))
    with pytest.raises(ReportNumberTaken):
        report.report(opened, paper(clock), by=OFFICER, clock=clock)


def test_an_accepted_phieu_c_moves_its_household_on_and_to_the_end_when_the_round_was_reported(
    opened, decision, cases, clock
):
    first, *others = on_the_list(decision) or pytest.fail("nobody is poor: other answers are needed")
    certificates.certify(decision, by=CHAIRMAN, clock=clock)
    case = repository.find_case(first)

    profile(case, clock, state="received")
    assert stage_of(first) == "certified"
    submissions.collection().delete_many({"form_id": "phieu_c"})
    profile(repository.find_case(first), clock)
    assert stage_of(first) == "profiled"
    report.report(opened, paper(clock), by=OFFICER, clock=clock)
    assert stage_of(first) == "reported"
    for late in others:
        assert stage_of(late) == "certified"
        profile(repository.find_case(late), clock)
        assert [one.stage for one in repository.find_case(late).history][-2:] == ["profiled", "reported"]


def test_a_phieu_c_that_was_accepted_before_the_certificate_counts_when_it_is_made_out(decision, clock):
    first = on_the_list(decision)[0]
    profile(repository.find_case(first), clock)
    assert stage_of(first) == "recognised"

    certificates.certify(decision, by=CHAIRMAN, clock=clock)

    assert stage_of(first) == "profiled"


def test_a_phieu_c_is_about_what_was_recognised_also_beside_a_later_round_and_after_a_merger(opened, decision, clock):
    certificates.certify(decision, by=CHAIRMAN, clock=clock)
    first, second = on_the_list(decision)[:2]
    homes = {one: registry.find_household(repository.find_case(one).household_id) for one in (first, second)}
    clock.advance(timedelta(days=1))
    later = open_round(
        "later",
        name="Rà soát tháng",
        kind="monthly",
        year=opened.year,
        commune=registry.get_area(COMMUNE),
        ruleset_id=opened.ruleset_id,
        opens_on=local_day(clock()),
        closes_on=opened.closes_on,
        by=SYSTEM,
        clock=clock,
        is_training=True,
    )
    list_household(later, homes[first], by=OFFICER, clock=clock)
    registry.keep_area("46/482/29999/", kind="commune", name="Xã mới", valid_from=local_day(clock()))
    new = "46/482/29999/01/"
    collection("households").update_one({"_id": homes[second].id}, {"$set": place_fields(new)})

    for one, area in ((first, VILLAGE), (second, new)):
        profile(repository.find_case(one), clock, area=area)
        profiles.follow_profile(
            submissions.find_by_key(f"c-{one}@phieu_c"), PROFILE, {"household": homes[one].id}, "/data", clock=clock
        )

    assert [stage_of(one) for one in (first, second)] == ["profiled", "profiled"]
    assert repository.find_case(case_id(later.id, homes[first].id)).forms == []


def test_a_household_that_stands_otherwise_than_decided_keeps_the_report_back(opened, decision, clock):
    row = decision.rows[0]
    other = "non_poor" if row.standing == "poor" else "poor"
    registry.record_standings([Recognised(row.household_id, other)], year=opened.year, ruleset_id="x", decision="khác")

    with pytest.raises(ReportDiffers) as refused:
        report.report(opened, paper(clock), by=OFFICER, clock=clock)

    assert refused.value.facts["households"] == [row.household_id]


def test_what_a_later_round_of_the_year_decided_anew_keeps_no_report_of_this_one_back(opened, decision, clock):
    row = decision.rows[0]
    other = "non_poor" if row.standing == "poor" else "poor"
    later = a_decision("later", "a yearly round", local_day(clock()), clock)
    registry.record_standings(
        [Recognised(row.household_id, other)], year=opened.year, ruleset_id="x", decision=later.id
    )

    sent = report.report(opened, paper(clock), by=OFFICER, clock=clock)

    assert sum(one.households for one in sent.counts if one.standing == row.standing) == sum(
        one.standing == row.standing for one in decision.rows
    )


def test_a_crash_after_the_report_is_gone_on_with_by_the_worker(opened, decision, clock, monkeypatch):
    with monkeypatch.context() as crash:
        crash.setattr(report, "move_reported", lambda *_: (_ for _ in ()).throw(RuntimeError("power")))
        with pytest.raises(RuntimeError):
            report.report(opened, paper(clock), by=OFFICER, clock=clock)
    assert CommuneReport.objects.get().is_settled is False

    assert go_on_with_acts(clock) == 1

    done = [row.case_id for row in decision.rows if row.case_id not in on_the_list(decision)]
    assert [stage_of(one) for one in done] == ["reported"] * len(done)


def test_by_hand_and_over_the_api_it_is_one_report(app, opened, decision, clock):
    officer = somebody(clock, Role.COMMUNE_OFFICER, COMMUNE)
    desk, program = at_a_desk(app, officer), Program.of(app, officer)
    page = f"/dot/{opened.id}"
    day = local_day(clock()).isoformat()
    told = {"csrf_token": token_of(desk.get(page).text), "ngay": day}

    empty = desk.post(f"{page}/bao-cao", data=told | {"so": ""})
    assert (empty.status_code, "Báo cáo lên cấp trên" in empty.text) == (422, True)
    assert desk.post(f"{page}/bao-cao", data=told | {"so": "30/BC"}).status_code == 303
    again = program.call("POST", f"/rounds/{opened.id}/reports", {"number": "30/BC", "on": day})

    assert (again.status_code, len(commune_reports.reports_of(opened.id))) == (201, 1)
    assert [one["document_number"] for one in program.call("GET", f"/rounds/{opened.id}/reports").json] == ["30/BC"]
    assert "Báo cáo số 30/BC" in desk.get(page).text
    chairman = at_a_desk(app, somebody(clock, Role.COMMUNE_CHAIRMAN, COMMUNE))
    assert chairman.post(f"{page}/bao-cao", data=told | {"so": "31/BC"}).status_code in (400, 403)
    for form, begins in (("pdf", b"%PDF"), ("docx", b"PK")):
        assert desk.get(f"{page}/bao-cao-len/1.{form}").data.startswith(begins)
    assert desk.get(f"{page}/bao-cao-len/2.pdf").status_code == 404
