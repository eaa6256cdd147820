"""A workbook of people: what each row asks for, and every fault told by row and column."""

import io

import pytest
from xlsxwriter import Workbook

from app.auth.permissions import Role
from app.enrolment.errors import ColumnsMissing, NoRows, TooManyRows, WorkbookUnreadable
from app.enrolment.rows import Known, check, import_id
from app.enrolment.workbook import COLUMNS, read_rows, template
from core.actor import SYSTEM, Actor

COMMUNE, VILLAGE = "46/482/20128/", "46/482/20128/2012801/"
OFFICER = Actor("cb", frozenset({Role.COMMUNE_OFFICER}), COMMUNE)
KNOWN = Known(
    {"dtv01": None, "dtv.cu": "an older import"},
    {"2012801": [VILLAGE], COMMUNE: [COMMUNE], "99": ["99/"], "7": [f"{COMMUNE}7/", f"{VILLAGE}7/"]},
)
HEADINGS = tuple(COLUMNS.values())
GOOD = ("dtv.binh", "Hồ Thị Bình", "Điều tra viên", "2012801", "0912345678")


def a_workbook(*rows, headings=HEADINGS):
    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate((headings, *rows)):
        for place, cell in enumerate(row):
            sheet.write(number, place, cell)
    book.close()
    return file.getvalue()


def checked(*rows, by=OFFICER):
    return check(read_rows(a_workbook(*rows)), KNOWN, by=by, import_id="this import")


def test_a_good_row_becomes_a_person():
    (person,), faults = checked(("  DTV.Binh", "Hồ  Thị Bình ", "dieu tra vien", "2012801", "091 234.5678"))

    assert faults == []
    assert (person.row, person.username, person.name) == (2, "dtv.binh", "Hồ Thị Bình")
    assert (person.role, person.area_path, person.phone) == (Role.ENUMERATOR, VILLAGE, "0912345678")


@pytest.mark.parametrize(
    ("place", "cell", "column", "code"),
    [
        (0, "", "Tên đăng nhập", "enrolment.missing"),
        (0, "ab", "Tên đăng nhập", "enrolment.username_shape"),
        (0, "dtv bình", "Tên đăng nhập", "enrolment.username_shape"),
        (0, "dtv01", "Tên đăng nhập", "enrolment.username_taken"),
        (1, "", "Họ và tên", "enrolment.missing"),
        (1, "B1nh", "Họ và tên", "enrolment.name_shape"),
        (2, "", "Vai trò", "enrolment.missing"),
        (2, "vua", "Vai trò", "enrolment.role_unknown"),
        (2, "commune_officer", "Vai trò", "enrolment.role_not_yours"),
        (2, "Quản trị", "Vai trò", "enrolment.role_not_yours"),
        (3, "", "Mã địa bàn", "enrolment.missing"),
        (3, "2012899", "Mã địa bàn", "enrolment.area_unknown"),
        (3, "99", "Mã địa bàn", "enrolment.area_not_yours"),
        (3, 1, "Mã địa bàn", "enrolment.number_cell"),
        (3, "7", "Mã địa bàn", "enrolment.area_ambiguous"),
        (4, "12345", "Số điện thoại", "enrolment.phone_shape"),
        (4, 912345678, "Số điện thoại", "enrolment.number_cell"),
    ],
)
def test_a_fault_is_told_by_row_and_column(place, cell, column, code):
    people, faults = checked(GOOD, tuple(cell if at == place else own for at, own in enumerate(("ok.moi", *GOOD[1:]))))

    assert [(one.row, one.column, one.code) for one in faults] == [(3, column, code)]
    assert len(people) == 1


def test_every_fault_of_every_row_is_told():
    _, faults = checked(("", "", "", "", "0912345678"), ("a", "1", "x", "y", "z"))

    assert [one.row for one in faults] == [2] * 4 + [3] * 5


def test_a_name_twice_in_the_workbook_is_a_fault():
    _, faults = checked(GOOD, GOOD)

    assert [(one.row, one.code, one.facts) for one in faults] == [(3, "enrolment.username_twice", {"row": 2})]


def test_who_is_there_from_this_very_import_is_no_fault():
    rows = read_rows(a_workbook(("dtv.cu", *GOOD[1:])))

    again = check(rows, KNOWN, by=OFFICER, import_id="an older import")
    other = check(rows, KNOWN, by=OFFICER, import_id=import_id(rows))

    assert (again[1], [one.code for one in other[1]]) == ([], ["enrolment.username_taken"])


def test_the_system_may_give_every_role_everywhere():
    people, faults = checked(("a.b", "An Bình", "quản trị", "99"), by=SYSTEM)

    assert (faults, people[0].area_path, people[0].role) == ([], "99/", Role.ADMINISTRATOR)


def test_english_headings_and_other_orders_are_understood():
    headings = ("Full name", "AREA CODE", "Ghi chú", "user name", "vai tro")
    (row,) = read_rows(a_workbook(("An", "2012801", "x", "dtv9", "enumerator"), headings=headings))

    assert dict(row.texts) == {"name": "An", "area": "2012801", "username": "dtv9", "role": "enumerator"}


def test_a_number_that_is_a_known_code_is_taken():
    people, faults = checked((GOOD[0], GOOD[1], GOOD[2], 2012801, ""))

    assert (faults, people[0].area_path) == ([], VILLAGE)


@pytest.mark.parametrize("content", [b"", b"khong phai Excel", b"PK\x03\x04 broken"])
def test_what_is_no_workbook_is_refused(content):
    with pytest.raises(WorkbookUnreadable):
        read_rows(content)


def test_a_workbook_without_its_columns_or_rows_is_refused():
    with pytest.raises(ColumnsMissing) as refusal:
        read_rows(a_workbook(headings=("Họ và tên", "Vai trò")))
    assert refusal.value.facts == {"columns": "Tên đăng nhập, Mã địa bàn"}
    with pytest.raises(NoRows):
        read_rows(a_workbook())
    with pytest.raises(TooManyRows):
        read_rows(a_workbook(*([GOOD] * 2_001)))


def test_the_template_has_the_columns_and_tells_roles_and_areas():
    made = template(roles=[("Điều tra viên", "enumerator")], areas=[("2012801", "Thôn 1")])

    with pytest.raises(NoRows):  # the columns are right, nobody stands in it
        read_rows(made)


@pytest.mark.parametrize(
    ("role", "area", "codes"),
    [
        ("trưởng thôn", "20128", ["enrolment.area_no_village"]),
        ("trưởng thôn", "2012801", []),
        ("cấp tỉnh", "20128", ["enrolment.area_no_province"]),
        ("giám sát viên", "20128", []),
    ],
)
def test_a_role_goes_with_its_kind_of_area(role, area, codes):
    known = Known({}, {"20128": [COMMUNE], "2012801": [VILLAGE]}, {COMMUNE: "commune", VILLAGE: "village"})

    _, faults = check(read_rows(a_workbook(("a.b", "An", role, area, ""))), known, by=SYSTEM, import_id="x")

    assert [one.code for one in faults] == codes
