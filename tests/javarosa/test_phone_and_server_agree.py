"""Forms filled at random in JavaRosa, the engine that phones run: the phone and the server find the same points."""

import csv
import os
import shutil
from pathlib import Path

import pytest

from form_engine.answers import read_answers
from form_engine.compiler import compile_form
from form_engine.forms_folder import read_catalog
from form_engine.instance import read_instance
from form_engine.points_table import FILE_NAME, points_csv
from form_engine.scoring import score
from review.rules.classification import classify
from review.rules.screening import screen
from review.rulesets import get_ruleset

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
XLSFORMS = HERE.parents[1] / "xlsforms"
CATALOG = read_catalog(XLSFORMS)
OF_NO_FORM = (
    *("name", "label", "village", "household_code", "head_name", "address", "members_count", "standing"),
    *("managed_list", "state", "remark"),
)
"""What households.csv tells of a household that no Phiếu C or C1 told of yet; the other columns are empty."""
TYPED = (
    *(None, "Nguyễn Văn Mẫu", "Trần Thị Thử Nghiệm", "037038001234", "001190004567", "164123456", "12345"),
    "0912345678",
)
"""Texts of the filling program (FillForm.java)."""
PER_SHEET = int(os.environ.get("RASOAT_TEST_INSTANCES", "10"))
"""Random instances of a scored form on each score sheet (NT1 ... NT6, TT); of another form seven times as many."""
SEED = os.environ.get("RASOAT_TEST_SEED", "20161122")


def _forms(role):
    return pytest.mark.parametrize("entry", [one for one in CATALOG if one.role == role], ids=lambda one: one.form_id)


def _header(entry, name):
    with (entry.folder / "media" / name).open(encoding="utf-8", newline="") as sample:
        return next(csv.reader(sample))


def _write(path, header, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, restval="")
        writer.writeheader()
        writer.writerows(rows)


def _media(folder, entry, sheet):
    """A village for each score sheet, in each a household of the managed list and one that is not on it."""
    villages = [
        {"name": f"v-{area.code}", "label": area.label.vi, "area_kind": area.area_kind, "score_area": area.code}
        for area in sheet.sheets.values()
    ]
    households = [
        {
            "name": f"h-{village['name']}-{listed}",
            "village": village["name"],
            "head_name": "Mẫu",
            "managed_list": listed,
        }
        for village in villages
        for listed in ("yes", "no")
    ]
    _write(folder / "villages.csv", _header(entry, "villages.csv"), villages)
    _write(folder / "households.csv", _header(entry, "households.csv"), households)
    for name in set(entry.personal) - {"villages.csv", "households.csv"}:  # nothing was returned
        _write(folder / name, _header(entry, name), [])
    (folder / FILE_NAME).write_bytes(points_csv(sheet))


def _filled(entry, engine, tmp_path, *, is_first=False):
    """Number, answers and findings of each instance. The villages come in turn, and each has another score sheet."""
    count = PER_SHEET * len(get_ruleset(entry.ruleset).sheets)
    form = compile_form(entry.workbook.read_bytes(), filename=f"{entry.form_id}.xlsx")
    media, out = tmp_path / "media", tmp_path / "out"
    media.mkdir()
    out.mkdir()
    if entry.has_points:
        _media(media, entry, get_ruleset(entry.ruleset))
    else:
        _lists_of(entry, media, is_first=is_first)
    (tmp_path / "form.xml").write_bytes(form.xform)
    engine.run("FillForm", tmp_path / "form.xml", media, count, SEED, out)
    for number in range(count):
        answers, findings = read_answers(read_instance((out / f"{number}.xml").read_bytes()), form.definition)
        yield number, answers, findings


def _flat(answers):
    for name, value in answers.items():
        if isinstance(value, dict):
            yield from _flat(value)
        else:
            yield name, value


