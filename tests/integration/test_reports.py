"""Reports of a decided round: they stay what was decided, close, agree, and add up to the district and the province."""

from types import SimpleNamespace

import pytest

from app.area_change.asking import Asked, checked
from app.documents import kept
from app.documents.kept import KeptPaper, Subject
from app.reports.scope import MOST_NEW, of_area, of_round
from core.actor import SYSTEM, Actor
from core.clock import local_day
from registry import area_changes
from registry.rules.area_changes import Target
from review import population, repository
from review.actions.report_facts import basis_of, households_of
from review.report_tallies import KeptTally, known, official_tallies
from tests.integration.commune_round import answer, areas_above, posted_to_the_end, send_up, sign
from tests.integration.scored_cases import a_round_of
from tests.integration.village_meeting import COMMUNE, VILLAGE

pytestmark = pytest.mark.services
NO_FORMS = SimpleNamespace(nearest=None)


@pytest.fixture
def decided(blobs, clock):
    areas_above(clock)
    opened = a_round_of(COMMUNE, [VILLAGE], clock)
    cases = posted_to_the_end(opened, VILLAGE, 6, clock)
    answer(send_up(opened, clock), clock)
    sign(opened, clock)
    return opened, cases


def figures(scope, code):
    table = next(one for one in scope.tables() if one.code == code)
    return {line.told[1:]: line.values for line in table.lines}


def test_official_reports_close_agree_and_stay_when_a_household_is_reopened(decided, clock):
    opened, cases = decided
    before = of_round(opened, official=True, definitions=NO_FORMS, today=local_day(clock()))
    listed = [one for one in basis_of(opened, official=True).rows.values() if one.standing in ("poor", "near_poor")]
    repository.Case.objects(id=cases[0].id).update(set__stage="reverifying", set__assessment__standing="non_poor")
    KeptTally.objects.delete()

    after = of_round(opened, official=True, definitions=NO_FORMS, today=local_day(clock()))

    assert (before.disagrees, after.whole) == ((), before.whole)
    assert before.whole["poor.h"] + before.whole.get("near_poor.h", 0) == len(listed)
    poor = list(households_of(basis_of(opened, official=True), "poor"))
    assert before.whole["poor.lacks"] == sum(len(one.lacks) for one in poor)
    assert before.whole["poor.p"] == sum(one.people for one in poor) == before.whole["flow.poor.p.9"]
    assert "Quyết định số 120/QĐ-UBND" in before.told

    repository.Case.objects(id=cases[1].id).update(set__stage="to_survey", unset__assessment=True)
    early = of_round(opened, official=False, definitions=NO_FORMS, today=local_day(clock()))
    assert (early.without_result, early.disagrees) == (1, ())


def test_after_a_division_figures_are_had_in_the_borders_of_then_and_of_today(decided, clock):
    opened, cases = decided
    population.keep_population(opened.id, {VILLAGE: {"pop.h": 100, "pop.p": 400}}, by="x", clock=clock)
    for official in (True, False):
        before = of_round(opened, official=official, definitions=NO_FORMS, today=local_day(clock()))
        assert not before.is_redrawn
    part, today, moved = f"{COMMUNE}2020009/", local_day(clock()), cases[0].household_id
    divided = Asked("split", [VILLAGE], [Target(VILLAGE), Target(part, "Thôn mới")], today, "NQ 3", {moved: part})
    change, faults = checked(divided, by=Actor("x", frozenset({"province_officer"}), "46/"), clock=clock)
    assert faults == []
    area_changes.settle(area_changes.add(change, by=SYSTEM, at=clock()), today=today)

    for official in (True, False):
        then = of_round(opened, official=official, definitions=NO_FORMS, today=today)
        now = of_round(opened, official=official, definitions=NO_FORMS, today=today, borders=today)

        assert (then.is_redrawn, now.is_redrawn, then.borders, now.borders) == (True, True, None, today)
        assert (len(then.places), len(now.places), then.disagrees, now.disagrees) == (2, 3, (), ())
        whole = {name: n for name, n in then.whole.items() if not name.startswith("pop.")}
        assert now.whole == whole
        assert "ranh giới ngày" in now.told
        of_part = next(one.tally for one in now.places if one.name == "Thôn mới")
        standing = next(row.standing for row in basis_of(opened, official=official).rows.values()
                        if row.household_id == moved)  # fmt: skip
        assert (of_part.get(f"{standing}.h", 1), of_part.get("flow.poor.h.9", 0)) == (1, int(standing == "poor"))
        assert "pop.h" not in of_part
    area = of_area("46/", [opened], opened.year, definitions=NO_FORMS, today=today, borders=today)
    assert figures(area, "R4") == figures(
        of_area("46/", [opened], opened.year, definitions=NO_FORMS, today=today), "R4"
    )


def test_a_larger_area_adds_up_its_communes_under_their_district(decided, clock):
    opened, _ = decided
    other = a_round_of("46/483/20300/", ["46/483/20300/1/"], clock)

    scope = of_area("46/", [opened], opened.year, definitions=NO_FORMS, today=local_day(clock()))

    rows = figures(scope, "R4")
    assert list(rows) == [(f"commune {COMMUNE}",), ("Tổng cộng: Tỉnh",)]
    assert rows["Tổng cộng: Tỉnh",] == rows[f"commune {COMMUNE}",]
    assert known([opened, other], most_new=0)[1] == [other.id]
    assert (scope.missing, MOST_NEW) == (0, 10)


def test_what_a_commune_came_to_is_counted_once_until_something_changes(decided, clock):
    opened, _ = decided
    first = official_tallies(opened)
    KeptTally.objects(id=opened.id).update(set__content='{"kept/": {}}')

    assert official_tallies(opened) == {"kept/": {}}
    population.keep_population(opened.id, {VILLAGE: {"pop.h": 100, "pop.p": 400}}, by="x", clock=clock)

    assert official_tallies(opened) == {VILLAGE: {**first[VILLAGE], "pop.h": 100, "pop.p": 400}}


def test_a_paper_made_again_from_the_same_facts_is_the_same_file(blobs, clock):
    subject = Subject("minutes", "m", "round", VILLAGE)
    made = [kept.given_out(subject, "pdf", "facts", lambda: b"%PDF 1", by="x", blobs=blobs, clock=clock)]
    made.append(kept.given_out(subject, "pdf", "facts", lambda: b"another program", by="y", blobs=blobs, clock=clock))
    first = KeptPaper.objects.get()
    KeptPaper.objects.delete()

    made.append(kept.given_out(subject, "pdf", "facts", lambda: b"%PDF 1", by="z", blobs=blobs, clock=clock))

    assert made == [b"%PDF 1"] * 3
    assert (KeptPaper.objects.get().sha256, KeptPaper.objects.get().id) == (first.sha256, first.id)
    kept.given_out(subject, "pdf", "corrected", lambda: b"%PDF 2", by="x", blobs=blobs, clock=clock)
    assert KeptPaper.objects.count() == 2
