"""Every form is whole: both languages, what must be answered, what excludes what, what is skipped when."""

import re

import pytest

from form_engine.definition import Field
from tests.whole.test_forms_and_instruments import CALLED, INSTRUMENTS, definition, items_of, shared

forms = pytest.mark.parametrize("form_id", list(INSTRUMENTS))
with_roster = pytest.mark.parametrize("form_id", [form_id for form_id in INSTRUMENTS if "_a" not in form_id])
with_profile = pytest.mark.parametrize("form_id", [form_id for form_id in INSTRUMENTS if "_c" in form_id])

OF_CHOICE = {
    "gps",
    "house_photo",
    "address_note",
    "enumerator_note",
    "c_02",
    "c1_02",
    "id_number",
    "bn_to_month",
    "head_id_number",
}
"""Questions that may stay empty in any form: who has no telephone, no citizen number, no last month, no word to add."""


def asked(form_id):
    return [one for one in definition(form_id).fields if isinstance(one, Field) and one.asked]


@forms
def test_everything_that_is_read_on_the_phone_stands_in_both_languages(form_id):
    for one in asked(form_id):
        assert set(one.labels) >= {"vi", "en"}, one.name
        assert all(text.strip() for text in one.labels.values()), one.name
        assert set(one.hints) in (set(), {"vi", "en"}), one.name
        for choice in one.choices or ():
            assert set(choice.labels) >= {"vi", "en"}, (one.name, choice.name)


@forms
def test_what_is_asked_must_be_answered_but_for_what_somebody_may_lack(form_id):
    left = {
        one.name
        for one in asked(form_id)
        if not (one.required or one.required_when or one.readonly or one.name.startswith("listed_"))
    }

    assert left - OF_CHOICE - {"bn_authorised_id_number", "entered_on", "accepted_on", "supervisor"} == set()


@forms
def test_answers_that_exclude_each_other_can_not_be_given_together(form_id):
    fields = definition(form_id).fields_by_name
    for item in items_of(shared(f"instruments/{INSTRUMENTS[form_id]}")):
        field = fields[CALLED.get(item["code"], item["code"])]
        if alone := item.get("exclusive_choice"):
            assert re.search(rf"selected\(\.\s*,\s*'{alone}'\) and count-selected\(\.\) *> *1", field.constraint), (
                field.name
            )
        for group in item.get("exclusive_groups", []):
            assert all(f"'{code}'" in field.constraint for code in group), (field.name, group)
        if most := item.get("max_select"):
            assert f"count-selected(.) <= {most}" in field.constraint, field.name


@with_profile
def test_what_only_some_are_asked_is_skipped_for_the_others(form_id):
    fields = definition(form_id).fields_by_name

    for name in ("m_disability_type", "m_disability_degree"):
        assert "m_health" in fields[name].relevant
        assert fields[name].relevant.endswith("= '3'")
    if "c_05_2" in fields:
        assert "c_05" in fields["c_05_2"].relevant or "has_local_standard" in fields["c_05_2"].relevant


@with_roster
def test_a_citizen_number_is_text_that_nothing_forbids_or_changes(form_id):
    field = definition(form_id).fields_by_name["id_number"]

    assert (field.type, field.constraint, field.required) == ("string", "", False)
    assert "id_number" not in re.sub(r"instance\('members'\).*", "", field.calculate)
    check = definition(form_id).fields_by_name["id_check"].calculate
    assert "'^[0-9]{9}$'), 'old'" in check
    for reason in ("'none'", "'length'", "'sex'", "'year'", "'fits'"):
        assert reason in check


@with_profile
def test_the_warning_about_the_province_knows_the_63_codes(form_id):
    known = {one["cccd_code"] for one in shared("assistance/admin-units")["provinces_until_2025_06_30"]}
    told = re.search(r"selected\('([0-9 ]+)'", definition(form_id).fields_by_name["id_province"].relevant)

    assert told is not None
    assert set(told[1].split()) == known
    assert len(known) == 63
