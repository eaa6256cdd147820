"""Last year's list from a commune's workbook: looked at cell by cell, all or nothing, twice the same."""

import io

import pytest
from openpyxl import Workbook, load_workbook

from app.auth.permissions import Role
from app.household_import import importing
from app.household_import.errors import (
    HouseholdColumnsMissing,
    HouseholdRowsMissing,
    HouseholdsNotSound,
    HouseholdWorkbookUnreadable,
)
from app.household_import.workbook import COLUMNS, read_rows
from core.actor import Actor
from registry import repository as registry
from tests.integration.places import COMMUNE, VILLAGE_1, VILLAGE_2, at_a_desk, somebody, token_of

pytestmark = pytest.mark.services

OFFICER = Actor("officer", frozenset({"commune_officer"}), COMMUNE, "Cán bộ xã")
GOOD = ("HN-01", "Trần Thị Mít", "2012801", "Xóm 2", 4, 2025, "Hộ nghèo", "120/QĐ-UBND")


HEADINGS = tuple(COLUMNS.values())


def book(*rows, headings=HEADINGS) -> bytes:
    made = Workbook()
    made.active.append(headings)
    for row in rows:
        made.active.append(row)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def changed(**more):
    told = dict(zip(COLUMNS, GOOD, strict=True)) | more
    return tuple(told[name] for name in COLUMNS)


def planned(clock, *rows, by=OFFICER):
    return importing.plan(read_rows(book(*rows)), by=by, clock=clock)


def test_a_list_becomes_households_with_their_years_and_twice_the_same(villages, clock):
    rows = (GOOD, changed(year=2024, standing="hộ cận nghèo"), changed(code="HN-02", village="2012802", people=None))
    for new in (2, 0):
        ready = planned(clock, *rows)
        assert (ready.is_sound, importing.carry_out(ready, by=OFFICER, clock=clock)) == (True, new)

    first, second = (
        next(one for one in registry.households_of(place, seen_by=OFFICER) if one.code == code)
        for place, code in ((VILLAGE_1, "HN-01"), (VILLAGE_2, "HN-02"))
    )
    assert [(one.year, one.standing, one.decision) for one in first.standings] == [
        (2024, "near_poor", "120/QĐ-UBND"),
        (2025, "poor", "120/QĐ-UBND"),
    ]
    assert (first.head_name, first.members_count, first.is_managed, first.standing) == ("Trần Thị Mít", 4, True, "poor")
    assert (second.members_count, second.source) == (None, "managed_list")


@pytest.mark.parametrize(
    ("row", "field", "code"),
    [
        (changed(code=""), "code", "missing"),
        (changed(code="mã lạ?"), "code", "code_shape"),
        (changed(head="Tr4n"), "head", "name_shape"),
        (changed(village="9999"), "village", "village_unknown"),
        (changed(village="20128"), "village", "village_unknown"),
        (changed(standing="giàu"), "standing", "standing_unknown"),
        (changed(year=1999), "year", "year_not_possible"),
        (changed(year=2099), "year", "year_not_possible"),
        (changed(people=0), "people", "people_not_possible"),
        (changed(code="H1", head="Người Khác"), "head", "other_head"),
        (changed(code="H1", head="trần văn ân", standing="hộ cận nghèo"), "standing", "other_standing"),
    ],
)
def test_each_wrong_cell_is_told_at_its_place(villages, clock, row, field, code):
    ready = planned(clock, changed(code="HN-77"), row)

    assert [(one.row, one.column, one.code) for one in ready.faults] == [(3, field, f"households.{code}")]
    with pytest.raises(HouseholdsNotSound):
        importing.carry_out(ready, by=OFFICER, clock=clock)
    assert not [one for one in registry.households_within(COMMUNE, seen_by=OFFICER) if one.code == "HN-77"]


def test_a_household_stands_once_for_a_year_and_under_one_head(villages, clock):
    told = planned(clock, GOOD, GOOD, changed(year=2024, head="Ai Đó"))

    assert [(one.row, one.code) for one in told.faults] == [(3, "households.twice"), (4, "households.other_head")]


def test_nobody_writes_into_another_area(villages, clock):
    stranger = Actor("x", frozenset({"commune_officer"}), "46/482/20129/", "")

    assert [one.code for one in planned(clock, GOOD, by=stranger).faults] == ["households.village_unknown"]


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"nothing", HouseholdWorkbookUnreadable),
        (book(("a",), headings=("Tên",)), HouseholdColumnsMissing),
        (book(), HouseholdRowsMissing),
    ],
)
def test_what_is_no_list_is_refused(content, refusal):
    with pytest.raises(refusal):
        read_rows(content)


def test_an_officer_brings_his_workbook_gets_it_back_with_its_faults_and_then_writes_it(app, villages, clock):
    client = at_a_desk(app, somebody(clock, Role.COMMUNE_OFFICER, COMMUNE))
    page = client.get("/ho/nhap").text

    def post(path, **told):
        return client.post(path, data={"csrf_token": token_of(page), **told})

    template = load_workbook(io.BytesIO(client.get("/ho/nhap/mau.xlsx").data))
    assert [cell.value for cell in template.worksheets[0][1]] == list(COLUMNS.values())
    looked = post("/ho/nhap", tep=(io.BytesIO(book(GOOD, changed(code="HN-02", standing="giàu"))), "ds.xlsx"))
    assert (looked.status_code, "Ghi: hộ nghèo" in looked.text) == (422, True)
    marked = load_workbook(io.BytesIO(post("/ho/nhap/loi.xlsx", tep_da_xem=token_of(looked.text, "tep_da_xem")).data))
    cell = marked.worksheets[0].cell(3, 7)
    assert (cell.value, "hộ cận nghèo" in cell.comment.text) == ("giàu", True)

    looked = post("/ho/nhap", tep=(io.BytesIO(book(GOOD)), "ds.xlsx"))
    assert (looked.status_code, "1 dòng là hộ chưa có" in looked.text) == (200, True)
    assert post("/ho/nhap/ghi", tep_da_xem="?").status_code == 422
    assert post("/ho/nhap/ghi", tep_da_xem=token_of(looked.text, "tep_da_xem")).status_code == 303
    assert "Đã ghi 1 hộ mới" in client.get("/ho/nhap").text
    head = at_a_desk(app, somebody(clock, Role.VILLAGE_HEAD, VILLAGE_1))
    assert head.get("/ho/nhap").status_code == 403