def _id_check(number, born_in, sex):
    """What is odd about a citizen number: by its parts (decree 137/2015, article 13), and an old one of 9 digits."""
    if not number:
        return "none"
    if not number.isdecimal() or len(number) not in (9, 12):
        return "length"
    if len(number) == 9:
        return "old"
    if int(number[3]) != 2 * (born_in // 100 - 19) + (sex == "female"):
        return "sex"
    return "fits" if int(number[4:6]) == born_in % 100 else "year"


def _numbers_are_checked_and_left_as_they_are(answers):
    """The filling program types one of a few texts: nothing else may come out."""
    for one in map(dict, map(_flat, answers["members"])):
        assert one["id_check"] == _id_check(one["id_number"], one["born_in"], one["sex"])
        assert one["id_number"] in TYPED
        assert ("id_number_reason" in one) == (one["id_check"] in ("length", "sex", "year"))


@_forms("assess")
def test_the_phone_gives_a_household_the_points_and_the_class_of_the_server(entry, engine, tmp_path):
    ruleset = get_ruleset(entry.ruleset)
    sheets, standings, deprived = set(), set(), set()
    for number, answers, findings in _filled(entry, engine, tmp_path):
        phone = dict(_flat(answers))
        _numbers_are_checked_and_left_as_they_are(answers)

        result = score(ruleset, answers, phone["score_area"])

        assert result.missing == (), f"instance {number}"
        server = {f"{line.item}_points": line.points for line in result.trace}
        assert {name: phone[name] for name in server} == server, f"instance {number}"
        banded = {line.item: line.answers for line in result.trace}
        assert {item: tuple(_codes(phone[item])) for item in banded} == {
            item: tuple(sorted(codes)) for item, codes in banded.items()
        }, f"instance {number}"
        assert (phone["b1_total"], phone["b2_total"]) == (result.b1, result.b2), f"instance {number}"
        verdict = classify(ruleset, phone["area_kind"], phone["score_area"], result.b1, result.b2)
        assert phone["expected_class"] == verdict.standing, f"instance {number}"
        assert findings == [], f"instance {number}"
        sheets.add(result.sheet)
        standings.add(verdict.standing)
        deprived |= {line.item for line in result.trace if line.answers == ("yes",)}

    assert sheets == set(ruleset.sheets)
    assert len(deprived) >= len(ruleset.indicators) - 1


def _codes(value):
    return sorted(value if isinstance(value, list) else [value])


@_forms("identify")
def test_the_phone_screens_a_household_as_the_server_does(entry, engine, tmp_path):
    ruleset = get_ruleset(entry.ruleset)
    results = set()
    for number, answers, findings in _filled(entry, engine, tmp_path):
        phone = dict(_flat(answers))

        verdict = screen(
            ruleset,
            yes=sum(phone[item] == "yes" for item in ruleset.screening.items),
            on_managed_list=phone["managed_list"] == "yes",
            override=phone.get("override") == "yes",
            override_reason=phone.get("override_reason", ""),
        )

        assert phone["decision"] == verdict.result, f"instance {number}"
        assert findings == [], f"instance {number}"
        results.add((verdict.result, phone.get("override")))

    assert len(results) > 2


def _lists_of(entry, folder, *, is_first):
    """The sample lists of the form; for a household's first Phiếu C without what only an earlier one could tell."""
    for sample in (entry.folder / "media").iterdir():
        shutil.copy(sample, folder / sample.name)
    if is_first:
        with (folder / "households.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        known = [{name: row[name] for name in OF_NO_FORM} for row in rows]
        _write(folder / "households.csv", _header(entry, "households.csv"), known)
        for name in {"members.csv", "beneficiaries.csv"} & set(entry.personal):
            _write(folder / name, _header(entry, name), [])


@pytest.mark.parametrize("is_first", [False, True], ids=["prefilled", "first_time"])
@_forms("profile")
def test_phieu_c_can_be_filled_and_starts_from_the_last_one(entry, is_first, engine, tmp_path):
    prefilled, listed = [], []
    for number, answers, findings in _filled(entry, engine, tmp_path, is_first=is_first):
        told = dict(_flat(answers))

        assert findings == [], f"instance {number}"
        assert told["c_03"] == len(told["members"])
        assert dict(_flat(told["members"][0]))["relation"] == "01"
        assert told["area"] == ("1" if told["area_kind"] == "urban" else "2")
        if told["household"] == "h1" and not is_first:
            assert (told["c_04_b1"], told["c_04_b2"], told["recognised_origin"]) == (110, 40, "1")
            prefilled.append((told["c_02"], told.get("c_07"), told["c_12"]))
        listed += [dict(_flat(one)) for one in told["members"] if dict(_flat(one)).get("listed_member")]

    if not is_first:
        phones, areas, causes = zip(*prefilled, strict=True)
        assert "0912345678" in phones
        assert 48.5 in areas
        assert ["1", "3"] in causes
        assert any(
            one["member_name"] == "Trần Thị Mẫu" and one["birth_year"] == 1972
            for one in listed
            if one["birth_known"] == "year"
        )
        assert any(one.get("m_disability_type") == ["VAN_DONG", "NHIN"] for one in listed)
    else:
        assert listed == []


def _media_rows(entry, name):
    return list(csv.DictReader((entry.folder / "media" / name).read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("is_first", [False, True], ids=["prefilled", "first_time"])
@_forms("assistance")
def test_phieu_c1_can_be_filled_and_works_out_the_amount(entry, is_first, engine, tmp_path):
    standards, coefficients = (_media_rows(entry, name) for name in ("standards.csv", "coefficients.csv"))
    decisions, counted = [], []
    for number, answers, findings in _filled(entry, engine, tmp_path, is_first=is_first):
        told = dict(_flat(answers))

        assert findings == [], f"instance {number}"
        assert (told["c1_03"], told["c1_05"]) == (len(told["members"]), len(told["beneficiaries"]))
        for each in told["beneficiaries"]:
            one = dict(_flat(each))
            person = dict(_flat(told["members"][one["bn_member_no"] - 1]))
            assert (one["bn_name"], one["bn_age"]) == (person["member_name"], person["age"])
            table = "social_pension" if one["bn_category"].startswith("HUU_TRI") else "standard"
            month = int(told["interview_date"][:7].replace("-", ""))
            due = [
                int(row["amount"])
                for row in standards
                if row["table"] == table
                and int(row["from_month"]) <= month
                and (not row["to_month"] or month <= int(row["to_month"]))
            ]
            assert [one["bn_standard"]] == (due or [None])
            if due:
                assert one["bn_amount"] == round(due[0] * one["bn_coefficient"])
            rows = [row for row in coefficients if row["category"] == one["bn_category"]]
            per_unit = next((row["per_unit"] for row in rows if row["per_unit"]), None)
            unit_cap = next((row["unit_cap"] for row in rows if row["unit_cap"]), None)
            assert (one["bn_per_unit"], one["bn_unit_cap"]) == (per_unit, unit_cap)
            assert ("bn_units" in one) == (per_unit is not None)
            units = min(one.get("bn_units", 1), int(unit_cap or 20))
            if one["bn_rate"] is not None:
                assert round(one["bn_coefficient_due"] * 10) == int(one["bn_rate"]) * units
            counted.append(one.get("bn_units"))
            decisions.append(one["bn_decision_no"])

    assert any(counted)
    assert ("12/QĐ-UBND" in decisions) != is_first
