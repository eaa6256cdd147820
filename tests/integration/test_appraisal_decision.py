"""From the closed posting to the signed decision: who, when, what keeps it back, once however often, after a crash."""

from datetime import date, timedelta

import pytest

from app.jobs.housekeeping import go_on_with_acts
from core.actor import Actor
from core.clock import local_day
from core.errors import NotAllowed
from core.ids import id_from
from registry import repository as registry
from review import appraisals, decisions, repository
from review.actions import appraisal as asking
from review.actions import certificates
from review.actions import decision as deciding
from review.actions.appraisal import Answer, Document
from review.actions.withdraw import withdraw
from review.commune_errors import (
    AppraisalAnswered,
    AppraisalNotFound,
    AppraisalRuns,
    DecisionNumberTaken,
    DocumentDayNotPossible,
    DocumentNumberMissing,
    DocumentSignerMissing,
    ListDoesNotClose,
    ListNotReady,
    NothingReturned,
    NothingToDecide,
    NothingToSubmit,
    NotOnTheList,
    NotTheAppraisingLevel,
    SameHandTwice,
)
from review.commune_models import Appraisal, Certificate, Decision
from review.errors import MoveNotAllowed, WithdrawalReasonMissing
from tests.integration.commune_round import (
    CHAIRMAN,
    DISTRICT,
    OFFICER,
    PROVINCE,
    answer,
    areas_above,
    at_once,
    posted_to_the_end,
    send_up,
    sign,
)
from tests.integration.scored_cases import a_round_of
from tests.integration.village_meeting import COMMUNE, VILLAGE, stages

pytestmark = pytest.mark.services


@pytest.fixture
def opened(blobs, clock):
    areas_above(clock)
    return a_round_of(COMMUNE, [VILLAGE], clock)


@pytest.fixture
def cases(opened, clock):
    return posted_to_the_end(opened, VILLAGE, 3, clock)


def decided(opened, clock) -> Decision:
    answer(send_up(opened, clock), clock)
    return sign(opened, clock)


def test_the_list_goes_up_is_agreed_on_and_recognised_and_the_register_knows(opened, cases, clock):
    asked = send_up(opened, clock)
    assert (asked.level, asked.number, stages(cases)) == ("district", 1, ["submitted"] * 3)
    assert asked.due_on > local_day(clock())
    answer(asked, clock)
    assert stages(cases) == ["appraised"] * 3

    signed = sign(opened, clock)

    assert stages(cases) == ["recognised"] * 3
    results = {one.household_id: one.assessment for one in map(repository.find_case, (c.id for c in cases))}
    for household in registry.households_by_id(results).values():
        line = household.standings[-1]
        assert (line.year, line.standing) == (opened.year, results[household.id].standing)
        assert (line.decision, line.ruleset_id) == (signed.id, opened.ruleset_id)
        assert [one.year for one in household.standings] == [2025, opened.year]
        assert household.is_managed == (line.standing in {"poor", "near_poor"})
        assert household.members_count == results[household.id].people
    assert {one.input_hash for one in signed.rows} == {one.input_hash for one in results.values()}


def test_nothing_goes_up_while_a_posting_is_not_over(opened, cases, clock):
    repository.Case.objects(id=cases[0].id).update(set__stage="posted")

    with pytest.raises(ListNotReady) as refused:
        send_up(opened, clock)

    assert refused.value.facts["cases"] == [cases[0].id]
    assert stages(cases) == ["posted", "posting_closed", "posting_closed"]


def test_a_household_of_last_years_list_that_is_not_in_the_round_keeps_the_list_back(opened, cases, clock):
    lost = id_from("household", "lost")
    registry.register_household(
        lost,
        code="X",
        head_name="Hộ Bị Quên",
        address="",
        village_path=VILLAGE,
        source="managed_list",
        at=clock(),
        standings=[(2025, "near_poor", opened.ruleset_id)],
    )

    with pytest.raises(ListDoesNotClose) as refused:
        send_up(opened, clock)

    assert refused.value.facts["households"] == [lost]


def test_a_report_needs_its_number_and_a_day_that_can_be(opened, cases, clock):
    with pytest.raises(DocumentNumberMissing):
        send_up(opened, clock, "  ")
    from app.holidays import working_calendar

    for day in (local_day(clock()) + timedelta(days=1), opened.opens_on - timedelta(days=1)):
        with pytest.raises(DocumentDayNotPossible):
            asking.submit(opened, Document("1", day), by=OFFICER, calendar=working_calendar(), clock=clock)
    with pytest.raises(NotAllowed):
        send_up(opened, clock, by=Actor("x", frozenset({"commune_officer"}), "46/482/20201/", "Xã khác"))


