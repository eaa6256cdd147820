"""The training commune: settled once, told in demo.json, taken up again by a second start."""

import json
import stat

import pytest

from app.auth import people, phone_keys
from app.auth.passwords import is_password
from app.auth.permissions import Role
from app.training import commune, demo_file, last_year, last_year_papers
from app.training.forms import publish_folder
from core.actor import SYSTEM
from core.blobs import StoreUnreachable
from core.clock import local_day
from registry import duplicates
from registry.models import Household
from registry.rules.standing import ON_THE_LIST
from review import complaints, decisions, population
from review import repository as review
from review.actions.certificates import papers_of
from review.actions.commune_list import balance_of, cases_of_commune
from review.commune_models import Appraisal, Certificate, CommuneReport, Decision
from review.models import Case, Meeting, Posting, Round
from submissions import repository as submissions
from tests.integration.places import sign_in, somebody

pytestmark = pytest.mark.services


@pytest.fixture
def told(training_commune, tmp_path):
    rows = demo_file.people_rows(training_commune.people.values())
    return demo_file.write(tmp_path, base_url="http://x:1", round_id=training_commune.round.id, people=rows)


def test_demo_json_tells_everything_that_the_contract_names(told, training_commune, tmp_path):
    path = demo_file.path_of(tmp_path)

    assert json.loads(path.read_text(encoding="utf-8")) == told == demo_file.read(tmp_path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {one["form_id"] for one in told["forms"]} >= {"phieu_a", "phieu_b"}
    assert [one["code"] for one in told["villages"]] == ["2012801", "2012802", "2012803", "2012804"]
    assert len(told["households"]) == sum(count for *_, count in commune.VILLAGES)
    assert set(told["households"][0]) == {"household_id", "code", "village", "head_name"}
    assert {one["role"] for one in told["people"]} >= {"enumerator", "supervisor", "village_head", "administrator"}


def test_the_passwords_and_keys_that_it_tells_are_right(told):
    for row in told["people"]:
        person = people.find_by_username(row["username"])
        assert is_password(row["password"], person.password_hash)
        if row["phone_key"]:
            assert row["openrosa_url"] == f"http://x:1/openrosa/key/{row['phone_key']}"
            assert phone_keys.find_owner(row["phone_key"])[0].id == person.id
        else:
            assert row["openrosa_url"] == ""


def test_settling_and_publishing_again_changes_nothing(training_commune, settings, blobs, clock):
    before = [[one.to_json() for one in kind.objects.order_by("id")] for kind in (Household, Case, Round)]

    publish_folder(settings.xlsforms_dir, blobs=blobs, clock=clock)
    again = commune.settle(clock)

    assert again.id == training_commune.round.id
    assert [[one.to_json() for one in kind.objects.order_by("id")] for kind in (Household, Case, Round)] == before


def test_a_folder_without_the_file_has_nothing_to_tell(tmp_path):
    assert demo_file.read(tmp_path) is None


_KEPT = (Household, Case, Round, Meeting, Posting, Appraisal, Decision, Certificate, CommuneReport)


class FullStore:
    """An object store that takes so many more files, as one whose disk runs full."""

    def __init__(self, blobs, room):
        self._blobs, self.room = blobs, room

    def __getattr__(self, name):
        return getattr(self._blobs, name)

    def put(self, *args, **more):
        self.room -= 1
        if self.room < 0:
            raise StoreUnreachable("full")
        return self._blobs.put(*args, **more)


@pytest.fixture
def last(blobs, settings, clock):
    """Last year's round, gone on with after a start that was cut off among its forms."""
    last = last_year.of(clock, blobs)
    publish_folder(settings.xlsforms_dir, blobs=blobs, clock=last.at(0, 6))
    commune.add_people(clock)
    with pytest.raises(StoreUnreachable):
        last_year_papers.play(last_year.of(clock, FullStore(blobs, 100)))
    last_year_papers.play(last)
    return last


def test_last_years_round_comes_to_its_end_and_leaves_the_running_one_as_it_is(last, clock, client, tmp_path):
    before = [[one.to_json() for one in kind.objects.order_by("id")] for kind in _KEPT]
    last_year_papers.play(last_year.of(clock, last.blobs))
    assert [[one.to_json() for one in kind.objects.order_by("id")] for kind in _KEPT] == before

    planned = {one.id: one for one in commune.planned(local_day(clock()).year)}
    (decision,) = decisions.decisions_of(last.round_id)
    told = {row.household_id: row.standing for row in decision.rows}
    assert told == {one.id: one.standings[last.year] for one in last.households}
    assert len(papers_of(decision)) == sum(one in ON_THE_LIST for one in told.values())
    assert balance_of(last.opened, cases_of_commune(last.opened)).closes
    ended = {one.household_id: one for one in review.cases_with_history(row.case_id for row in decision.rows)}
    with_profile = [
        one for one in ended.values() if {"posting_closed", "profiled"} <= {step.stage for step in one.history}
    ]
    assert [one.stage for one in with_profile] == ["reported"] * 3
    assert sum(len(complaints.of_case(one.id)) for one in ended.values()) == 2
    assert submissions.collection().count_documents({"findings": {"$ne": []}}) == 0

    (twice,) = duplicates.page(seen_by=SYSTEM, state="open", now=clock(), before=None, limit=9)
    assert (twice["kind"], set(twice["reasons"])) == ("person", {"name", "number"})

    assert sum(one["pop.h"] for one in population.population_of(last.round_id).values()) == 1_019

    opened = commune.settle(clock)
    cases = cases_of_commune(opened)
    assert {one.household_id: one.standing_before for one in cases} == {
        one.id: one.standings[last.year] for one in planned.values()
    }
    assert {one.household_id for one in cases if one.origin == "managed_list"} == {
        one.id for one in planned.values() if one.standings[last.year] in ON_THE_LIST
    }
    closed = balance_of(opened, cases)
    assert (closed.not_in_round, closed.other_standing) == ((), ())

    addresses = demo_file.write(tmp_path, base_url="", round_id=opened.id, people=[])["decided"]
    browser = sign_in(client, somebody(clock, Role.COMMUNE_OFFICER, commune.COMMUNE))
    pages = {name: path for name, path in addresses.items() if name != "round_id"}
    assert {name: browser.get(path).status_code for name, path in pages.items()} == dict.fromkeys(pages, 200)
