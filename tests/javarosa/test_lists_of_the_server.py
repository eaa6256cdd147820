"""From Phiếu B to Phiếu C and C1 through the engine of the phones, with the lists that the server made between."""

from pathlib import Path

import pytest

from app.auth.permissions import Role
from app.jobs.handlers import follow
from app.training.forms import publish_folder
from app.training.interviews import FilledForm
from form_engine.answers import read_answers
from form_engine.instance import read_instance
from review import repository as repository_of_cases
from review.rules.allowances import beneficiaries_told
from review.rules.form_fields import flat
from submissions import actions, repository
from tests.integration.phones import TestPhone
from tests.integration.places import COMMUNE, Somebody, a_round, settle, somebody

pytestmark = [pytest.mark.slow, pytest.mark.services]

HERE = Path(__file__).parent
COUNT = 60


@pytest.fixture
def enumerator(blobs, clock) -> Somebody:
    settle(clock)
    a_round(clock)
    return somebody(clock)


@pytest.fixture
def phone(enumerator, settings, blobs, client, definitions, clock) -> TestPhone:
    publish_folder(Path(settings.xlsforms_dir), blobs=blobs, clock=clock)
    return TestPhone(client, enumerator, definitions, clock)


def filled(phone, form_id, engine, folder) -> list[FilledForm]:
    """The form with the lists that are on the phone now, filled many times over."""
    blank = phone.blank(form_id)
    made = []
    for xml in engine.fill(blank.xform, blank.media, folder, count=COUNT, seed=7):
        instance = read_instance(xml)
        answers, findings = read_answers(instance, blank.definition)
        assert findings == [], instance.instance_id
        made.append(FilledForm(instance.instance_id, answers, xml, {}))
    return made


def test_a_returned_form_comes_back_to_the_phone_and_its_next_version_takes_its_place(
    phone, engine, clock, definitions, tmp_path
):
    first = phone.assess("h1", "poor")
    supervisor = somebody(clock, Role.SUPERVISOR, COMMUNE).actor
    judged = actions.send_back(
        first, reason="Xem lại diện tích ở", revision=first["revision"], by=supervisor, clock=clock
    )
    follow(judged, definitions=definitions, clock=clock)
    (row,) = [one for one in phone.rows("phieu_b", "households.csv") if one["name"] == "h1"]
    assert (row["label"][:2], row["state"], row["remark"]) == ("⚠ ", "returned_for_correction", "Xem lại diện tích ở")

    forms = [one for one in filled(phone, "phieu_b", engine, tmp_path / "b") if flat(one.answers)["household"] == "h1"]

    last, told = flat(first["answers"]), [flat(one.answers) for one in forms]
    assert {one["replaces"] for one in told} == {first["instance_id"]}
    assert {one["remark"] for one in told} == {"Xem lại diện tích ở"}
    assert {one["members_listed"] for one in told} == {len(last["members"])}
    for name in ("dwelling_area_m2", "average_monthly_kwh", "b1_03", "dwelling_grade", "hygienic_water"):
        assert any(one[name] == last[name] for one in told), name  # the engine lets half of what is filled in stand
    chosen = [one for form in forms for one in members_of(form) if one.get("listed_member")]
    names = {flat(one)["member_name"] for one in last["members"]}
    assert any(one["member_name"] in names for one in chosen)
    sent = phone.send("phieu_b", forms[0])
    assert [one["instance_id"] for one in sent["versions"]] == [first["instance_id"], forms[0].instance_id]
    assert sent["review"]["state"] == "edited"
    assert not repository.find("phieu_b", first["instance_id"])["is_current"]
    assert repository_of_cases.find_case(sent["case_id"]).assessment.submission_key == sent["_id"]
    assert phone.rows("phieu_b", "returned.csv") == []
    assert phone.rows("phieu_b", "members.csv") == []


def members_of(form):
    return [flat(one) for one in flat(form.answers)["members"]]


def test_a_phieu_c_starts_from_the_approved_phieu_b_and_the_next_one_from_it(
    phone, engine, clock, definitions, tmp_path
):
    assessed = phone.assess("h1", "poor")
    supervisor = somebody(clock, Role.SUPERVISOR, COMMUNE).actor
    approved = actions.approve(assessed, needs_score=True, revision=assessed["revision"], by=supervisor, clock=clock)
    follow(approved, definitions=definitions, clock=clock)
    roster = {one["member_name"]: one for one in map(flat, flat(assessed["answers"])["members"])}

    forms = [one for one in filled(phone, "phieu_c", engine, tmp_path / "c") if flat(one.answers)["household"] == "h1"]

    for form in forms:
        told = flat(form.answers)
        assert (told["c_04_b1"], told["c_04_b2"]) == (assessed["score"]["b1"], assessed["score"]["b2"])
        assert told["members_listed"] == len(roster)
        assert told["register_standing"] == "poor"
    chosen = [one for form in forms for one in members_of(form) if one.get("listed_member")]
    kept = [(one, roster[one["member_name"]]) for one in chosen if one["member_name"] in roster]
    for name in ("birth_known", "id_number", "ethnic_group"):  # the engine lets half of what is filled in stand
        assert any(one.get(name) == told[name] for one, told in kept if told[name]), name
    assert any(one.get("birth_date") == told["birth_date"] for one, told in kept if told.get("birth_date"))

    sent = phone.send("phieu_c", next(form for form in forms if members_of(form)[0].get("listed_member")))

    assert sent["household_id"] == "h1"
    assert {one["kind"] for one in sent["findings"]} == {"attachment_missing"}  # the engine draws no signatures
    (row,) = [one for one in phone.rows("phieu_c", "households.csv") if one["name"] == "h1"]
    last = flat(sent["answers"])
    assert (row["c_06"], row["c_12"]) == (last["c_06"], " ".join(last["c_12"]))
    people = phone.rows("phieu_c", "members.csv")
    assert [one["member_name"] for one in people] == [flat(one)["member_name"] for one in last["members"]]
    assert people[0]["name"] == flat(last["members"][0])["listed_member"]


def test_a_phieu_c1_starts_from_the_last_one(phone, engine, tmp_path):
    first = next(one for one in filled(phone, "phieu_c1", engine, tmp_path / "1") if _is_listed(one))
    sent = phone.send("phieu_c1", first)
    household = sent["household_id"]
    running = [row for row in phone.rows("phieu_c1", "beneficiaries.csv") if row["household"] == household]
    assert running

    forms = filled(phone, "phieu_c1", engine, tmp_path / "2")

    ours = [flat(one.answers) for one in forms if flat(one.answers)["household"] == household]
    assert ours
    assert {one["beneficiaries_listed"] for one in ours} == {len(running)}
    decisions = {row["bn_decision_no"] for row in running}
    again = [flat(line) for one in ours for line in one["beneficiaries"]]
    assert any(line["bn_decision_no"] in decisions for line in again if line.get("listed_beneficiary"))


def _is_listed(form):
    """A household of the register with a line that runs."""
    on_the_register = flat(form.answers)["household"] != "other"
    return on_the_register and bool(beneficiaries_told(form.answers, "k", month="2026-11"))
