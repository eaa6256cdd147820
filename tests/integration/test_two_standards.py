"""A year of change: two rounds run at once in a commune, and each form goes to the one of its own rule set."""

import csv
import io
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.i18n import in_language, sentence
from app.training.forms import publish_folder
from core.actor import SYSTEM
from core.clock import local_day
from registry import repository as registry
from review import repository as review
from review.actions.household_of_form import round_of
from review.actions.rounds import list_household, open_round
from review.ruleset_errors import RulesetNotValid
from tests.integration.phones import TestPhone
from tests.integration.places import COMMUNE

pytestmark = pytest.mark.services

OLD, NEW = "vn-2016-2020", "vn-2021-2025"


@pytest.fixture
def both(opened, clock):
    """The round of the old standard and, of the same days and sorted before it, the one of the new."""
    new = open_round(
        "z-new-standard",
        name="Đợt theo chuẩn mới",
        kind="periodic",
        year=opened.year,
        commune=registry.get_area(COMMUNE),
        ruleset_id=NEW,
        opens_on=opened.opens_on,
        closes_on=opened.closes_on,
        by=SYSTEM,
        clock=clock,
        is_training=True,
    )
    return {OLD: opened, NEW: new}


@pytest.fixture
def household(opened):
    return registry.find_household("h1")


def test_a_form_goes_to_the_round_of_its_own_rule_set(both, household, clock):
    arrived = {"received_at": clock()}

    assert {ruleset: round_of(household, arrived, ruleset).id for ruleset in both} == {
        ruleset: opened.id for ruleset, opened in both.items()
    }


def test_a_form_of_a_rule_set_without_a_round_goes_where_its_household_waits_else_by_the_day(both, household, clock):
    arrived = {"received_at": clock()}
    elsewhere = registry.register_household(
        "h9", code="H9", head_name="Lê A", address="", village_path=household.village_path, source="found", at=clock()
    )

    assert round_of(household, arrived, "vn-2026-2030").id == round_of(household, arrived).id == both[OLD].id
    assert round_of(elsewhere, arrived, "vn-2026-2030").id == round_of(elsewhere, arrived).id == both[NEW].id


def test_a_phieu_b_from_a_phone_is_scored_in_its_own_round(
    both, settings, blobs, client, enumerator, definitions, clock
):
    publish_folder(Path(settings.xlsforms_dir), blobs=blobs, clock=clock)

    sent = TestPhone(client, enumerator, definitions, clock).assess("h1", "poor")

    assert sent["score"]["ruleset_hash"] == both[OLD].ruleset_hash != both[NEW].ruleset_hash
    assert review.find_case(sent["case_id"]).round_id == both[OLD].id


@pytest.mark.parametrize(
    ("ruleset", "kind", "year", "is_valid"),
    [
        (OLD, "periodic", 2014, False),
        (OLD, "periodic", 2015, True),
        (OLD, "periodic", 2021, True),
        (NEW, "periodic", 2021, True),  # a year of change: the old closes it, the new one opens the next
        (OLD, "periodic", 2022, False),
        (NEW, "monthly", 2021, False),
        (OLD, "monthly", 2021, True),
        (NEW, "monthly", 2026, True),
        (NEW, "periodic", 2026, True),
        ("vn-2027-2030", "periodic", 2026, True),
        ("vn-2027-2030", "monthly", 2026, False),
        (NEW, "periodic", 2027, False),
        ("vn-2027-2030", "periodic", 2030, True),
    ],
)
def test_a_round_is_opened_under_a_standard_of_its_year_alone(villages, clock, ruleset, kind, year, is_valid):
    def opening():
        return open_round(
            "real",
            name="Đợt thật",
            kind=kind,
            year=year,
            commune=registry.get_area(COMMUNE),
            ruleset_id=ruleset,
            opens_on=date(year, 9, 1),
            closes_on=date(year, 12, 14),
            by=SYSTEM,
            clock=clock,
        )

    if is_valid:
        assert opening().ruleset_id == ruleset
        return
    with pytest.raises(RulesetNotValid) as refused:
        opening()
    with in_language("vi"):
        told = sentence(refused.value)
    assert f"năm {year} không thể theo bộ quy tắc {ruleset}" in told
    assert review.rounds_covering(COMMUNE) == []


# --- a yearly and a monthly round at once ------------------------------------------------------------------------


@pytest.fixture
def monthly(opened, clock):
    """A monthly round under the same standard beside the yearly one, opened later; of h2 alone."""
    clock.advance(timedelta(days=1))
    day = local_day(clock())
    made = open_round(
        "a-monthly-round",
        name="Đợt tháng 11",
        kind="monthly",
        year=opened.year,
        commune=registry.get_area(COMMUNE),
        ruleset_id=OLD,
        opens_on=day,
        closes_on=day + timedelta(days=10),
        by=SYSTEM,
        clock=clock,
        is_training=True,
    )
    list_household(made, registry.find_household("h2"), by=SYSTEM, clock=clock)
    return made


def test_a_form_goes_to_the_round_in_which_its_household_waits(opened, monthly, clock):
    arrived = {"_id": "new", "received_at": clock()}
    of = {name: registry.find_household(name) for name in ("h1", "h2", "h3")}

    assert {name: round_of(one, arrived, OLD).id for name, one in of.items()} == {
        "h1": opened.id,
        "h2": monthly.id,
        "h3": opened.id,
    }


def test_a_form_stays_with_the_round_that_it_hangs_in(
    opened, monthly, settings, blobs, client, enumerator, definitions, clock
):
    publish_folder(Path(settings.xlsforms_dir), blobs=blobs, clock=clock)
    sent = TestPhone(client, enumerator, definitions, clock).assess("h1", "poor")
    assert review.find_case(sent["case_id"]).round_id == opened.id

    case = list_household(monthly, registry.find_household("h1"), by=SYSTEM, clock=clock)

    again = {"_id": sent["_id"], "received_at": sent["received_at"]}
    assert case.round_id == monthly.id
    assert round_of(registry.find_household("h1"), again, OLD).id == opened.id


def test_phones_are_told_each_household_in_its_own_round(
    opened, monthly, settings, blobs, client, enumerator, definitions, clock
):
    publish_folder(Path(settings.xlsforms_dir), blobs=blobs, clock=clock)
    phone = TestPhone(client, enumerator, definitions, clock)

    def states(form):
        rows = csv.DictReader(io.StringIO(phone.blank(form).media["households.csv"].decode()))
        return {row["name"]: row["state"] for row in rows}

    assert states("phieu_b") == {"h1": "to_survey", "h2": "listed"}
    assert states("phieu_a") == states("phieu_b")


def test_phones_are_told_the_state_in_the_round_of_the_forms_own_standard(
    both, settings, blobs, client, enumerator, definitions, clock
):
    for form in ("phieu_b", "phieu_b_2021"):
        publish_folder(Path(settings.xlsforms_dir), only=form, blobs=blobs, clock=clock)
    list_household(both[NEW], registry.find_household("h2"), by=SYSTEM, clock=clock)
    phone = TestPhone(client, enumerator, definitions, clock)

    told = {form: phone.blank(form).media["households.csv"].decode() for form in ("phieu_b", "phieu_b_2021")}

    assert "to_survey" in told["phieu_b"], "h1 stands in the round of the old standard alone"
    assert "to_survey" not in told["phieu_b_2021"]
