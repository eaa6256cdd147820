"""The sheet of members in the workbook of households: faults by cell, doubts told, people written once."""

import io
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

from app.auth.permissions import Role
from app.household_import import importing, members_sheet
from app.household_import.errors import MemberColumnsMissing
from app.household_import.workbook import COLUMNS, MOST_BYTES, read_rows
from core.actor import Actor
from registry import persons
from registry import repository as registry
from registry.models import Household
from tests.integration.places import COMMUNE, VILLAGE_1, at_a_desk, somebody, token_of

pytestmark = pytest.mark.services

OFFICER = Actor("officer", frozenset({"commune_officer"}), COMMUNE, "Cán bộ xã")
HOUSEHOLD = ("HN-01", "Trần Thị Mít", "2012801", "Xóm 2", 3, 2025, "Hộ nghèo", "120/QĐ-UBND")
HEAD = ("2012801", "HN-01", "TRAN THI MIT", "chủ hộ", "Nữ", "1938", "046138001234", "Kinh")
SON = ("2012801", "HN-01", "Trần Văn Ổi", "03", "nam", date(1975, 6, 5), "191234567", "")
OLD = ("2012801", "H1", "Trần Văn Ân", "Chủ hộ", "Nam", "00/00/1940", "", "Hmông")


HEADINGS = tuple(members_sheet.COLUMNS.values())


def book(*members, headings=HEADINGS) -> bytes:
    made = Workbook()
    made.active.append(list(COLUMNS.values()))
    made.active.append(HOUSEHOLD)
    sheet = made.create_sheet("THANH VIEN")
    sheet.append(headings)
    for row in members:
        sheet.append(row)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def changed(row, **more):
    told = dict(zip(members_sheet.COLUMNS, row, strict=True)) | more
    return tuple(told.values())


def planned(clock, *members):
    workbook = book(*members)
    people = members_sheet.read_members(workbook, most_bytes=MOST_BYTES)
    return importing.plan(read_rows(workbook), by=OFFICER, clock=clock, people=people)


def test_members_of_new_and_known_households_are_written_once(villages, clock):
    for _ in range(2):
        ready = planned(clock, HEAD, SON, OLD)
        assert (ready.faults, ready.people) == ([], 3)
        importing.carry_out(ready, by=OFFICER, clock=clock)

    (household,) = [one for one in registry.households_of(VILLAGE_1, seen_by=OFFICER) if one.code == "HN-01"]
    head, son = persons.members_of(household.id)
    assert (head.name, head.birth, head.number, head.ethnic_group) == ("TRAN THI MIT", "1938", "046138001234", "01")
    assert (son.birth, son.papers[0].kind, son.memberships[0].source) == ("1975-06-05", "cmnd", "list:2025")
    assert [one.birth for one in persons.members_of("h1")] == ["1940"]


FAULTS = {
    "village": (changed(HEAD, village="9"), "households.village_unknown"),
    "household": (changed(SON, household="HN-99"), "members.household_unknown"),
    "name": (changed(SON, name="Tr4n"), "households.name_shape"),
    "relation": (changed(SON, relation="bạn"), "members.relation_unknown"),
    "sex": (changed(SON, sex="?"), "members.sex_unknown"),
    "birth": (changed(SON, birth="31/02/1950"), "members.birth_unreadable"),
    "number": (changed(SON, number=46075001234), "members.number_cut"),
    "ethnic_group": (changed(SON, ethnic_group="55"), "members.ethnic_group_unknown"),
}


def test_each_wrong_cell_of_the_sheet_is_told_at_its_place(villages, clock):
    told = planned(clock, *(row for row, _ in FAULTS.values()), HEAD, HEAD, changed(SON, number=HEAD[6]))

    expected = [(number, column, code) for number, (column, (_, code)) in enumerate(FAULTS.items(), start=2)]
    expected += [(11, "name", "members.twice"), (12, "number", "members.number_twice")]
    assert [(one.row, one.column, one.code) for one in told.faults] == expected
    assert {one.sheet for one in told.faults} == {members_sheet.SHEET}
    assert told.faults[6].facts == {"proposed": "046075001234"}


def test_a_household_has_one_head_who_is_that_of_the_list(villages, clock):
    def codes(*rows):
        return [one.code for one in planned(clock, *rows).faults]

    assert codes(SON) == ["members.one_head"]
    assert codes(changed(HEAD, name="Ai Đó")) == ["members.other_head"]


def test_a_number_that_does_not_fit_is_told_and_written(villages, clock):
    ready = planned(clock, changed(HEAD, number="003038123456"))

    codes = [one.code.removeprefix("members.doubt_") for one in ready.doubts]
    assert (ready.is_sound, codes) == (True, ["sex_or_century", "province", "made_up"])


def test_a_list_does_not_undo_what_a_later_form_told(villages, clock):
    importing.carry_out(planned(clock, HEAD, SON), by=OFFICER, clock=clock)
    household = Household.objects(code="HN-01").get()
    household.roster_at = clock()
    household.save()

    importing.carry_out(planned(clock, HEAD, changed(SON, name="Trần Văn Ớt")), by=OFFICER, clock=clock)

    assert [one.name for one in persons.members_of(household.id)] == ["TRAN THI MIT", "Trần Văn Ổi"]


def test_a_sheet_without_its_columns_is_refused():
    with pytest.raises(MemberColumnsMissing):
        members_sheet.read_members(book(("a",), headings=("Tên",)), most_bytes=MOST_BYTES)
    assert members_sheet.read_members(book(headings=()), most_bytes=MOST_BYTES) == []


def test_an_officer_gets_his_workbook_back_with_both_sheets_marked(app, villages, clock):
    client = at_a_desk(app, somebody(clock, Role.COMMUNE_OFFICER, COMMUNE))
    page = client.get("/ho/nhap").text

    def post(path, **told):
        return client.post(path, data={"csrf_token": token_of(page), **told})

    template = load_workbook(io.BytesIO(client.get("/ho/nhap/mau.xlsx").data))
    assert [one.title for one in template.worksheets] == ["Danh sách hộ", "Thành viên", "Danh mục"]
    assert [cell.value for cell in template["Thành viên"][1]] == list(members_sheet.COLUMNS.values())
    wrong = book(changed(HEAD, number="003138001234"), FAULTS["number"][0])
    looked = post("/ho/nhap", tep=(io.BytesIO(wrong), "ds.xlsx"))
    assert (looked.status_code, "046075001234" in looked.text) == (422, True)
    marked = load_workbook(io.BytesIO(post("/ho/nhap/loi.xlsx", tep_da_xem=token_of(looked.text, "tep_da_xem")).data))
    number, doubt = (marked["THANH VIEN"].cell(row, 7) for row in (3, 2))
    assert ("046075001234" in number.comment.text, "mã tỉnh" in doubt.comment.text) == (True, True)
    assert number.fill.fgColor.rgb != doubt.fill.fgColor.rgb

    looked = post("/ho/nhap", tep=(io.BytesIO(book(HEAD, SON)), "ds.xlsx"))
    assert (looked.status_code, "2 thành viên" in looked.text) == (200, True)
    assert post("/ho/nhap/ghi", tep_da_xem=token_of(looked.text, "tep_da_xem")).status_code == 303
    assert "Đã ghi 2 thành viên của 1 hộ" in client.get("/ho/nhap").text
