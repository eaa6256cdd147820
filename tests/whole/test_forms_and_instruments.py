"""Every form holds what the instrument of its period asks: items, answers, code lists, figures."""

import csv
from functools import cache
from pathlib import Path

import pytest
import yaml

from form_engine.compiler import compile_form
from form_engine.forms_folder import read_catalog

ROOT = Path(__file__).parents[2]
DOMAIN = ROOT / "tests" / "domain"
CATALOG = {entry.form_id: entry for entry in read_catalog(ROOT / "xlsforms")}

INSTRUMENTS = {
    "phieu_a": "2016-2020/phieu_a",
    "phieu_b": "2016-2020/phieu_b",
    "phieu_c": "2016-2020/phieu_c",
    "phieu_c1": "2016-2020/phieu_c1",
    "phieu_a_2021": "2021-2025/phieu_a",
    "phieu_b_2021": "2021-2025/phieu_b",
    "phieu_c_2021": "2021-2025/phieu_c",
    "phieu_c1_2021": "2021-2025/phieu_c1",
    "phieu_b_2027": "2026-2030/phieu_b",
}

CALLED = {
    "province": "province_name",
    "district": "district_name",
    "commune": "commune_name",
    "head_id_number": "head_id_number",
    "date": "interview_date",
    "total_b1": "b1_total",
    "total_b2": "b2_total",
    "result": "expected_class",
    "m_no": "member_no",
    "m_name": "member_name",
    "m_relation": "relation",
    "m_sex": "sex",
    "m_birth_date": "birth_date",
    "m_id_number": "id_number",
    "m_ethnicity": "ethnic_group",
}
"""What the forms call an item by another name: pages that all forms share, and totals."""

OWN_CODES = {"area_kind", "sex", "c_13", "c_14", "c_15"}
"""Lists that are asked in other words (male, female) or have one answer more ("0", none)."""


def shared(name):
    return yaml.safe_load((DOMAIN / f"{name}.yaml").read_text(encoding="utf-8"))


@cache
def compiled(form_id):
    return compile_form(CATALOG[form_id].workbook.read_bytes(), filename="form.xlsx")


def definition(form_id):
    return compiled(form_id).definition


def items_of(instrument):
    """All items of an instrument, whatever part they stand in."""
    found = []
    for name, part in instrument.items():
        if isinstance(part, dict) and isinstance(part.get("items"), list):
            found += part["items"]
        elif name in ("header", "items", "footer") or name.startswith("part_1"):
            found += part
    return found


@pytest.mark.parametrize("form_id", list(INSTRUMENTS))
def test_a_form_asks_or_works_out_every_item_of_its_instrument(form_id):
    fields = definition(form_id).fields_by_name

    wanted = [
        CALLED.get(item["code"], item["code"]) for item in items_of(shared(f"instruments/{INSTRUMENTS[form_id]}"))
    ]

    assert len(wanted) > 10
    assert [name for name in wanted if name not in fields] == []


@pytest.mark.parametrize("form_id", list(INSTRUMENTS))
def test_a_question_has_the_answers_of_its_instrument(form_id):
    fields = definition(form_id).fields_by_name
    compared = 0
    for item in items_of(shared(f"instruments/{INSTRUMENTS[form_id]}")):
        field = fields[CALLED.get(item["code"], item["code"])]
        codes = [choice["code"] for choice in item.get("choices", [])]
        if codes in ([], ["ref"]) or not field.choices:
            continue
        asked = {choice.name: choice.labels for choice in field.choices}
        if field.name in OWN_CODES:
            assert len(asked) - ("0" in asked) == len(codes), field.name
            continue
        assert list(asked) == codes, field.name
        assert [labels["vi"] for labels in asked.values()] == [choice["label"]["vi"] for choice in item["choices"]], (
            field.name
        )
        compared += 1

    assert compared or form_id.startswith("phieu_a")


def codes_of(form_id, field):
    return [choice.name for choice in definition(form_id).fields_by_name[field].choices]


@pytest.mark.parametrize("form_id", [form_id for form_id in INSTRUMENTS if "_a" not in form_id])
def test_the_roster_has_the_54_ethnic_groups_in_both_numberings(form_id):
    groups = shared("assistance/ethnic-groups")["groups"]
    xform = compiled(form_id).xform.decode()

    assert codes_of(form_id, "ethnic_group") == [group["dt1979"] for group in groups]
    for group in groups:
        assert f"<name>{group['dt1979']}</name><dt2009>{group['dt2009']}</dt2009>" in xform
    assert codes_of(form_id, "relation") == [
        one["code"] for one in shared("assistance/relationship-codes")["household"]
    ]


REGIMES = {"phieu_c1": ["ND136_2013"], "phieu_c1_2021": ["ND20_2021", "HTXH_2025"]}


def regimes():
    return {regime["id"]: regime for regime in shared("assistance/beneficiary-categories")["regimes"]}


@pytest.mark.parametrize("form_id", list(REGIMES))
def test_phieu_c1_has_the_code_lists_of_assistance(form_id):
    known = regimes()
    categories = [one["code"] for name in REGIMES[form_id] for one in known[name]["categories"]]
    disability, changes = shared("assistance/disability"), shared("assistance/change-types")

    assert codes_of(form_id, "bn_category") == categories
    assert codes_of(form_id, "m_social_allowance") == ["KHONG", *categories]
    assert codes_of(form_id, "bn_disability_type") == [one["code"] for one in disability["types"]]
    assert codes_of(form_id, "m_disability_degree") == [one["code"] for one in disability["levels"]]
    assert codes_of(form_id, "bn_change") == ["KHONG", *(one["code"] for one in changes["types"])]
    assert codes_of(form_id, "bn_stop_reason") == [one["code"] for one in changes["stop_reasons"]]
    assert codes_of(form_id, "bn_suspend_reason") == [one["code"] for one in changes["suspend_reasons"]]
    assert codes_of(form_id, "bn_payment") == [one["code"] for one in shared("assistance/payment-methods")["methods"]]
    assert codes_of(form_id, "bn_payee") == [one["code"] for one in shared("assistance/relationship-codes")["payee"]]


@pytest.mark.parametrize("form_id", list(REGIMES))
def test_phieu_c1_has_the_coefficients_and_amounts_of_assistance(form_id):
    known, media = regimes(), CATALOG[form_id].folder / "media"
    rows = list(csv.DictReader((media / "coefficients.csv").read_text(encoding="utf-8").splitlines()))
    amounts = list(csv.DictReader((media / "standards.csv").read_text(encoding="utf-8").splitlines()))
    told = shared("assistance/standard-amounts")

    for name in REGIMES[form_id]:
        for category in known[name]["categories"]:
            bands = [row for row in rows if (row["regime"], row["category"]) == (name, category["code"])]
            assert [
                (int(band["age_from"]), int(band["age_below"]), int(band["coefficient_x10"])) for band in bands
            ] == [(band.get("age_gte", 0), band.get("age_lt", 200), band["coef_x10"]) for band in category["bands"]]
    assert all(row["source"] for row in (*rows, *amounts))
    assert [int(row["amount"]) for row in amounts] == [
        one["amount"] for one in (*told["national"], *told["social_pension"])
    ]
