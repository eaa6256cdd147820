"""The training commune: settled once, told in demo.json, taken up again by a second start."""

import json
import stat

import pytest

from app.auth import people, phone_keys
from app.auth.passwords import is_password
from app.training import commune, demo_file
from app.training.forms import publish_folder
from registry.models import Household
from review.models import Case, Round

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