def test_a_list_that_was_sent_up_is_not_sent_up_twice(opened, cases, clock):
    asked = send_up(opened, clock)

    assert send_up(opened, clock).id == asked.id
    with pytest.raises(AppraisalRuns):
        send_up(opened, clock, "16/BC-UBND")
    assert len(appraisals.appraisals_of(opened.id)) == 1


def test_eight_presses_at_once_send_up_once_and_decide_once(opened, cases, clock):
    assert {one.id for one in at_once(lambda: send_up(opened, clock), 8)} == {id_from("appraisal", opened.id, "1")}
    asked = appraisals.appraisals_of(opened.id)[0]
    at_once(lambda: answer(appraisals.get_appraisal(asked.id, seen_by=DISTRICT), clock), 8)
    at_once(lambda: sign(opened, clock), 8)

    assert [len(repository.find_case(one.id).history) for one in cases] == [9] * 3
    assert Decision.objects.count() == 1
    assert [len(one.standings) for one in registry.households_by_id(c.household_id for c in cases).values()] == [2] * 3


def test_only_the_level_of_the_day_gives_its_opinion_and_not_who_sent_the_list(opened, cases, clock):
    asked = send_up(opened, clock)

    with pytest.raises(NotTheAppraisingLevel):
        answer(asked, clock, by=PROVINCE)
    with pytest.raises(SameHandTwice):
        answer(asked, clock, by=Actor("officer", frozenset({"appraiser"}), "46/482/", ""))
    with pytest.raises(NotAllowed):
        answer(asked, clock, by=Actor("x", frozenset({"appraiser"}), "46/483/", ""))
    with pytest.raises(AppraisalNotFound):
        appraisals.get_appraisal(asked.id, seen_by=Actor("x", frozenset({"appraiser"}), "46/483/", ""))


def test_named_households_and_villages_are_sent_back_and_the_others_wait(opened, cases, clock):
    asked = send_up(opened, clock)
    with pytest.raises(NothingReturned):
        answer(asked, clock, Answer(agrees=False))
    with pytest.raises(NothingReturned):
        answer(asked, clock, Answer(agrees=False, cases={cases[0].id: " "}))
    with pytest.raises(NotOnTheList):
        answer(asked, clock, Answer(agrees=False, cases={"strange": "Sai"}))

    told = answer(asked, clock, Answer(agrees=False, cases={cases[1].id: "Chưa đúng số người"}))

    assert (told.state, stages(cases)) == ("returned", ["submitted", "appraisal_returned", "submitted"])
    assert repository.find_case(cases[1].id).history[-1].note == "Chưa đúng số người"
    with pytest.raises(ListNotReady):
        sign(opened, clock)
    with pytest.raises(ListNotReady):
        send_up(opened, clock, "16/BC-UBND")


def test_what_came_back_goes_up_again_with_the_rest_under_the_next_number(opened, cases, clock):
    answer(send_up(opened, clock), clock, Answer(agrees=False, villages={VILLAGE: "Xem lại cả thôn"}))
    assert stages(cases) == ["appraisal_returned"] * 3
    repository.Case.objects(id__in=[cases[0].id, cases[1].id]).update(set__stage="posting_closed")
    repository.Case.objects(id=cases[2].id).update(set__stage="submitted")

    again = send_up(opened, clock, "16/BC-UBND")

    assert (again.number, len(again.rows), stages(cases)) == (2, 3, ["submitted"] * 3)


def test_an_opinion_stays_as_it_was_given(opened, cases, clock):
    asked = send_up(opened, clock)
    told = answer(asked, clock)

    assert answer(told, clock).opinion.number == "7/TĐ"
    with pytest.raises(AppraisalAnswered):
        answer(told, clock, Answer(agrees=False, cases={cases[0].id: "Không"}), number="8/TĐ")
    assert stages(cases) == ["appraised"] * 3


def test_nobody_decides_before_the_opinion_and_nobody_who_had_a_hand_in_it(opened, cases, clock):
    with pytest.raises(ListNotReady):
        sign(opened, clock)
    asked = send_up(opened, clock)
    with pytest.raises(ListNotReady):
        sign(opened, clock)
    answer(asked, clock)
    for hand in ("officer", "district"):
        with pytest.raises(SameHandTwice):
            sign(opened, clock, by=Actor(hand, frozenset({"commune_chairman"}), COMMUNE, ""))
    with pytest.raises(DocumentNumberMissing):
        sign(opened, clock, "")
    with pytest.raises(DocumentSignerMissing):
        deciding.decide(opened, Document("1", local_day(clock()), "Lê Văn Chủ"), title=" ", by=CHAIRMAN, clock=clock)
    with pytest.raises(DocumentDayNotPossible):
        deciding.decide(
            opened, Document("1", date(2026, 1, 1), "Lê Văn Chủ"), title="Chủ tịch", by=CHAIRMAN, clock=clock
        )
    sign(opened, clock)
    assert sign(opened, clock).number == 1
    with pytest.raises(NothingToDecide):
        sign(opened, clock, "121/QĐ-UBND")


def test_two_decisions_of_a_year_do_not_bear_one_number(opened, cases, clock):
    decided(opened, clock)
    repository.Case.objects(id=cases[0].id).update(set__stage="posting_closed")
    answer(send_up(opened, clock, "17/BC-UBND"), clock, number="9/TĐ")
    clock.advance(timedelta(days=1))

    with pytest.raises(DecisionNumberTaken):
        sign(opened, clock)
    assert [len(one.rows) for one in (*decisions.decisions_of(opened.id), sign(opened, clock, "2/QĐ"))] == [3, 1]


def test_a_crash_in_between_is_gone_on_with_by_the_worker(opened, cases, clock, monkeypatch):
    def falls(*_args, **_more):
        raise SystemExit

    with monkeypatch.context() as broken:
        broken.setattr(asking, "settle", falls)
        with pytest.raises(SystemExit):
            send_up(opened, clock)
    assert stages(cases) == ["posting_closed"] * 3
    assert go_on_with_acts(clock) == 1
    assert stages(cases) == ["submitted"] * 3
    answer(appraisals.appraisals_of(opened.id)[0], clock)

    with monkeypatch.context() as broken:
        broken.setattr(registry, "record_standings", falls)
        with pytest.raises(SystemExit):
            sign(opened, clock)
    assert go_on_with_acts(clock) == 1
    assert go_on_with_acts(clock) == 0
    assert stages(cases) == ["recognised"] * 3
    assert all(len(one.standings) == 2 for one in registry.households_by_id(c.household_id for c in cases).values())


def test_a_household_that_left_is_off_the_list_and_the_year_still_closes(opened, cases, clock):
    with pytest.raises(WithdrawalReasonMissing):
        withdraw(cases[0], "moved", " ", by=OFFICER, clock=clock)
    with pytest.raises(NotAllowed):
        withdraw(cases[0], "moved", "x", by=Actor("x", frozenset(), "46/482/20201/", ""), clock=clock)
    gone = withdraw(repository.find_case(cases[0].id), "died", "Cụ mất 12/11", by=OFFICER, clock=clock)
    assert withdraw(gone, "died", "Cụ mất 12/11", by=OFFICER, clock=clock).revision == gone.revision

    signed = decided(opened, clock)

    assert (len(signed.rows), stages(cases)) == (2, ["withdrawn", "recognised", "recognised"])
    assert registry.find_household(cases[0].household_id).standing == "not_in_area"
    with pytest.raises(MoveNotAllowed):
        withdraw(repository.find_case(cases[1].id), "moved", "Muộn", by=OFFICER, clock=clock)


def test_an_empty_round_has_nothing_to_send_up(opened, clock):
    with pytest.raises(NothingToSubmit):
        send_up(opened, clock)


def test_each_poor_household_gets_one_paper_with_a_number_of_its_own(opened, cases, clock):
    signed = decided(opened, clock)
    poor = [one for one in signed.rows if one.standing in {"poor", "near_poor"}]

    at_once(
        lambda: certificates.certify(decisions.get_decision(signed.id, seen_by=CHAIRMAN), by=CHAIRMAN, clock=clock), 4
    )

    papers = decisions.certificates_in("vn-2016-2020", COMMUNE)
    assert [one.number for one in papers] == list(range(1, len(poor) + 1))
    assert {one.household_id for one in papers} == {one.household_id for one in poor}
    told = {one.case_id: repository.find_case(one.case_id) for one in signed.rows}
    assert {one.stage for one in told.values()} <= {"certified", "recognised"}
    assert all((told[o.case_id].stage == "certified") == (o in poor) for o in signed.rows)
    assert {one.lines[0].submission_key for one in papers} == {one.submission_key for one in poor}
    assert go_on_with_acts(clock) == 0


def test_papers_that_a_crash_cut_off_are_made_out_later(opened, cases, clock, monkeypatch):
    signed = decided(opened, clock)

    def falls(*_args, **_more):
        raise SystemExit

    with monkeypatch.context() as broken:
        broken.setattr(repository, "move_cases", falls)
        with pytest.raises(SystemExit):
            certificates.certify(signed, by=CHAIRMAN, clock=clock)
    numbers = {one.household_id: one.number for one in Certificate.objects}

    assert go_on_with_acts(clock) == 1
    assert {one.household_id: one.number for one in Certificate.objects} == numbers
    assert Appraisal.objects.count() == 1
